"""The text as it grows: paragraphs, and rows whose separators (`_gap`) are put down only when text follows."""

from dataclasses import dataclass, replace

from auditor.document import BODY, Document, Place, Span
from auditor.readers._draft import Draft
from auditor.readers._embedded import moved
from auditor.readers.docx.tables import Slot


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is being written: its table, its row, and its slot in the grid."""

    table: int
    row: int
    slot: Slot


class Sheet(Draft):
    """A Draft that knows cells inside cells; `size` counts the characters of its paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.size = 0
        self._gap = ""
        self._depth = 0

    def line(self, text: str, part: str, paragraph: int | None, level: int | None, cell: Cell | None) -> None:
        """One paragraph, alone on its line or inside `cell`."""
        self.put(self._gap + text)
        self._gap = ""
        self.size += len(text)
        span = Span(self._at - len(text), self._at)
        if cell is None:
            self._places.append(Place(span, part, paragraph=paragraph, level=level))
        else:
            slot, where = cell.slot, (cell.table, cell.row)
            self._places.append(Place(span, part, None, None, None, paragraph, *where, slot.column, slot.rows, slot.columns, level))
        self._end_line()

    def quote(self, document: Document, part: str | None, cell: Cell | None) -> None:
        """The words of another file, its body as `part` (None: as it stands), its tables numbered after ours.

        Its pages, boxes and paragraph numbers mean nothing here; inside a cell of ours its tables are lines.
        """
        for notice in document.notices:
            self.notice(notice.code, f"内嵌的文件：{notice.message}")
        if self._depth:
            for place in document.places:
                self.line(document.text[place.span.start : place.span.end], part or place.part, None, None, cell)
            return
        at, tables = self._at + len(self._gap), self._tables
        self.put(self._gap + document.text.rstrip("\n") + "\n")
        self._gap = ""
        self.size += len(document.text)
        for place in document.places:
            own = moved(place, at, tables)
            self._tables = max(self._tables, own.table or 0)
            self._places.append(replace(own, part=part) if part and place.part == BODY else own)

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
            self.put(self._gap)
            self._gap = ""
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
        """Inside a cell a line break only parts what stands in it."""
        if self._depth:
            self._gap = "\n"
        else:
            self.put("\n")
