"""The straight lines drawn on a page: what the rules of a table are made of."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.readers.pdf.glyphs import Floats, Frame, address_of, bound

MAX_OBJECTS = 100_000
"""Objects looked at on one page; what comes after is left out."""
MAX_SEGMENTS = 20_000
MAX_DEPTH = 6
THIN = 3.0
"""A box no thicker than this (points) is a line, a thicker one has four sides."""

_P, _I = ctypes.c_void_p, ctypes.c_int


@dataclass(slots=True)
class Drawn:
    """`strokes` and `images` are boxes (n, 4) as displayed; `full` is True when the page has more objects than are looked at."""

    strokes: Floats
    images: Floats
    full: bool = False


@dataclass(slots=True)
class _Found:
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)
    images: list[tuple[float, float, float, float]] = field(default_factory=list)
    seen: int = 0


def read_drawn(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """Lines, sides of rectangles and images of the page, forms included."""
    found = _Found()
    count = bound("FPDFPage_CountObjects", _I, _P)
    item = bound("FPDFPage_GetObject", _P, _P, _I)
    _walk(address_of(page.raw), count, item, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), found, 0)
    return Drawn(_shown(found.strokes, frame), _shown(found.images, frame), found.seen >= MAX_OBJECTS)


def _shown(boxes: list[tuple[float, float, float, float]], frame: Frame) -> Floats:
    return frame.shown(np.array(boxes, dtype=np.float32).reshape(-1, 4))


def _walk(holder: int, count: Any, item: Any, matrix: tuple[float, ...], found: _Found, depth: int) -> None:
    type_of = bound("FPDFPageObj_GetType", _I, _P)
    for index in range(count(holder)):
        found.seen += 1
        if found.seen >= MAX_OBJECTS:
            return
        thing = item(holder, index)
        kind = type_of(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.strokes.extend(_sides(thing, matrix))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images.extend(_bounds(thing, matrix))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = bound("FPDFFormObj_CountObjects", _I, _P), bound("FPDFFormObj_GetObject", _P, _P, _I)
            _walk(thing, *inner, _times(_matrix(thing), matrix), found, depth + 1)


def _sides(path: int, matrix: tuple[float, ...]) -> Iterator[tuple[float, float, float, float]]:
    """The straight sides of a painted path; curves and slanted lines are left out."""
    segments = bound("FPDFPath_CountSegments", _I, _P)(path)
    if segments < 2 or segments > MAX_SEGMENTS or not _painted(path):
        return
    if segments <= 5:
        for box in _bounds(path, matrix):
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                yield box
                return
    yield from _legs(path, segments, _times(_matrix(path), matrix))


def _painted(path: int) -> bool:
    fill, stroke = _I(), _I()
    mode = bound("FPDFPath_GetDrawMode", _I, _P, _P, _P)
    return bool(mode(path, ctypes.addressof(fill), ctypes.addressof(stroke)) and (fill.value or stroke.value))


def _legs(path: int, segments: int, matrix: tuple[float, ...]) -> Iterator[tuple[float, float, float, float]]:
    segment_at = bound("FPDFPath_GetPathSegment", _P, _P, _I)
    type_of, closes = bound("FPDFPathSegment_GetType", _I, _P), bound("FPDFPathSegment_GetClose", _I, _P)
    point = bound("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(segments):
        segment = segment_at(path, index)
        point(segment, ctypes.addressof(x), ctypes.addressof(y))
        here, kind = _moved(x.value, y.value, matrix), type_of(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _leg(last, here)
        if closes(segment):
            yield from _leg(here, first)
        last = here


def _leg(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float, float, float]]:
    if abs(start[0] - end[0]) <= 0.5 or abs(start[1] - end[1]) <= 0.5:
        yield (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def _bounds(thing: int, matrix: tuple[float, ...]) -> Iterator[tuple[float, float, float, float]]:
    box = (ctypes.c_float * 4)()
    start = ctypes.addressof(box)
    if bound("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)(thing, start, start + 4, start + 8, start + 12):
        (x0, y0), (x1, y1) = _moved(box[0], box[1], matrix), _moved(box[2], box[3], matrix)
        yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _matrix(thing: int) -> tuple[float, ...]:
    values = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    bound("FPDFPageObj_GetMatrix", _I, _P, _P)(thing, ctypes.addressof(values))
    return tuple(values)


def _times(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: tuple[float, ...]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
