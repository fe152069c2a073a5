"""Ruled tables: strokes -> grids of cells.

The lines of a page are painted as walls on a map with one field for each line, each crossing and each space between; a cell is
a stretch of fields that walls enclose, a table is a net of walls that hang together. Lines that end inside a cell (underlined
words) enclose nothing and so split nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.document import Box
from auditor.readers._layout.gaps import ROOM, Map, close_gaps
from auditor.readers._layout.glyphs import Floats, Ints

BAR = 5.0
"""A box no thicker than this (points) is a line; a thicker one has four sides."""
SNAP = 3.0
"""Lines within this distance (points) are one line; ends within it touch."""
MAX_FIELDS = 4_000_000
"""Fields of the map of one page; a drawing has more and is no table."""

MAX_GRIDS, MAX_NESTED = 200, 4
"""Tables of a page among which nested ones are looked for, and how deep; beyond that they stand side by side."""

Stretch = tuple[float, float, float]
"""Position of a line, start and end of a stretch drawn on it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it begins in the grid (from 0), how far it reaches, and its box as displayed."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table of one page. `columns` (c + 1) and `rows` (r + 1) are the positions of its lines."""

    cells: tuple[Cell, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def box(self) -> Box:
        return (self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def find_grids(strokes: Floats) -> list[Grid]:
    """The tables that `strokes` (n, 4) draw, top to bottom; an empty list for a drawing too dense to be one."""
    upright, level = _lines(strokes)
    if len(upright) < 2 or len(level) < 2:
        return []
    level, upright = level + _closing(upright, level), upright + _closing(level, upright)
    xs, ys = sorted({s[0] for s in upright}), sorted({s[0] for s in level})
    if (2 * len(xs) + 1) * (2 * len(ys) + 1) > MAX_FIELDS:
        return []
    walls = _walls(xs, ys, upright, level)
    tables = [close_gaps(boxes, walls, xs, ys) for boxes in _tables(walls, xs, ys) if len(boxes) > 1]
    grids = [_grid(boxes) for boxes in tables if boxes]
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _lines(strokes: Floats) -> tuple[list[Stretch], list[Stretch]]:
    """Upright and level lines; a box thicker than a line gives its four sides."""
    x0, top, x1, bottom = strokes.astype(np.float64).T
    wide, high = x1 - x0, bottom - top
    thin_x, thin_y = wide <= BAR, high <= BAR
    upright, level, boxed = thin_x & (high > 1), thin_y & (wide > 1), ~thin_x & ~thin_y
    across, down = (x0 + x1) / 2, (top + bottom) / 2
    at_x = np.concatenate([across[upright], x0[boxed], x1[boxed]])
    at_y = np.concatenate([down[level], top[boxed], bottom[boxed]])
    ends_x = np.concatenate([np.stack([top, bottom], 1)[m] for m in (upright, boxed, boxed)])
    ends_y = np.concatenate([np.stack([x0, x1], 1)[m] for m in (level, boxed, boxed)])
    return _merged(at_x, ends_x), _merged(at_y, ends_y)


def _merged(at: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> list[Stretch]:
    """Lines at nearly the same position are snapped to their mean, stretches that touch are joined, dots are left out."""
    if not len(at):
        return []
    order = np.argsort(at, kind="stable")
    at, ends = at[order], ends[order]
    group = np.concatenate([[0], np.cumsum(np.diff(at) > SNAP)])
    means = np.round(np.bincount(group, at) / np.bincount(group), 2)
    order = np.lexsort((ends[:, 0], group))
    joined: list[Stretch] = []
    for position, (start, end) in zip(means[group[order]].tolist(), ends[order].tolist(), strict=True):
        if joined and joined[-1][0] == position and start <= joined[-1][2] + SNAP:
            joined[-1] = (position, joined[-1][1], max(joined[-1][2], end))
        else:
            joined.append((position, start, end))
    return [stretch for stretch in joined if stretch[2] - stretch[1] >= SNAP]


def _closing(lines: list[Stretch], across: list[Stretch]) -> list[Stretch]:
    """Lines that close a table left open where a page ends: at least two of `lines` stop level with each other, beyond all lines
    that cross them, with room for a glyph: lines that merely stick out enclose nothing."""
    found = []
    for side in (1, 2):
        ends: dict[int, list[Stretch]] = {}
        for line in lines:
            ends.setdefault(round(line[side] / SNAP), []).append(line)
        for group in ends.values():
            at, left, right = group[0][side], min(g[0] for g in group), max(g[0] for g in group)
            beside = [a[0] for a in across if a[1] < right and a[2] > left]
            beyond = all(at < a - ROOM for a in beside) if side == 1 else all(at > a + ROOM for a in beside)
            if len(group) > 1 and beyond and _crossed(group, across):
                found.append((at, left, right))
    return found


def _crossed(group: list[Stretch], across: list[Stretch]) -> bool:
    """One and the same line crosses all of the group: they belong to one table."""
    left, right = min(g[0] for g in group), max(g[0] for g in group)
    start, end = max(g[1] for g in group), min(g[2] for g in group)
    return any(a[1] <= left + SNAP and a[2] >= right - SNAP and start - SNAP <= a[0] <= end + SNAP for a in across)


def _walls(xs: list[float], ys: list[float], upright: list[Stretch], level: list[Stretch]) -> Map:
    """The map (2 rows + 1, 2 columns + 1), ring of free space around: even fields from 1 are lines, fields between are spaces."""
    walls = np.zeros((2 * len(ys) + 1, 2 * len(xs) + 1), dtype=bool)
    for lines, along, across, view in ((level, xs, ys, walls), (upright, ys, xs, walls.T)):
        first, last = _ends(along, [s[1] for s in lines]), len(along) - 1 - _ends([-x for x in along[::-1]], [-s[2] for s in lines])
        at = np.searchsorted(across, [s[0] for s in lines])
        for row, start, end in zip((2 * at + 1).tolist(), (2 * first + 1).tolist(), (2 * last + 1).tolist(), strict=True):
            if end > start:
                view[row, start : end + 1] = True
    return walls


def _ends(along: list[float], starts: list[float]) -> Ints:
    """For each start of a line the index in `along` of the first line it crosses or touches: of two in reach the nearer one."""
    places, at = np.array([-np.inf, *along, np.inf]), np.array(starts)
    after: Ints = np.searchsorted(along, at)
    short, over = at - places[after], places[after + 1] - at
    found: Ints = after - ((short <= SNAP) & (short < over))
    return found


def _tables(walls: Map, xs: list[float], ys: list[float]) -> list[list[Box]]:
    """The boxes of the cells of each table."""
    from scipy.ndimage import find_objects, label

    nets, _ = label(walls, np.ones((3, 3)))
    spaces, _ = label(~walls)
    outside = spaces[0, 0]
    filled = np.bincount(spaces.ravel())
    nets_of: dict[int, list[Box]] = {}
    holed: dict[int, list[Box]] = {}
    for number, (down, across) in enumerate(find_objects(spaces), start=1):
        if number == outside:
            continue
        whole = filled[number] == (down.stop - down.start) * (across.stop - across.start)
        for top, left, bottom, right in _rectangles(walls, spaces == number, down, across):
            net, box = int(nets[2 * top + 1, 2 * left + 1]), (xs[left], ys[top], xs[right], ys[bottom])
            nets_of.setdefault(net, []).append(box)
            if not whole:
                holed.setdefault(net, []).append(box)
    return [table for net, boxes in nets_of.items() for table in _apart(boxes, holed.get(net, []))]


def _apart(boxes: list[Box], holed: list[Box]) -> list[list[Box]]:
    """Cells inside of another one are a table of their own (a single one is a frame around words); `holed` are those that may
    have some inside."""
    if not holed:
        return [boxes]
    homes = dict.fromkeys(boxes, -1)
    for at, outer in enumerate(sorted(holed, key=_area, reverse=True)):
        homes.update((box, at) for box in boxes if box != outer and _inside(box, outer))
    tables: dict[int, list[Box]] = {}
    for box in boxes:
        tables.setdefault(homes[box], []).append(box)
    return list(tables.values())


def _rectangles(walls: Map, inside: Map, down: slice, across: slice) -> Iterator[tuple[int, int, int, int]]:
    """Top, left, bottom, right (indices of lines) of an enclosed space; one that is no rectangle is cut at its lines."""
    top, bottom, left, right = down.start - 1, down.stop, across.start - 1, across.stop
    level, upright = walls[[top, bottom], left : right + 1], walls[top : bottom + 1, [left, right]]
    if level.all() and upright.all():
        yield top // 2, left // 2, bottom // 2, right // 2
        return
    for row in range(down.start, down.stop, 2):
        run = np.flatnonzero(np.diff(np.concatenate([[0], inside[row, across], [0]])))
        for start, end in run.reshape(-1, 2).tolist():
            yield (row - 1) // 2, (left + start) // 2, (row + 1) // 2, (left + end + 1) // 2


def _grid(boxes: list[Box]) -> Grid:
    columns = sorted({x for box in boxes for x in (box[0], box[2])})
    rows = sorted({y for box in boxes for y in (box[1], box[3])})
    column_of, row_of = {x: i for i, x in enumerate(columns)}, {y: i for i, y in enumerate(rows)}
    cells = [Cell(row_of[b[1]], column_of[b[0]], row_of[b[3]] - row_of[b[1]], column_of[b[2]] - column_of[b[0]], b) for b in boxes]
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), tuple(columns), tuple(rows))


def cell_of(boxes: Floats, grid: Grid) -> Ints:
    """For each box the index in `grid.cells` of the cell its middle lies in, -1 outside."""
    owner = np.full((len(grid.rows) + 1, len(grid.columns) + 1), -1, dtype=np.int64)
    for index, cell in enumerate(grid.cells):
        owner[cell.row + 1 : cell.row + 1 + cell.row_span, cell.column + 1 : cell.column + 1 + cell.column_span] = index
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    found: Ints = owner[np.searchsorted(grid.rows, y), np.searchsorted(grid.columns, x)]
    return found


def find_homes(grids: Sequence[Grid]) -> dict[int, tuple[int, int]]:
    """For each grid that lies in a cell of another (by index): the smallest such grid and the cell there (by index)."""
    homes: dict[int, tuple[int, int]] = {}
    if not 1 < len(grids) <= MAX_GRIDS:
        return homes
    order = sorted(range(len(grids)), key=lambda index: _area(grids[index].box))
    for at, inner in enumerate(order):
        for outer in order[at + 1 :]:
            cell = next((i for i, cell in enumerate(grids[outer].cells) if _inside(grids[inner].box, cell.box)), None)
            if cell is not None:
                homes[inner] = (outer, cell)
                break
    return {inner: home for inner, home in homes.items() if _depth(inner, homes) <= MAX_NESTED}


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _inside(box: Box, cell: Box) -> bool:
    return cell[0] - 1 <= box[0] and cell[1] - 1 <= box[1] and box[2] <= cell[2] + 1 and box[3] <= cell[3] + 1


def _depth(inner: int, homes: dict[int, tuple[int, int]]) -> int:
    depth = 0
    while inner in homes:
        inner, depth = homes[inner][0], depth + 1
    return depth
