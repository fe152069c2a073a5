"""Fields: which text is a result and which is only the instruction, and the few fields whose instruction is what paper shows."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element

from auditor.readers._symbols import CROSSED, EMPTY, TICKED, glyph
from auditor.readers.docx.names import MAIN, is_on, number, value

_DEEPEST: Final = 100
_OVERLAY: Final = re.compile(r"\s*eq\s.*?\\o\s*(?:\\a[clrd]\s*)*[(（](.*)[)）]\s*", re.I | re.S)
_RAISED: Final = re.compile(r"\\s\s*\\(?:up|do)\s*\d*\s*\([^()]*\)", re.I)
"""A phonetic guide, set above the characters it lies over."""
_SYMBOL: Final = re.compile(r'\s*symbol\s+(0x[0-9a-f]{1,4}|\d{1,5}|\S)\s(?:.*?\\f\s*"?([^"\\]+))?', re.I | re.S)
_BUTTON: Final = re.compile(r"\s*macrobutton\s+\S+\s+(.+)", re.I | re.S)
_TICKS: Final = frozenset("√✓✔☑")
_CROSSES: Final = frozenset("×✗✘xX╳")
_BOXES: Final = frozenset("□☐◻▢口")
_CIRCLES: Final = frozenset("○〇◯")


@dataclass(slots=True)
class Field:
    """`code` collects the instruction; `stray` what stood in it as ordinary text, in case the field turns out to be broken."""

    code: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    result: bool = False
    contents: bool = False
    shown: str = ""


class Fields:
    """The fields that are `open` at one point of the walk, outermost first; `muted` is the one whose instruction is being read."""

    def __init__(self) -> None:
        self.open: list[Field] = []
        self.muted: Field | None = None
        self.contents = False

    def char(self, element: _Element) -> str:
        """Takes one w:fldChar; returns what the field itself puts on paper there."""
        kind = element.get(MAIN + "fldCharType")
        if kind == "begin":
            return self._begin(element)
        if not self.open:
            return ""
        return self._separate() if kind == "separate" else self._end()

    def _begin(self, element: _Element) -> str:
        self.open = [*self.open[-_DEEPEST:], Field()]
        self.muted = self.open[-1]
        data = element.find(MAIN + "ffData")
        self.muted.shown = "" if data is None else _form(data)
        return ""

    def _separate(self) -> str:
        last = self.open[-1]
        last.result = True
        last.contents = "".join(last.code).split(maxsplit=1)[:1] in (["TOC"], ["toc"])
        self._settle()
        return self._show(last.shown)

    def _end(self) -> str:
        last = self.open.pop()
        self._settle()
        return "" if last.result else self._show(last.shown or evaluate("".join(last.code)))

    def _show(self, text: str) -> str:
        """A result inside an outer instruction belongs to that instruction."""
        if self.muted is None:
            return text
        self.muted.code.append(text)
        return ""

    def _settle(self) -> None:
        self.muted = next((f for f in reversed(self.open) if not f.result), None)
        self.contents = any(f.contents for f in self.open)

    def end_paragraph(self, *, heading: bool) -> str:
        """An instruction does not go on into the next paragraph, nor contents over a heading: such a field is broken.

        Returns the ordinary text that would have been lost in it.
        """
        stray = "".join(text for f in self.open if not f.result for text in f.stray)
        for broken in self.open:
            broken.result = True
            broken.contents = broken.contents and not heading
        self._settle()
        return stray


def evaluate(code: str) -> str:
    """What a field without a result prints: overlaid characters (a tick in a box), a symbol, the label of a button."""
    if overlay := _OVERLAY.fullmatch(code):
        return _overlaid([part.strip() for part in re.split(r"[,，;；]", _RAISED.sub("", overlay[1])) if part.strip()])
    if symbol := _SYMBOL.match(code):
        shown = symbol[1]
        size = int(shown, 16 if shown[:2].lower() == "0x" else 10) if len(shown) > 1 or shown.isdigit() else ord(shown)
        return glyph((symbol[2] or "").strip() or None, size)
    button = _BUTTON.match(code)
    return button[1].strip() if button else ""


def _overlaid(parts: list[str]) -> str:
    signs = set(parts)
    if signs & _BOXES:
        return TICKED if signs & _TICKS else CROSSED if signs & _CROSSES else EMPTY if len(parts) == 1 else "".join(parts)
    inside = next((number(part) for part in parts if part.isdigit()), None)
    if signs & _CIRCLES and inside is not None and 1 <= inside <= 20:
        return chr(ord("①") + inside - 1)
    return "".join(part for part in parts if part not in _CIRCLES)


def _form(data: _Element) -> str:
    """A legacy form field whose state is in its data: a check box or a drop-down list."""
    box, choices = data.find(MAIN + "checkBox"), data.find(MAIN + "ddList")
    if box is not None:
        checked = is_on(box.find(MAIN + "checked"))
        return TICKED if (is_on(box.find(MAIN + "default")) if checked is None else checked) else EMPTY
    if choices is None:
        return ""
    entries = [e.get(MAIN + "val") or "" for e in choices.findall(MAIN + "listEntry")]
    chosen = number(value(choices, "result")) or number(value(choices, "default")) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""
