"""Words that are in the file and not on the paper: white on white, transparent, or set to be invisible.

What stands on a dark ground is seen, and what lies over a picture is what a scanner's program recognised in it: text like any.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.readers._layout.glyphs import Floats, Glyphs
from auditor.readers._layout.lines import Piece
from auditor.readers.pdf.glyphs import address_of, bound
from auditor.readers.pdf.strokes import WHITE, Drawn

MOST = 0.5
"""Part of the pieces of a page that must be invisible over a picture for its text to be a scanner's."""
_P, _I = ctypes.c_void_p, ctypes.c_int


@dataclass(frozen=True, slots=True)
class Unseen:
    """`hidden` is True for glyphs that no reader of the paper sees; `scanned` tells that the text lies under a scan."""

    hidden: npt.NDArray[np.bool_]
    scanned: bool


def find_hidden(textpage: pdfium.PdfTextPage, glyphs: Glyphs, pieces: Sequence[Piece], drawn: Drawn) -> Unseen:
    """Each piece is asked at its start, middle and end; where one of them does not show, all of it is looked at."""
    handle = address_of(textpage.raw)
    hidden = np.zeros(len(glyphs), dtype=bool)
    for piece in pieces:
        if any(_unseen(handle, int(glyphs.index[at])) for at in (piece.start, (piece.start + piece.end) // 2, piece.end - 1)):
            hidden[piece.start : piece.end] = [_unseen(handle, int(at)) for at in glyphs.index[piece.start : piece.end]]
    if not hidden.any():
        return Unseen(hidden, False)
    over = hidden & _inside(glyphs, drawn.images)
    scanned = sum(bool(over[piece.start]) for piece in pieces) > MOST * len(pieces)
    return Unseen(hidden & ~over & ~_inside(glyphs, drawn.grounds), scanned)


def _unseen(handle: int, at: int) -> bool:
    """White, transparent or invisible; what has no position in the text page is seen."""
    if at < 0:
        return False
    colour = (ctypes.c_uint * 4)()
    start = ctypes.addressof(colour)
    ask = bound("FPDFText_GetFillColor", _I, _P, _I, *[_P] * 4)
    if ask(handle, at, start, start + 4, start + 8, start + 12) and (min(colour[:3]) >= WHITE or not colour[3]):
        return True
    thing = bound("FPDFText_GetTextObject", _P, _P, _I)(handle, at)
    return bool(thing) and bound("FPDFTextObj_GetTextRenderMode", _I, _P)(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE


def _inside(glyphs: Glyphs, boxes: Floats) -> npt.NDArray[np.bool_]:
    """True for glyphs whose middle lies in one of the boxes."""
    x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    found = np.zeros(len(glyphs), dtype=bool)
    for x0, top, x1, bottom in boxes.tolist():
        found |= (x > x0) & (x < x1) & (y > top) & (y < bottom)
    return found
