"""A read file: its text, and where every stretch of that text stands.

`Document.text` is the reading order. Paragraphs and table rows end with a newline, cells of a row are parted by a tab, lines that
a page merely wrapped are joined. What does not belong to the reading order (running headers and footers, page numbers, notes,
hidden text) follows the body, in places whose `part` says so: a sentence that goes on over a page break is contiguous.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin at the top left of the page as displayed."""

BODY = "body"
PARTS = (BODY, "contents", "header", "footer", "footnote", "endnote", "textbox", "comment", "hidden")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch of `Document.text`, in code points. The only position passed between modules."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def meets(self, other: "Span") -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Place:
    """What a reader knows of one stretch. All numbers count from 1; None where the format has no such thing.

    A paragraph may be several places (one a printed line, all with the same `paragraph`); a table cell is one place or several
    with the same table, row and column. `edges` are the x positions of the characters of the span (length + 1 values), where
    the reader knows them; their y positions where the line runs up or down the page (`sideways`). `level` is the heading level the format itself gives (1 is the highest).
    """

    span: Span
    part: str = BODY
    page: int | None = None
    box: Box | None = None
    edges: Sequence[float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    level: int | None = None
    path: tuple[str, ...] = ()
    sideways: bool = False

    def cut(self, span: Span) -> "Place":
        """The part of this place inside `span`, its box narrowed where `edges` are known."""
        start, end = max(span.start, self.span.start), min(span.end, self.span.end)
        if self.box is None or self.edges is None:
            return replace(self, span=Span(start, end), edges=None, sideways=False)
        low, high = sorted((self.edges[start - self.span.start], self.edges[end - self.span.start]))
        x0, top, x1, bottom = self.box
        box = (x0, low, x1, high) if self.sideways else (low, top, high, bottom)
        return replace(self, span=Span(start, end), box=box, edges=None, sideways=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader could not give: `code` is a stable English key, `message` Chinese."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. `places` are sorted by span and do not overlap; between them stand only separators."""

    source: str
    digest: str
    format: str
    text: str
    places: tuple[Place, ...]
    notices: tuple[Notice, ...] = ()
    pages: int | None = None
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(place.span.start for place in self.places))

    def places_in(self, span: Span) -> list[Place]:
        """The places that `span` touches, each cut to it, in order."""
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        found = []
        while index < len(self.places) and self.places[index].span.start < span.end:
            if self.places[index].span.meets(span):
                found.append(self.places[index].cut(span))
            index += 1
        return found

    def place(self, span: Span) -> Place:
        """Where `span` begins; the box covers the lines of that page and cell that `span` touches."""
        parts = self.places_in(span)
        if not parts:
            return Place(span)
        first = parts[0]
        boxes = [p.box for p in parts if p.page == first.page and p.box is not None]
        return replace(first, span=span, box=union(boxes), edges=None)


def union(boxes: Sequence[Box]) -> Box | None:
    """The smallest box that holds all of `boxes`; None for none."""
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes)
    return (min(left), min(top), max(right), max(bottom))
