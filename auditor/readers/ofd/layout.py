"""Glyphs and rules of a page -> its lines and tables, by the geometry that also lays out PDF pages."""

from collections.abc import Sequence

import numpy as np

from auditor.document import Notice, union
from auditor.readers._layout.glyphs import Frame, Glyphs
from auditor.readers._layout.lines import Line, find_pieces
from auditor.readers._layout.pages import Page, find_owners, lay_lines, lay_tables, ruled_grids
from auditor.readers._layout.tables import Grid
from auditor.readers.ofd.content import Sheet


def lay_out(sheet: Sheet, number: int, notices: tuple[Notice, ...]) -> Page:
    """The page as lines and tables from top to bottom."""
    glyphs = _glyphs(sheet)
    strokes = np.array(sheet.strokes, dtype=np.float32).reshape(-1, 4)
    grids = ruled_grids(strokes, Frame(0, 0, sheet.width, sheet.height, 0))
    owner, firsts = find_owners(glyphs.boxes, grids)
    lines = lay_lines(find_pieces(glyphs, owner), glyphs, number)
    columns = _columns(sheet, grids, number)
    for cell, upright in columns.items():
        lines[cell] = (
            tuple(sorted((*lines.get(cell, ()), *upright), key=lambda line: line.middle)) if cell >= 0 else lines.get(-1, ())
        )
    tables = lay_tables(grids, firsts, lines, number)
    aside = tuple(columns.get(-1, ()))
    return Page(number, sheet.width, sheet.height, lines=lines.get(-1, ()), tables=tables, aside=aside, notices=notices)


def _columns(sheet: Sheet, grids: Sequence[Grid], number: int) -> dict[int, list[Line]]:
    """Words set from top to bottom as one line each, by the cell they stand in (-1: none)."""
    found: dict[int, list[Line]] = {}
    runs = [("".join(c for c, _ in run).strip(), union([box for _, box in run]) or run[0][1]) for run in sheet.columns]
    if runs:
        owner, _ = find_owners(np.array([box for _, box in runs], dtype=np.float32), grids)
        for (words, box), cell in zip(runs, owner.tolist(), strict=True):
            if words:
                found.setdefault(cell, []).append(Line(words, number, box, None, box[2] - box[0]))
    return found


def _glyphs(sheet: Sheet) -> Glyphs:
    """As arrays, without what cannot be seen or stands outside the page."""
    shown = [
        (character, box)
        for character, box in sheet.level
        if box[2] > box[0] and box[3] > box[1] and 0 < box[0] + box[2] < 2 * sheet.width and 0 < box[1] + box[3] < 2 * sheet.height
        if ord(character) >= 0x20 and not 0xD800 <= ord(character) <= 0xDFFF and ord(character) not in (0xFEFF, 0xFFFE, 0xFFFF)
    ]
    codes = np.array([ord(character) for character, _ in shown], dtype=np.int64)
    boxes = np.array([box for _, box in shown], dtype=np.float32).reshape(-1, 4)
    return Glyphs(codes, boxes, np.arange(len(shown)))
