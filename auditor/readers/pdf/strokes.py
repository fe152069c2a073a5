"""The straight lines drawn on a page: what the rules of a table are made of; and where images lie."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.readers._layout.glyphs import Floats, Frame
from auditor.readers._layout.tables import BAR
from auditor.readers.pdf.glyphs import address_of, bound

MAX_OBJECTS = 100_000
"""Objects looked at on one page; what comes after is left out."""
MAX_SEGMENTS = 20_000
MAX_DEPTH = 6
THIN = 3.0
"""A stroked box no thicker than this (points) is a line, a thicker one has four sides. A filled one that is no line is a shade or a
highlight and has no sides that show."""
WHITE = 250

_P, _I = ctypes.c_void_p, ctypes.c_int
Quad = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cover:
    """An area that was filled when so many of the texts of its page had been drawn: its box in PDF space, and its path."""

    box: Quad
    after: int
    path: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """`strokes` and `images` are boxes (n, 4) as displayed, `grounds` those of areas that are filled and not white; `curves` is the
    number of shapes that gave no stroke, `full` is True when the page has more objects than are looked at. `texts` are the handles
    of its texts as they were drawn, `covers` the areas filled after some of them; `nested` tells of drawings inside of drawings."""

    strokes: Floats
    images: Floats
    grounds: Floats
    curves: int = 0
    full: bool = False
    texts: tuple[int, ...] = ()
    covers: tuple[Cover, ...] = ()
    nested: bool = False


@dataclass(slots=True)
class _Found:
    strokes: list[Quad] = field(default_factory=list)
    images: list[Quad] = field(default_factory=list)
    grounds: list[Quad] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    curves: int = 0
    seen: int = 0
    nested: bool = False
    veiled: bool = False


def read_drawn(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """Lines, sides of rectangles and images of the page, forms included."""
    found = _Found()
    _walk(address_of(page.raw), "FPDFPage_CountObjects", "FPDFPage_GetObject", PLAIN, found, _Pen(), 0)
    strokes, images, grounds = (_shown(boxes, frame) for boxes in (found.strokes, found.images, found.grounds))
    more = (tuple(found.texts), tuple(found.covers), found.nested)
    return Drawn(strokes, images, grounds, found.curves, found.seen > MAX_OBJECTS, *more)


def _shown(boxes: list[Quad], frame: Frame) -> Floats:
    return frame.shown(np.array(boxes, dtype=np.float32).reshape(-1, 4))


class _Pen:
    """What is asked of every path, bound once for a page, with the room for the answers: a drawing has thousands of paths."""

    __slots__ = (
        "_ask_box",
        "_ask_fill",
        "_ask_mode",
        "_ask_stroke",
        "_box",
        "_colour",
        "_fill",
        "_stroke",
        "sees_through",
        "segments",
    )

    def __init__(self) -> None:
        self.segments, self.sees_through = (
            bound(name, _I, _P) for name in ("FPDFPath_CountSegments", "FPDFPageObj_HasTransparency")
        )
        self._ask_mode = bound("FPDFPath_GetDrawMode", _I, _P, _P, _P)
        self._ask_fill, self._ask_stroke = (bound(f"FPDFPageObj_Get{of}Color", _I, *[_P] * 5) for of in ("Fill", "Stroke"))
        self._ask_box = bound("FPDFPageObj_GetBounds", _I, *[_P] * 5)
        self._fill, self._stroke, self._colour, self._box = _I(), _I(), (ctypes.c_uint * 4)(), (ctypes.c_float * 4)()

    def mode(self, path: int) -> tuple[int, int]:
        """How it is filled (0: not), and whether its outline is drawn."""
        known = self._ask_mode(path, ctypes.addressof(self._fill), ctypes.addressof(self._stroke))
        return (self._fill.value, self._stroke.value) if known else (0, 0)

    def white(self, path: int, stroke: int) -> bool:
        """Drawn in white: what some programs lay under a word, a page or around a heading does not show."""
        start = ctypes.addressof(self._colour)
        ask = self._ask_stroke if stroke else self._ask_fill
        return bool(ask(path, start, start + 4, start + 8, start + 12)) and min(self._colour[:3]) >= WHITE

    def box(self, thing: int, matrix: Matrix) -> Quad:
        """Its bounds."""
        start = ctypes.addressof(self._box)
        self._box[:] = [0.0] * 4
        self._ask_box(thing, start, start + 4, start + 8, start + 12)
        left, bottom, right, top = self._box
        if matrix is PLAIN:
            return (left, bottom, right, top)
        return _around([moved(x, y, matrix) for x in (left, right) for y in (bottom, top)])


def _walk(holder: int, count: str, item: str, matrix: Matrix, found: _Found, pen: _Pen, depth: int) -> None:
    total, room = bound(count, _I, _P)(holder), max(MAX_OBJECTS - found.seen, 0)
    found.seen += total
    things = list(map(bound(item, _P, _P, _I), repeat(holder), range(min(total, room))))
    for thing, kind in zip(things, map(bound("FPDFPageObj_GetType", _I, _P), things), strict=True):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts.append(thing)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            known = len(found.strokes)
            found.strokes.extend(_sides(thing, matrix, pen, found))
            found.curves += len(found.strokes) == known
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images.append(pen.box(thing, matrix))
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            found.grounds.append(pen.box(thing, matrix))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inside, veiled = _times(matrix_of(thing), matrix), found.veiled
            found.nested, found.veiled = True, veiled or sees_through(thing)
            _walk(thing, "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject", inside, found, pen, depth + 1)
            found.veiled = veiled


def sees_through(thing: int) -> bool:
    """What lies under the drawing shows."""
    return bool(bound("FPDFPageObj_HasTransparency", _I, _P)(thing))


def _sides(path: int, matrix: Matrix, pen: _Pen, found: _Found) -> Iterator[Quad]:
    """The straight sides of a path that shows; curves and slanted lines are left out. Areas are added to what is `found`."""
    segments, (fill, stroke) = pen.segments(path), pen.mode(path)
    if not 2 <= segments <= MAX_SEGMENTS or not (fill or stroke):
        return
    white = pen.white(path, stroke)
    if white and not (fill and found.texts):
        return
    box = pen.box(path, matrix)
    if fill and _thickness(box) > BAR:
        if found.texts and segments <= 5 and not found.veiled:
            found.covers.append(Cover(box, len(found.texts), path))
        if not white and not (stroke and pen.white(path, 0)):
            found.grounds.append(box)
    if white:
        return
    if segments <= 5 and _thickness(box) <= (THIN if stroke else BAR):
        yield box
    elif stroke:
        for outline in _outlines(path, segments, _times(matrix_of(path), matrix)):
            yield from _legs(outline)
    elif segments > 5:
        for outline in _outlines(path, segments, _times(matrix_of(path), matrix)):
            box = _around(outline)
            if _thickness(box) <= BAR:
                yield box


def _outlines(path: int, segments: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, the first repeated at the end of a closed one; a part with a curve is left out."""
    segment_at, closes = bound("FPDFPath_GetPathSegment", _P, _P, _I), bound("FPDFPathSegment_GetClose", _I, _P)
    type_of, point = bound("FPDFPathSegment_GetType", _I, _P), bound("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    straight = True
    for index in range(segments):
        segment = segment_at(path, index)
        point(segment, ctypes.addressof(x), ctypes.addressof(y))
        kind = type_of(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if outline and straight:
                yield outline
            outline, straight = [], True
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        outline.append(moved(x.value, y.value, matrix))
        if closes(segment):
            outline.append(outline[0])
    if outline and straight:
        yield outline


def _legs(outline: list[tuple[float, float]]) -> Iterator[Quad]:
    for start, end in pairwise(outline):
        if abs(start[0] - end[0]) <= 0.5 or abs(start[1] - end[1]) <= 0.5:
            yield _around([start, end])


def _around(points: list[tuple[float, float]]) -> Quad:
    x, y = zip(*points, strict=True)
    return (min(x), min(y), max(x), max(y))


def _thickness(box: Quad) -> float:
    return min(box[2] - box[0], box[3] - box[1])


def matrix_of(thing: int) -> Matrix:
    values = (ctypes.c_float * 6)(*PLAIN)
    bound("FPDFPageObj_GetMatrix", _I, _P, _P)(thing, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return (a, b, c, d, e, f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
