"""Glyphs and rules of a page -> its lines and tables, by the geometry that also lays out PDF pages."""

import numpy as np

from auditor.document import Notice
from auditor.readers._layout.glyphs import Frame, Glyphs
from auditor.readers._layout.lines import find_pieces
from auditor.readers._layout.pages import Page, find_owners, lay_lines, lay_tables, ruled_grids
from auditor.readers.ofd.content import Sheet


def lay_out(sheet: Sheet, number: int, notices: tuple[Notice, ...]) -> Page:
    """The page as lines and tables from top to bottom."""
    glyphs = _glyphs(sheet)
    strokes = np.array(sheet.strokes, dtype=np.float32).reshape(-1, 4)
    grids = ruled_grids(strokes, Frame(0, 0, sheet.width, sheet.height, 0))
    owner, firsts = find_owners(glyphs.boxes, grids)
    lines = lay_lines(find_pieces(glyphs, owner), glyphs, number)
    tables = lay_tables(grids, firsts, lines, number)
    return Page(number, sheet.width, sheet.height, lines=lines.get(-1, ()), tables=tables, notices=notices)


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
