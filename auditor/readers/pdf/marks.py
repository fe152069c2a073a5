"""Text that is not to be read with the page: watermarks across it, and text set at a right angle to the rest."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2 as pdfium

from auditor.readers._layout.glyphs import Glyphs
from auditor.readers._layout.lines import Piece
from auditor.readers.pdf.glyphs import address_of, bound

SAMPLES = 24
"""Glyphs asked for their direction to tell which way a page is read."""
MOST = 0.7
"""Part of the samples that must agree before a page is read another way than it is displayed."""
SLANT = 25.0
"""Degrees away from level and upright from which text is slanted; a sheared italic stays below."""
PALE = 140
FAINT = 0.8
LARGE = 1.5
"""A watermark is slanted or large and, besides, pale (every colour above PALE of 255), faint (opacity below FAINT) or large
(LARGE times the usual size)."""


def reading_turn(textpage: pdfium.PdfTextPage, usual: int) -> int:
    """Quarter turns clockwise after which the text of the page is level; `usual` unless clearly more of it wants another."""
    count = textpage.count_chars()
    asked = range(0, count, max(count // SAMPLES, 1))
    turns = Counter(-quarter % 4 for angle in _angles(textpage, asked) if (quarter := _quarter(angle)) is not None)
    best, votes = turns.most_common(1)[0] if turns else (usual, 0)
    return best if votes > MOST * len(asked) else usual


@dataclass(frozen=True, slots=True)
class Parted:
    """Pieces to read, pieces at a right angle to them, and the text of the watermark that was left out ("" for none)."""

    kept: list[Piece]
    aside: list[Piece]
    mark: str


def part_marks(pieces: Sequence[Piece], glyphs: Glyphs, textpage: pdfium.PdfTextPage, turn: int) -> Parted:
    """`turn` is that of `reading_turn`."""
    handle, usual = address_of(textpage.raw), median(p.size for p in pieces) if pieces else 0
    kept: list[Piece] = []
    aside: list[Piece] = []
    mark: list[Piece] = []
    firsts = glyphs.index[[piece.start for piece in pieces]].tolist() if pieces else []
    for piece, first, angle in zip(pieces, firsts, _angles(textpage, firsts), strict=True):
        if first < 0:
            kept.append(piece)
            continue
        quarter = _quarter(angle)
        large = piece.size > LARGE * usual
        if (quarter is None and large) or ((quarter is None or large) and _faint(handle, first)):
            mark.append(piece)
        elif quarter is not None and -quarter % 4 != turn:
            aside.append(piece)
        else:
            kept.append(piece)
    text = glyphs.text if mark else ""
    return Parted(kept, aside, "".join(text[piece.start : piece.end] for piece in mark))


def is_level(textpage: pdfium.PdfTextPage, at: int, turn: int) -> bool:
    """The glyph at `at` in the text page is set as the page is read; `turn` is that of `reading_turn`."""
    quarter = _quarter(_angles(textpage, [at])[0])
    return quarter is not None and -quarter % 4 == turn


def _angles(textpage: pdfium.PdfTextPage, positions: Iterable[int]) -> list[float]:
    """For each glyph degrees clockwise from level, before the page's own turn."""
    ask = bound("FPDFText_GetCharAngle", ctypes.c_float, ctypes.c_void_p, ctypes.c_int)
    handle = address_of(textpage.raw)
    return [math.degrees(ask(handle, at)) for at in positions]


def _quarter(angle: float) -> int | None:
    """The nearest quarter turn, None for slanted text."""
    away = (angle + 45) % 90 - 45
    return None if abs(away) > SLANT else round((angle - away) / 90) % 4


def _faint(handle: int, at: int) -> bool:
    colour = (ctypes.c_uint * 4)()
    start = ctypes.addressof(colour)
    ask = bound("FPDFText_GetFillColor", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
    known = ask(handle, at, start, start + 4, start + 8, start + 12)
    return bool(known) and (PALE < min(colour[:3]) < 250 or 0 < colour[3] < FAINT * 255)
