"""Tables of Word files: every cell once, at the row and column where it stands on paper."""

from pathlib import Path

from auditor.document import Document
from auditor.readers.docx import read
from tests.document_rules import assert_sound
from tests.fidelity.docx.maker import box, p, r, save, sdt, tbl, tc, tr

DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def cells(document: Document) -> list[tuple[str, int | None, int | None, int | None, int, int]]:
    """Text, table, row, column, row span and column span of every place in a table."""
    assert_sound(document)
    return [
        (document.text[s.start : s.end], place.table, place.row, place.column, place.row_span, place.column_span)
        for place in document.places
        if (s := place.span) and place.table
    ]


def test_rows_and_cells(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", p("评分表"), tbl(tr("因素", "分值"), tr("业绩", "10")), tbl(tr("丙"))))
    assert document.text == "评分表\n因素\t分值\n业绩\t10\n丙\n"
    assert cells(document) == [
        ("因素", 1, 1, 1, 1, 1),
        ("分值", 1, 1, 2, 1, 1),
        ("业绩", 1, 2, 1, 1, 1),
        ("10", 1, 2, 2, 1, 1),
        ("丙", 2, 1, 1, 1, 1),
    ]


def test_merged_cells_once_with_their_reach(tmp_path: Path) -> None:
    wide = tr(tc("商务", pr='<w:gridSpan w:val="2"/>'), "分值")
    rows = [
        wide,
        tr(tc("资质", pr=DOWN), "甲", "1"),
        tr(tc("", pr=ON), "乙", "2"),
        tr(tc("", pr='<w:vMerge w:val="continue"/>'), "丙", "3"),
    ]
    document = read(save(tmp_path / "a.docx", tbl(*rows, tr("价格", "丁", "4"))))
    assert document.text == "商务\t分值\n资质\t甲\t1\n\t乙\t2\n\t丙\t3\n价格\t丁\t4\n"
    found = cells(document)
    assert found[:3] == [("商务", 1, 1, 1, 1, 2), ("分值", 1, 1, 3, 1, 1), ("资质", 1, 2, 1, 3, 1)]
    assert found[5] == ("乙", 1, 3, 2, 1, 1)


def test_merges_end_where_another_begins(tmp_path: Path) -> None:
    rows = [
        tr(tc("甲", pr=DOWN), "1"),
        tr(tc("", pr=ON), "2"),
        tr(tc("乙", pr=DOWN), "3"),
        tr(tc("", pr=ON), "4"),
        tr(tc("丙"), "5"),
        tr(tc("丁", pr=ON), "6"),
    ]
    found = {
        text: (row, span) for text, _, row, column, span, _ in cells(read(save(tmp_path / "a.docx", tbl(*rows)))) if column == 1
    }
    assert found == {"甲": (1, 2), "乙": (3, 2), "丙": (5, 1), "丁": (6, 1)}


def test_text_under_a_merged_cell_is_hidden(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", tbl(tr(tc("甲", pr=DOWN), "1"), tr(tc("暗", pr=ON), "2"))))
    assert document.text == "甲\t1\n\t2\n暗\n"
    assert document.places[-1].part == "hidden"


def test_cells_merged_sideways_the_old_way(tmp_path: Path) -> None:
    row = tr(tc("甲", pr='<w:hMerge w:val="restart"/>'), tc("", pr="<w:hMerge/>"), "乙")
    assert cells(read(save(tmp_path / "a.docx", tbl(row)))) == [("甲", 1, 1, 1, 1, 2), ("乙", 1, 1, 3, 1, 1)]


def test_rows_that_begin_further_right(tmp_path: Path) -> None:
    row = tr("甲", pr='<w:gridBefore w:val="2"/>')
    assert cells(read(save(tmp_path / "a.docx", tbl(row)))) == [("甲", 1, 1, 3, 1, 1)]


def test_paragraphs_of_a_cell_each_on_a_line(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", tbl(tr("业绩", tc(p("每个2分"), p(), p("最多10分")), "10"))))
    assert document.text == "业绩\t每个2分\n最多10分\t10\n"
    assert [column for _, _, _, column, _, _ in cells(document)] == [1, 2, 2, 3]


def test_empty_cells_keep_their_place_and_empty_rows_none(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", p("前"), tbl(tr("", ""), tr("", "甲", ""), tr("", "")), p("后")))
    assert document.text == "前\n\t甲\t\n后\n"
    assert cells(document) == [("甲", 1, 2, 2, 1, 1)]


def test_a_table_inside_a_cell_stands_in_the_text_of_the_cell(tmp_path: Path) -> None:
    inner = tbl(tr("内11", "内12"), tr("内21", "内22"))
    document = read(save(tmp_path / "a.docx", tbl(tr(tc(p("前"), inner, p("后")), "右"), tr(tc(inner, p()), "末")), p("完")))
    assert document.text == "前\n内11\t内12\n内21\t内22\n后\t右\n内11\t内12\n内21\t内22\t末\n完\n"
    assert [(text, table, row, column) for text, table, row, column, _, _ in cells(document)] == [
        ("前", 1, 1, 1), ("内11", 2, 1, 1), ("内12", 2, 1, 2), ("内21", 2, 2, 1), ("内22", 2, 2, 2), ("后", 1, 1, 1),
        ("右", 1, 1, 2),
        ("内11", 3, 1, 1), ("内12", 3, 1, 2), ("内21", 3, 2, 1), ("内22", 3, 2, 2), ("末", 1, 2, 2),
    ]  # fmt: skip


def test_rows_and_cells_in_content_controls(tmp_path: Path) -> None:
    table = tbl(sdt(tr("甲", sdt(tc("乙")))), tr(tc(sdt(p("丙"))), tc(p(sdt(r("丁"))))))
    assert read(save(tmp_path / "a.docx", table)).text == "甲\t乙\n丙\t丁\n"


def test_a_text_box_in_a_cell(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", tbl(tr(tc(p("甲", r(box(p("框"))))), "乙"))))
    assert document.text == "甲\n框\t乙\n"
    assert [place.part for place in document.places] == ["body", "textbox", "body"]
    assert_sound(document)


def test_tabs_in_a_cell_do_not_look_like_cells(tmp_path: Path) -> None:
    assert read(save(tmp_path / "a.docx", tbl(tr(tc(p(r("甲", "<w:tab/>", "乙"))), "丙")))).text == "甲 乙\t丙\n"


def test_cost_does_not_depend_on_what_a_span_claims(tmp_path: Path) -> None:
    row = tr(*(tc("x", pr='<w:gridSpan w:val="100000000"/>') for _ in range(5)))
    found = cells(read(save(tmp_path / "a.docx", tbl(*[row] * 200))))
    assert len(found) == 1000 and max(columns for *_, columns in found) <= 1000
