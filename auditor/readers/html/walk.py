"""Walks a page in reading order, without recursion: paragraphs, headings, list numbers, tick boxes, and tables as rows."""

import re
from typing import Any

from lxml import etree

from auditor.document import BODY
from auditor.readers._draft import Draft
from auditor.readers._grid import Grid
from auditor.readers._symbols import spell

_INLINE = re.compile(
    "a|abbr|acronym|b|bdo|big|cite|code|dfn|em|font|i|img|input|ins|kbd|label|lable|mark|nobr|o:p|q|ruby|rb|samp|small|span|strong|"
    "sub|sup|tt|u|var|wbr|time|del|s|strike|script|style|noscript|template|svg|button|select|option|rp|rt|title"
)
_FONT = re.compile(r"(?i)wingdings(?: ?[23])?|webdings")
_GAP = re.compile(r"[ \t\r\n\f]+")
_CHINESE_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")


def walk(draft: Draft, root: Any, *, skip: frozenset[Any] = frozenset(), part: str = BODY) -> None:
    """Puts the words below `root` into `draft`, except for those in the elements of `skip`."""
    _Walk(draft, part).run(root, skip)


class _Walk:
    """`words` is the paragraph being read, `number` that of the list item it is the first of; `grids` are the tables we stand in
    (None for one that only lays out the page)."""

    def __init__(self, draft: Draft, part: str) -> None:
        self.draft = draft
        self.part = part
        self.words: list[str] = []
        self.number = ""
        self.level: int | None = None
        self.grids: list[Grid | None] = []
        self.counters: list[int | None] = []
        self.pre = 0

    def run(self, root: Any, skip: frozenset[Any]) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            skipped = element in skip and element is not root
            if event == "start" and skipped:
                walker.skip_subtree()
            elif event == "start":
                self.start(element)
                self.say(element.text, _symbol_font(element))
            else:
                if not skipped:
                    self.end(element)
                elif not _INLINE.fullmatch(element.tag):
                    self.flush()
                if element is not root:
                    self.say(element.tail, _symbol_font(element.getparent()))
        self.flush()

    @property
    def grid(self) -> Grid | None:
        """The nearest table that has cells."""
        return next((grid for grid in reversed(self.grids) if grid is not None), None)

    def say(self, text: str | None, font: str = "") -> None:
        if not text:
            return
        if font:
            text = spell(font, text)[0]
        if not self.pre:
            text = _GAP.sub(" ", _CHINESE_GAP.sub("", text))
        self.words.append(text)

    def flush(self) -> None:
        text = "".join(self.words)
        self.words.clear()
        if not text.strip():
            return
        text, self.number = self.number + text.lstrip(), ""
        if self.grid is not None:
            self.grid.say(text)
            return
        for line in text.split("\n"):
            self.draft.paragraph(line.strip(), level=self.level, part=self.part)

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self.flush()
        elif tag == "input":
            self.words.append(_shown(element))
        elif not _INLINE.fullmatch(tag):
            self.flush()
            self.open(element, tag)

    def open(self, element: Any, tag: str) -> None:
        if tag == "table":
            self.grids.append(None if _lays_out(element) or self.grid is not None else Grid())
        elif tag in ("td", "th") and self.grids and self.grids[-1]:
            self.grids[-1].open(_number(element, "rowspan"), _number(element, "colspan"))
        elif tag == "tr" and self.grids and self.grids[-1]:
            self.grids[-1].next_row()
        elif re.fullmatch("h[1-6]", tag):
            self.level = int(tag[1])
        elif tag in ("ol", "ul"):
            self.counters.append(_number(element, "start", 1) if tag == "ol" and "none" not in element.get("style", "") else None)
        elif tag == "li":
            self.count(element)
        elif tag == "pre":
            self.pre += 1

    def count(self, element: Any) -> None:
        """The number that a browser prints before the item of an ordered list."""
        if self.counters and self.counters[-1] is not None:
            number = _number(element, "value", self.counters[-1])
            self.number += f"{number}. "
            self.counters[-1] = number + 1

    def end(self, element: Any) -> None:
        tag = element.tag
        if _INLINE.fullmatch(tag) or tag == "br":
            return
        self.flush()
        if tag == "table" and self.grids:
            grid = self.grids.pop()
            if grid is not None:
                grid.write(self.draft, part=self.part)
        elif tag in ("td", "th") and self.grids and self.grids[-1]:
            self.grids[-1].close()
        elif re.fullmatch("h[1-6]", tag):
            self.level = None
        elif tag in ("ol", "ul") and self.counters:
            self.counters.pop()
        elif tag == "li":
            self.number = ""
        elif tag == "pre":
            self.pre -= 1


def _lays_out(table: Any) -> bool:
    """True for a table that only places blocks on the page: most of its words stand in tables inside it, or it has one cell."""
    inner = sum(len("".join(t.itertext())) for t in table.iterfind(".//table") if _nearest(t) is table)
    cells = sum(1 for _ in table.iter("td", "th"))
    return cells <= 1 or inner > 0.5 * len("".join(table.itertext()))


def _nearest(table: Any) -> Any:
    return next(table.iterancestors("table"), None)


def _symbol_font(element: Any) -> str:
    """The symbol font the element sets its words in, as Word does for ticks; empty for any other."""
    for holder in (element, element.getparent()):
        found = None if holder is None else _FONT.search(holder.get("style", "") or holder.get("face", ""))
        if found:
            return found[0]
    return ""


def _shown(element: Any) -> str:
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in element.attrib else "☐"
    return element.get("value", "") if kind in ("text", "number", "date") else ""


def _number(element: Any, name: str, default: int = 1) -> int:
    """A number as sloppy pages write it; never more than a page can hold."""
    found = re.match(r"\s*(\d{1,6})", element.get(name, ""))
    return max(int(found[1]), 1) if found else default
