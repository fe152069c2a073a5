"""One sentence, list item or table row, ready to be judged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.document import Span

ROLES = {
    "qualification": "资格条件",
    "scoring": "评审因素",
    "procedure": "程序",
    "contract": "合同条款",
    "technical": "技术要求",
    "form": "响应格式",
    "guidance": "编制说明/引用法规",
}
"""Every role of a clause with the name users read. Operative are all but form and guidance."""


_EDGE = "，。；：？！|（）、"
_TO_END = re.compile(rf"[^{_EDGE}]{{0,6}}(?=[{_EDGE}]|$)")
_TO_START = re.compile(rf"[^{_EDGE}]{{0,6}}(?=[{_EDGE}]|$)")
_NUMBER = re.compile(
    r"[★▲△*]*(?:\d{1,2}(?:\.\d{1,2})*[、.．]?|（[\d一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|[①-⑳])(?=[^\d年月日万元%个])"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says around a row: the column heads, and the labels left of (or merged over) the row."""

    header: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """`text` is normalised; `offsets` holds, for each of its characters, the raw offset in `Document.text` (never decreasing).

    `path` are the headings above, outermost first; `lead_in` the normalised sentence that governs the list this item is in.
    `block` is the normalised paragraph or cell that the sentence stands in, where cures and notes are looked for.
    All of these, and `row`, inform a verdict; they never enter a quote.
    """

    span: Span
    text: str
    offsets: Sequence[int]
    role: str = "procedure"
    number: str = ""
    path: tuple[str, ...] = ()
    lead_in: str = ""
    row: Row | None = None
    starred: bool = False
    block: str = ""

    def locate(self, start: int, end: int) -> Span:
        """The raw span of `text[start:end]`; raises ValueError for an empty or outside stretch."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch {start}:{end} in a clause of {len(self.text)} characters")
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def phrase(self, start: int, end: int) -> tuple[int, int]:
        """`text[start:end]` grown to the ends of its phrase where they are near, and without the list number it may begin with."""
        tail = _TO_END.match(self.text, end)
        head = _TO_START.match(self.text[:start][::-1])
        first = start - (head.end() if head else 0)
        number = _NUMBER.match(self.text, first) if first == 0 else None
        if number and number.end() < end:
            first = max(number.end(), start) if head else number.end()
        return first, tail.end() if tail else end

    @property
    def beside(self) -> str:
        """What the text is read together with: lead-in, column heads, row label."""
        return "\n".join((self.lead_in, *self.row.header, self.row.label) if self.row else (self.lead_in,))

    @property
    def around(self) -> str:
        """All that surrounds the text, for context patterns: headings, lead-in, column heads, row label."""
        return "\n".join((*self.path, self.beside))
