"""Where the text boxes of the body are anchored: boxes, shapes and anchors know each other by the numbers of shapes."""

import struct
from collections.abc import Iterator
from itertools import pairwise

from auditor.readers.doc.binary import Binary

_ANCHORS, _DRAWINGS, _TEXTS = 40, 50, 56
_ANCHOR_SIZE, _TEXT_SIZE = 26, 22
_SHAPE_AT = 14
"""Where the number of its shape stands in the entry of a text box."""

_DRAWING, _GROUP, _SHAPE, _SHAPE_ATOM = 0xF002, 0xF003, 0xF004, 0xF00A
_MAX_DEPTH = 16


def find_boxes(binary: Binary) -> Iterator[tuple[int, int, int | None]]:
    """Start and end of each text box in its story, and the character of the body it hangs on, where that is known."""
    starts, entries = _plc(binary, _TEXTS, _TEXT_SIZE)
    anchors = dict(_anchors(binary))
    outermost = _outermost(binary)
    for (start, end), entry in zip(pairwise(starts), entries, strict=True):
        (shape,) = struct.unpack_from("<I", entry, _SHAPE_AT)
        yield start, end, anchors.get(outermost.get(shape, shape))


def _anchors(binary: Binary) -> Iterator[tuple[int, int]]:
    """Number of a shape -> the character it hangs on."""
    starts, entries = _plc(binary, _ANCHORS, _ANCHOR_SIZE)
    for start, entry in zip(starts, entries, strict=False):
        yield struct.unpack_from("<I", entry)[0], start


def _plc(binary: Binary, pair: int, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """The bounds and the entries between them; one more bound than entries."""
    raw, _ = binary.indexed(pair)
    count = max((len(raw) - 4) // (4 + size), 0)
    if not count:
        return (), []
    at = 4 * (count + 1)
    return struct.unpack_from(f"<{count + 1}i", raw), [raw[at + size * i : at + size * (i + 1)] for i in range(count)]


def _outermost(binary: Binary) -> dict[int, int]:
    """Number of a shape in a group -> that of the group that hangs on the text."""
    raw, _ = binary.indexed(_DRAWINGS)
    found: dict[int, int] = {}
    at = 8 + struct.unpack_from("<I", raw, 4)[0] if len(raw) >= 8 else len(raw)
    while at + 9 <= len(raw):  # each drawing comes after a byte that says whether it is of the body
        kind, length = struct.unpack_from("<HI", raw, at + 3)
        if kind != _DRAWING:
            break
        for group, start, end in _records(raw, at + 9, at + 9 + length):
            if group == _GROUP:
                for inner, first, last in _records(raw, start, end):
                    numbers = list(_shapes(raw, inner, first, last, 0))
                    found.update(dict.fromkeys(numbers, numbers[0]) if numbers else {})
        at += 9 + length
    return found


def _shapes(raw: bytes, kind: int, start: int, end: int, depth: int) -> Iterator[int]:
    """The numbers of the shapes in a record; a group's own comes first."""
    if kind == _SHAPE_ATOM and end - start >= 4:
        yield struct.unpack_from("<I", raw, start)[0]
    elif kind in (_SHAPE, _GROUP) and depth < _MAX_DEPTH:
        for inner, first, last in _records(raw, start, end):
            yield from _shapes(raw, inner, first, last, depth + 1)


def _records(raw: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of the contents of the records that stand one after the other."""
    end = min(end, len(raw))
    while start + 8 <= end:
        kind, length = struct.unpack_from("<HI", raw, start + 2)
        yield kind, start + 8, min(start + 8 + length, end)
        start += 8 + length
