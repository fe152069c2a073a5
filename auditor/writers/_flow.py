"""A document's text as blocks to lay out: paragraphs and tables, cut where findings begin and end."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from auditor.document import BODY, Document, Place, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text inside the same findings: `inside` all their numbers, `begins` and `ends` those that start or end here."""

    text: str
    inside: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """`page` is set on the first cell of a page inside a table."""

    pieces: tuple[Piece, ...]
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`pieces`) or, where `rows` is given, a table.

    `page` is set on the first block of a page, `part` on the first of a part.
    """

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    level: int | None = None
    page: int | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class _Marks:
    """The findings' spans by start, and the longest of them: what may reach into a block."""

    spans: tuple[tuple[Span, int], ...]
    starts: tuple[int, ...]
    longest: int

    def meeting(self, span: Span) -> list[tuple[Span, int]]:
        first = bisect_left(self.starts, span.start - self.longest)
        last = bisect_left(self.starts, span.end)
        return [pair for pair in self.spans[first:last] if pair[0].meets(span)]


def blocks(document: Document, spans: Sequence[Span], limit: int) -> Iterator[Block]:
    """The blocks of `document` up to `limit` characters; finding n (counted from 1) stands at `spans[n - 1]`."""
    pairs = tuple(sorted((_trimmed(document, span), n) for n, span in enumerate(spans, 1)))
    marks = _Marks(pairs, tuple(s.start for s, _ in pairs), max((len(s) for s, _ in pairs), default=0))
    shown = (place for place in document.places if place.span.start < limit)
    page, part = None, BODY
    for _, group in groupby(shown, _unit):
        places = list(group)
        first = places[0]
        new_page = first.page if first.page != page else None
        new_part = first.part if first.part != part else None
        page, part = places[-1].page, first.part
        yield _block(document, places, marks, new_page, new_part)


def _trimmed(document: Document, span: Span) -> Span:
    """`span` without separators at its ends, so that it begins and ends inside a block."""
    places = document.places_in(span)
    return Span(places[0].span.start, places[-1].span.end) if places else span


def _unit(place: Place) -> tuple[object, ...]:
    if place.table is not None:
        return (place.part, "table", place.table)
    alone = place.span.start if place.paragraph is None else None
    return (place.part, "paragraph", place.paragraph, alone)


def _block(document: Document, places: list[Place], marks: _Marks, page: int | None, part: str | None) -> Block:
    if places[0].table is None:
        return Block(_pieces(document, places, marks), level=places[0].level, page=page, part=part)
    return Block(rows=tuple(_rows(document, places, marks)), page=page, part=part)


def _rows(document: Document, places: list[Place], marks: _Marks) -> Iterator[tuple[Cell, ...]]:
    page = places[0].page
    for _, row in groupby(places, lambda p: p.row):
        cells = []
        for _, cell in groupby(row, lambda p: p.column):
            cells.append(_cell(document, list(cell), marks, page))
            page = cells[-1].page or page
        yield tuple(cells)


def _cell(document: Document, places: list[Place], marks: _Marks, page: int | None) -> Cell:
    # A hostile file may claim a cell over a million columns; browsers stop at 1000 anyway.
    first = places[0]
    turned = first.page if (first.page or 0) > (page or 0) else None
    return Cell(_pieces(document, places, marks), min(first.row_span, 1000), min(first.column_span, 100), turned)


def _pieces(document: Document, places: list[Place], marks: _Marks) -> tuple[Piece, ...]:
    span = Span(places[0].span.start, places[-1].span.end)
    met = marks.meeting(span)
    edges = {span.start, span.end}
    for mark, _ in met:
        edges |= {max(mark.start, span.start), min(mark.end, span.end)}
    cuts = sorted(edges)
    return tuple(_piece(document.text, Span(start, end), met) for start, end in pairwise(cuts))


def _piece(text: str, span: Span, met: list[tuple[Span, int]]) -> Piece:
    over = [(mark, n) for mark, n in met if mark.meets(span)]
    return Piece(
        text[span.start : span.end],
        tuple(n for _, n in over),
        tuple(n for mark, n in over if mark.start == span.start),
        tuple(n for mark, n in over if mark.end == span.end),
    )
