"""PDF text: reading order, paragraphs, what runs in the margins, ticks, watermarks, turned pages."""


import pytest

from auditor.document import Document, Place, Span
from tests.fidelity.pdf.maker import Sheet

WIDE = "供应商应当具有独立承担民事责任的能力并且提供有效的营业执照复印件加盖单位的"  # fills a line between margins of 72 points
LEFT, RIGHT, UP, DOWN, SLANTED = "1 0 0 1", "-1 0 0 -1", "0 1 -1 0", "0 -1 1 0", ".7 .7 -.7 .7"


def where(document: Document, words: str) -> Place:
    start = document.text.index(words)
    return document.place(Span(start, start + len(words)))


def parts(document: Document, part: str) -> list[str]:
    return [document.text[p.span.start : p.span.end] for p in document.places if p.part == part]


def test_wrapped_lines_are_one_paragraph_and_each_keeps_its_box(read_pdf):
    sheet = Sheet()
    sheet.text(96, 100, WIDE[:35])
    sheet.lines(72, 120, WIDE, "公章。", "本项目不接受联合体投标。")
    document = read_pdf(sheet)
    assert document.text == f"{WIDE[:35]}{WIDE}公章。\n本项目不接受联合体投标。\n"
    lines = [p for p in document.places if p.paragraph == 1]
    assert [(p.page, round(p.box[0]), round(p.box[1])) for p in lines] == [(1, 96, 100), (1, 72, 120), (1, 72, 140)]


def test_a_quote_inside_a_line_has_a_box_of_its_own_width(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "注册资本不低于500万元的供应商")
    place = where(read_pdf(sheet), "不低于500万元")
    assert [round(v) for v in place.box] == [120, 100, 198, 112]


@pytest.mark.parametrize("mark", ["（1）", "1.2.3 ", "2、", "第三章 ", "一、", "①", "★", "*", "☑", "附件2："])
def test_a_mark_at_the_start_of_a_line_begins_a_paragraph(read_pdf, mark):
    sheet = Sheet()
    sheet.lines(72, 100, WIDE[:-1] + "。", f"{mark}投标保证金", "其他。")
    assert read_pdf(sheet).text == f"{WIDE[:-1]}。\n{mark}投标保证金\n其他。\n"


def test_a_number_that_was_wrapped_begins_no_paragraph(read_pdf):
    sheet = Sheet()
    sheet.text(96, 100, WIDE[:35])
    sheet.lines(72, 120, WIDE[:31] + "报价不得超过", "1.5倍，否则无效。")
    assert read_pdf(sheet).text.endswith("报价不得超过1.5倍，否则无效。\n")


def test_signatures_on_the_right_stay_apart(read_pdf):
    sheet = Sheet()
    sheet.lines(72, 100, WIDE, "特此公告。")
    sheet.lines(400, 200, "采购人：某某局（盖章）", "2025年1月1日前后若干日")
    assert read_pdf(sheet).text.endswith("采购人：某某局（盖章）\n2025年1月1日前后若干日\n")


def test_a_sentence_goes_on_over_the_page_break_and_running_lines_stand_after_the_body(read_pdf):
    sheets = []
    for number in range(1, 5):
        sheet = Sheet()
        sheet.text(72, 40, "某某项目招标文件")
        turned = [WIDE[at:] + WIDE[:at] for at in range(number, 37)]
        sheet.text(96, 72, turned[0][:35])
        sheet.lines(72, 92, *turned[:33])
        sheet.text(290, 800, f"第 {number} 页 共 4 页")
        sheets.append(sheet)
    document = read_pdf(*sheets)
    body = document.text[: document.text.index("某某项目招标文件")]
    assert body.count("\n") == 1, "every line is full and unfinished: one paragraph"
    assert parts(document, "header") == ["某某项目招标文件"] * 4
    assert parts(document, "footer") == [f"第 {n} 页 共 4 页" for n in range(1, 5)]
    footer = next(p for p in document.places if p.part == "footer" and p.page == 3)
    assert footer.box is not None and footer.box[1] > 790


def test_a_contents_page_is_marked(read_pdf):
    sheet = Sheet()
    sheet.lines(72, 100, "目 录", f"第一章 招标公告{'.' * 60}1", f"第二章 投标人须知{'…' * 20}4", "第一章 招标公告")
    document = read_pdf(sheet)
    assert len(parts(document, "contents")) == 3
    assert parts(document, "body") == ["第一章 招标公告"]


@pytest.mark.parametrize("words", ["2．......", "其他要求：……", "（2）履约保证金………………"])
def test_an_omission_is_not_contents(read_pdf, words):
    sheet = Sheet()
    sheet.lines(72, 100, "合同条款", words)
    assert parts(read_pdf(sheet), "body") == ["合同条款", words]


def test_ticks_of_symbol_fonts_are_kept(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "合同（")
    for x, code, word in ((108, 0x52, "是"), (150, 0xA3, "否")):
        sheet.symbol(x, 100, code)
        sheet.text(x + 11, 100, word)
    assert read_pdf(sheet).text == "合同（☑是 ☐否\n"


def test_bold_made_of_two_prints_is_read_once(read_pdf):
    sheet = Sheet()
    for x in (72, 72.4):
        sheet.text(x, 100, "中华人民共和国")
    for index, character in enumerate("重要提示"):
        sheet.text(72 + 12 * index, 130, character)
        sheet.text(72.5 + 12 * index, 130, character)
    assert read_pdf(sheet).text == "中华人民共和国\n重要提示\n"


def test_spaces_are_not_invented_between_chinese_characters(read_pdf):
    sheet = Sheet()
    for index, character in enumerate("注册资本"):
        sheet.text(72 + 15 * index, 100, character)
    sheet.text(200, 100, "500万元")
    assert read_pdf(sheet).text == "注册资本 500万元\n"


def test_a_watermark_is_left_out_and_named(read_pdf):
    sheet = Sheet()
    sheet.lines(72, 100, WIDE, WIDE, "公章。")
    sheet.text(150, 300, "内部资料2025", size=50, turn=SLANTED, grey=0.75)
    document = read_pdf(sheet)
    assert document.text == f"{WIDE}{WIDE}公章。\n"
    assert [(n.code, "内部资料2025" in n.message) for n in document.notices] == [("watermark", True)]


@pytest.mark.parametrize(("rotate", "turn", "x", "top"), [(90, UP, 100, 500), (180, RIGHT, 500, 700), (270, DOWN, 500, 100)])
def test_a_turned_page_is_read_and_boxed_as_displayed(read_pdf, rotate, turn, x, top):
    sheet = Sheet(rotate=rotate)
    sheet.text(x, top, "本页横向排版", turn=turn)
    document = read_pdf(sheet)
    assert document.text == "本页横向排版\n"
    x0, top, x1, bottom = document.places[0].box
    assert round(x1 - x0) == 72 and 11 < bottom - top < 15


def test_text_that_runs_upwards_is_read_and_its_box_is_upright(read_pdf):
    sheet = Sheet()
    for column in range(3):
        sheet.text(200 + 20 * column, 700, WIDE, turn=UP)
    document = read_pdf(sheet)
    assert document.text == f"{WIDE * 3}\n"
    x0, top, x1, bottom = document.places[0].box
    assert x1 - x0 < 16 and bottom - top > 400 and round(bottom) in range(696, 716)


def test_a_binding_line_at_the_edge_does_not_break_sentences(read_pdf):
    sheet = Sheet()
    sheet.lines(72, 100, WIDE, WIDE, "公章。")
    sheet.text(30, 400, "装订线", turn=UP)
    document = read_pdf(sheet)
    assert document.text == f"{WIDE}{WIDE}公章。\n装订线\n"
    assert parts(document, "textbox") == ["装订线"]


def test_two_columns_are_read_one_after_the_other(read_pdf):
    sheet = Sheet()
    sheet.text(200, 60, "某某项目招标公告", size=16)
    sheet.lines(60, 100, *[WIDE[:18]] * 7, "左栏止。", step=18)
    sheet.lines(310, 100, *[WIDE[18:]] * 7, "右栏止。", step=18)
    assert read_pdf(sheet).text == f"某某项目招标公告\n{WIDE[:18] * 7}左栏止。\n{WIDE[18:] * 7}右栏止。\n"


def test_a_form_with_labels_and_values_is_not_two_columns(read_pdf):
    sheet = Sheet()
    sheet.lines(60, 100, *["采购人："] * 8)
    sheet.lines(320, 100, *[f"某某市财政局{'分' * n}局" for n in range(8)])
    assert read_pdf(sheet).text.splitlines()[0] == "采购人： 某某市财政局局"


def test_latin_words_keep_their_space_over_the_line_end(read_pdf):
    sheet = Sheet()
    sheet.text(72, 100, "a" * 70 + " tender")
    sheet.text(72, 120, "document")
    assert read_pdf(sheet).text.endswith("tender document\n")


def test_footnotes_stand_after_the_body_and_the_sentence_goes_on(read_pdf):
    first, second = Sheet(), Sheet()
    first.lines(72, 100, *[WIDE] * 30)
    first.line(72, 740, 216, 740)
    first.lines(72, 744, "1 本表由招标人填写。", size=9)
    second.lines(72, 100, "公章。", "本项目不接受联合体投标。")
    document = read_pdf(first, second)
    assert document.text == f"{WIDE * 30}公章。\n本项目不接受联合体投标。\n1 本表由招标人填写。\n"
    assert parts(document, "footnote") == ["1 本表由招标人填写。"]


def test_brackets_set_over_each_other_are_put_right(read_pdf):
    sheet = Sheet()
    for x, character in ((72, "（"), (84, "4"), (88, "（"), (90, "）"), (100, "A"), (106, "）")):
        sheet.text(x, 100, character)
    assert read_pdf(sheet).text == "（4）（A）\n"


def test_a_sentence_broken_off_by_hand_goes_on(read_pdf):
    sheet = Sheet()
    sheet.text(96, 100, WIDE[:35])
    sheet.lines(72, 120, "公示期限公示", "中标候选人，公示期不得少于3天。")
    assert read_pdf(sheet).text == f"{WIDE[:35]}公示期限公示中标候选人，公示期不得少于3天。\n"


def test_entries_of_a_contents_page_are_a_line_each(read_pdf):
    sheet = Sheet()
    for index, words in enumerate(("1 定义", "2 技术规格", "3 检验条款")):
        sheet.text(72, 100 + 20 * index, f"{words}{'.' * (69 - 2 * len(words))}5{index}")
    assert len(parts(read_pdf(sheet), "contents")) == 3
    assert read_pdf(sheet).text.count("\n") == 3


def test_a_line_that_ends_with_a_comma_goes_on(read_pdf):
    sheet = Sheet()
    sheet.lines(72, 100, "制动器采用碟形弹簧，加大管径，", "做好管路防护。", "其他")
    assert read_pdf(sheet).text == "制动器采用碟形弹簧，加大管径，做好管路防护。\n其他\n"
