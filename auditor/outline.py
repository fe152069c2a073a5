"""Numbering, headings and lead-in sentences: which headings stand above a block, and which sentence governs a list."""

import re
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Number:
    """The number a block begins with: its style (dotted numbers by depth), its words, and whether a ★ mark stands before."""

    style: str
    text: str
    starred: bool


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
        return len(text) <= 60 and not re.search(r"[。；]", text)
    if level is not None:
        return len(text) <= 60
    if len(text) > 32 or _TERMINAL.search(text) or "|" in text or (text.endswith("：") and len(text) > 16):
        return False
    return bool(number.style)


@dataclass(slots=True)
class Outline:
    """Walks the blocks of one document in order and keeps the headings and lead-ins that hold at the current block."""

    headings: list[tuple[str, str]] = field(default_factory=list)
    lead_ins: list[tuple[str, str, str]] = field(default_factory=list)
    previous_end: str = ""

    def path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def lead_in(self) -> str:
        """The sentences that govern the current item, outermost first."""
        return "\n".join(text for _, text, _ in self.lead_ins)

    def enter(self, text: str, number: Number, level: int | None) -> None:
        """Close what ends at this block. Call before reading path() and lead_in() for it."""
        style = f"h{level}" if level is not None and number.style not in _CHAPTERS else number.style
        self._close_headings(style)
        self._close_lead_ins(number.style, style.startswith("h") or number.style in _CHAPTERS)

    def leave(self, text: str, number: Number, level: int | None) -> None:
        """Open what begins with this block: a heading, a lead-in, or both."""
        style = f"h{level}" if level is not None and number.style not in _CHAPTERS else number.style
        if is_heading(text, number, level):
            self.headings.append((style, text))
        if text.endswith("：") and len(text) > 3:
            self.lead_ins.append((number.style, text[-160:], ""))
        self.previous_end = text[-1:]

    def _close_headings(self, style: str) -> None:
        if style in _CHAPTERS:
            rank = _CHAPTERS.index(style)
            self.headings = [h for h in self.headings if h[0] in _CHAPTERS and _CHAPTERS.index(h[0]) < rank]
            return
        for index, (known, _) in enumerate(self.headings):
            same = known == style and style
            higher = (
                known.startswith("h")
                and style.startswith("h")
                and known[1:].isdigit()
                and style[1:].isdigit()
                and int(known[1:]) >= int(style[1:])
            )
            if same or higher:
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
