"""XLS as Excel shows it, through xlrd, which knows formats, hidden rows and comments; calamine knows neither."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.readers._draft import Cell
from auditor.readers.xlsx.sheet import Row, Sheet, check, form_of, number, shown, split


def sheets(path: Path) -> list[Sheet]:
    """Each sheet in order. Raises LimitExceeded, or whatever xlrd makes of a file that it does not like."""
    import xlrd

    with open(os.devnull, "w", encoding="utf-8") as nowhere, path.open("rb") as file:
        book = xlrd.open_workbook(file_contents=file.read(), formatting_info=True, ragged_rows=True, logfile=nowhere)
        found, count = [], 0
        for sheet in book.sheets():
            found.append(_sheet(book, sheet))
            count += sum(len(row.cells) for row in found[-1].rows)
            check(count)
    return found


def _sheet(book: Any, sheet: Any) -> Sheet:
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    columns = frozenset(column + 1 for column, said in sheet.colinfo_map.items() if said.hidden)
    rows: list[Row] = []
    for y in range(sheet.nrows):
        cells = tuple(_cells(book, sheet, y, spans))
        said = sheet.rowinfo_map.get(y)
        rows += split(Row(y + 1, cells, bool(said is not None and said.hidden)), columns) if cells else ()
    notes = tuple(filter(None, (note.text.strip() for _, note in sorted(sheet.cell_note_map.items()))))
    return Sheet(sheet.name, tuple(rows), sheet.visibility != 0, comments=notes)


def _cells(book: Any, sheet: Any, y: int, spans: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Cell]:
    for x in range(sheet.row_len(y)):
        text = _text(book, sheet.cell(y, x)).strip()
        if text:
            yield Cell(text, x + 1, *spans.get((y, x), (1, 1)))


def _text(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(xlrd.xldate_as_datetime(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        form = form_of(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
        return f"{cell.value * 100:.{form}f}%" if isinstance(form, int) else number(cell.value)
    return ""
