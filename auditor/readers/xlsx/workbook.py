"""XLSX: sheets in the order of their tabs, cached values of formulas, dates and percentages as they are shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from auditor.errors import DamagedFile
from auditor.readers._draft import Cell
from auditor.readers._parts import Parts, local, parts
from auditor.readers.xlsx.beside import boxes, comments
from auditor.readers.xlsx.sheet import Row, Sheet, check, form_of, moment, number, split

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats (with the Chinese ones) that show a date or a time."""

_PERCENTS = {9: 0, 10: 2}
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")

MAX_COLUMNS = 16_384

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Book:
    strings: list[str]
    formats: list[str | int]  # per style: "date", digits of a percentage, or "" for anything else
    epoch: datetime


def is_xlsx(path: Path) -> bool:
    """True for the XML form; XLSB and ODS are zips too."""
    with parts(path) as package:
        return "xl/workbook.xml" in package


def sheets(path: Path) -> Iterator[Sheet]:
    """Each sheet in order. Raises DamagedFile, EncryptedFile, LimitExceeded."""
    with parts(path) as package:
        root = package.xml("xl/workbook.xml")
        targets = _targets(package)
        dated = any(e.get("date1904") in ("1", "true") for e in root.iter() if local(e) == "workbookPr")
        epoch = datetime(1904, 1, 1) if dated else datetime(1899, 12, 30)
        book = _Book(_strings(package), _formats(package), epoch)
        count = 0
        for element in (e for e in root.iter() if local(e) == "sheet"):
            target = next((targets[v] for k, v in element.attrib.items() if k.endswith("}id") and v in targets), "")
            if target and target in package:
                part = package.xml(target)
                columns = frozenset(_hidden_columns(part))
                rows = tuple(shown for row in _rows(part, book) for shown in split(row, columns))
                count += sum(len(row.cells) for row in rows)
                check(count)
                hidden = element.get("state", "visible") != "visible"
                beside = boxes(package, target), comments(package, target)
                yield Sheet(element.get("name", ""), rows, hidden, _lost(part), *beside)


def _targets(package: Parts) -> dict[str, str]:
    """Relationship id -> name of the worksheet's part; chart sheets and the like have no rows."""
    found = {}
    for element in package.xml("xl/_rels/workbook.xml.rels"):
        if element.get("Type", "").endswith("/worksheet"):
            target = element.get("Target", "")
            found[element.get("Id", "")] = target if target.startswith("/") else f"xl/{target}"
    return found


def _strings(package: Parts) -> list[str]:
    if "xl/sharedStrings.xml" not in package:
        return []
    return [_text(item) for item in package.xml("xl/sharedStrings.xml") if local(item) == "si"]


def _text(item: Any) -> str:
    """The words of a string: runs joined, struck-out runs and phonetic guides left out."""
    words = []
    for child in item:
        if local(child) == "t":
            words.append(child.text or "")
        elif local(child) == "r" and not any(local(e) == "strike" and e.get("val") not in ("0", "false") for e in child.iter()):
            words.extend(e.text or "" for e in child if local(e) == "t")
    return re.sub(r"_x000[dD]_", "", "".join(words))


def _formats(package: Parts) -> list[str | int]:
    if "xl/styles.xml" not in package:
        return []
    root = package.xml("xl/styles.xml")
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iter() if local(e) == "numFmt"}
    styles = next((e for e in root if local(e) == "cellXfs"), ())
    return [_format(xf.get("numFmtId", "0"), codes) for xf in styles]


def _format(key: str, codes: dict[str | None, str]) -> str | int:
    if code := codes.get(key, ""):
        return form_of(code)
    identity = int(key) if key.isdigit() else 0
    return "date" if identity in _DATES else _PERCENTS.get(identity, "")


def _rows(root: Any, book: _Book) -> Iterator[Row]:
    spans = dict(_merged(root))
    at = 0
    for row in (e for e in root.iter() if local(e) == "row"):
        at = int(row.get("r", at + 1))
        cells = tuple(_cells(row, at, book, spans))
        if cells:
            yield Row(at, cells, row.get("hidden") in ("1", "true"))


def _hidden_columns(root: Any) -> Iterator[int]:
    for element in (e for e in root.iter() if local(e) == "col"):
        if element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            yield from range(first, min(last, MAX_COLUMNS) + 1)


def _lost(root: Any) -> int:
    cells = ({local(e): e.text for e in cell} for cell in root.iter() if local(cell) == "c" and len(cell))
    return sum("f" in cell and not cell.get("v") for cell in cells)


def _merged(root: Any) -> Iterator[tuple[Span, Span]]:
    """Row and column of the first cell -> rows and columns it covers."""
    for element in (e for e in root.iter() if local(e) == "mergeCell"):
        first, _, last = element.get("ref", "").partition(":")
        if last:
            (top, left), (bottom, right) = _place(first), _place(last)
            yield (top, left), (max(bottom - top + 1, 1), max(right - left + 1, 1))


def _place(reference: str) -> Span:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise DamagedFile("表格内部已损坏，请用 Excel 或 WPS 打开并另存后再审查")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _cells(row: Any, at: int, book: _Book, spans: dict[Span, Span]) -> Iterator[Cell]:
    column = 0
    for cell in (e for e in row if local(e) == "c"):
        column = _place(cell.get("r"))[1] if cell.get("r") else column + 1
        text = _value(cell, book).strip()
        if text:
            yield Cell(text, column, *spans.get((at, column), (1, 1)))


def _value(cell: Any, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(e) for e in cell if local(e) == "is")
    raw = next((e.text or "" for e in cell if local(e) == "v"), "")
    if kind == "s":
        index = int(raw) if raw.isdigit() else -1
        return book.strings[index] if 0 <= index < len(book.strings) else ""
    if kind == "b":
        return "是" if raw == "1" else "否"
    return raw if kind != "n" or not raw else _number(raw, int(cell.get("s", 0)), book)


def _number(raw: str, style: int, book: _Book) -> str:
    form = book.formats[style] if 0 <= style < len(book.formats) else ""
    try:
        value = float(raw)
        if form == "date":
            return moment(book.epoch + timedelta(seconds=round(value * 86_400)))
    except (ValueError, OverflowError):
        return raw
    return f"{value * 100:.{form}f}%" if isinstance(form, int) else number(value)
