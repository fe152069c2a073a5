"""PDF: words that are in the file and not on the paper stand last and are said; a scanner's text is text."""


import pytest

from auditor.document import Document
from tests.fidelity.pdf.maker import Sheet

SECRET = "供应商成立时间须满三年"


def hidden(document: Document) -> list[str]:
    return [document.text[p.span.start : p.span.end] for p in document.places if p.part == "hidden"]


def codes(document: Document) -> list[tuple[str, int | None]]:
    return [(notice.code, notice.page) for notice in document.notices]


@pytest.mark.parametrize("how", [{"grey": 1}, {"mode": 3}], ids=["white", "invisible"])
def test_words_nobody_sees_stand_last_and_are_said(read_pdf, how):
    sheet = Sheet()
    sheet.text(72, 100, "资格要求")
    sheet.text(72, 130, SECRET, **how)
    sheet.text(72, 160, "其他要求")
    document = read_pdf(sheet)
    assert document.text == f"资格要求\n其他要求\n{SECRET}\n"
    assert hidden(document) == [SECRET]
    assert codes(document) == [("hidden_text", 1)]


def test_white_words_in_the_middle_of_a_line_are_taken_out_of_it(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "投标人须")
    sheet.text(120, 100, "在本地有分公司并", grey=1)
    sheet.text(216, 100, "具备履约能力")
    document = read_pdf(sheet)
    assert hidden(document) == ["在本地有分公司并"]
    assert document.text.startswith("投标人须 具备履约能力")


def test_white_words_on_a_dark_ground_are_seen(read_pdf):
    sheet = Sheet()
    sheet.fill(60, 90, 535, 120, colour="0 0 0.6")
    sheet.text(72, 100, SECRET, grey=1)
    document = read_pdf(sheet)
    assert (document.text, document.notices) == (f"{SECRET}\n", ())


def test_text_that_a_scanner_laid_under_its_picture_is_read_and_said(read_pdf):
    sheet = Sheet()
    sheet.image(0, 0, 595, 842)
    sheet.lines(72, 100)
    for at in range(4):
        sheet.text(72, 100 + 20 * at, SECRET, mode=3)
    document = read_pdf(sheet)
    assert document.text.count(SECRET) == 4 and hidden(document) == []
    assert codes(document) == [("ocr", 1)]


def test_words_outside_of_the_visible_box_are_out_and_said(read_pdf):
    sheet = Sheet(crop="0 300 595 842")
    sheet.text(72, 100, "资格要求")
    sheet.text(72, 700, SECRET)
    document = read_pdf(sheet)
    assert document.text == "资格要求\n"
    assert codes(document) == [("outside", 1)]
