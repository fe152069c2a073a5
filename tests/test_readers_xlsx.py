"""Workbooks: what the sheet shows, at the row and column where it shows it."""

import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from auditor.document import Document
from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded
from auditor.readers import read_file
from auditor.readers._office import soffice
from tests.document_rules import assert_sound


def saved(path: Path, rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "评分表"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def test_rows_and_columns_are_those_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "评分表"
    sheet["B3"], sheet["C3"], sheet["E3"] = "评审因素", "分值", "说明"
    sheet["B4"], sheet["C5"] = "业绩", 10
    sheet.merge_cells("B4:B5")
    book.save(path)
    document = read_file(path)
    assert document.text == "评分表\n\t评审因素\t分值\t\t说明\n\t业绩\n\t\t10\n"
    assert document.places[0].level == 1
    assert [(p.table, p.row, p.column, p.row_span) for p in document.places[1:]] == [
        (1, 3, 2, 1),
        (1, 3, 3, 1),
        (1, 3, 5, 1),
        (1, 4, 2, 2),
        (1, 5, 3, 1),
    ]
    assert_sound(document)


def test_values_are_shown_as_the_sheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    values = [(0.05, "0%"), (0.125, "0.0%"), (0.1 + 0.2, "General"), (1200000, "#,##0"), (True, "General")]
    values += [
        (datetime(2026, 1, 2), "yyyy/m/d"),
        (date(2026, 1, 2), '[$-F800]yyyy"年"m"月"'),
        (datetime(2026, 1, 2, 9, 30), "m/d/yy h:mm"),
    ]
    for column, (value, form) in enumerate(values, 1):
        cell = book.active.cell(1, column, value)
        cell.number_format = form
    book.active.title = "x"
    book.save(path)
    shown = ["5%", "12.5%", "0.3", "1200000", "是", "2026年1月2日", "2026年1月2日", "2026年1月2日09:30"]
    assert read_file(path).text == "x\n" + "\t".join(shown) + "\n"


def test_struck_out_runs_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("保证金", TextBlock(InlineFont(strike=True), "5%"), TextBlock(InlineFont(b=True), "2%"))
    book.save(path)
    assert "保证金2%\n" in read_file(path).text


def test_hidden_sheets_and_rows_stand_last_and_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, [["公开", "一"], ["隐藏行", "二"]])
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("秘密")["A1"] = "须在本市注册"
    book["秘密"].sheet_state = "hidden"
    book.save(path)
    document = read_file(path)
    assert document.text == "评分表\n公开\t一\n评分表\n隐藏行\t二\n秘密\n须在本市注册\n"
    assert [place.part for place in document.places] == ["body"] * 3 + ["hidden"] * 5
    assert len(document.notices) == 2


def test_hidden_columns_are_hidden_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, [["品牌", "内定", "数量"], ["不限", "甲牌", 3]])
    book.active.column_dimensions["B"].hidden = True
    book.active["B3"] = "合并"
    book.active.merge_cells("B3:C3")
    book.save(path)
    document = read_file(path)
    assert document.text == "评分表\n品牌\t\t数量\n不限\t\t3\n\t合并\n评分表\n\t内定\n\t甲牌\n"
    assert [(p.row, p.column) for p in document.places if p.part == "hidden" and p.table] == [(1, 2), (2, 2)]
    assert [notice.code for notice in document.notices] == ["hidden_text"]
    assert_sound(document)


def test_comments_and_text_boxes_follow_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("评分表")
    sheet.write("A1", "业绩")
    sheet.write_comment("A1", "须为本市业绩", {"author": "甲"})
    sheet.insert_textbox("C3", "本地企业加分")
    book.close()
    document = read_file(path)
    assert document.text == "评分表\n业绩\n本地企业加分\n须为本市业绩\n"
    assert [place.part for place in document.places] == ["body", "body", "textbox", "comment"]
    assert [notice.code for notice in document.notices] == ["comments"]
    assert_sound(document)


def test_formulas_without_a_saved_result_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    saved(path, [["合计", "=1+2"]])
    document = read_file(path)
    assert document.text == "评分表\n合计\n"
    assert [notice.code for notice in document.notices] == ["undecodable"]


def test_one_far_cell_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, [["甲"]])
    book.active["XFD1048576"] = "乙"
    book.save(path)
    document = read_file(path)
    assert document.text == "评分表\n甲\n乙\n"
    assert (document.places[-1].row, document.places[-1].column) == (1048576, 16384)


def test_entities_and_broken_parts_are_refused(tmp_path: Path) -> None:
    path, bad = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    saved(path, [["甲"]])
    for spoilt in (b"<!DOCTYPE a [<!ENTITY x 'y'>]><workbook>&x;</workbook>", b"<workbook>"):
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                target.writestr(name, spoilt if name == "xl/workbook.xml" else source.read(name))
        with pytest.raises(DamagedFile):
            read_file(bad)


def test_an_empty_workbook_is_said(tmp_path: Path) -> None:
    saved(tmp_path / "a.xlsx", [])
    with pytest.raises(DamagedFile, match="没有内容"):
        read_file(tmp_path / "a.xlsx")


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.none(), st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet="投标\n\t <&\u3000"), st.dates()
            ),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_any_cells_give_a_sound_document(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    path = tmp_path_factory.mktemp("any") / "a.xlsx"
    saved(path, rows)
    document: Document | None = None
    try:
        document = read_file(path)
    except DamagedFile:
        assert not any(str(value).strip(" \t\n=\u3000") for row in rows for value in row if value is not None)
    if document is not None:
        assert_sound(document)


@pytest.mark.skipif(soffice() is None, reason="XLS and ODS are made by LibreOffice, which is not installed here")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_workbooks_of_other_kinds_are_shown_as_new_ones(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, [["保证金", 0.05], ["截止", date(2026, 1, 2)], ["隐藏行", 1.5], ["合并", None, "列", "内定"]])
    book.active["B1"].number_format = "0.0%"
    book.active["B2"].number_format = "yyyy/m/d"
    book.active["A1"].comment = openpyxl.comments.Comment("批注", "甲")
    book.active.merge_cells("A4:B4")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("密")["A1"] = "须在本市注册"
    book["密"].sheet_state = "hidden"
    book.save(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(soffice()), profile, "--headless", "--convert-to", kind, "--outdir", tmp_path, path], check=True, timeout=120
    )
    document = read_file(tmp_path / f"a.{kind}")
    hidden = "评分表\n隐藏行\t1.5\n\t\t\t内定\n密\n须在本市注册\n"
    assert document.text == f"评分表\n保证金\t5.0%\n截止\t2026年1月2日\n合并\t列\n{hidden}批注\n"
    assert [place.column_span for place in document.places if place.row == 4] == [2, 1, 1]
    assert [notice.code for notice in document.notices] == ["hidden_text", "hidden_text", "comments"]
    assert_sound(document)


SHEET = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">
<office:automatic-styles><style:style style:name="gone" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="清单">%s</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def ods(path: Path, rows: str, manifest: str = "<manifest/>") -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", SHEET % rows)
        package.writestr("META-INF/manifest.xml", manifest)
    return path


def test_an_ods_row_repeated_to_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    rows = """<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>
    </table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>甲<text:s
    text:c="99999999"/>乙<text:span text:style-name="gone">5%</text:span>丙</text:p></table:table-cell></table:table-row>"""
    document = read_file(ods(tmp_path / "a.ods", rows))
    assert document.text.split() == ["清单", "甲", "乙丙"]
    assert (document.places[-1].row, document.places[-1].column) == (1048571, 3)


def test_words_over_the_cells_of_an_ods_sheet_follow_them(tmp_path: Path) -> None:
    rows = """<table:table-row><table:table-cell><office:annotation><text:p>须为本市</text:p></office:annotation>
    <draw:frame><draw:text-box><text:p>本地加分</text:p></draw:text-box></draw:frame><text:p>业绩</text:p></table:table-cell>
    <table:table-cell table:formula="of:=1+2"/></table:table-row>"""
    document = read_file(ods(tmp_path / "a.ods", rows))
    assert document.text == "清单\n业绩\n本地加分\n须为本市\n"
    assert [place.part for place in document.places] == ["body", "body", "textbox", "comment"]
    assert [notice.code for notice in document.notices] == ["comments", "undecodable"]


def test_cells_repeated_without_end_and_enciphered_sheets_are_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>甲</text:p></table:table-cell>'
    with pytest.raises(LimitExceeded):
        read_file(ods(tmp_path / "a.ods", f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'))
    with pytest.raises(EncryptedFile, match="取消密码"):
        read_file(ods(tmp_path / "b.ods", "", "<manifest><file-entry><encryption-data/></file-entry></manifest>"))
