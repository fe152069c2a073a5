"""A sheet as both ways of reading give it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from auditor.errors import LimitExceeded
from auditor.readers._draft import Cell

CELLS = 2_000_000
"""Cells with text in a workbook."""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the sheet shows it; `cells` hold text and are in order."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lost` counts the formulas whose result the file does not hold; `boxes` are lines of text boxes that lie over the cells,
    `comments` those pinned to them."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    lost: int = 0
    boxes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def split(row: Row, columns: frozenset[int]) -> Iterator[Row]:
    """The row without the cells that stand wholly in hidden `columns`, and those as a hidden row."""
    hidden = tuple(cell for cell in row.cells if all(at in columns for at in range(cell.column, cell.column + cell.column_span)))
    if row.hidden or not hidden:
        yield row
        return
    if len(hidden) < len(row.cells):
        yield replace(row, cells=tuple(cell for cell in row.cells if cell not in hidden))
    yield replace(row, cells=hidden, hidden=True)


def check(cells: int) -> None:
    """Raises LimitExceeded where there are too many."""
    if cells > CELLS:
        raise LimitExceeded(f"表格超过 {CELLS // 10_000} 万个单元格，请拆分后再审查")


def form_of(code: str) -> str | int:
    """What a format makes of a number: "date", digits of a percentage, or "" for anything else."""
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])
    if "%" in plain:
        return len(plain.partition(".")[2].partition("%")[0])
    return "date" if re.search("[ymdhs]", plain, re.IGNORECASE) and not plain.lower().startswith("general") else ""


def number(value: float) -> str:
    """As a person would write it: no exponent, no binary dust."""
    if value != value or abs(value) > 1e15:
        return str(value)
    return f"{value:.10f}".rstrip("0").rstrip(".")


def moment(value: datetime) -> str:
    """A date, with the time of day where there is one."""
    day = f"{value.year}年{value.month}月{value.day}日"
    return day if value == datetime(value.year, value.month, value.day) else f"{day}{value:%H:%M}"


def shown(value: object) -> str:
    """The text of a cell's value."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return moment(datetime(value.year, value.month, value.day))
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:g}小时"
    return str(value)
