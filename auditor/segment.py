"""Document -> Clauses: sentences, list items and table rows, each with what surrounds it.

A paragraph is cut at 。；！？ and before list markers; a table row that is short is one clause (`label|rule|points`), the sentences
of a long cell are clauses of their own that know the row's label and the column heads. Clauses never overlap and leave out only
white space, running headers, contents pages and hidden text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.clause import Clause, Row
from auditor.document import BODY, Document, Place, Span
from auditor.normalise import Normalised, normalise
from auditor.outline import Number, Outline, number_of
from auditor.roles import role_of

SHORT_ROW = 160
SHORT_CELL = 40
LONG = 2000
"""Characters of one clause at most: what a pattern costs grows with it, and no drafter writes such a sentence."""
_PARTS = (BODY, "textbox", "footnote", "endnote", "comment")
_LEADERS = re.compile(r"[.…·_]{3,}\d{1,4}$")
_ENDS = re.compile(
    r"[。；！？]+[\"'）】]*"
    r"|(?<=[，：。；）\w])(?=（\d{1,2}）[^，。；）])|(?=[①-⑳])|(?<=[。；：，])(?=\d{1,2}(?:\.\d{1,2})*[、.．][^\d])|(?<=：)(?=（[一二三四五六七八九十]+）)"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or one cell or row of a table, normalised."""

    places: tuple[Place, ...]
    span: Span
    norm: Normalised

    @property
    def first(self) -> Place:
        return self.places[0]


def segment(document: Document, *, role: str | None = None, path: Sequence[str] = ()) -> tuple[Clause, ...]:
    """The clauses of `document` in reading order. `role` and `path`, when given, are taken as known (loose clauses)."""
    outline = Outline()
    tables: dict[int, _Table] = {}
    clauses: list[Clause] = []
    for block in _blocks(document):
        if _LEADERS.search(block.norm.text):
            continue
        table = block.first.table
        if table is None:
            clauses += _paragraph(block, outline, role, tuple(path))
        else:
            clauses += _row(block, tables.setdefault(table, _Table()), outline, role, tuple(path))
    return tuple(clauses)


def _key(place: Place) -> tuple[object, ...]:
    if place.table is not None:
        return ("row", place.table, place.row)
    return ("paragraph", place.part, place.paragraph if place.paragraph is not None else place.span.start)


def _blocks(document: Document) -> Iterator[_Block]:
    wanted = (p for p in document.places if p.part in _PARTS and len(p.span))
    for _, group in groupby(wanted, key=_key):
        places = tuple(group)
        span = Span(places[0].span.start, places[-1].span.end)
        norm = normalise(document.text[span.start : span.end], span.start)
        if norm.text.strip("|_"):
            yield _Block(places, span, norm)


def _paragraph(block: _Block, outline: Outline, role: str | None, path: tuple[str, ...]) -> Iterator[Clause]:
    text, level = block.norm.text, block.first.level
    number = number_of(text)
    outline.enter(text, number, level)
    yield from _sentences(block.norm, (0, len(text)), number, (*path, *outline.path()), outline.lead_in(), None, role)
    outline.leave(text, number, level)


class _Table:
    """What the rows above have said: column heads, and labels merged over the coming rows."""

    __slots__ = ("header", "merged")

    def __init__(self) -> None:
        self.header: tuple[str, ...] = ()
        self.merged: list[tuple[int, str]] = []

    def labels(self, row: int) -> list[str]:
        return [text for last, text in self.merged if row <= last]

    def learn(self, block: _Block, cells: Sequence[tuple[Place, str]]) -> None:
        row = block.first.row or 0
        if row <= 1 and len(cells) > 1 and all(len(text) <= 20 for _, text in cells):
            self.header = tuple(text for _, text in cells)
        self.merged += [(row + place.row_span - 1, text) for place, text in cells if place.row_span > 1 and len(text) <= SHORT_CELL]


def _cells(block: _Block) -> list[tuple[Place, tuple[int, int], str]]:
    """Each cell of the row: its place and its stretch of the normalised text."""
    found, offsets = [], block.norm.offsets
    at = 0
    for _, group in groupby(block.places, key=lambda p: p.column):
        places = tuple(group)
        end = at
        while end < len(offsets) and offsets[end] < places[-1].span.end:
            end += 1
        start = at
        while start < end and block.norm.text[start] == "|":
            start += 1
        found.append((places[0], (start, end), block.norm.text[start:end].strip("|")))
        at = end
    return found


def _row(block: _Block, table: _Table, outline: Outline, role: str | None, path: tuple[str, ...]) -> Iterator[Clause]:
    cells = _cells(block)
    outline.lead_ins.clear()
    above = table.labels(block.first.row or 0)
    table.learn(block, [(place, text) for place, _, text in cells])
    labels = [*above, *(text for _, _, text in cells if 0 < len(text) <= SHORT_CELL)]
    full, text = (*path, *outline.path()), block.norm.text
    if len(text) <= SHORT_ROW:
        row = Row(table.header, "|".join(above))
        yield from _whole(block.norm, full, row, role)
        return
    row = Row(table.header, "|".join(labels))
    short = Row(table.header, "|".join(above))
    for _, stretch, cell in cells:
        if len(cell) > SHORT_CELL:
            yield from _sentences(block.norm, stretch, number_of(cell), full, "", row, role)
        elif cell:
            yield _clause(block.norm, stretch, Number("", "", False), full, "", short, role, cell)


def _whole(norm: Normalised, path: tuple[str, ...], row: Row, role: str | None) -> Iterator[Clause]:
    start = len(norm.text) - len(norm.text.lstrip("|"))
    end = len(norm.text.rstrip("|"))
    if start < end:
        yield _clause(norm, (start, end), number_of(norm.text[start:end]), path, "", row, role, norm.text)


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence stretches of text[start:end]; a bracket that is open keeps a sentence together, up to LONG characters."""
    at = start
    for match in _ENDS.finditer(text, start, end):
        cut = match.end()
        if at < cut < end and text.count("（", at, cut) <= text.count("）", at, cut):
            yield from _pieces(text, at, cut)
            at = cut
    if at < end:
        yield from _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """text[start:end] in stretches of at most LONG characters, cut behind a comma where there is one."""
    while end - start > LONG:
        comma = max(text.rfind(mark, start, start + LONG) for mark in "，、|") + 1
        cut = comma if comma > start else start + LONG
        yield start, cut
        start = cut
    yield start, end


def _sentences(
    norm: Normalised,
    stretch: tuple[int, int],
    number: Number,
    path: tuple[str, ...],
    lead_in: str,
    row: Row | None,
    role: str | None,
) -> Iterator[Clause]:
    text, governing = norm.text, ""
    block = text[stretch[0] : stretch[1]]
    for start, end in _cuts(text, *stretch):
        piece = text[start:end]
        own = number_of(piece) if start > stretch[0] else number
        if governing and not own.style:
            governing = ""
        lead = "\n".join(filter(None, (lead_in, governing)))
        yield _clause(norm, (start, end), own, path, lead, row, role, block)
        if piece.endswith("："):
            governing = piece[-160:]


def _clause(
    norm: Normalised,
    stretch: tuple[int, int],
    number: Number,
    path: tuple[str, ...],
    lead_in: str,
    row: Row | None,
    role: str | None,
    block: str,
) -> Clause:
    start, end = stretch
    text, offsets = norm.text[start:end], norm.offsets[start:end]
    header = row.header if row else ()
    label = (row.label,) if row and row.label else ()
    return Clause(
        span=Span(offsets[0], offsets[-1] + 1),
        text=text,
        offsets=offsets,
        role=role or role_of(text, path, (*header, *label)),
        number=number.text,
        path=path,
        lead_in=lead_in,
        row=row,
        starred=number.starred or "★" in text[:12],
        block=block,
    )
