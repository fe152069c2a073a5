"""Where the cells of a table stand when some reach over several rows or columns."""

from dataclasses import dataclass, field

from auditor.document import BODY
from auditor.readers._draft import Cell, Draft

COLUMNS = 200
"""No readable table is wider; a larger colspan is cut, so that cost does not depend on it."""


@dataclass(slots=True)
class Box:
    """One cell; `column` counts from 1."""

    column: int
    row_span: int
    column_span: int
    text: str = ""


@dataclass(slots=True)
class Grid:
    """Filled cell by cell. `_until` tells for each column the first row that is free again."""

    rows: list[list[Box]] = field(default_factory=list)
    _until: dict[int, int] = field(default_factory=dict)
    _cell: Box | None = None
    _before: str = ""

    def next_row(self) -> None:
        """A row begins."""
        self.rows.append([])

    def open(self, row_span: int, column_span: int) -> None:
        """A cell begins, in the first column that no cell above reaches into."""
        if not self.rows:
            self.next_row()
        row = self.rows[-1]
        column = row[-1].column + row[-1].column_span if row else 1
        while self._until.get(column, 0) >= len(self.rows) and column <= COLUMNS:
            column += 1
        column_span = max(1, min(column_span, COLUMNS - column + 1))
        self._cell = Box(column, row_span, column_span)
        row.append(self._cell)
        if row_span > 1:
            self._until.update(dict.fromkeys(range(column, column + column_span), len(self.rows) + row_span - 1))

    def say(self, text: str) -> None:
        """One line of the open cell; words outside any cell (a caption) become a row of their own."""
        if not text.strip():
            return
        if self._cell is None:
            self.rows.append([Box(1, 1, 1, text)])
        else:
            self._cell.text += ("\n" if self._cell.text else "") + text

    def close(self) -> None:
        """The open cell ends."""
        self._cell = None

    @property
    def single(self) -> bool:
        """True when no row has more than one cell with words."""
        return all(sum(bool(cell.text.strip()) for cell in row) <= 1 for row in self.rows)

    def write(self, draft: Draft, *, part: str = BODY) -> None:
        """Puts the rows into `draft`, or paragraphs where there is a single column."""
        if self.single:
            for cell in (cell for row in self.rows for cell in row):
                for line in cell.text.split("\n"):
                    draft.paragraph(line, part=part)
            return
        table = draft.table()
        for number, row in enumerate(self.rows, 1):
            draft.row(table, number, (Cell(c.text, c.column, c.row_span, c.column_span) for c in row), part=part)
