"""The order of parts and chapters: which of them a new one ends, and which lines only list them.

A tender quotes its chapters, the instructions list what it consists of (第一章 ... 第七章), and a contract or a set of rules inside
a chapter has chapters of its own that count from one again. The numbers tell these from the chapters of the file.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_HAN = "零一二三四五六七八九"
_DIGITS = "〇一二三四五六七八九十百\\d零"
_PART = re.compile(rf"[★*▲]*第([{_DIGITS}]+)(部分|篇|册|卷|分册|章)[、.．：_]*")
_PAGE = re.compile(r"\D\d{1,3}$")
_TITLE = 2
"""Characters of a title that tell it from others with the same number; the rest is often written in another way."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Chapter:
    """The number of a part or chapter: its unit (章, 部分 ...), its place in the order (0 if unreadable), how its title begins."""

    unit: str
    ordinal: int
    title: str


def chapter_of(text: str) -> Chapter | None:
    """The chapter that normalised `text` names at its beginning."""
    match = _PART.match(text)
    return Chapter(match[2].removeprefix("分"), _ordinal(match[1]), text[match.end() : match.end() + _TITLE]) if match else None


def _ordinal(number: str) -> int:
    if number.isdecimal():
        return int(number) if len(number) < 4 else 0
    tens, ten, ones = number.rpartition("十")
    return (10 * max(_HAN.find(tens[-1:] or "一"), 1) if ten else 0) + max(_HAN.find(ones[-1:] or "零"), 0)


def listed(texts: Sequence[str], known: Collection[Chapter]) -> frozenset[int]:
    """Which of `texts`, the paragraphs of a file in order (empty for a table), list chapters instead of opening them.

    A list is three or more chapters of one unit with nothing between them, the first of which stands above it, or most of which
    stand elsewhere too, in the text or among the `known` ones of a contents page. Lines between them that end with a page number
    belong to it.
    """
    found: set[int] = set()
    chapters = [chapter_of(text) if len(text) <= _LONGEST else None for text in texts]
    counts: dict[Chapter, int] = {}
    for chapter in chapters:
        if chapter:
            counts[chapter] = counts.get(chapter, 0) + 1
    for run in _runs(texts, chapters):
        named = [(i, chapter) for i in run if (chapter := chapters[i])]
        again = sum(counts[chapter] > 1 or chapter in known for _, chapter in named)
        units = [chapter.unit for _, chapter in named]
        before = named and named[0][1] in chapters[: named[0][0]]
        if len(named) > 2 and max(map(units.count, units)) > 2 and (before or again * 2 > len(named)):
            found.update(run)
    return frozenset(found)


def _runs(texts: Sequence[str], chapters: Sequence[Chapter | None]) -> list[list[int]]:
    """Stretches of lines that each name a chapter or end with a page number, beginning with a chapter and naming none twice."""
    runs: list[list[int]] = [[]]
    for index, text in enumerate(texts):
        if chapters[index] in [chapters[i] for i in runs[-1] if chapters[i]]:
            runs.append([])
        if chapters[index] or (runs[-1] and len(text) <= _LONGEST and _PAGE.search(text)):
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return runs


def ended(open_chapters: Sequence[Chapter], new: Chapter, known: Collection[Chapter], seen: Mapping[Chapter, int]) -> int:
    """How many of the open chapters, outermost first, go on when `new` begins.

    `known` are those of the contents page, `seen` all that were opened before, with how many were open around them.
    """
    named = {chapter.ordinal for chapter in known if chapter.unit == new.unit and chapter not in open_chapters}
    peers = [i for i, chapter in enumerate(open_chapters) if chapter.unit == new.unit]
    if new in known and peers:
        return peers[0]
    if known and new.ordinal not in named:  # it is none of the file's own
        peers = [i for i in peers if open_chapters[i] not in known]
        if not peers:
            return len(open_chapters)
    following = [i for i in peers if open_chapters[i].ordinal + 1 == new.ordinal]
    if following:
        return following[-1]
    if new in seen or new.ordinal == 1:
        return min(seen.get(new, len(open_chapters)), len(open_chapters))
    gaps = [(new.ordinal - open_chapters[i].ordinal, i) for i in peers if open_chapters[i].ordinal <= new.ordinal]
    return min(gaps)[1] if gaps else peers[0] if peers else _unlike(open_chapters, new)


def _unlike(open_chapters: Sequence[Chapter], new: Chapter) -> int:
    """No chapter of its unit is open: a chapter stands below parts, a part that is not the first of its kind above chapters."""
    if new.unit == "章":
        return len(open_chapters)
    return next((i for i, chapter in enumerate(open_chapters) if chapter.unit == "章"), len(open_chapters))
