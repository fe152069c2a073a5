"""Running headers, footers and page numbers, found by what repeats from page to page; and the edges of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from auditor.readers._layout.lines import Line
from auditor.readers._layout.pages import Entry, Page, Table
from auditor.readers._layout.paragraphs import NEVER_FIRST, Edges

ZONE, EDGE = 0.2, 0.14
"""Headers and footers stand in this outer part of the height of a page; in the outermost a page number needs no other like it."""
OFTEN, WORDS = 5, 4
"""A line of words (at least so many characters) and a number that counts with the pages must repeat so often."""
DEPTH = 4
"""Lines looked at on each end of a page."""
SMALL = 0.9
"""Footnotes are set smaller than this part of the usual size."""
NOTE = re.compile(r"\s*(?:\d|[①-⑳*※〔\[［])")
NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6}|[一二三四五六七八九十百]{1,5})(?:\s*页)?"
    r"(?:\s*[,，/／、]?\s*(?:共|总)?\s*\d{1,4}\s*页?)?[-—–－·\s]*"
)

LONG = 0.6
"""Part of the width of the text from which a line is long."""
HANGING = 0.5
"""Part of a glyph by which punctuation may hang over the right edge."""
Key = tuple[str, int, int]
"""Text of a line, 0 for the top or 1 for the foot of a page, step of its height."""


@dataclass(frozen=True, slots=True)
class Margins:
    """What the pages are without their running lines and notes, and those lines in page order."""

    pages: tuple[Page, ...]
    headers: tuple[Line, ...]
    footers: tuple[Line, ...]
    notes: tuple[Line, ...] = ()


def part_margins(pages: Sequence[Page]) -> Margins:
    """Takes the running lines out of the pages."""
    counts: Counter[Key] = Counter()
    for page in pages:
        for side, line in _outer(page):
            counts.update(_keys(side, line, page))
    need = 2 if len(pages) <= 4 else 3
    usual = median([line.size for page in pages for line in page.lines] or [0])
    bodies: list[Page] = []
    headers: list[Line] = []
    footers: list[Line] = []
    notes: list[Line] = []
    for page in pages:
        top = _running(page, 0, counts, need)
        foot = _running(page, 1, counts, need)
        headers += top
        footers += foot
        note = _notes([line for line in page.lines if line not in foot], page, usual)
        notes += note
        gone = {id(line) for line in (*top, *foot, *note)}
        tables = tuple(_without(table, gone) for table in page.tables) if foot else page.tables
        bodies.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in gone), tables=tables))
    return Margins(tuple(bodies), tuple(headers), tuple(footers), tuple(notes))


def _notes(lines: Sequence[Line], page: Page, usual: float) -> list[Line]:
    """Footnotes: small lines below the short rule that parts them from the text."""
    below = [line for line in lines if page.rule is not None and line.box[1] > page.rule - 2]
    return below if below and NOTE.match(below[0].text) and all(line.size < SMALL * usual for line in below) else []


def _outer(page: Page) -> list[tuple[int, Line]]:
    """The first and the last lines of a page that stand in its margins: (0, line) for the top, (1, line) for the foot."""
    top = [(0, line) for line in page.lines[:DEPTH] if line.box[1] < page.height * ZONE]
    foot = [(1, line) for line in page.lines[::-1][:DEPTH] if line.box[3] > page.height * (1 - ZONE)]
    return top + foot + [(1, line) for line in _overrun(page)]


def _overrun(page: Page) -> list[Line]:
    """Page numbers that a table cut off by the end of the page has swallowed."""
    last = [entry for table in page.tables for entry in table.rows[-1]]
    return [line for e in last for line in e.lines if line.box[3] > page.height * (1 - EDGE / 2) and NUMBER.fullmatch(line.text)]


def _without(table: Table, gone: set[int]) -> Table:
    def kept(entry: Entry) -> Entry:
        parts = tuple(replace(part, lines=tuple(line for line in part.lines if id(line) not in gone)) for part in entry.parts)
        return replace(entry, parts=parts)

    return replace(table, rows=(*table.rows[:-1], tuple(kept(entry) for entry in table.rows[-1])))


def _keys(side: int, line: Line, page: Page) -> list[Key]:
    """What a running line has in common with its like: its words, the height it stands at (in steps, the two nearest), and of a
    number that counts with the pages only by how much it is off. Titles such as “附件1” count with the pages too: see OFTEN."""
    words = "".join(line.text.split())
    step = int((line.box[1] if side == 0 else page.height - line.box[3]) // 6)
    texts = [words]
    for number in {m.span(): m for m in (re.search(r"\d{1,4}", words), re.search(r"\d{1,4}(?=\D*$)", words)) if m}.values():
        texts.append(f"{words[: number.start()]}#{int(number[0]) - page.number}#{words[number.end() :]}")
    return [(text, side, at) for text in texts for at in (step, step + 1)]


def _repeats(side: int, line: Line, page: Page, counts: Counter[Key], need: int) -> bool:
    for key in _keys(side, line, page):
        numbered = "#" in key[0] and "页" not in key[0] and not NUMBER.fullmatch(line.text)
        if counts[key] >= (OFTEN if numbered else need) and not (numbered and len(re.sub(r"[#\d-]", "", key[0])) < WORDS):
            return True
    return False


def _running(page: Page, side: int, counts: Counter[Key], need: int) -> list[Line]:
    """The running lines on one end of a page; the first line that is none ends them."""
    found = []
    outer = [line for which, line in _outer(page) if which == side]
    tops = [table.top for table in page.tables]
    for line in outer:
        if any(top < line.middle if side == 0 else top > line.middle for top in tops):
            break
        if not _repeats(side, line, page, counts, need) and not (NUMBER.fullmatch(line.text) and _at_edge(line, page)):
            break
        found.append(line)
    return found


def _at_edge(line: Line, page: Page) -> bool:
    outside = line.box[1] < page.height * EDGE or line.box[3] > page.height * (1 - EDGE)
    return outside and line in page.lines


def text_edges(pages: Sequence[Page]) -> dict[int, Edges]:
    """Page number -> edges of its text; pages with few lines take those of their like in width."""
    own = {page.number: edges for page in pages if (edges := _edges(page.lines))}
    like: dict[int, list[tuple[float, float]]] = {}
    for page in pages:
        if page.number in own:
            like.setdefault(round(page.width), []).append(own[page.number])
    usual = {width: (median(e[0] for e in edges), median(e[1] for e in edges)) for width, edges in like.items()}
    found = {}
    for page in pages:
        left, right = own.get(page.number) or usual.get(round(page.width)) or _guess(page)
        steps = [b.middle - a.middle for a, b in pairwise(page.lines) if b.middle > a.middle]
        found[page.number] = Edges(left, right, median(steps) if len(steps) > 3 else 0, _stops(page.lines, LONG * (right - left)))
    return found


def _stops(lines: Sequence[Line], long: float) -> frozenset[int]:
    """Whole points within one of which at least three long lines end: the edge of text that is set narrower."""
    ends = Counter(round(line.box[2]) for line in lines if line.box[2] - line.box[0] > long)
    return frozenset(at for at in ends if ends[at - 1] + ends[at] + ends[at + 1] >= 3)


def _guess(page: Page) -> tuple[float, float]:
    """For a page like no other: where its two longest lines end together, else as much margin on the right as on the left."""
    left = min((line.box[0] for line in page.lines), default=0.0)
    rights = sorted((line.box[2] for line in page.lines), reverse=True)
    if len(rights) > 1 and rights[0] - rights[1] < 2 and rights[0] - left > page.width / 2:
        return left, rights[0]
    return left, max([page.width - left, *rights])


def _edges(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Where at least three lines begin and at least four long ones end, punctuation that hangs over the edge set aside; None when
    the lines do not agree."""
    if len(lines) < 8:
        return None
    rights = sorted((line.box[2] - HANGING * line.size * (line.text[-1] in NEVER_FIRST) for line in lines), reverse=True)
    right = next((r for i, r in enumerate(rights[:-3]) if r - rights[i + 3] < 6), None)
    lefts = sorted(line.box[0] for line in lines)
    left = next((x for i, x in enumerate(lefts[:-2]) if lefts[i + 2] - x < 4), lefts[0])
    return None if right is None else (left, right)
