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


@pytest.mark.parametrize("colour", ["1 1 1", "0 0 0"], ids=["white", "black"])
def test_words_under_something_filled_are_hidden(read_pdf, colour):
    sheet = Sheet()
    sheet.lines(72, 100, "资格要求", SECRET, "其他要求")
    sheet.fill(70, 118, 300, 136, colour=colour)
    document = read_pdf(sheet)
    assert document.text == f"资格要求\n其他要求\n{SECRET}\n"
    assert hidden(document) == [SECRET] and codes(document) == [("hidden_text", 1)]


def test_words_that_something_lies_under_or_shines_through_are_seen(read_pdf):
    sheet = Sheet()
    sheet.text(72, 80, "一、资格要求")
    sheet.fill(70, 98, 300, 116)
    sheet.text(72, 100, SECRET)
    sheet.fill(70, 98, 300, 116, colour="1 1 0", sheer=True)
    sheet.fill(300, 98, 340, 116)
    document = read_pdf(sheet)
    assert hidden(document) == [] and document.notices == ()


def test_a_word_at_the_rim_of_something_filled_hides_no_clause(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, SECRET)
    sheet.fill(60, 98, 98, 116)
    assert hidden(read_pdf(sheet)) == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_cut_away_are_hidden(read_pdf, rotate):
    sheet = Sheet(rotate=rotate)
    sheet.text(72, 100, "资格要求")
    sheet.cut(60, 60, 72 + 12 * 4, 300)
    sheet.text(72, 130, f"一二三四{SECRET}")
    sheet.text(72, 160, "其他")
    sheet.whole()
    document = read_pdf(sheet)
    assert hidden(document) == [SECRET] and codes(document) == [("hidden_text", 1)]
    assert "".join(document.text.split()).replace(SECRET, "") == "资格要求一二三四其他"


def test_words_in_a_drawing_cut_to_a_cell_are_seen(read_pdf):
    sheet = Sheet()
    sheet.cut(70, 98, 300, 116)
    sheet.text(72, 100, SECRET)
    sheet.whole()
    assert hidden(read_pdf(sheet)) == []
