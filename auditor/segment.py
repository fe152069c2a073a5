"""Document -> Clauses: sentences, list items and table rows, each with what surrounds it.

A paragraph is cut at 。；！？ and before list markers; a table row that is short is one clause (`label|rule|points`), the sentences
of a long cell are clauses of their own that know the row's label and the column heads. Clauses never overlap and leave out only
white space, running headers, contents pages and hidden text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from auditor.chapters import Chapter, chapter_of, listed
from auditor.clause import Clause, Row
from auditor.document import BODY, Document, Place, Span
from auditor.normalise import Normalised, normalise
from auditor.outline import NONE, Number, Outline, number_of
from auditor.roles import role_of

SHORT_ROW = 160
SHORT_CELL = 40
LONG = 2000
"""Characters of one clause at most: what a pattern costs grows with it, and no drafter writes such a sentence."""
_PARTS = (BODY, "textbox", "footnote", "endnote", "comment")
_NOTES = ("footnote", "endnote", "comment")
"""They stand behind the text: what holds for them is the chapter of their page, not the last one."""
_LEADERS = re.compile(r"[.…·_]{3,}\d{1,4}$")
_ENDS = re.compile(
    r"[。；！？（①-⑳\d](?:(?<=[。；！？])[。；！？]*[\"'）】]*|(?<=[①-⑳])|(?<=[，：。；）\w]（)(?<![二三四五六七八九十百拾佰]（)(?=\d{1,2}）[^，。；）])"
    r"|(?<=：（)(?=[一二三四五六七八九十]+）)|(?<=[。；：，]\d)(?=\d?(?:\.\d{1,2})*[、.．][^\d]))"
)
"""An end mark with what closes behind it, or the first character of a list marker; one leading class, so that it is found fast."""
_MARKS = "。；！？"


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or one cell or row of a table, normalised."""

    places: tuple[Place, ...]
    span: Span
    norm: Normalised

    @property
    def first(self) -> Place:
        return self.places[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is taken as given about every clause: its role, and the headings above all others."""

    role: str | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the clauses of one paragraph, row or cell share."""

    norm: Normalised
    path: tuple[str, ...]
    role: str | None
    lead_in: str = ""
    row: Row | None = None

    def sentences(self, stretch: tuple[int, int], number: Number) -> Iterator[Clause]:
        """The clauses of a paragraph or long cell that begins with `number`; a list inside it has a lead-in of its own."""
        text, governing = self.norm.text, ""
        block = text[stretch[0] : stretch[1]]
        for start, end in _cuts(text, *stretch):
            piece = text[start:end]
            own = number_of(piece) if start > stretch[0] else number
            if governing and not own.style:
                governing = ""
            yield self.clause((start, end), own, block, governing)
            if piece.endswith("："):
                governing = piece[-160:]

    def clause(self, stretch: tuple[int, int], number: Number, block: str, governing: str = "") -> Clause:
        """One clause; `block` is all of the paragraph or cell, `governing` the lead-in inside it."""
        start, end = stretch
        text, offsets = self.norm.text[start:end], self.norm.offsets[start:end]
        return Clause(
            span=Span(offsets[0], offsets[-1] + 1),
            text=text,
            offsets=offsets,
            role=self.role or role_of(text, self.path, _heads(self.row)),
            number=number.text,
            path=self.path,
            lead_in="\n".join(filter(None, (self.lead_in, governing))) if governing else self.lead_in,
            row=self.row,
            starred=number.starred or "★" in text[:12],
            block=block,
        )


def _heads(row: Row | None) -> tuple[str, ...]:
    if row is None:
        return ()
    return (*row.header, row.label) if row.label else row.header


def segment(document: Document, *, role: str | None = None, path: Sequence[str] = ()) -> tuple[Clause, ...]:
    """The clauses of `document` in reading order. `role` and `path`, when given, are taken as known (loose clauses)."""
    known, contents = _Known(role, tuple(path)), _contents(document)
    outline = Outline(contents)
    tables: dict[int, _Table] = {}
    pages: dict[int | None, tuple[str, ...]] = {}
    clauses: list[Clause] = []
    blocks = [block for block in _blocks(document) if not _LEADERS.search(block.norm.text)]
    lists = listed(["" if block.first.table else block.norm.text for block in blocks], contents)
    for index, block in enumerate(blocks):
        table = block.first.table
        if block.first.part in _NOTES:
            clauses += _aside(block, pages.get(block.first.page, ()), known)
            continue
        if index in lists:
            clauses += _aside(block, outline.path(), known)
        elif table is None:
            clauses += _paragraph(block, outline, known)
        else:
            clauses += _row(block, tables.setdefault(table, _Table()), outline, known)
        if block.first.page:
            pages[block.first.page] = outline.path()
    return tuple(clauses)


def _contents(document: Document) -> frozenset[Chapter]:
    """The parts and chapters that the contents page names."""
    entries = (normalise(document.text[p.span.start : p.span.end]).text for p in document.places if p.part == "contents")
    return frozenset(filter(None, map(chapter_of, entries)))


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


def _paragraph(block: _Block, outline: Outline, known: _Known) -> Iterator[Clause]:
    text, level = block.norm.text, block.first.level
    number = number_of(text)
    outline.enter(text, number, level)
    frame = _Frame(block.norm, (*known.path, *outline.path()), known.role, outline.lead_in())
    yield from frame.sentences((0, len(text)), number)
    outline.leave(text, number, level)


def _aside(block: _Block, path: tuple[str, ...], known: _Known) -> Iterator[Clause]:
    """A line that lists chapters, or a note behind the text: it neither opens nor closes anything."""
    return _Frame(block.norm, (*known.path, *path), known.role).sentences((0, len(block.norm.text)), NONE)


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
        end = bisect_left(offsets, places[-1].span.end, at)
        start = at
        while start < end and block.norm.text[start] == "|":
            start += 1
        found.append((places[0], (start, end), block.norm.text[start:end].strip("|")))
        at = end
    return found


def _row(block: _Block, table: _Table, outline: Outline, known: _Known) -> Iterator[Clause]:
    cells = _cells(block)
    outline.lead_ins.clear()
    above = table.labels(block.first.row or 0)
    table.learn(block, [(place, text) for place, _, text in cells])
    whole = _Frame(block.norm, (*known.path, *outline.path()), known.role, row=Row(table.header, "|".join(above)))
    if len(block.norm.text) <= SHORT_ROW:
        yield from _whole(whole)
        return
    labels = [*above, *(text for _, _, text in cells if 0 < len(text) <= SHORT_CELL)]
    long = replace(whole, row=Row(table.header, "|".join(labels)))
    for _, stretch, cell in cells:
        if len(cell) > SHORT_CELL:
            yield from long.sentences(stretch, number_of(cell))
        elif cell:
            yield whole.clause(stretch, NONE, cell)


def _whole(frame: _Frame) -> Iterator[Clause]:
    text = frame.norm.text
    start, end = len(text) - len(text.lstrip("|")), len(text.rstrip("|"))
    if start < end:
        yield frame.clause((start, end), number_of(text[start:end]), text)


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentence stretches of text[start:end]; a bracket that is open keeps a sentence together, up to LONG characters."""
    at = start
    for match in _ENDS.finditer(text, start, end):
        cut = match.end() if text[match.start()] in _MARKS else match.start()
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
