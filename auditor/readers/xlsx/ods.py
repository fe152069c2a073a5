"""ODS: sheets as OpenDocument has them, with what a sheet hides, percentages as they are shown, comments and text boxes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from auditor.errors import EncryptedFile
from auditor.readers._draft import Cell
from auditor.readers._parts import Parts, local, parts
from auditor.readers.xlsx.sheet import Row, Sheet, check, moment, number, split

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _STYLE, _TEXT = (_NAMES % name for name in ("table", "office", "style", "text"))
_BREAKS: Final = {_TEXT + "tab": " ", _TEXT + "line-break": "\n"}
_COLUMNS: Final = 16_384
_SPACES: Final = 100
_ROWS: Final = 1_048_576


def is_ods(path: Path) -> bool:
    """True for a zip of OpenDocument."""
    with parts(path) as package:
        return "content.xml" in package


def sheets(path: Path) -> Iterator[Sheet]:
    """Each sheet in order. Raises DamagedFile, EncryptedFile, LimitExceeded."""
    with parts(path) as package:
        if _is_enciphered(package):
            raise EncryptedFile("文件设有打开密码，请取消密码并另存后再审查")
        root = package.xml("content.xml")
    styles = {e.get(_STYLE + "name"): e for e in root.iter(_STYLE + "style")}
    unseen = frozenset(name for name, style in styles.items() if _says(style, "table-properties", _TABLE + "display", "false"))
    struck = frozenset(name for name, style in styles.items() if _is_struck(style))
    count = 0
    for table in (e for body in root.iter(_OFFICE + "spreadsheet") for e in body if e.tag == _TABLE + "table"):
        rows = tuple(_rows(table, struck))
        count += sum(len(row.cells) for row in rows)
        check(count)
        hidden = table.get(_TABLE + "style-name") in unseen
        yield Sheet(table.get(_TABLE + "name", ""), rows, hidden, _lost(table), tuple(_boxes(table)), tuple(_comments(table)))


def _is_enciphered(package: Parts) -> bool:
    name = "META-INF/manifest.xml"
    return name in package and any(local(e) == "encryption-data" for e in package.xml(name).iter())


def _says(style: Any, properties: str, attribute: str, value: str) -> bool:
    return any(local(e) == properties and e.get(attribute) == value for e in style)


def _is_struck(style: Any) -> bool:
    lines = (e.get(_STYLE + "text-line-through-style", "none") for e in style if local(e) == "text-properties")
    return style.get(_STYLE + "family") == "text" and any(line != "none" for line in lines)


def _repeated(element: Any, what: str, most: int) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(max(int(said), 1), most) if said.isdecimal() and len(said) < 9 else 1


def _rows(table: Any, struck: frozenset[str | None]) -> Iterator[Row]:
    columns, at, count = frozenset(_hidden_columns(table)), 0, 0
    for row in table.iter(_TABLE + "table-row"):
        repeated = _repeated(row, "rows", _ROWS)
        cells = tuple(_cells(row, struck))
        hidden = row.get(_TABLE + "visibility") in ("collapse", "filter")
        for number_ in range(at + 1, at + repeated + 1) if cells else ():
            count += len(cells)
            check(count)
            yield from split(Row(number_, cells, hidden), columns)
        at += repeated


def _hidden_columns(table: Any) -> Iterator[int]:
    at = 0
    for column in table.iter(_TABLE + "table-column"):
        repeated = _repeated(column, "columns", _COLUMNS)
        if column.get(_TABLE + "visibility") in ("collapse", "filter"):
            yield from range(at + 1, min(at + repeated, _COLUMNS) + 1)
        at += repeated


def _cells(row: Any, struck: frozenset[str | None]) -> Iterator[Cell]:
    at = 0
    for cell in (e for e in row if e.tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell")):
        repeated = _repeated(cell, "columns", _COLUMNS)
        text = _value(cell, struck).strip() if cell.tag == _TABLE + "table-cell" else ""
        if text:
            spans = (_span(cell, "rows"), _span(cell, "columns"))
            yield from (Cell(text, column, *spans) for column in range(at + 1, min(at + repeated, _COLUMNS) + 1))
        at += repeated


def _span(cell: Any, what: str) -> int:
    said = cell.get(f"{_TABLE}number-{what}-spanned", "1")
    return max(int(said), 1) if said.isdecimal() and len(said) < 8 else 1


def _value(cell: Any, struck: frozenset[str | None]) -> str:
    """A date, a truth value or a number as in any workbook; else what the cell shows, a percentage too."""
    kind, shown = cell.get(_OFFICE + "value-type"), _lines(cell, struck)
    try:
        if kind == "date":
            return moment(datetime.fromisoformat(cell.get(_OFFICE + "date-value")).replace(tzinfo=None))
        if kind in ("float", "currency") or (kind == "percentage" and not shown):
            return number(float(cell.get(_OFFICE + "value")))
    except (TypeError, ValueError):
        return shown
    if kind == "boolean":
        return "是" if cell.get(_OFFICE + "boolean-value") == "true" else "否"
    return shown


def _lines(parent: Any, struck: frozenset[str | None] = frozenset()) -> str:
    return "\n".join("".join(_words(e, struck)) for e in parent if e.tag == _TEXT + "p")


def _words(element: Any, struck: frozenset[str | None]) -> Iterator[str]:
    """The words of a paragraph, without struck-out ones; its spaces and tabs are elements."""
    yield element.text or ""
    for child in element:
        if child.tag == _TEXT + "s":
            said = child.get(_TEXT + "c", "1")
            yield " " * min(int(said) if said.isdecimal() and len(said) < 8 else 1, _SPACES)
        elif child.get(_TEXT + "style-name") not in struck or child.tag != _TEXT + "span":
            yield _BREAKS.get(child.tag, "")
            yield from _words(child, struck)
        yield child.tail or ""


def _lost(table: Any) -> int:
    formulas = (e for e in table.iter(_TABLE + "table-cell") if e.get(_TABLE + "formula"))
    return sum(e.get(_OFFICE + "value-type") is None and not _lines(e) for e in formulas)


def _boxes(table: Any) -> Iterator[str]:
    yield from _filled("".join(_words(p, frozenset())) for e in table.iter() if local(e) == "text-box" for p in e.iter(_TEXT + "p"))


def _comments(table: Any) -> Iterator[str]:
    yield from _filled(_lines(e).replace("\n", "") for e in table.iter(_OFFICE + "annotation"))


def _filled(texts: Iterable[str]) -> Iterator[str]:
    return filter(None, (text.strip() for text in texts))
