"""XLSB, and XLS that xlrd does not read, through calamine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.errors import DamagedFile, EncryptedFile
from auditor.readers._draft import Cell
from auditor.readers.xlsx.sheet import Row, Sheet, check, shown


def sheets(path: Path) -> Iterator[Sheet]:
    """Each sheet in order. Raises EncryptedFile, DamagedFile, LimitExceeded."""
    import python_calamine as calamine

    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
            for meta in book.sheets_metadata:
                if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                    yield _sheet(book.get_sheet_by_name(meta.name), meta.visible != calamine.SheetVisibleEnum.Visible)
    except calamine.PasswordError as error:
        raise EncryptedFile("文件设有打开密码，请取消密码并另存后再审查") from error
    except calamine.CalamineError as error:
        raise DamagedFile("表格文件已损坏，请用 Excel 或 WPS 打开并另存为 XLSX 后再审查") from error


def _sheet(sheet: Any, hidden: bool) -> Sheet:
    if sheet.start is None:
        return Sheet(sheet.name, (), hidden)
    top, left = sheet.start
    spans = {(r0, c0): (r1 - r0 + 1, c1 - c0 + 1) for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or ()}
    rows, count = [], 0
    for y, values in enumerate(sheet.iter_rows(), top):
        cells = tuple(_cell(value, y, x, spans) for x, value in enumerate(values, left) if value != "" and value is not None)
        count += len(cells)
        check(count)
        if cells:
            rows.append(Row(y + 1, cells))
    return Sheet(sheet.name, tuple(rows), hidden)


def _cell(value: object, y: int, x: int, spans: dict[tuple[int, int], tuple[int, int]]) -> Cell:
    return Cell(shown(value), x + 1, *spans.get((y, x), (1, 1)))
