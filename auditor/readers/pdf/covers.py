"""Words that are drawn and not seen: something filled was laid over them later, or their drawing is cut to where they are not.

What is laid under words (shades, highlights, white tiles) is drawn before them; a highlighter's mark over them lets them through.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from math import inf

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from auditor.document import Box
from auditor.readers._layout.glyphs import Floats, Frame, Glyphs, Ints
from auditor.readers._layout.lines import Piece
from auditor.readers.pdf.glyphs import address_of, bound
from auditor.readers.pdf.strokes import Drawn, Quad, matrix_of, moved, sees_through

CORE = 0.6
"""Part of the height and width of a glyph, around its middle, that must be hidden."""
NEAR = 1.0
MAX_CLIPS = 100
"""Parts of the outline that a drawing is cut to, and points of each, that are looked at."""
EVERYWHERE: Quad = (-inf, -inf, inf, inf)

_P, _I = ctypes.c_void_p, ctypes.c_int
Mask = npt.NDArray[np.bool_]


def find_covered(textpage: pdfium.PdfTextPage, glyphs: Glyphs, pieces: Sequence[Piece], drawn: Drawn, frame: Frame) -> Mask:
    """True for glyphs under an area that was filled after them and lets nothing through."""
    found: Mask = np.zeros(len(glyphs), dtype=bool)
    if not drawn.covers or not pieces:
        return found
    boxes = frame.shown(np.array([cover.box for cover in drawn.covers], dtype=np.float32))
    drawing, sight = {thing: at for at, thing in enumerate(drawn.texts)}, _Outlines(textpage, frame)
    for piece, at in _over(pieces, boxes):
        cover, positions = drawn.covers[at], piece.start + np.flatnonzero(_hides(boxes[at], glyphs.boxes[piece.start : piece.end]))
        under = [p for p in positions.tolist() if drawing.get(sight.thing(int(glyphs.index[p])), cover.after) < cover.after]
        if under and sight.fills(cover.path, frame.place(*cover.box), nested=drawn.nested):
            found[under] = True
    return found


def find_cut(textpage: pdfium.PdfTextPage, glyphs: Glyphs, pieces: Sequence[Piece], drawn: Drawn, frame: Frame) -> Mask:
    """True for glyphs outside of what their drawing is cut to; pages with drawings inside of drawings are not judged."""
    found: Mask = np.zeros(len(glyphs), dtype=bool)
    if drawn.nested:
        return found
    sight, index = _Outlines(textpage, frame), glyphs.index.tolist()
    for piece in pieces:
        room = sight.room(sight.thing(index[piece.start]))
        if room is not None and not _holds(room, piece.box):
            span = range(piece.start, piece.end)
            found[[p for p in span if sight.outside(index[p], glyphs.boxes[p])]] = True
    return found


def _holds(room: Quad, box: Box) -> bool:
    return room[0] - NEAR < box[0] and room[1] - NEAR < box[1] and box[2] < room[2] + NEAR and box[3] < room[3] + NEAR


def _over(pieces: Sequence[Piece], boxes: Floats) -> Iterator[tuple[Piece, int]]:
    """Pieces and positions in `boxes` of what overlaps them."""
    own = np.array([piece.box for piece in pieces], dtype=np.float32)
    across = (own[:, None, 0] < boxes[None, :, 2]) & (boxes[None, :, 0] < own[:, None, 2])
    down = (own[:, None, 1] < boxes[None, :, 3]) & (boxes[None, :, 1] < own[:, None, 3])
    pairs: Ints = np.argwhere(across & down)
    yield from ((pieces[piece], at) for piece, at in pairs.tolist())


def _hides(box: Floats, glyphs: Floats) -> Mask:
    """True for glyphs whose core lies in the box."""
    rim = (1 - CORE) / 2
    wide, high = rim * (glyphs[:, 2] - glyphs[:, 0]), rim * (glyphs[:, 3] - glyphs[:, 1])
    hidden: Mask = (glyphs[:, 0] + wide >= box[0]) & (glyphs[:, 2] - wide <= box[2])
    hidden &= (glyphs[:, 1] + high >= box[1]) & (glyphs[:, 3] - high <= box[3])
    return hidden


class _Outlines:
    """What is asked of the drawings on a page, bound once for it."""

    def __init__(self, textpage: pdfium.PdfTextPage, frame: Frame) -> None:
        self._handle, self._frame = address_of(textpage.raw), frame
        self._thing = bound("FPDFText_GetTextObject", _P, _P, _I)
        self._clip = bound("FPDFPageObj_GetClipPath", _P, _P)
        self._parts = bound("FPDFClipPath_CountPaths", _I, _P)
        self._segments = bound("FPDFClipPath_CountPathSegments", _I, _P, _I)
        self._segment = bound("FPDFClipPath_GetPathSegment", _P, _P, _I, _I)
        self._point = bound("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
        self._xy = (ctypes.c_float * 4)()
        start = ctypes.addressof(self._xy)
        self._corners = ((0, start, start + 4), (2, start + 8, start + 12))

    def thing(self, at: int) -> int:
        """The drawing that the glyph at `at` in the text page belongs to; 0 for a glyph that is in none."""
        return self._thing(self._handle, at) or 0 if at >= 0 else 0

    def room(self, thing: int) -> Quad | None:
        """A box as displayed in which the drawing is shown in any case, quickly found; None where it is shown whole."""
        return self._common(thing, self._two_corners)

    def outside(self, at: int, box: Floats) -> bool:
        """The glyph at `at` in the text page stands outside of what its own drawing is cut to."""
        cut = self.cut_to(self.thing(at))
        x, y = (float(box[0]) + float(box[2])) / 2, (float(box[1]) + float(box[3])) / 2
        return cut is not None and not _holds(cut, (x, y, x, y))

    def fills(self, path: int, box: Quad, *, nested: bool) -> bool:
        """The path fills all of its box and lets nothing through."""
        if sees_through(path) or not _is_rectangle(path):
            return False
        cut = None if nested else self.cut_to(path)
        return cut is None or _holds(cut, box)

    def cut_to(self, thing: int) -> Quad | None:
        """The box as displayed around what is shown of a drawing; None where it is shown whole, or in too many parts to tell."""
        return self._common(thing, self._around)

    def _common(self, thing: int, extent: Callable[[int, int], Quad]) -> Quad | None:
        """What the parts of a drawing's clip path have in common, as displayed, by the `extent` of each on the page."""
        clip = (self._clip(thing) or 0) if thing else 0
        count = self._parts(clip) if clip else 0
        if not 0 < count <= MAX_CLIPS:
            return None
        found = EVERYWHERE
        for part in range(count):
            a, b, c, d = self._frame.place(*extent(clip, part))
            found = (max(found[0], a), max(found[1], b), min(found[2], c), min(found[3], d))
        return found

    def _two_corners(self, clip: int, part: int) -> Quad:
        for corner, x, y in self._corners:
            self._point(self._segment(clip, part, corner), x, y)
        return self._xy[0], self._xy[1], self._xy[2], self._xy[3]

    def _around(self, clip: int, part: int) -> Quad:
        segments = [self._segment(clip, part, at) for at in range(min(self._segments(clip, part), MAX_CLIPS))]
        x, y = zip(*_points(segments), strict=True) if segments else ((0.0,), (0.0,))
        return min(x), min(y), max(x), max(y)


def _is_rectangle(path: int) -> bool:
    segment_at, matrix = bound("FPDFPath_GetPathSegment", _P, _P, _I), matrix_of(path)
    points = _points([segment_at(path, at) for at in range(bound("FPDFPath_CountSegments", _I, _P)(path))])
    dots = {(round(x, 1), round(y, 1)) for x, y in (moved(*point, matrix) for point in points)}
    return len(dots) == 4 and len({x for x, _ in dots}) == len({y for _, y in dots}) == 2


def _points(segments: Sequence[int]) -> list[tuple[float, float]]:
    ask, x, y = bound("FPDFPathSegment_GetPoint", _I, _P, _P, _P), ctypes.c_float(), ctypes.c_float()
    found = []
    for segment in segments:
        ask(segment, ctypes.addressof(x), ctypes.addressof(y))
        found.append((x.value, y.value))
    return found
