"""PDF: words struck out are out and said; values and ticks of a form, and typed notes, are read where they stand."""


import pytest

from auditor.document import Document, Span
from tests.fidelity.pdf.maker import Sheet

STRUCK = "供应商成立时间须满三年"
YES = "/AP << /N << /Yes null /Off null >> >>"


def written(text: str) -> str:
    return f"<{('﻿' + text).encode('utf-16-be').hex()}>"


def notices(document: Document) -> list[tuple[str, int | None]]:
    return [(notice.code, notice.page) for notice in document.notices]


def box(document: Document, words: str) -> list[int]:
    start = document.text.index(words)
    found = document.place(Span(start, start + len(words))).box
    assert found is not None
    return [round(value) for value in found]


def struck_line(thick: bool) -> Sheet:
    """"资格：" + struck words + "具备履约能力。", struck by a line or by a flat box."""
    sheet = Sheet()
    sheet.text(72, 100, f"资格：{STRUCK}具备履约能力。")
    x0, x1 = 72 + 3 * 12, 72 + (3 + len(STRUCK)) * 12
    if thick:
        sheet.fill(x0, 105.5, x1, 106.3, colour="0 0 0")
    else:
        sheet.line(x0, 106, x1, 106)
    return sheet


@pytest.mark.parametrize("thick", [True, False])
def test_struck_words_are_out_and_said(read_pdf, thick):
    document = read_pdf(struck_line(thick))
    assert document.text == "资格： 具备履约能力。\n"
    assert notices(document) == [("struck_text", 1)]
    assert STRUCK in document.notices[0].message


def test_two_lines_through_words_strike_them_once(read_pdf):
    sheet = struck_line(thick=False)
    sheet.line(108, 105, 240, 105)
    document = read_pdf(sheet)
    assert document.text == "资格： 具备履约能力。\n"
    assert "1 处" in document.notices[0].message


def test_words_struck_by_a_pdf_program_are_out_and_said(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, f"资格：{STRUCK}具备履约能力。")
    sheet.note(108, 100, 240, 112, "/Subtype /StrikeOut /QuadPoints [108 742 240 742 108 730 240 730]")
    document = read_pdf(sheet)
    assert document.text == "资格： 具备履约能力。\n"
    assert notices(document) == [("struck_text", 1)]


@pytest.mark.parametrize("y", [113.5, 99], ids=["below", "above"])
def test_underlined_words_stay(read_pdf, y):
    sheet = Sheet()
    sheet.lines(72, 100, f"资格：{STRUCK}。", "其他要求。", step=16)
    sheet.line(108, y, 240, y)
    assert read_pdf(sheet).text == f"资格：{STRUCK}。\n其他要求。\n"


def test_a_rule_across_the_page_strikes_nothing(read_pdf):
    sheet = Sheet()
    sheet.text(150, 100, STRUCK)
    sheet.line(72, 106, 523, 106)
    assert read_pdf(sheet).text == f"{STRUCK}\n"


def test_the_border_of_a_row_that_is_too_low_strikes_nothing(read_pdf):
    sheet = Sheet()
    sheet.grid([72, 146, 523], [100, 120, 126, 150])
    sheet.text(76, 120, "评审因素内容")
    assert read_pdf(sheet).notices == ()


def test_a_large_watermark_behind_lines_strikes_nothing(read_pdf):
    sheet = Sheet()
    sheet.text(200, 300, "9112", size=50, turn=".7 .7 -.7 .7", grey=0.75)
    sheet.line(205, 290, 260, 290)
    sheet.text(72, 100, STRUCK)
    assert read_pdf(sheet).text == f"{STRUCK}\n"


def test_values_of_a_form_stand_where_they_were_typed(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "采购人：____________（盖章）")
    sheet.note(120, 99, 192, 113, f"/Subtype /Widget /FT /Tx /T (a) /V {written('某某县财政局')} /DA (/F3 12 Tf 0 g)")
    document = read_pdf(sheet)
    assert document.text == "采购人：某某县财政局（盖章）\n"
    assert box(document, "财政局") == [156, 100, 192, 112]


def test_a_long_value_is_wrapped_in_its_field(read_pdf):
    sheet = Sheet()
    sheet.text(72, 80, "资格要求")
    value = "投标人须具有独立承担民事责任的能力并且成立满三年"
    sheet.note(72, 100, 192, 160, f"/Subtype /Widget /FT /Tx /Ff 4096 /T (a) /V {written(value)} /DA (/F3 12 Tf 0 g)")
    document = read_pdf(sheet)
    assert value in document.text.replace("\n", "")
    assert all(p.box and p.box[0] >= 72 and p.box[2] <= 193 and p.box[3] <= 161 for p in document.places[1:])


def test_tick_boxes_of_a_form_are_ticked_or_empty(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "是否接受联合体：  是  否")
    for x, state in ((168, "Yes"), (192, "Off")):
        sheet.note(x, 100, x + 10, 112, f"/Subtype /Widget /FT /Btn /T (t{x}) /V /{state} /AS /{state} {YES}")
    assert read_pdf(sheet).text == "是否接受联合体：☑是☐否\n"


def test_a_tick_takes_the_place_of_a_printed_box(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "□是")
    sheet.note(72, 100, 84, 112, f"/Subtype /Widget /FT /Btn /T (t) /V /Yes /AS /Yes {YES}")
    assert read_pdf(sheet).text == "☑是\n"


def test_a_typed_note_is_read(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "保证金：")
    sheet.note(130, 100, 260, 114, f"/Subtype /FreeText /Contents {written('人民币伍万元整')} /DA (/F3 12 Tf 0 g)")
    assert read_pdf(sheet).text.replace(" ", "") == "保证金：人民币伍万元整\n"


def test_hidden_fields_and_signatures_are_not_read(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "公告")
    sheet.note(130, 100, 260, 114, f"/Subtype /Widget /FT /Sig /T (s) /Contents {written('签章')}")
    sheet.notes.append(f"<< /Type /Annot /F 2 /Rect [72 600 200 620] /Subtype /Widget /FT /Tx /T (h) /V {written('隐藏')} >>")
    assert read_pdf(sheet).text == "公告\n"
