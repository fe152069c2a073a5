"""The report people read, print and hand on: one self-contained HTML file each, and index.html over the batch."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from auditor.decisions import FALSE, OPEN, REAL, lessons
from auditor.document import Document
from auditor.finding import Finding, Severity
from auditor.report import STATES, Coverage, Report
from auditor.writers import Entry, _words
from auditor.writers._flow import blocks
from auditor.writers._groups import Group, grouped
from auditor.writers._overview import STATUS, href, overview
from auditor.writers._page import render
from auditor.writers._pictures import pictures

MEDIA_TYPE = "text/html; charset=utf-8"
SUFFIX = ".html"
ALL = "index.html"

MOST_FINDINGS = 1_000
MOST_TEXT = 900_000
"""Characters of the document shown beside the findings: keeps the page under 5 MB."""
SHOWN_QUOTE = 600
SHOWN_AROUND = 120
CELL = " ｜ "
"""Stands for the border between two cells of a row."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a fault: `pin` its number in the text beside the cards, 0 where the text does not reach to it."""

    pin: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Card:
    """A fault as shown: the words around the quote at its first place, all its places, and what a decision on it teaches."""

    number: int
    finding: Finding
    before: str
    quote: str
    after: str
    spots: tuple[Spot, ...]
    picture: str
    lessons: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One measure at a glance: the gravest severity found, or the best that can be said of its checks."""

    measure: int | None
    name: str
    counts: Mapping[str, int]
    state: str
    checks: tuple[Coverage, ...]


def write(report: Report, document: Document | None) -> bytes:
    """The report of one file; the document's own text stands beside the findings where `document` is given."""
    findings = ranked(report)
    groups = grouped(findings[:MOST_FINDINGS])
    shown = [finding for group in groups for finding in group]
    seen = pictures(document, [group[0] for group in groups])
    cards = list(_cards(report, document, groups, seen))
    return render(
        "report.html",
        "base.css report.css",
        "report.js",
        report=report,
        name=PurePath(report.source.replace("\\", "/")).name,
        parties=_words.parties(report),
        groups=[(s, [c for c in cards if c.finding.severity is s]) for s in Severity],
        counts=report.counts(),
        left_out=len(findings) - len(shown),
        tiles=_tiles(report),
        blocks=blocks(document, [f.span for f in shown], MOST_TEXT) if document else None,
        text_cut=document is not None and len(document.text) > MOST_TEXT,
        states=STATES,
        severities=list(Severity),
        tones=[f.severity.name.lower() for f in shown],
        owners=[card.number for card in cards for _ in card.spots],
        sayings=(REAL, FALSE, OPEN),
    )


def ranked(report: Report) -> list[Finding]:
    """Gravest first, then in the order of the text."""
    return sorted(report.findings, key=lambda f: (-f.severity.rank, f.span))


def _cards(report: Report, document: Document | None, groups: Sequence[Group], seen: Mapping[int, str]) -> Iterator[Card]:
    pin = 0
    for number, group in enumerate(groups, 1):
        reached = [document is not None and finding.span.start < MOST_TEXT for finding in group]
        spots = tuple(Spot(n if near else 0, f) for n, (f, near) in enumerate(zip(group, reached, strict=True), pin + 1))
        pin += len(group)
        yield _card(number, spots, document, seen.get(number, ""), lessons(group, report.regime.value))


def _card(number: int, spots: tuple[Spot, ...], document: Document | None, picture: str, taught: str) -> Card:
    finding = spots[0].finding
    before, after = _around(finding, document)
    return Card(
        number,
        finding,
        before if len(before) <= SHOWN_AROUND else "……" + before[-SHOWN_AROUND:],
        _words.clip(finding.quote, SHOWN_QUOTE).replace("\t", CELL),
        after if len(after) <= SHOWN_AROUND else after[:SHOWN_AROUND] + "……",
        spots,
        picture,
        taught,
    )


def _around(finding: Finding, document: Document | None) -> tuple[str, str]:
    """What stands before and after the quote in its own paragraph or table row."""
    if document is not None:
        text, start, end = document.text, finding.span.start, finding.span.end
    else:
        text, start, end = finding.context, finding.context_at, finding.context_at + len(finding.quote)
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, after = text[begin:start], text[end : stop if stop >= 0 else len(text)]
    cut = "" if document is not None or begin else "……"
    return (cut + before if before else "").replace("\t", CELL), after.replace("\t", CELL)


def _tiles(report: Report) -> list[Tile]:
    numbers: list[int | None] = [*_words.MEASURES]
    if any(c.measure is None for c in report.coverage) or any(f.measure is None for f in report.findings):
        numbers.append(None)
    return [_tile(report, number) for number in numbers]


def _tile(report: Report, number: int | None) -> Tile:
    counts = Counter(f.severity.value for f in report.findings if f.measure == number)
    checks = tuple(c for c in report.coverage if c.measure == number)
    states = {c.state for c in checks}
    # A measure is clear when at least one of its checks could be made and none found anything.
    state = next((s for s in ("found", "clear", "undecidable") if s in states), "not_built")
    name = _words.MEASURES[number] if number else "延伸检查"
    return Tile(number, name, {s.value: counts[s.value] for s in Severity}, "found" if counts else state, checks)


def write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes:
    """index.html: every file of the batch with its counts and a link to its report; what was not read comes first."""
    return render(
        "index.html",
        "base.css index.css",
        "index.js",
        view=overview(entries),
        reports={fmt: path for fmt, path in reports.items() if fmt != "html"},
        status_names=STATUS,
        href=href,
        severities=list(Severity),
    )
