"""Workbooks (采购清单, 评分表): every sheet a table whose row and column are those of the sheet.

XLSX and ODS are read by our own sparse walkers, since one stray cell at XFD1048576 makes others allocate the whole sheet; XLS
by xlrd, which knows formats; XLSB and what xlrd does not like by calamine.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.document import Document
from auditor.errors import DamagedFile, LimitExceeded
from auditor.readers._draft import Cell, Draft
from auditor.readers.xlsx.sheet import Row, Sheet

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".ods")

GAP = 40
"""Empty columns between two cells up to which each leaves its tab."""


def read(path: Path) -> Document:
    """Raises EncryptedFile, DamagedFile (also where no cell has text), LimitExceeded."""
    draft = Draft()
    sheets = list(_sheets(path))
    for sheet in sheets:
        _write(draft, sheet, (row for row in sheet.rows if not row.hidden and not sheet.hidden), "body")
    for sheet in sheets:
        for words in sheet.boxes:
            draft.paragraph(words, part="hidden" if sheet.hidden else "textbox")
    for sheet in sheets:
        _write(draft, sheet, (row for row in sheet.rows if row.hidden or sheet.hidden), "hidden")
        if any(row.hidden or sheet.hidden for row in sheet.rows):
            draft.notice("hidden_text", f"工作表“{sheet.name}”有隐藏的内容，已列在文末，请核对")
    for words in (words for sheet in sheets for words in sheet.comments):
        draft.paragraph(words, part="comment")
    if count := sum(len(sheet.comments) for sheet in sheets):
        draft.notice("comments", f"文件带有 {count} 条批注，已列在正文之后；发布前请删除")
    if lost := sum(sheet.lost for sheet in sheets):
        draft.notice("undecodable", f"有 {lost} 个公式没有保存计算结果，请用 Excel 或 WPS 打开并保存后再审查")
    if draft.blank:
        raise DamagedFile("表格中没有内容，请核对文件")
    return draft.document(path, "xlsx")


def _sheets(path: Path) -> Iterator[Sheet]:
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == b"PK\x03\x04":
        from auditor.readers.xlsx.workbook import is_xlsx, sheets

        if is_xlsx(path):
            return sheets(path)
        from auditor.readers.xlsx.ods import is_ods
        from auditor.readers.xlsx.ods import sheets as ods

        if is_ods(path):
            return ods(path)
    elif magic == b"\xd0\xcf\x11\xe0":
        from auditor.readers.xlsx.biff import sheets as biff

        try:
            return iter(biff(path))
        except LimitExceeded:
            raise
        except Exception:  # enciphered, older, or odd: calamine tells which, or reads it
            pass
    from auditor.readers.xlsx.legacy import sheets as legacy

    return legacy(path)


def _write(draft: Draft, sheet: Sheet, rows: Iterable[Row], part: str) -> None:
    table = 0
    for row in rows:
        if not table:
            table = draft.table()
            draft.paragraph(sheet.name, level=1, part=part)
        draft.row(table, row.number, _cells(row), part=part)


def _cells(row: Row) -> Iterator[Cell]:
    """The cells with text, and the empty ones between them."""
    at = 1
    for cell in row.cells:
        if cell.column - at <= GAP:
            yield from (Cell("", column) for column in range(at, cell.column))
        yield cell
        at = cell.column + cell.column_span
