"""Pages set in two columns: the left one is read to its end before the right one."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from auditor.readers._layout.lines import GAP, Piece

LEAST = 6
"""Levels with text in both columns that two columns need."""
FILLED = 0.6
"""Part of those levels on which the text fills its column; labels with values beside them do not."""
BROAD = 0.35
"""Part of the width that each column has at least."""
NEARLY = 3.0
"""What may be missing, in heights of a glyph."""

Row = list[Piece]


def split_rows(rows: Sequence[Row]) -> list[tuple[Row, tuple[float, float] | None]]:
    """The rows in reading order, each with the left and right edge of its column; None for a row that is set across."""
    plain: list[tuple[Row, tuple[float, float] | None]] = [(row, None) for row in rows]
    pieces = [piece for row in rows for piece in row]
    if len(pieces) < 2 * LEAST:
        return plain
    left, right = min(p.box[0] for p in pieces), max(p.box[2] for p in pieces)
    gap = _gap(rows, left, right)
    if gap is None or not _columns([row for row in rows if not _across(row, gap)], gap):
        return plain
    found: list[tuple[Row, tuple[float, float] | None]] = []
    held: list[Row] = []
    for row in rows:
        if not _across(row, gap):
            held.append(row)
            continue
        found += [*_ordered(held, gap, left, right), (row, None)]
        held = []
    return found + _ordered(held, gap, left, right)


def _gap(rows: Sequence[Row], left: float, right: float) -> float | None:
    """The position of the gap between two columns, in the middle third of the text from `left` to `right`; None for one column."""
    if sum(len(row) > 1 for row in rows) < LEAST:
        return None
    low, high = left + (right - left) / 3, right - (right - left) / 3
    pairs = [pair for row in rows for pair in pairwise(row)]
    gaps = [(a.box[2] + b.box[0]) / 2 for a, b in pairs if b.box[0] - a.box[2] > GAP * a.size]
    gaps = [gap for gap in gaps if low < gap < high]
    return median(gaps) if len(gaps) >= LEAST else None


def _across(row: Row, gap: float) -> bool:
    return any(piece.box[0] < gap < piece.box[2] for piece in row)


def _columns(rows: Sequence[Row], gap: float) -> bool:
    """On most levels with text on both sides of the gap each side is filled from edge to edge."""
    both = [([p for p in row if p.box[2] < gap], [p for p in row if p.box[0] > gap]) for row in rows]
    both = [(left, right) for left, right in both if left and right]
    if len(both) < LEAST:
        return False
    width = max(row[-1].box[2] for _, row in both) - min(row[0].box[0] for row, _ in both)
    return all(_filled(side, width) for side in zip(*both, strict=True))


def _filled(rows: Sequence[Row], width: float) -> bool:
    left, right = min(row[0].box[0] for row in rows), max(row[-1].box[2] for row in rows)
    if right - left < BROAD * width:
        return False
    full = sum(row[0].box[0] - left + right - row[-1].box[2] < NEARLY * row[0].size for row in rows)
    return full >= FILLED * len(rows)


def _ordered(rows: Sequence[Row], gap: float, left: float, right: float) -> list[tuple[Row, tuple[float, float] | None]]:
    lefts = [part for row in rows if (part := [p for p in row if p.box[2] < gap])]
    rights = [part for row in rows if (part := [p for p in row if p.box[0] > gap])]
    middle_left = max((p.box[2] for row in lefts for p in row), default=gap)
    middle_right = min((p.box[0] for row in rights for p in row), default=gap)
    return [*((row, (left, middle_left)) for row in lefts), *((row, (middle_right, right)) for row in rights)]
