"""One page, read: its lines outside of tables, its tables, and what it could not give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
import pypdfium2 as pdfium

from auditor.document import Box, Notice
from auditor.readers.pdf.columns import split_rows
from auditor.readers.pdf.glyphs import Floats, Frame, Glyphs, Ints, read_glyphs
from auditor.readers.pdf.lines import Line, Piece, aside_line, find_pieces, group_pieces, write_lines
from auditor.readers.pdf.marks import part_marks, reading_turn
from auditor.readers.pdf.scan import Recognise, join_levels, notice, recognise, why_unusable
from auditor.readers.pdf.strokes import Drawn, read_drawn
from auditor.readers.pdf.symbols import show_symbols
from auditor.readers.pdf.tables import Grid, cell_of, find_grids, find_homes

FRAME = 0.6
"""A single column with a cell of more than this part of the page's height is a border and no table."""

RULE = (100, 220)
"""Length of the line above footnotes, in points."""


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
    set at a right angle to the rest, `mark` is the text of a watermark, `rule` the height of the short line above footnotes.
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


def read_page(document: pdfium.PdfDocument, number: int, engine: Callable[[], Recognise | None]) -> Page:
    """Page `number` (from 1); `engine` gives the recogniser for a page without usable text, None to leave that page unread.

    Raises pypdfium2.PdfiumError for a page that cannot be loaded; everything is closed again.
    """
    page = document[number - 1]
    try:
        textpage = page.get_textpage()
        try:
            return _read(page, textpage, number, engine)
        finally:
            textpage.close()
    finally:
        page.close()


def _read(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, number: int, engine: Callable[[], Recognise | None]) -> Page:
    shown = Frame.of(page)
    frame = replace(shown, turn=reading_turn(textpage, shown.turn))
    glyphs, drawn = show_symbols(read_glyphs(textpage, frame), textpage), read_drawn(page, frame)
    if why := why_unusable(glyphs, drawn, frame):
        return _seen(page, shown, number, why, engine())
    grids = _grids(drawn, frame)
    owner, firsts = _owners(glyphs.boxes, grids)
    parted = part_marks(find_pieces(glyphs, owner), glyphs, textpage, frame.turn)
    lines = _lines(parted.kept, glyphs, number)
    tables = _tables(grids, firsts, lines, number)
    wide, high = frame.size
    turned = (frame.turn - shown.turn) % 4
    aside, rule = _aside(parted.aside, glyphs, number), _rule(drawn, grids, frame)
    return Page(number, wide, high, turned, lines.get(-1, ()), tables, aside, parted.mark, rule)


def _rule(drawn: Drawn, grids: Sequence[Grid], frame: Frame) -> float | None:
    """The height of the lowest short level line on the left of the lower half, outside of tables."""
    x0, top, x1, bottom = drawn.strokes.T
    wide, high = frame.size
    short = (x1 - x0 > RULE[0]) & (x1 - x0 < RULE[1]) & (bottom - top < 2) & (top > high / 2) & (x0 < wide / 4)
    heights = [y for y in top[short].tolist() if not any(grid.rows[0] - 3 < y < grid.rows[-1] + 3 for grid in grids)]
    return max(heights, default=None)


def _seen(page: pdfium.PdfPage, frame: Frame, number: int, why: str, engine: Recognise | None) -> Page:
    (wide, high), notices = frame.size, (notice(number, why, bool(engine)),)
    found = recognise(page, number, engine) if engine else []
    if not found:
        return Page(number, wide, high, notices=notices)
    grids = _grids(read_drawn(page, frame), frame)
    owner, firsts = _owners(np.array([line.box for line in found], dtype=np.float32), grids)
    owned: dict[int, list[Line]] = {}
    for line, cell in zip(found, owner.tolist(), strict=True):
        owned.setdefault(cell, []).append(line)
    lines = {cell: join_levels(some) for cell, some in owned.items()}
    return Page(number, wide, high, 0, lines.get(-1, ()), _tables(grids, firsts, lines, number), notices=notices)


def _grids(drawn: Drawn, frame: Frame) -> list[Grid]:
    return [grid for grid in find_grids(drawn.strokes) if not _is_frame(grid, frame)]


def _tables(grids: Sequence[Grid], firsts: Sequence[int], lines: dict[int, tuple[Line, ...]], number: int) -> tuple[Table, ...]:
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


def _owners(boxes: Floats, grids: Sequence[Grid]) -> tuple[Ints, list[int]]:
    """The cell of each box (-1: none), cells counted through over all grids, and the number of the first cell of each grid."""
    owner: Ints = np.full(len(boxes), -1, dtype=np.int64)
    firsts = [0, *accumulate(len(grid.cells) for grid in grids)]
    for grid, first in zip(grids, firsts, strict=False):
        inside = cell_of(boxes, grid)
        owner = np.where(inside >= 0, inside + first, owner)
    return owner, firsts[:-1]


def _lines(pieces: Sequence[Piece], glyphs: Glyphs, number: int) -> dict[int, tuple[Line, ...]]:
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


def _aside(pieces: Sequence[Piece], glyphs: Glyphs, number: int) -> tuple[Line, ...]:
    """Pieces at a right angle, those that follow each other in the file as one line."""
    runs: list[list[Piece]] = []
    text = glyphs.text if pieces else ""
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return tuple(aside_line(run, words, number) for run in runs if (words := text[run[0].start : run[-1].end].strip()))


def _is_frame(grid: Grid, frame: Frame) -> bool:
    """A border around the page, with a ruled margin perhaps: one column, most of the height in one cell."""
    return len(grid.columns) == 2 and max(b - a for a, b in pairwise(grid.rows)) > FRAME * frame.size[1]


def _table(grid: Grid, first: int, lines: dict[int, tuple[Line, ...]], inner: dict[int, list[Table]], number: int) -> Table:
    rows: list[list[Entry]] = [[] for _ in grid.rows[1:]]
    for at, cell in enumerate(grid.cells):
        part = Part(number, cell.box, lines.get(first + at, ()), tuple(inner.get(at, ())))
        rows[cell.row].append(Entry(cell.row, cell.column, cell.row_span, cell.column_span, (part,)))
    return Table(number, number, grid.box[1], grid.columns, tuple(tuple(row) for row in rows if row))
