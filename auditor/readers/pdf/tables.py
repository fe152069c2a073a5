"""Ruled tables: strokes -> grids of cells. Lines, intersections and cells are found by pdfplumber's own functions."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.document import Box
from auditor.readers.pdf.glyphs import Floats, Glyphs, Ints
from auditor.readers.pdf.strokes import THIN

SNAP = 3.0
"""Lines within this distance (points) are one line; ends within it touch."""
MAX_CROSSINGS = 60_000
"""Vertical times horizontal lines looked at; a drawing has more and is no table."""
MAX_CELLS = 4_000

Segments = dict[float, list[tuple[float, float]]]
"""Position of a line -> the stretches drawn on it, sorted and apart."""


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
    edges = [*_edges(upright, "v"), *_edges(level, "h")]
    if sum(map(len, upright.values())) * sum(map(len, level.values())) > MAX_CROSSINGS:
        return []
    return [_grid(cells) for cells in _cells(edges)]


def _cells(edges: list[dict[str, Any]]) -> list[list[Box]]:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

    cells = intersections_to_cells(edges_to_intersections(edges, SNAP, SNAP))
    return cells_to_tables(cells) if len(cells) <= MAX_CELLS else []


def _lines(strokes: Floats) -> tuple[Segments, Segments]:
    """Upright and level lines; a box thicker than a line gives its four sides."""
    x0, top, x1, bottom = strokes.astype(np.float64).T
    wide, high = x1 - x0, bottom - top
    thin_x, thin_y = wide <= THIN, high <= THIN
    upright, level, boxed = thin_x & (high > 1), thin_y & (wide > 1), ~thin_x & ~thin_y
    across, down = (x0 + x1) / 2, (top + bottom) / 2
    at_x = np.concatenate([across[upright], x0[boxed], x1[boxed]])
    at_y = np.concatenate([down[level], top[boxed], bottom[boxed]])
    ends_x = np.concatenate([np.stack([top, bottom], 1)[m] for m in (upright, boxed, boxed)])
    ends_y = np.concatenate([np.stack([x0, x1], 1)[m] for m in (level, boxed, boxed)])
    return _merged(at_x, ends_x), _merged(at_y, ends_y)


def _merged(at: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> Segments:
    """Lines at nearly the same position are snapped to their mean, stretches that touch are joined."""
    if not len(at):
        return {}
    order = np.argsort(at, kind="stable")
    at, ends = at[order], ends[order]
    group = np.concatenate([[0], np.cumsum(np.diff(at) > SNAP)])
    means = np.bincount(group, at) / np.bincount(group)
    order = np.lexsort((ends[:, 0], group))
    joined: Segments = {}
    for which, (start, end) in zip(group[order].tolist(), ends[order].tolist(), strict=True):
        stretches = joined.setdefault(float(means[which]), [])
        if stretches and start <= stretches[-1][1] + SNAP:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    long = {position: [s for s in stretches if s[1] - s[0] >= SNAP] for position, stretches in joined.items()}
    return {position: stretches for position, stretches in long.items() if stretches}


def _edges(lines: Segments, orientation: str) -> list[dict[str, Any]]:
    """In the form pdfplumber's functions take."""
    names = ("x0", "x1", "top", "bottom") if orientation == "v" else ("top", "bottom", "x0", "x1")
    found = []
    for position, stretches in lines.items():
        for start, end in stretches:
            edge = dict(zip(names, (position, position, start, end), strict=True))
            found.append({**edge, "orientation": orientation})
    return found


def _grid(boxes: list[Box]) -> Grid:
    columns = sorted({x for box in boxes for x in (box[0], box[2])})
    rows = sorted({y for box in boxes for y in (box[1], box[3])})
    column_of, row_of = {x: i for i, x in enumerate(columns)}, {y: i for i, y in enumerate(rows)}
    cells = [
        Cell(row_of[b[1]], column_of[b[0]], row_of[b[3]] - row_of[b[1]], column_of[b[2]] - column_of[b[0]], b) for b in boxes
    ]
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), tuple(columns), tuple(rows))


def cell_of(glyphs: Glyphs, grid: Grid) -> Ints:
    """For each glyph the index in `grid.cells` of the cell its middle lies in, -1 outside."""
    owner = np.full((len(grid.rows) + 1, len(grid.columns) + 1), -1, dtype=np.int64)
    for index, cell in enumerate(grid.cells):
        owner[cell.row + 1 : cell.row + 1 + cell.row_span, cell.column + 1 : cell.column + 1 + cell.column_span] = index
    owner[-1, :], owner[:, -1] = -1, -1
    x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    found: Ints = owner[np.searchsorted(grid.rows, y), np.searchsorted(grid.columns, x)]
    return found
