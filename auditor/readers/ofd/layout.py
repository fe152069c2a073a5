"""Glyphs and rules of a page -> its lines and tables, by the geometry that also lays out PDF pages."""

import numpy as np

from auditor.document import Notice
from auditor.readers.ofd.content import Sheet
from auditor.readers.pdf.glyphs import Glyphs, Ints
from auditor.readers.pdf.lines import Piece, find_pieces, group_pieces, write_lines
from auditor.readers.pdf.pages import Entry, Page, Part, Table
from auditor.readers.pdf.tables import cell_of, find_grids


def lay_out(sheet: Sheet, number: int, notices: tuple[Notice, ...]) -> Page:
    """The page as lines and tables from top to bottom."""
    glyphs = _glyphs(sheet)
    grids = find_grids(np.array(sheet.strokes, dtype=np.float32).reshape(-1, 4))
    owner: Ints = np.full(len(glyphs), -1, dtype=np.int64)
    base, bases = 0, []
    for grid in grids:
        inside = cell_of(glyphs.boxes, grid)
        owner = np.where(inside >= 0, inside + base, owner)
        bases.append(base)
        base += len(grid.cells)
    owned: dict[int, list[Piece]] = {}
    for piece in find_pieces(glyphs, owner):
        owned.setdefault(piece.owner, []).append(piece)
    written = {key: tuple(write_lines(group_pieces(pieces), glyphs, number)) for key, pieces in owned.items()}
    tables = []
    for grid, first in zip(grids, bases, strict=True):
        rows: list[list[Entry]] = [[] for _ in grid.rows[1:]]
        for index, cell in enumerate(grid.cells):
            part = Part(number, cell.box, written.get(first + index, ()))
            rows[cell.row].append(Entry(cell.row, cell.column, cell.row_span, cell.column_span, (part,)))
        tables.append(Table(number, number, grid.box[1], grid.columns, tuple(tuple(row) for row in rows if row)))
    return Page(number, sheet.width, sheet.height, lines=written.get(-1, ()), tables=tuple(tables), notices=notices)


def _glyphs(sheet: Sheet) -> Glyphs:
    """As arrays, without what cannot be seen or stands outside the page."""
    shown = [
        (character, box)
        for character, box in sheet.glyphs
        if box[2] > box[0] and box[3] > box[1] and 0 < box[0] + box[2] < 2 * sheet.width and 0 < box[1] + box[3] < 2 * sheet.height
        if ord(character) >= 0x20 and not 0xD800 <= ord(character) <= 0xDFFF and ord(character) not in (0xFEFF, 0xFFFE, 0xFFFF)
    ]
    codes = np.array([ord(character) for character, _ in shown], dtype=np.int64)
    boxes = np.array([box for _, box in shown], dtype=np.float32).reshape(-1, 4)
    return Glyphs(codes, boxes, np.arange(len(shown)))
