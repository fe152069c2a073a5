"""The straight lines drawn on a page: what the rules of a table are made of; and where images lie."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

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
class Drawn:
    """`strokes` and `images` are boxes (n, 4) as displayed, `curves` the number of shapes that gave no stroke; `full` is True when
    the page has more objects than are looked at."""

    strokes: Floats
    images: Floats
    curves: int = 0
    full: bool = False


@dataclass(slots=True)
class _Found:
    strokes: list[Quad] = field(default_factory=list)
    images: list[Quad] = field(default_factory=list)
    curves: int = 0
    seen: int = 0


def read_drawn(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """Lines, sides of rectangles and images of the page, forms included."""
    found = _Found()
    _walk(address_of(page.raw), "FPDFPage_CountObjects", "FPDFPage_GetObject", PLAIN, found, 0)
    return Drawn(_shown(found.strokes, frame), _shown(found.images, frame), found.curves, found.seen > MAX_OBJECTS)


def _shown(boxes: list[Quad], frame: Frame) -> Floats:
    return frame.shown(np.array(boxes, dtype=np.float32).reshape(-1, 4))


def _walk(holder: int, count: str, item: str, matrix: Matrix, found: _Found, depth: int) -> None:
    type_of, item_at = bound("FPDFPageObj_GetType", _I, _P), bound(item, _P, _P, _I)
    for index in range(bound(count, _I, _P)(holder)):
        found.seen += 1
        if found.seen > MAX_OBJECTS:
            return
        thing = item_at(holder, index)
        kind = type_of(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            known = len(found.strokes)
            found.strokes.extend(_sides(thing, matrix))
            found.curves += len(found.strokes) == known
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images.append(_bounds(thing, matrix))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            _walk(thing, "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject", _times(_matrix(thing), matrix), found, depth + 1)


def _sides(path: int, matrix: Matrix) -> Iterator[Quad]:
    """The straight sides of a path that shows; curves and slanted lines are left out."""
    segments = bound("FPDFPath_CountSegments", _I, _P)(path)
    fill, stroke = _I(), _I()
    bound("FPDFPath_GetDrawMode", _I, _P, _P, _P)(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    if not 2 <= segments <= MAX_SEGMENTS or not (fill.value or stroke.value):
        return
    if _white(path, "Stroke" if stroke.value else "Fill"):
        return
    box = _bounds(path, matrix)
    if segments <= 5 and _thickness(box) <= (THIN if stroke.value else BAR):
        yield box
    elif stroke.value:
        for outline in _outlines(path, segments, _times(_matrix(path), matrix)):
            yield from _legs(outline)
    elif segments > 5:
        for outline in _outlines(path, segments, _times(_matrix(path), matrix)):
            box = _around(outline)
            if _thickness(box) <= BAR:
                yield box


def _white(path: int, which: str) -> bool:
    """Drawn in white (`which`: Fill or Stroke): what some programs lay under a word, a page or around a heading does not show."""
    colour = (ctypes.c_uint * 4)()
    start = ctypes.addressof(colour)
    known = bound(f"FPDFPageObj_Get{which}Color", _I, _P, _P, _P, _P, _P)(path, start, start + 4, start + 8, start + 12)
    return bool(known) and min(colour[:3]) >= WHITE


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
        outline.append(_moved(x.value, y.value, matrix))
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


def _bounds(thing: int, matrix: Matrix) -> Quad:
    box = (ctypes.c_float * 4)()
    start = ctypes.addressof(box)
    bound("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)(thing, start, start + 4, start + 8, start + 12)
    if matrix is PLAIN:
        return (box[0], box[1], box[2], box[3])
    corners = [_moved(box[i], box[j], matrix) for i in (0, 2) for j in (1, 3)]
    return _around(corners)


def _matrix(thing: int) -> Matrix:
    values = (ctypes.c_float * 6)(*PLAIN)
    bound("FPDFPageObj_GetMatrix", _I, _P, _P)(thing, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return (a, b, c, d, e, f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
