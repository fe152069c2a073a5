"""Text and places growing together, so that no reader counts offsets by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.document import BODY, Document, Notice, Place, Span
from auditor.errors import LimitExceeded
from auditor.readers._limits import LIMITS
from auditor.readers._symbols import glyph

# What no editor shows and no sentence needs; a lone surrogate could not even be written to a report.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")

# Characters of symbol fonts that lost their font: most are ticks.
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def tidy(text: str) -> str:
    """`text` on one or more lines, each without outer white space, blank lines and unprintable characters left out."""
    if _PRIVATE.search(text):
        text = _PRIVATE.sub(lambda match: glyph(None, ord(match[0])) or match[0], text)
    lines = (line.strip() for line in _UNPRINTABLE.sub("", text.replace("\t", " ")).splitlines())
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, the grid column it begins in (from 1) and how far it reaches."""

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1


class Draft:
    """Grows a Document from its start to its end; raises LimitExceeded when it becomes too long."""

    def __init__(self, *, characters: int = LIMITS.characters) -> None:
        self.notices: list[Notice] = []
        self._parts: list[str] = []
        self._places: list[Place] = []
        self._at = 0
        self._room = characters
        self._paragraphs = 0
        self._tables = 0

    def put(self, text: str, **where: Any) -> None:
        """Appends `text`; where something is said of its place, it has one."""
        if not text:
            return
        start, self._at = self._at, self._at + len(text)
        if self._at > self._room:
            raise LimitExceeded(f"文件文字超过 {self._room // 10_000} 万字，请拆分后再审查")
        self._parts.append(text)
        if where:
            self._places.append(Place(Span(start, self._at), **where))

    def paragraph(self, *lines: str, level: int | None = None, part: str = BODY, **where: Any) -> None:
        """One paragraph of one or several printed lines, joined without a break."""
        lines = tuple(line for line in map(tidy, lines) if line)
        if not lines:
            return
        self._paragraphs += 1
        for index, line in enumerate(lines):
            if index and lines[index - 1][-1].isascii() and line[0].isascii():
                self.put(" ")  # a wrapped Latin word needs its space back; Chinese does not
            self.put(line, part=part, paragraph=self._paragraphs, level=level, **where)
        self.put("\n")

    def table(self) -> int:
        """Begins a table; returns its number."""
        self._tables += 1
        return self._tables

    def row(self, table: int, row: int, cells: Iterable[Cell], *, part: str = BODY, **where: Any) -> None:
        """One row; a row without any text leaves nothing behind."""
        read = [(tidy(cell.text), cell) for cell in cells]
        if not any(text for text, _ in read):
            return
        for index, (text, cell) in enumerate(read):
            self.put("\t" if index else "")
            spans = {"row_span": cell.row_span, "column_span": cell.column_span}
            self.put(text, part=part, table=table, row=row, column=cell.column, **spans, **where)
        self.put("\n")

    def notice(self, code: str, message: str, *, page: int | None = None) -> None:
        """Keeps what could not be given; the same notice once."""
        notice = Notice(code, message, page)
        if notice not in self.notices:
            self.notices.append(notice)

    @property
    def blank(self) -> bool:
        """True while no text was put."""
        return not self._places

    def document(self, path: Path, kind: str, *, pages: int | None = None) -> Document:
        """The finished Document; its digest is filled in by `read_file`."""
        return Document(str(path), "", kind, "".join(self._parts), tuple(self._places), tuple(self.notices), pages)
