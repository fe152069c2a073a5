"""Numbering, headings and lead-in sentences: which headings stand above a block, and which sentence governs a list."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile

from auditor.chapters import Chapter, chapter_of, ended

_HAN = "一二三四五六七八九十百零〇"
_STYLES = (
    ("part", rf"第[{_HAN}\d]+(?:部分|篇|册|卷|分册)"),
    ("chapter", rf"第[{_HAN}\d]+章"),
    ("section", rf"第[{_HAN}\d]+节"),
    ("article", rf"第[{_HAN}\d]+条"),
    ("annex", rf"(?:附件|附表|附录|格式)[{_HAN}\d]+(?:-\d+)?"),
    ("han", rf"[{_HAN}]+[、.．]"),
    ("han-bracket", rf"（[{_HAN}]+）"),
    ("bracket", r"（\d{1,2}）"),
    ("half-bracket", r"\d{1,2}）"),
    ("circle", r"[①-⑳]"),
    ("letter", r"[A-HＡ-Ｈ][.、．）](?![A-Z])"),
    ("dotted", r"\d{1,3}(?:\.\d{1,3})+(?![\d%])(?:[、.．]|(?=[^\d.万元年月日个米倍]))"),
    (
        "number",
        r"\d{1,3}[、．](?!\d)|\d{1,2}\.(?!\d)|\d{1,2}(?=[^\d.万元年月日个%（）、\-:：年/|分天米小台人名份项家套号条次*×+A-Z])",
    ),
)
_NUMBER = re.compile("|".join(f"({pattern})" for _, pattern in _STYLES))
_MARK = re.compile(r"[★*▲△☆※#◆●■○]+")
_TERMINAL = re.compile(r"[。；！？，、]$")
_CHAPTERS = ("part", "chapter", "annex")
_DIGITS = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_COUNTED = ("part", "chapter")
_PROSE = re.compile(r"[。；]|，(?![^（]*）)")
_MENTION = re.compile(r"[的所和及或至~、]第|的|所[列述]|中(?!标|选)|规定|要求的|以及")
"""What follows the number of a chapter where a sentence speaks of it."""
_GENERAL = re.compile(r"1[.．、]?总则")
_SENTENCE = re.compile(r"。(?!$)|[；，、]$|；|，.*，")
"""A line that the format calls a heading and that is none."""


@dataclass(frozen=True, slots=True)
class Number:
    """The number a block begins with: its style (dotted numbers by depth), its words, and whether a ★ mark stands before."""

    style: str
    text: str
    starred: bool

    @property
    def digits(self) -> tuple[int, ...]:
        """1.2.3 as (1, 2, 3); empty where Chinese figures or brackets are used."""
        return _digits(self.text) if self.style == "number" or self.style.startswith("dotted") else ()


@lru_cache(maxsize=4096)
def _digits(number: str) -> tuple[int, ...]:
    text = number.rstrip("、.．")
    return tuple(map(int, text.split("."))) if _DIGITS.fullmatch(text) else ()


NONE = Number("", "", False)
"""No number."""


def number_of(text: str) -> Number:
    """The numbering of normalised `text`; style is empty for none."""
    mark = _MARK.match(text)
    at = mark.end() if mark else 0
    starred = mark is not None and bool(set(mark.group()) & set("★*▲△☆※#"))
    match = _NUMBER.match(text, at)
    if match is None or match.lastindex is None:
        return Number("", "", starred)
    style = _STYLES[match.lastindex - 1][0]
    depth = f".{match.group().count('.')}" if style == "dotted" else ""
    return Number(style + depth, match.group(), starred or text[match.end() : match.end() + 1] in tuple("★▲△☆※*"))


def is_heading(text: str, number: Number, level: int | None) -> bool:
    """A block that names what follows: given so by the format, a chapter line, or a short line without an end mark."""
    if number.style in _CHAPTERS:
        behind = text.find(number.text) + len(number.text)
        return len(text) <= 60 and not _PROSE.search(text) and not _MENTION.match(text, behind)
    if level is not None:
        return len(text) <= 60 and not _SENTENCE.search(text)
    if len(text) > 32 or _TERMINAL.search(text) or "|" in text or (text.endswith("：") and len(text) > 16):
        return False
    return bool(number.style)


@dataclass(frozen=True, slots=True)
class _Heading:
    """`level` is the one the format gives, `chapter` what a part or chapter is counted by."""

    number: Number
    text: str
    level: int | None
    chapter: Chapter | None

    @property
    def high(self) -> bool:
        return self.number.style in _CHAPTERS

    def ends_at(self, number: Number, level: int | None) -> bool:
        """A number of its own kind or a level as high ends a heading that is no chapter."""
        if self.high or _is_below(number.digits, self.number.digits):
            return False
        if level is not None and self.level is not None:
            return self.level >= level
        return bool(number.style) and number.style == self.number.style and level is self.level is None

    def is_passed(self, digits: tuple[int, ...]) -> bool:
        """A number beyond its own came without the ones between being headings."""
        return not self.high and _is_beyond(digits, self.number.digits)


@dataclass(slots=True)
class Outline:
    """Walks the blocks of one document in order and keeps the headings and lead-ins that hold at the current block.

    `known` are the chapters that the contents page names.
    """

    known: frozenset[Chapter] = frozenset()
    headings: list[_Heading] = field(default_factory=list)
    lead_ins: list[tuple[str, str, str]] = field(default_factory=list)
    previous_end: str = ""
    _seen: dict[Chapter, int] = field(default_factory=dict)
    _item: int = 0
    """The last plain number since a dotted one: 3 after 2 goes on with a list, wherever it stands."""

    def path(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self.headings)

    def lead_in(self) -> str:
        """The sentences that govern the current item, outermost first."""
        return "\n".join(text for _, text, _ in self.lead_ins)

    def enter(self, text: str, number: Number, level: int | None) -> None:
        """Close what ends at this block. Call before reading path() and lead_in() for it."""
        named = is_heading(text, number, level)
        if number.style not in _CHAPTERS:
            if _GENERAL.fullmatch(text):
                self._close_annex()
            self._close_headings(number, level if named or number.style else None)
        elif named:
            self._close_chapters(text)
        opens = level is not None or number.style in _CHAPTERS
        self._close_lead_ins(number.style, (named and opens) or number.style.startswith("h"))

    def leave(self, text: str, number: Number, level: int | None) -> None:
        """Open what begins with this block: a heading, a lead-in, or both."""
        if is_heading(text, number, level):
            chapter = chapter_of(text) if number.style in _COUNTED else None
            self.headings.append(_Heading(number, text, None if number.style in _CHAPTERS else level, chapter))
            if chapter:
                self._seen.setdefault(chapter, sum(1 for heading in self.headings[:-1] if heading.chapter))
        if text.endswith("：") and len(text) > 3:
            self.lead_ins.append((number.style, text[-160:], ""))
        self.previous_end = text[-1:]

    def _close_chapters(self, text: str) -> None:
        """A part or chapter ends those of its kind; an annex the one before it, or all but the chapters it stands in."""
        new = chapter_of(text)
        if new is None:
            self.headings = [heading for heading in takewhile(_is_no_annex, self.headings) if heading.high]
            return
        chapters = [heading for heading in self.headings if heading.chapter]
        kept = ended([heading.chapter for heading in chapters if heading.chapter], new, self.known, self._seen)
        end = self.headings.index(chapters[kept]) if kept < len(chapters) else None
        self.headings = [heading for heading in self.headings[:end] if heading.high]

    def _close_annex(self) -> None:
        """The general part of a chapter, where it comes after the annexes of its table, belongs to none of them."""
        if self.headings and self.headings[0].chapter:
            self.headings = list(takewhile(_is_no_annex, self.headings))

    def _close_headings(self, number: Number, level: int | None) -> None:
        if not number.style and level is None:
            return
        digits = number.digits
        counting = len(digits) == 1 and digits[0] == self._item + 1 > 1
        self._item = digits[0] if len(digits) == 1 else 0 if digits else self._item
        for index, heading in enumerate(self.headings):
            if heading.ends_at(number, level) or (not counting and heading.is_passed(digits)):
                del self.headings[index:]
                return

    def _close_lead_ins(self, style: str, heading: bool) -> None:
        if heading:
            self.lead_ins.clear()
            return
        for index, (own, text, items) in enumerate(self.lead_ins):
            ended = style and style == own
            ended = ended or (not style and items not in ("", "-")) or (not style and items == "-" and self.previous_end in "。")
            if ended:
                del self.lead_ins[index:]
                return
            if not items:
                self.lead_ins[index] = (own, text, style or "-")


def _is_no_annex(heading: _Heading) -> bool:
    return heading.number.style != "annex"


def _is_below(number: tuple[int, ...], above: tuple[int, ...]) -> bool:
    """1.2 stands below 1, whatever levels the format gives them."""
    return 0 < len(above) < len(number) and number[: len(above)] == above


def _is_beyond(number: tuple[int, ...], above: tuple[int, ...]) -> bool:
    """4 and 4.1 end 3.2.2 and what stands below it; a list that counts anew from 1 does not."""
    if not number or not above or len(number) == len(above) == 1:
        return False
    if len(number) == 1 or len(above) == 1:
        return number[0] == above[0] + 1
    return number > above and number[: len(above)] != above
