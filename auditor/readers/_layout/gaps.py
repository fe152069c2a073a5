"""Tables with a cell that is not closed, and drawings whose boxes are no cells.

A table fills its rectangle. Where it leaves a gap at its rim with one side missing, a cell was cut by the page break or drawn
without that line; the boxes of a flow chart and the lines between them leave free what no rectangle is.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.document import Box

ROOM = 6.0
"""A gap is a cell, and a net of lines a table, only where there is room for a glyph (points)."""
WHOLE = 0.999
MOST = 0.95
"""Part of its rectangle that the cells of a table fill at least when what is left reaches around them."""

Map = npt.NDArray[Any]
Bounds = tuple[int, int, int, int]
"""Left, top, right, bottom: indices of lines."""


def close_gaps(boxes: list[Box], walls: Map, xs: Sequence[float], ys: Sequence[float]) -> list[Box]:
    """The boxes of a table and those of its gaps that only one side is missing of; no boxes for a drawing that is no table.

    `walls` is the map of the page (2 rows + 1, 2 columns + 1), `xs` and `ys` the positions of its lines.
    """
    rim = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    if sum(map(_area, boxes)) >= WHOLE * _area(rim):
        return boxes if _roomy(rim) else []
    x_of, y_of = {x: at for at, x in enumerate(xs)}, {y: at for at, y in enumerate(ys)}
    known = [(x_of[b[0]], y_of[b[1]], x_of[b[2]], y_of[b[3]]) for b in boxes]
    gaps = list(_gaps(known, walls, (x_of[rim[0]], y_of[rim[1]], x_of[rim[2]], y_of[rim[3]])))
    open_sided = [gap for gap in gaps if not _around(gap, known) and _missing(gap, walls) == 1]
    closed = boxes + [box for gap in open_sided if _roomy(box := (xs[gap[0]], ys[gap[1]], xs[gap[2]], ys[gap[3]]))]
    loose = any(_around(gap, known) for gap in gaps) and sum(map(_area, closed)) < MOST * _area(rim)
    return [] if loose else closed


def _gaps(known: Sequence[Bounds], walls: Map, rim: Bounds) -> Iterator[Bounds]:
    """What walls enclose together with the rim and is none of the cells."""
    from scipy.ndimage import find_objects, label

    left, top = 2 * rim[0] + 2, 2 * rim[1] + 2
    free = ~walls[top : 2 * rim[3] + 1, left : 2 * rim[2] + 1]
    for x0, y0, x1, y1 in known:
        free[max(2 * y0 + 1 - top, 0) : 2 * y1 + 2 - top, max(2 * x0 + 1 - left, 0) : 2 * x1 + 2 - left] = False
    for down, across in find_objects(label(free)[0]):
        bounds = (across.start + left - 1, down.start + top - 1, across.stop + left, down.stop + top)
        if all(at % 2 for at in bounds):
            yield (bounds[0] // 2, bounds[1] // 2, bounds[2] // 2, bounds[3] // 2)


def _missing(gap: Bounds, walls: Map) -> int:
    """How many of its sides are not drawn from end to end."""
    left, top, right, bottom = (2 * at + 1 for at in gap)
    level, upright = walls[[top, bottom], left : right + 1].all(axis=1), walls[top : bottom + 1, [left, right]].all(axis=0)
    return int(np.count_nonzero(~level) + np.count_nonzero(~upright))


def _around(gap: Bounds, known: Sequence[Bounds]) -> bool:
    """It reaches around a cell: it is no rectangle."""
    return any(gap[0] < k[2] and k[0] < gap[2] and gap[1] < k[3] and k[1] < gap[3] for k in known)


def _roomy(box: Box) -> bool:
    return box[2] - box[0] > ROOM and box[3] - box[1] > ROOM


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
