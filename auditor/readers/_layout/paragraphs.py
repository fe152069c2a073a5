"""Where a paragraph ends: lines that a page merely wrapped are one paragraph.

The question asked of two lines is whether the first word of the second would still have stood at the end of the first. If it would,
the author ended the line; if not, the page did.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.document import Box
from auditor.readers._layout.lines import Line

STRONG = re.compile(
    r"\s*(?:第\s*[一二三四五六七八九十百零〇\d]{1,5}\s*[章节部分卷篇条包标册]"
    r"|[一二三四五六七八九十]{1,3}\s*[、．.]"
    r"|[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z])\s*[）)]"
    r"|[①-⑳㈠-㈩⑴-⒇]"
    r"|[★☆▲△※*●◆■□☑☒☐✓√➢]"
    r"|附\s*[件表录]\s*[一二三四五六七八九十\d]{0,2}\s*[:：]"
    r"|[注备][注]?\s*[:：])"
)
"""At the start of a line: begins an item, whatever stands before."""
WEAK = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){1,4}[.、．)）]?(?=\s*[^\d\s.%％元万倍年月日米克个天小])"
    r"|\d{1,3}\s*[、．.)）](?!\d)|[a-zA-Z][、．.)）](?![a-zA-Z0-9]))"
)
"""May begin an item; after a full line without an end of sentence it may also be a number that was wrapped."""
ENDS = tuple("。；：？！;:?!")
OPEN = ("，", "、")
"""No sentence ends with these."""
WORD = re.compile(r"[A-Za-z0-9.,%/_-]+|.")
RIGHT = 0.35
"""Lines that all begin beyond this part of the width stand on the right (signatures, dates), each for itself."""
SLACK = 0.6
"""How much of a glyph a line may be short of the edge and still be full."""
MOST = 0.75
LEADER = re.compile(
    r"(?:…{2,}|(?:[.…·．・。]\s?){4,})\s*[-—(（]?\s*(?:\d{1,4}|[ivxIVX]{1,6})\s*[-—)）]?$|[\u4e00-\u9fff]\s*(?:[.…·．・。]\s?){12,}$"
)
"""At the end of a line of a contents page: leading dots and a page number, or very many dots. A mere “……” is an omission."""
LEADERS = ("...", "…", "··", "．．", "・・", "。。", ". .", "· ·")
NEVER_LAST = "（【《〈“‘([{"
NEVER_FIRST = "，。；：？！、）】》〉”’%％,.;:?!)]}…"
LATIN = re.compile(r"[A-Za-z,;]")


@dataclass(frozen=True, slots=True)
class Edges:
    """Left and right edge of the text of a page, a column or a cell; `step` is the usual distance of its lines, 0 if not known;
    `stops` are positions left of the edge where several long lines end (whole points)."""

    left: float
    right: float
    step: float = 0
    stops: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one paragraph, in order."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return join(self.lines)


def join(lines: Sequence[Line]) -> str:
    """The text of lines as one; between two Latin words a space."""
    text = lines[0].text
    for line in lines[1:]:
        text += f"{gap(text, line.text)}{line.text}"
    return text


def gap(before: str, after: str) -> str:
    """What stands between two joined lines: a space between Latin words, else nothing."""
    return " " if LATIN.match(before[-1:]) and re.match(r"[A-Za-z(]", after) else ""


def find_paragraphs(lines: Sequence[Line], margins: Mapping[int, Edges]) -> list[Paragraph]:
    """`margins`: page -> edges of the text there."""
    found: list[list[Line]] = []
    for line in lines:
        if found and goes_on(found[-1], line, margins):
            found[-1].append(line)
        else:
            found.append([line])
    return [Paragraph(tuple(lines)) for lines in found]


def goes_on(paragraph: Sequence[Line], line: Line, margins: Mapping[int, Edges]) -> bool:
    """True when `line` is the next printed line of the paragraph."""
    last = paragraph[-1]
    edges = margins[last.page]
    left, right = last.within or (edges.left, edges.right)
    begin = line.within[0] if line.within else margins[line.page].left
    em = max(last.size, 4)
    if (
        STRONG.match(line.text)
        or abs(line.size - last.size) > (0.25 if _chinese(last, line) else 0.5) * em
        or _far(paragraph, line, edges.step)
    ):
        return False
    if is_entry(last.text):
        return False
    ended = last.text.endswith(ENDS)
    if not _full(last, line, right) and round(last.box[2]) not in edges.stops:
        return not ended and not WEAK.match(line.text) and (last.text.endswith(OPEN) or _broken(paragraph, line, left, begin))
    if WEAK.match(line.text):
        return not ended and line.box[0] < begin + em and paragraph[0].box[0] > left + em
    indent = line.box[0] - begin
    if min(indent, last.box[0] - left) > RIGHT * (right - left):
        return False
    return not (ended and indent > 1.2 * em and abs(line.box[0] - last.box[0]) > 0.5 * em)


def _chinese(*lines: Line) -> bool:
    """Both hold Chinese characters: their sizes can be compared."""
    return all(any(character >= "\u2e80" for character in line.text) for line in lines)


def is_entry(text: str) -> bool:
    """An entry of a contents page."""
    return any(sign in text for sign in LEADERS) and LEADER.search(text) is not None


def _full(last: Line, line: Line, right: float) -> bool:
    """The first word of `line` would not have stood at the end of `last`; what may not begin or end a line goes with it."""
    word = WORD.match(line.text)
    length = word.end() if word else 1
    while length < min(len(line.text), 12) and (line.text[length] in NEVER_FIRST or line.text[length - 1] in NEVER_LAST):
        length += 1
    width = line.edges[length] - line.edges[0] if line.edges else length * line.size
    return last.box[2] + width > right - SLACK * last.size


def _broken(paragraph: Sequence[Line], line: Line, left: float, begin: float) -> bool:
    """A sentence broken off by hand: the paragraph was set in and has run over several lines, the next line is not set in."""
    return len(paragraph) > 1 and paragraph[0].box[0] > left + line.size and line.box[0] < begin + 3


def _far(paragraph: Sequence[Line], line: Line, common: float) -> bool:
    """The distance is clearly more than that of lines of one paragraph."""
    last = paragraph[-1]
    if last.page != line.page or last.within != line.within:
        return False
    step = line.middle - last.middle
    usual = (
        last.middle - paragraph[-2].middle
        if len(paragraph) > 1 and paragraph[-2].page == last.page
        else max(2.6 * last.size, common)
    )
    return step < 0 or step > max(1.3 * usual, usual + 3)


def inner(lines: Sequence[Line], box: Box) -> Edges:
    """The edges of the text of a cell: its two longest lines end where the text ends, if they fill most of the cell; else the
    padding is the same on both sides."""
    if not lines:
        return Edges(box[0], box[2])
    padding = min(line.box[0] - box[0] for line in lines)
    rights = sorted((line.box[2] for line in lines), reverse=True)[:2]
    if len(lines) > 2 and rights[0] - rights[1] < lines[0].size and rights[0] - box[0] > MOST * (box[2] - box[0]):
        return Edges(box[0] + padding, rights[0])
    return Edges(box[0] + padding, box[2] - min(max(padding, 1), 6))
