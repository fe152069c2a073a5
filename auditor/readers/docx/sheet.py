"""The text as it grows: paragraphs, and rows whose separators are put down only when text follows."""

from dataclasses import dataclass

from auditor.document import Place, Span
from auditor.readers._draft import Draft
from auditor.readers.docx.tables import Slot

_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is being written: its table, its row, and its slot in the grid."""

    table: int
    row: int
    slot: Slot


class Sheet:
    """Puts paragraphs into a Draft; `size` counts their characters. `gap` holds the separators that wait for the next text."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.size = 0
        self._gap = ""
        self._depth = 0

    def open_table(self) -> int:
        """Begins a table; returns its number."""
        return self._draft.table()

    def paragraph(self, text: str, part: str, ordinal: int | None, level: int | None, cell: Cell | None) -> None:
        """One paragraph, alone on its line or inside `cell`."""
        if cell is None:
            place = Place(_NOWHERE, part=part, paragraph=ordinal, level=level)
        else:
            slot = cell.slot
            place = Place(
                _NOWHERE, part=part, paragraph=ordinal, level=level, table=cell.table, row=cell.row, column=slot.column,
                row_span=slot.rows, column_span=slot.columns,
            )
        self._flush()
        self._draft.put(text, place)
        self.size += len(text)
        self._end_line()

    def open_row(self) -> tuple[int, str]:
        """Begins a row; hand the result to close_row."""
        self._depth += 1
        return self.size, self._gap

    def close_row(self, opened: tuple[int, str]) -> None:
        """Ends the row's line; a row without any text leaves nothing behind."""
        self._depth -= 1
        size, gap = opened
        if size == self.size:
            self._gap = gap
        else:
            self._flush()
            self._end_line()

    def open_cell(self, *, first: bool) -> int:
        """Begins a cell; hand the result to close_cell."""
        if not first:
            self._gap += "\t"
        return self.size

    def close_cell(self, opened: int) -> None:
        """Ends a cell: after its last paragraph comes no line break of its own."""
        if opened != self.size:
            self._gap = ""

    def _end_line(self) -> None:
        if self._depth:
            self._gap = "\n"
        else:
            self._draft.put("\n")

    def _flush(self) -> None:
        if self._gap:
            self._draft.put(self._gap)
            self._gap = ""
