"""The grid of a table: where each cell begins and how far it reaches. The cost does not depend on what a span claims."""

from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from auditor.readers.docx import names as n
from auditor.readers.docx.marks import NONE, Marks, unwrap

WIDEST: Final = 1000
"""Columns that a span may claim; Word itself knows 63."""


@dataclass(slots=True)
class Slot:
    """A cell: its first grid column (from 1), how many columns and rows it covers.

    `covered` when a cell above or to the left shows in its stead.
    """

    element: _Element
    column: int
    columns: int = 1
    rows: int = 1
    covered: bool = False


def grid(table: _Element, marks: Marks) -> list[tuple[_Element, list[Slot]]]:
    """The rows of `table` with their cells; deleted rows are left out."""
    rows: list[tuple[_Element, list[Slot]]] = []
    open_merges: dict[int, Slot] = {}
    for row in unwrap(table, n.TR):
        if n.DEL in marks.own.get(row, NONE):
            continue
        slots = _row(row, marks)
        open_merges = _merge(slots, marks, open_merges)
        rows.append((row, slots))
    return rows


def _row(row: _Element, marks: Marks) -> list[Slot]:
    before = marks.own.get(row, NONE).get(n.GRID_BEFORE)
    column, slots = 1 + (0 if before is None else _span(before)), list[Slot]()
    for cell in unwrap(row, n.TC):
        own = marks.own.get(cell, NONE)
        width = _span(own[n.GRID_SPAN]) if n.GRID_SPAN in own else 1
        slot = Slot(cell, column, width)
        if n.H_MERGE in own and own[n.H_MERGE].get(n.VAL) != "restart" and slots:
            first = next(s for s in reversed(slots) if not s.covered)
            first.columns, slot.covered = column + width - first.column, True
        slots.append(slot)
        column += width
    return slots


def _merge(slots: list[Slot], marks: Marks, above: dict[int, Slot]) -> dict[int, Slot]:
    """Lets cells above grow over the continued cells of this row; returns the merges that are open below it, by column."""
    below = {}
    for slot in slots:
        merge = marks.own.get(slot.element, NONE).get(n.V_MERGE)
        if merge is None or slot.covered:
            continue
        start = above.get(slot.column) if merge.get(n.VAL, "continue") == "continue" else None
        if start is not None:
            start.rows, slot.covered = start.rows + 1, True
        below[slot.column] = start or slot
    return below


def _span(element: _Element) -> int:
    claimed = n.number(element.get(n.VAL))
    return 1 if claimed is None else min(max(claimed, 0 if element.tag == n.GRID_BEFORE else 1), WIDEST)
