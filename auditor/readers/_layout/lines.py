"""Glyphs -> printed lines, by where they stand and not by the order of the file."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from auditor.document import Box, union
from auditor.readers._layout.glyphs import Glyphs, Ints

GAP = 1.2
"""A gap wider than this (in heights of a glyph) parts a line into pieces."""
SPACE = 0.35
"""A gap wider than this (in heights) is worth a space, unless two CJK characters stand around it; those need `GAP`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: `edges` are the x positions of its characters (length + 1) where it is level, `size` the height of a
    glyph in points, `within` the left and right edge of its column on a page that has columns."""

    text: str
    page: int
    box: Box
    edges: tuple[float, ...] | None
    size: float
    within: tuple[float, float] | None = None

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of glyphs side by side; `start` and `end` index the page's glyphs, `owner` is the table cell (-1: none)."""

    start: int
    end: int
    owner: int
    box: Box
    size: float


def find_pieces(glyphs: Glyphs, owner: Ints) -> list[Piece]:
    """Runs of neighbours in the same cell and on the same level without a wide gap, in the order of the file."""
    if not len(glyphs):
        return []
    x0, top, x1, bottom = glyphs.boxes.astype(np.float64).T
    high = np.maximum(bottom - top, 1)
    less = np.minimum(high[1:], high[:-1])
    shared = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    gap = x0[1:] - x1[:-1]
    cut = (owner[1:] != owner[:-1]) | (shared < less / 2) | (gap > GAP * less) | (gap < -0.6 * less)
    starts = np.concatenate([[0], np.flatnonzero(cut) + 1])
    ends = np.append(starts[1:], len(glyphs))
    columns = [np.minimum.reduceat(x0, starts), np.minimum.reduceat(top, starts), np.maximum.reduceat(x1, starts)]
    columns += [np.maximum.reduceat(bottom, starts), _sizes(glyphs, high, starts)]
    values = np.round(np.stack(columns, axis=1), 2).tolist()
    spans = zip(starts.tolist(), ends.tolist(), owner[starts].tolist(), values, strict=True)
    return [Piece(s, e, o, (v[0], v[1], v[2], v[3]), v[4]) for s, e, o, v in spans]


def _sizes(glyphs: Glyphs, high: npt.NDArray[np.float64], starts: Ints) -> npt.NDArray[np.float64]:
    """Mean height of the glyphs of each piece: of the Chinese ones where there are any, since Latin fonts differ."""
    counted = (glyphs.codes >= 0x2E80).astype(np.float64)
    some = np.add.reduceat(counted, starts) > 0
    weight = np.where(np.repeat(some, np.diff(np.append(starts, len(high)))), counted, 1.0)
    found: npt.NDArray[np.float64] = np.add.reduceat(high * weight, starts) / np.add.reduceat(weight, starts)
    return found


def group_pieces(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one level together, left to right; levels from top to bottom."""
    rows: list[list[Piece]] = []
    reach: tuple[float, float] = (0.0, 0.0)
    for piece in sorted(pieces, key=lambda p: (p.box[1] + p.box[3], p.box[0])):
        top, bottom = piece.box[1], piece.box[3]
        shared = min(bottom, reach[1]) - max(top, reach[0])
        if rows and shared > 0.5 * min(bottom - top, reach[1] - reach[0]):
            rows[-1].append(piece)
            if bottom - top > reach[1] - reach[0]:
                reach = (top, bottom)
        else:
            rows.append([piece])
            reach = (top, bottom)
    return [sorted(row, key=lambda p: p.box[0]) for row in rows]


def write_lines(rows: Sequence[Sequence[Piece]], glyphs: Glyphs, page: int) -> list[Line | None]:
    """Each row of pieces as a Line, None for a row of blanks only."""
    if not rows:
        return []
    taken = glyphs.take(np.concatenate([np.arange(p.start, p.end) for row in rows for p in row]))
    ends = list(accumulate(sum(p.end - p.start for p in row) for row in rows))
    text, before = taken.text, _space_before(taken)
    lefts, rights = np.round(taken.boxes[:, 0::2].astype(np.float64), 2).T.tolist()
    return [
        _line(row, text, lefts, rights, before, range(start, end), page)
        for row, start, end in zip(rows, [0, *ends], ends, strict=False)
    ]


def aside_line(run: Sequence[Piece], text: str, page: int) -> Line:
    """Pieces that follow each other in the file, whatever their direction, as one line that says `text`."""
    box = union([piece.box for piece in run]) or (0, 0, 0, 0)
    return Line(text, page, box, None, run[0].size)


def _space_before(taken: Glyphs) -> list[int]:
    """Positions of glyphs that a gap parts from the glyph before."""
    codes, x0, x1, high = taken.codes, taken.boxes[:, 0], taken.boxes[:, 2], taken.boxes[:, 3] - taken.boxes[:, 1]
    gap, wide = x0[1:] - x1[:-1], high[1:]
    cjk = codes >= 0x2E80
    both = cjk[1:] & cjk[:-1]
    blank = taken.blank
    apart = (gap > np.where(both, GAP, SPACE) * wide) | ((gap > 0.15 * wide) & (codes[1:] < 0x250) & (codes[:-1] < 0x250))
    found: list[int] = (np.flatnonzero(apart & ~blank[1:] & ~blank[:-1]) + 1).tolist()
    return found


def _line(
    row: Sequence[Piece], text: str, lefts: list[float], rights: list[float], before: list[int], span: range, page: int
) -> Line | None:
    """The line of the glyphs in `span`, blanks at both ends cut off, spaces set in at the gaps of `before`."""
    start, end = span.start, span.stop
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    shown, edges = text[start:end], lefts[start:end]
    for at in reversed(_inside(before, start, end)):
        shown = f"{shown[: at - start]} {shown[at - start :]}"
        edges.insert(at - start, rights[at - 1])
    edges.append(rights[end - 1])
    box = (edges[0], min(p.box[1] for p in row), max(edges[0], edges[-1]), max(p.box[3] for p in row))
    return Line(shown, page, box, tuple(edges), max(p.size for p in row))


def _inside(before: list[int], start: int, end: int) -> list[int]:
    return before[bisect_right(before, start) : bisect_left(before, end)]
