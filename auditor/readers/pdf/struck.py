"""Words struck out: a line drawn through their middle, or a strike-out laid over them by a PDF program."""

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from auditor.readers._layout.glyphs import Floats, Glyphs
from auditor.readers.pdf.marks import is_level

LOW, HIGH = 0.35, 0.65
"""Part of the height of a glyph in which a line strikes it; an underline runs below, a line above it runs higher."""
THICK = 2.5
COVERED = 0.7
"""Part of the line that must have glyphs under it: the rule of a table goes through a word by accident and on beyond it."""
OVER = 0.6
"""How far (in heights of a glyph) the line may begin or end beyond the glyphs it strikes."""
NEAR = 2.0
"""An upright line within this distance (points) of an end makes it the rule of a table."""

Mask = npt.NDArray[np.bool_]


def find_struck(glyphs: Glyphs, strokes: Floats, marked: Floats, textpage: pdfium.PdfTextPage, turn: int) -> Mask:
    """True for glyphs that are struck out; `marked` (n, 4) are the boxes of strike-outs laid over the page."""
    found: Mask = np.zeros(len(glyphs), dtype=bool)
    if not len(glyphs) or not len(strokes) + len(marked):
        return found
    x0, top, x1, bottom = glyphs.boxes.T
    across, down, high = (x0 + x1) / 2, (top + bottom) / 2, bottom - top
    for left, above, right, below in marked.tolist():
        found |= (across > left) & (across < right) & (down > above) & (down < below)
    for left, y, right in _level_lines(strokes, down, float(high.max())):
        under = np.flatnonzero((across > left) & (across < right) & (np.abs(y - down) < (HIGH - LOW) / 2 * high))
        if len(under) and _fits(glyphs.boxes[under], left, right) and is_level(textpage, int(glyphs.index[under[0]]), turn):
            found[under] = True
    return found


def _level_lines(strokes: Floats, down: Floats, high: float) -> list[tuple[float, float, float]]:
    """Left, height, right of the thin level lines that run through the middle of some glyph and are no rule of a table."""
    x0, top, x1, bottom = strokes.T
    y, middles, reach = (top + bottom) / 2, np.sort(down), (HIGH - LOW) / 2 * high
    thin = (bottom - top <= THICK) & (x1 - x0 > THICK)
    thin &= np.searchsorted(middles, y + reach) > np.searchsorted(middles, y - reach)
    upright = strokes[(x1 - x0 <= THICK) & (bottom - top > THICK)]
    lines = np.stack([x0, y, x1], axis=1)[thin].tolist()
    return [line for line in lines if not (_stands(upright, line[0], line[1]) or _stands(upright, line[2], line[1]))]


def _stands(upright: Floats, x: float, y: float) -> bool:
    """An upright line crosses or touches this point."""
    x0, top, x1, bottom = upright.T
    return bool(np.any((x0 - NEAR < x) & (x < x1 + NEAR) & (top - NEAR < y) & (y < bottom + NEAR)))


def _fits(boxes: Floats, left: float, right: float) -> bool:
    """The line is as long as the glyphs under it."""
    x0, top, x1, bottom = boxes.T
    over = max(abs(float(x0.min()) - left), abs(float(x1.max()) - right))
    return float((x1 - x0).sum()) > COVERED * (right - left) and over < OVER * float((bottom - top).mean())
