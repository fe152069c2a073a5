"""PDF tables: rows and cells, merged cells, tables that go on over page breaks; the same cells as pdfplumber's."""

from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest

from auditor.document import Document
from auditor.readers._layout.tables import find_grids
from auditor.readers.pdf.glyphs import frame_of
from auditor.readers.pdf.strokes import read_drawn
from tests.fidelity.pdf.maker import Sheet, write_pdf

SHARED = Path(__file__).parents[1].parent / "shared" / "real" / "tenders"
COLUMNS = [72, 132, 232, 523]


def cells(document: Document) -> dict[tuple[int, int, int], str]:
    """(table, row, column) -> text; lines of a cell joined."""
    found: dict[tuple[int, int, int], str] = {}
    for place in document.places:
        if place.table is not None:
            key = (place.table, place.row or 0, place.column or 0)
            found[key] = found.get(key, "") + document.text[place.span.start : place.span.end]
    return found


def row(sheet: Sheet, top: float, *texts: str) -> None:
    for x, text in zip(COLUMNS, texts, strict=False):
        sheet.text(x + 6, top + 4, text)


def test_a_row_is_cells_parted_by_tabs(read_pdf):
    sheet = Sheet()
    sheet.text(72, 60, "评分标准")
    sheet.grid(COLUMNS, [100, 120, 140])
    row(sheet, 100, "序号", "评审因素", "评审标准")
    row(sheet, 120, "1", "业绩", "每个项目得2分。")
    sheet.text(72, 200, "说明")
    document = read_pdf(sheet)
    assert document.text == "评分标准\n序号\t评审因素\t评审标准\n1\t业绩\t每个项目得2分。\n说明\n"
    place = next(p for p in document.places if (p.row, p.column) == (2, 3))
    assert (place.table, place.page, place.row_span, place.column_span) == (1, 1, 1, 1)


def test_wrapped_lines_of_a_cell_are_joined_and_items_are_not(read_pdf):
    sheet = Sheet()
    sheet.grid(COLUMNS, [100, 220])
    sheet.lines(78, 104, "投标人", "资质条", "件")
    sheet.lines(238, 104, "投标人须具有独立承担民事责任的能力，近三年无", "重大违法记录；", "（1）资质：见附录；", "（2）其他。")
    document = read_pdf(sheet)
    item = "（1）资质：见附录；"
    assert (
        document.text == "投标人资质条件\t\t投标人须具有独立承担民事责任的能力，近三年无重大违法记录；\n" + f"{item}\n（2）其他。\n"
    )


def test_merged_cells_are_read_once_with_their_reach(read_pdf):
    sheet = Sheet()
    for x in COLUMNS:
        sheet.line(x, 120 if x == 232 else 100, x, 180)
    for y in (100, 120, 180):
        sheet.line(72, y, 523, y)
    for y in (140, 160):
        sheet.line(132, y, 523, y)
    row(sheet, 100, "评审表", "因素")
    row(sheet, 140, "技术部分", "方案", "优10分")
    row(sheet, 120, "", "人员", "齐全5分")
    row(sheet, 160, "", "服务", "及时3分")
    document = read_pdf(sheet)
    reach = {document.text[p.span.start : p.span.end]: (p.row, p.column, p.row_span, p.column_span) for p in document.places}
    assert reach["技术部分"] == (2, 1, 3, 1)
    assert reach["因素"] == (1, 2, 1, 2)
    assert reach["服务"] == (4, 2, 1, 1)


def test_underlined_words_and_highlights_split_no_cell(read_pdf):
    sheet = Sheet()
    sheet.grid(COLUMNS, [100, 160])
    sheet.fill(238, 104, 330, 118, colour="1 1 0")
    sheet.lines(238, 104, "合同金额的2%为履约保证金", "以保函形式提交")
    sheet.line(238, 117, 330, 117)
    row(sheet, 100, "1", "履约")
    assert len(cells(read_pdf(sheet))) == 3


def test_a_border_around_the_page_is_no_table(read_pdf):
    sheet = Sheet()
    sheet.grid([50, 545], [50, 70, 800])
    sheet.lines(72, 100, "第一条 总则", "第二条 范围")
    assert read_pdf(sheet).text == "第一条 总则\n第二条 范围\n"


def two_pages(*first: tuple[str, ...], then: list[tuple[str, ...]], header: bool = True, closed: bool = True) -> Iterator[Sheet]:
    head = ("序号", "评审因素", "评审标准")
    for number, rows in enumerate(([head, *first], [head, *then] if header else then)):
        sheet = Sheet()
        top = 700 if number == 0 else 72
        lines = [top + 24 * n for n in range(len(rows) + 1)]
        if closed or number:
            sheet.grid(COLUMNS, lines)
        else:
            for x in COLUMNS:
                sheet.line(x, lines[0], x, lines[-1])
            for y in lines[:-1]:
                sheet.line(COLUMNS[0], y, COLUMNS[-1], y)
        for y, texts in zip(lines, rows, strict=False):
            row(sheet, y, *texts)
        sheet.text(290, 815, f"- {number + 1} -")
        yield sheet


def test_a_table_goes_on_over_the_page_break_and_its_repeated_header_is_set_aside(read_pdf):
    document = read_pdf(*two_pages(("1", "业绩", "得2分。"), then=[("2", "人员", "得3分。")]))
    found = cells(document)
    assert found[1, 2, 3] == "得2分。" and found[1, 3, 3] == "得3分。" and {key[0] for key in found} == {1}
    headers = [document.text[p.span.start : p.span.end] for p in document.places if p.part == "header"]
    assert headers == ["序号", "评审因素", "评审标准"]


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("closed", [True, False])
def test_a_row_cut_by_the_page_break_is_one_row_and_its_sentence_one_paragraph(read_pdf, header, closed):
    first = "投标人须提供近三年同类项目业绩证明材料，每提"
    then = [("", "", "供一个得2分。"), ("2", "人员", "齐")]
    document = read_pdf(*two_pages(("1", "业绩", first), then=then, header=header, closed=closed))
    assert f"1\t业绩\t{first}供一个得2分。\n2\t人员\t齐\n" in document.text
    pages = [p.page for p in document.places if (p.row, p.column) == (2, 3)]
    assert pages == [1, 2]


def test_a_new_row_under_a_label_that_reaches_over_the_break_stays_a_row(read_pdf):
    document = read_pdf(*two_pages(("1", "业绩", "每个得2分。"), then=[("", "人员", "每人得1分。")]))
    assert cells(document)[1, 3, 2] == "人员"


def test_tables_with_other_columns_are_other_tables(read_pdf):
    first, _ = two_pages(("1", "业绩", "得2分。"), then=[("2", "人员", "得3分。")])
    other = Sheet()
    other.grid([72, 180, 300, 523], [72, 96, 120])
    other.lines(78, 76, "名称", "电脑", step=24)
    assert {key[0] for key in cells(read_pdf(first, other))} == {1, 2}


def test_the_same_cells_as_pdfplumber(tmp_path):
    sheet = Sheet()
    sheet.grid(COLUMNS, [100, 120, 160, 200])
    row(sheet, 100, "序号", "因素", "标准")
    row(sheet, 120, "1", "业绩", "2分")
    sheet.grid([72, 300, 523], [300, 330, 360])
    row(sheet, 300, "甲", "", "乙")
    path = write_pdf(tmp_path / "表.pdf", sheet)
    assert [sum(len(b) for b in t) for t in _plumber(path, 0)] == [sum(len(b) for b in t) for t in _ours(path, 0)]
    assert _ours(path, 0) == _plumber(path, 0)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real tenders is not beside the repository")
@pytest.mark.parametrize("name", sorted(path.name for path in SHARED.glob("*.pdf"))[::9])
def test_on_real_pages_the_cells_of_pdfplumber_lie_in_ours(name):
    """In ours, not equal to ours: highlights and white tiles under a page split its cells. Boxes of two cells are such tiles."""
    with pdfium.PdfDocument(SHARED / name) as document:
        count = len(document)
    for number in range(count // 3, count, max(count // 3, 1)):
        ours = [cell for table in _ours(SHARED / name, number) for cell in table]
        theirs = [cell for table in _plumber(SHARED / name, number) if len(table) > 2 for cell in table]
        lost = [cell for cell in theirs if not any(_holds(mine, cell) for mine in ours)]
        assert len(lost) <= 0.02 * len(theirs), f"{name} page {number + 1}: {lost[:5]}"
        assert len(theirs) <= 3 * len(ours)


def _holds(outer: tuple[int, ...], cell: tuple[int, ...]) -> bool:
    return all(a - 1 <= b for a, b in zip(outer[:2], cell[:2], strict=True)) and all(
        b <= a + 1 for a, b in zip(outer[2:], cell[2:], strict=True)
    )


def _plumber(path: Path, number: int) -> list[list[tuple[int, ...]]]:
    with pdfplumber.open(path) as document:
        tables = document.pages[number].find_tables()
        return [sorted(tuple(round(v / 4) for v in cell) for cell in table.cells) for table in tables]


def _ours(path: Path, number: int) -> list[list[tuple[int, ...]]]:
    with pdfium.PdfDocument(path) as document:
        grids = find_grids(read_drawn(document[number], frame_of(document[number])).strokes)
        return [sorted(tuple(round(v / 4) for v in cell.box) for cell in grid.cells) for grid in grids]


def test_a_table_in_a_cell_stands_where_it_stands_in_the_cell(read_pdf):
    sheet = Sheet()
    sheet.grid(COLUMNS, [100, 260])
    row(sheet, 100, "1", "收费", "按下表执行：")
    sheet.grid([240, 320, 420], [130, 150, 170])
    sheet.text(244, 134, "金额")
    sheet.text(324, 134, "费率")
    sheet.text(244, 154, "100万")
    sheet.text(324, 154, "1.5%")
    sheet.text(238, 180, "备注：不足部分不退。")
    document = read_pdf(sheet)
    assert document.text == "1\t收费\t按下表执行：\n金额\t费率\n100万\t1.5%\n备注：不足部分不退。\n"
    assert cells(document)[2, 2, 2] == "1.5%" and cells(document)[1, 1, 3] == "按下表执行：备注：不足部分不退。"


def test_a_frame_around_a_tick_is_no_cell(read_pdf):
    sheet = Sheet()
    sheet.grid(COLUMNS, [100, 160])
    row(sheet, 100, "3.6", "备选方案")
    sheet.grid([234, 248], [102, 118])
    sheet.lines(236, 104, "√不允许", "□允许")
    assert read_pdf(sheet).text == "3.6\t备选方案\t√不允许\n□允许\n"


def test_a_blank_to_fill_in_just_above_a_table_is_no_row_of_it(read_pdf):
    sheet = Sheet()
    sheet.text(72, 83, "招标编号：")
    sheet.line(132, 96.6, 232, 96.6)
    sheet.grid(COLUMNS, [100.2, 120, 140])
    for x in COLUMNS:
        sheet.line(x, 99.5, x, 141)
    row(sheet, 100, "序号", "因素", "标准")
    document = read_pdf(sheet)
    assert cells(document) == {(1, 1, 1): "序号", (1, 1, 2): "因素", (1, 1, 3): "标准"}


def test_lines_that_stick_out_of_a_table_make_no_column(read_pdf):
    sheet = Sheet()
    sheet.grid(COLUMNS, [100, 120, 140])
    for y in (100, 120, 140):
        sheet.line(68.4, y, 72, y)
    row(sheet, 100, "序号", "因素", "标准")
    assert set(cells(read_pdf(sheet))) == {(1, 1, 1), (1, 1, 2), (1, 1, 3)}


def test_white_lines_around_a_heading_are_no_table(read_pdf):
    sheet = Sheet()
    sheet.text(232, 64, "总 说 明")
    sheet.grid([132, 232, 523], [60, 80], grey=1)
    sheet.grid(COLUMNS, [100, 120])
    row(sheet, 100, "序号", "因素", "标准")
    assert read_pdf(sheet).text == "总 说 明\n序号\t因素\t标准\n"


def test_a_merged_cell_left_open_where_the_page_ends_is_a_cell(read_pdf):
    sheet = Sheet()
    for y in (700, 740, 780):
        sheet.line(72, y, 232 if y == 780 else 523, y)
    for x in COLUMNS:
        sheet.line(x, 700, x, 780)
    row(sheet, 700, "序号", "名称", "交货期")
    row(sheet, 740, "1", "采煤机", "签订后3个月")
    assert read_pdf(sheet).text == "序号\t名称\t交货期\n1\t采煤机\t签订后3个月\n"


def test_a_corner_left_out_of_a_table_is_no_cell(read_pdf):
    sheet = Sheet()
    sheet.grid(COLUMNS[1:], [100, 120])
    sheet.grid(COLUMNS, [120, 140])
    row(sheet, 100, "表头在外", "名称", "交货期")
    row(sheet, 120, "1", "电脑", "3天")
    assert set(cells(read_pdf(sheet))) == {(1, 1, 2), (1, 1, 3), (1, 2, 1), (1, 2, 2), (1, 2, 3)}


def test_boxes_joined_by_lines_are_no_table(read_pdf):
    sheet = Sheet()
    boxes = {"董事会": (240, 100), "工程部": (100, 180), "财务部": (240, 180), "采购部": (380, 180)}
    for text, (x, y) in boxes.items():
        sheet.grid([x, x + 80], [y, y + 30])
        sheet.text(x + 10, y + 8, text)
        sheet.line(x + 40, 130 if y == 100 else 155, x + 40, 155 if y == 100 else 180)
    sheet.line(140, 155, 420, 155)
    sheet.text(72, 300, "一、项目概况")
    document = read_pdf(sheet)
    assert not cells(document) and document.text.splitlines()[-1] == "一、项目概况"


def test_a_stack_of_boxes_with_ragged_edges_is_no_table(read_pdf):
    sheet = Sheet()
    sheet.grid([100, 240], [100, 130, 160])
    sheet.grid([240, 300], [110, 130])
    sheet.grid([100, 320], [160, 190])
    sheet.lines(110, 106, "应用层", "表示层", "会话层", step=30)
    sheet.text(246, 112, "扩展")
    assert not cells(read_pdf(sheet))


def test_a_row_that_begins_after_the_break_is_not_the_rest_of_the_last(read_pdf):
    first, second = Sheet(), Sheet()
    first.grid(COLUMNS, [700, 740, 780])
    row(first, 700, "4.1", "形式评审", "名称一致")
    row(first, 740, "4.2", "资格评审", "具有授权委托书")
    for x in COLUMNS:
        second.line(x, 92 if x == 232 else 72, x, 112)
    for y in (72, 92, 112):
        second.line(72, y, 523, y)
    row(second, 72, "", "其他")
    row(second, 92, "4.3", "分值", "100分")
    assert "4.2\t资格评审\t具有授权委托书\n" in read_pdf(first, second).text


def test_a_table_drawn_on_beyond_the_page_repeats_its_header(read_pdf):
    first, second = Sheet(), Sheet()
    first.grid(COLUMNS, [700, 740, 780, 900])
    row(first, 700, "序号", "因素", "标准")
    row(first, 740, "1", "业绩", "得2分。")
    second.grid(COLUMNS, [-60, 40, 80, 120])
    row(second, 40, "序号", "因素", "标准")
    row(second, 80, "2", "人员", "得3分。")
    assert read_pdf(first, second).text.startswith("序号\t因素\t标准\n1\t业绩\t得2分。\n2\t人员\t得3分。\n")
