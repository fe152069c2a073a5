"""One page as it is read: its lines outside of tables and its tables; and how glyphs and rules become those."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np

from auditor.document import Box, Notice
from auditor.readers._layout.columns import split_rows
from auditor.readers._layout.glyphs import Floats, Frame, Glyphs, Ints
from auditor.readers._layout.lines import Line, Piece, group_pieces, write_lines
from auditor.readers._layout.tables import Grid, cell_of, find_grids, find_homes

FRAME = 0.6
"""A single column with a cell of more than this part of the page's height is a border and no table."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a cell stands on one page: its lines, and tables inside of it."""

    page: int
    box: Box
    lines: tuple[Line, ...]
    inner: "tuple[Table, ...]" = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A table cell; rows and columns count from 0 in the table. It has several parts when it goes on over page breaks."""

    row: int
    column: int
    row_span: int
    column_span: int
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of entries (those that begin in the row), and the x positions of its columns (c + 1).

    `first` and `last` are the pages it stands on; `repeated` are the lines of the header rows that a later page repeats.
    """

    first: int
    last: int
    top: float
    columns: tuple[float, ...]
    rows: tuple[tuple[Entry, ...], ...]
    repeated: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1; width and height in points; `lines` and `tables` from top to bottom.

    Everything is given as the page is read, `turned` by so many quarters clockwise from how it is displayed. `aside` are lines
    set at a right angle to the rest, `mark` is the text of a watermark, `rule` the height of the short line above footnotes,
    `struck` are the words that were left out because they are struck out,
    `recoded` pages had code points that were garbage and were put right,
    `hidden` are lines that do not show, `outside` is the number of glyphs beyond the edges of the page.
    """

    number: int
    width: float
    height: float
    turned: int = 0
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    aside: tuple[Line, ...] = ()
    mark: str = ""
    rule: float | None = None
    notices: tuple[Notice, ...] = ()
    struck: tuple[str, ...] = ()
    recoded: bool = False
    hidden: tuple[Line, ...] = ()
    outside: int = 0


def ruled_grids(strokes: Floats, frame: Frame) -> list[Grid]:
    """The tables that `strokes` (n, 4) draw on the page, borders around the page left out; lines end where the page does."""
    wide, high = frame.size
    seen = strokes.clip((0, 0, 0, 0), (wide, high, wide, high))
    return [grid for grid in find_grids(seen) if not _is_frame(grid, frame)]


def lay_tables(grids: Sequence[Grid], firsts: Sequence[int], lines: dict[int, tuple[Line, ...]], number: int) -> tuple[Table, ...]:
    """The tables of a page from top to bottom, those that lie in a cell of another inside of it."""
    homes, made = find_homes(grids), dict[int, Table]()
    for index in sorted(range(len(grids)), key=lambda at: -_rank(at, homes)):
        inner: dict[int, list[Table]] = {}
        for at, (outer, cell) in homes.items():
            if outer == index:
                inner.setdefault(cell, []).append(made[at])
        made[index] = _table(grids[index], firsts[index], lines, inner, number)
    return tuple(made[index] for index in range(len(grids)) if index not in homes)


def _rank(index: int, homes: dict[int, tuple[int, int]]) -> int:
    """How many tables this one lies in."""
    return 1 + _rank(homes[index][0], homes) if index in homes else 0


def find_owners(boxes: Floats, grids: Sequence[Grid]) -> tuple[Ints, list[int]]:
    """The cell of each box (-1: none), cells counted through over all grids, and the number of the first cell of each grid."""
    owner: Ints = np.full(len(boxes), -1, dtype=np.int64)
    firsts = [0, *accumulate(len(grid.cells) for grid in grids)]
    for grid, first in zip(grids, firsts, strict=False):
        inside = cell_of(boxes, grid)
        owner = np.where(inside >= 0, inside + first, owner)
    return owner, firsts[:-1]


def lay_lines(pieces: Sequence[Piece], glyphs: Glyphs, number: int) -> dict[int, tuple[Line, ...]]:
    """The lines of each cell, and of the page outside (-1)."""
    owned: dict[int, list[Piece]] = {}
    for piece in pieces:
        owned.setdefault(piece.owner, []).append(piece)
    rows = {owner: group_pieces(some) for owner, some in owned.items()}
    placed: list[tuple[int, list[Piece], tuple[float, float] | None]]
    placed = [(owner, row, None) for owner, some in rows.items() if owner >= 0 for row in some]
    placed += [(-1, row, within) for row, within in split_rows(rows.get(-1, []))]
    found: dict[int, list[Line]] = {}
    for (owner, _, within), line in zip(placed, write_lines([row for _, row, _ in placed], glyphs, number), strict=True):
        if line is not None:
            found.setdefault(owner, []).append(replace(line, within=within) if within else line)
    return {owner: tuple(lines) for owner, lines in found.items()}


def _is_frame(grid: Grid, frame: Frame) -> bool:
    """A border around the page, with a ruled margin perhaps: one column, most of the height in one cell."""
    return len(grid.columns) == 2 and max(b - a for a, b in pairwise(grid.rows)) > FRAME * frame.size[1]


def _table(grid: Grid, first: int, lines: dict[int, tuple[Line, ...]], inner: dict[int, list[Table]], number: int) -> Table:
    rows: list[list[Entry]] = [[] for _ in grid.rows[1:]]
    for at, cell in enumerate(grid.cells):
        part = Part(number, cell.box, lines.get(first + at, ()), tuple(inner.get(at, ())))
        rows[cell.row].append(Entry(cell.row, cell.column, cell.row_span, cell.column_span, (part,)))
    return Table(number, number, grid.box[1], grid.columns, tuple(tuple(row) for row in rows if row))
