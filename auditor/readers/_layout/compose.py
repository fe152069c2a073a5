"""Pages -> the text of a Document and the place of every line in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from auditor.document import BODY, Place, Span
from auditor.readers._layout.glyphs import unturned, unturned_edges
from auditor.readers._layout.joins import join_tables
from auditor.readers._layout.lines import Line
from auditor.readers._layout.margins import Margins, text_edges
from auditor.readers._layout.pages import Entry, Page, Table
from auditor.readers._layout.paragraphs import Paragraph, find_paragraphs, gap, inner, is_entry

CONTENTS = re.compile(r"目\s*[录次]")

Block = Paragraph | Table


@dataclass(slots=True)
class Written:
    """Text under construction; `length` is that of `parts` joined, `tables` the number of tables so far."""

    pages: dict[int, Page]
    parts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    length: int = 0
    tables: int = 0

    def separator(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line(self, line: Line, place: Place) -> None:
        span, page = Span(self.length, self.length + len(line.text)), self.pages[line.page]
        box = unturned(line.box, page.turned, page.width, page.height)
        edges = unturned_edges(line.edges, page.turned, page.width)
        where = (place.table, place.row, place.column, place.row_span, place.column_span)
        self.places.append(Place(span, place.part, line.page, box, edges, place.paragraph, *where, sideways=page.turned % 2 == 1))
        self.separator(line.text)

    def paragraph(self, paragraph: Paragraph, place: Place) -> None:
        before = ""
        for line in paragraph.lines:
            if before:
                self.separator(gap(before, line.text))
            self.line(line, place)
            before = line.text


def compose(margins: Margins) -> tuple[str, tuple[Place, ...]]:
    """Body first, then what ran in the margins."""
    written, number = Written({page.number: page for page in margins.pages}), 0
    none, headers = Span(0, 0), list(margins.headers)
    for block in blocks(margins.pages):
        if isinstance(block, Table):
            _write_table(written, block)
            headers += block.repeated
        else:
            number += 1
            written.paragraph(block, Place(none, part=_part(block), paragraph=number))
            written.separator("\n")
    aside = [line for page in margins.pages for line in page.aside]
    headers.sort(key=lambda line: line.page)
    notes = find_paragraphs(margins.notes, text_edges(margins.pages))
    hidden = find_paragraphs([line for page in margins.pages for line in page.hidden], text_edges(margins.pages))
    rest = {"textbox": _each(aside), "footnote": notes, "header": _each(headers), "footer": _each(margins.footers)}
    rest["hidden"] = hidden
    for part, paragraphs in rest.items():
        for paragraph in paragraphs:
            number += 1
            written.paragraph(paragraph, Place(none, part=part, paragraph=number))
            written.separator("\n")
    return "".join(written.parts), tuple(written.places)


def _each(lines: Sequence[Line]) -> list[Paragraph]:
    return [Paragraph((line,)) for line in lines]


def blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Paragraphs and tables in reading order; a paragraph goes on over a page break."""
    edges = text_edges(pages)
    lines: list[Line] = []
    for item in join_tables(_items(pages)):
        if isinstance(item, Line):
            lines.append(item)
            continue
        yield from find_paragraphs(lines, edges)
        lines = []
        yield item
    yield from find_paragraphs(lines, edges)


def _items(pages: Sequence[Page]) -> Iterator[Line | Table]:
    """Lines and tables; a table comes before the first line that stands below its top."""
    for page in pages:
        tables = list(page.tables)
        for line in page.lines:
            while tables and tables[0].top < line.middle and (line.within is None or tables[0].columns[0] < line.within[1]):
                yield tables.pop(0)
            yield line
        yield from tables


def _part(paragraph: Paragraph) -> str:
    last = paragraph.lines[-1].text
    return "contents" if is_entry(last) or CONTENTS.fullmatch(last) else BODY


def _write_table(written: Written, table: Table) -> None:
    written.tables += 1
    number = written.tables
    for row, entries in enumerate(table.rows, start=1):
        if not any(part.lines or part.inner for entry in entries for part in entry.parts):
            continue
        for index, entry in enumerate(entries):
            if index:
                written.separator("\t")
            _write_entry(written, entry, number, row)
        written.separator("\n")


def _write_entry(written: Written, entry: Entry, table: int, row: int) -> None:
    """The paragraphs of a cell, and where they stand the tables inside of it."""
    reach = (entry.row_span, entry.column_span)
    place = Place(Span(0, 0), table=table, row=row, column=entry.column + 1, row_span=reach[0], column_span=reach[1])
    edges = {part.page: inner(part.lines, part.box) for part in entry.parts}
    for index, content in enumerate(_contents(entry)):
        if isinstance(content, Table):
            if index:
                written.separator("\n")
            _write_table(written, content)
            continue
        for at, paragraph in enumerate(find_paragraphs(content, edges)):
            if at:
                written.separator("\n")
            written.paragraph(paragraph, place)


def _contents(entry: Entry) -> Iterator[list[Line] | Table]:
    """The lines of a cell up to each table inside of it, the table, the lines after it."""
    lines: list[Line] = []
    for part in entry.parts:
        tables = list(part.inner)
        for line in part.lines:
            while tables and tables[0].top < line.middle:
                if lines:
                    yield lines
                yield tables.pop(0)
                lines = []
            lines.append(line)
        if tables and lines:
            yield lines
            lines = []
        yield from tables
    if lines:
        yield lines
