"""A strip of an OFD page drawn from what its reader knows: every character at its place, the ruled lines, a frame around the words.

No program here shows OFD; this is no photograph of the page, but it shows what stands where. An image in an <img> runs nothing and
loads nothing, whatever the file says.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from auditor.document import Box
from auditor.readers.ofd.content import ASCENT, Sheet
from auditor.writers import _words

_MOST: Final = 4_000
"""Characters of one strip."""
_SCALE: Final = 1.6
_FONTS: Final = "SimSun, 'Songti SC', 'Noto Serif CJK SC', serif"


def facsimile(sheet: Sheet, top: float, bottom: float, boxes: Sequence[Box]) -> bytes:
    """The strip between `top` and `bottom` (points from the top of the page) as SVG, `boxes` framed."""
    size = f'width="{sheet.width * _SCALE:.0f}" height="{(bottom - top) * _SCALE:.0f}"'
    view = f'viewBox="0 {top:.1f} {sheet.width:.1f} {bottom - top:.1f}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family="{_FONTS}">']
    parts.append(f'<rect y="{top:.1f}" width="100%" height="100%" fill="#fff"/>')
    strokes = [box for box in sheet.strokes if box[1] < bottom and box[3] > top]
    parts += [_rect(box, 0.6, 'fill="#555"') for box in strokes[:_MOST]]
    parts += _lines(sheet, top, bottom)
    frames = [(x0 - 1.5, y0 - 1.5, x1 + 1.5, y1 + 1.5) for x0, y0, x1, y1 in boxes]
    parts += [_rect(box, 3, 'fill="none" stroke="#a3161b" stroke-width="1.3"') for box in frames]
    return "".join([*parts, "</svg>"]).encode()


def _rect(box: Box, least: float, look: str) -> str:
    wide, high = max(box[2] - box[0], least), max(box[3] - box[1], least)
    return f'<rect x="{box[0]:.1f}" y="{box[1]:.1f}" width="{wide:.1f}" height="{high:.1f}" {look}/>'


def _lines(sheet: Sheet, top: float, bottom: float) -> Iterator[str]:
    """Characters that follow one another on one line, in one element with a position each."""
    seen = [(sign, box) for sign, box in sheet.glyphs if box[1] < bottom and box[3] > top and not sign.isspace()][:_MOST]
    for (base, size), glyphs in groupby(seen, key=lambda glyph: _base(glyph[1])):
        line = list(glyphs)
        places = " ".join(f"{box[0]:.1f}" for _, box in line)
        words = escape(_words.visible("".join(sign for sign, _ in line)))
        yield f'<text x="{places}" y="{base:.1f}" font-size="{size:.1f}">{words}</text>'


def _base(box: Box) -> tuple[float, float]:
    size = box[3] - box[1]
    return round(box[1] + ASCENT * size, 1), round(size, 1)
