"""Words that are in the file and not on the paper: white on white, transparent, set to be invisible, covered or cut away.

What stands on a dark ground is seen, and what lies over a picture is what a scanner's program recognised in it: text like any.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.readers._layout.glyphs import Floats, Frame, Glyphs
from auditor.readers._layout.lines import Piece
from auditor.readers.pdf.covers import find_covered, find_cut
from auditor.readers.pdf.glyphs import address_of, bound
from auditor.readers.pdf.strokes import WHITE, Drawn

MOST = 0.5
"""Part of the pieces of a page that must be invisible over a picture for its text to be a scanner's."""
LEAST = 6
"""Glyphs in a row that must be covered or cut away."""
Mask = npt.NDArray[np.bool_]
_P, _I = ctypes.c_void_p, ctypes.c_int


@dataclass(frozen=True, slots=True)
class Unseen:
    """`hidden` is True for glyphs that no reader of the paper sees; `scanned` tells that the text lies under a scan."""

    hidden: Mask
    scanned: bool


def find_hidden(textpage: pdfium.PdfTextPage, glyphs: Glyphs, pieces: Sequence[Piece], drawn: Drawn, frame: Frame) -> Unseen:
    """What does not show by itself, and what something else hides."""
    unseen = _find_faint(textpage, glyphs, pieces, drawn)
    away = find_covered(textpage, glyphs, pieces, drawn, frame) | find_cut(textpage, glyphs, pieces, drawn, frame)
    return Unseen(unseen.hidden | _long(away), unseen.scanned) if away.any() else unseen


def _long(mask: Mask) -> Mask:
    """The mask without short runs: a row too low for its last word hides no clause."""
    found, at = mask.copy(), np.flatnonzero(mask)
    for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1):
        found[run] = len(run) >= LEAST
    return found


def _find_faint(textpage: pdfium.PdfTextPage, glyphs: Glyphs, pieces: Sequence[Piece], drawn: Drawn) -> Unseen:
    """Each piece is asked at its start, middle and end; where one of them does not show, all of it is looked at."""
    sight, index = _Sight(textpage), glyphs.index.tolist()
    hidden = np.zeros(len(glyphs), dtype=bool)
    for piece in pieces:
        start, end = piece.start, piece.end
        if sight.lacks(index[start]) or sight.blends(index[end - 1]) or sight.blends(index[(start + end) // 2]):
            hidden[start:end] = [sight.lacks(at) for at in index[start:end]]
    if not hidden.any():
        return Unseen(hidden, False)
    over = hidden & _inside(glyphs, drawn.images)
    scanned = sum(bool(over[piece.start]) for piece in pieces) > MOST * len(pieces)
    return Unseen(hidden & ~over & ~_inside(glyphs, drawn.grounds), scanned)


class _Sight:
    """What is asked of a glyph, bound once for a page."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._handle, self._colour = address_of(textpage.raw), (ctypes.c_uint * 4)()
        start = ctypes.addressof(self._colour)
        self._parts = (start, start + 4, start + 8, start + 12)
        self._fill = bound("FPDFText_GetFillColor", _I, _P, _I, *[_P] * 4)
        self._thing = bound("FPDFText_GetTextObject", _P, _P, _I)
        self._mode = bound("FPDFTextObj_GetTextRenderMode", _I, _P)

    def lacks(self, at: int) -> bool:
        """White, transparent or invisible."""
        if self.blends(at):
            return True
        thing = self._thing(self._handle, at)
        return bool(thing) and self._mode(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE

    def blends(self, at: int) -> bool:
        """White or transparent; what has no position in the text page (-1) is not known to PDFium, and neither."""
        known = self._fill(self._handle, at, *self._parts)
        return bool(known) and (not self._colour[3] or min(self._colour[:3]) >= WHITE)


def _inside(glyphs: Glyphs, boxes: Floats) -> Mask:
    """True for glyphs whose middle lies in one of the boxes."""
    x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    found = np.zeros(len(glyphs), dtype=bool)
    for x0, top, x1, bottom in boxes.tolist():
        found |= (x > x0) & (x < x1) & (y > top) & (y < bottom)
    return found
