"""Puts comment marks around words: finds them in the runs of a paragraph, splits runs where they begin and end."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from auditor.writers.docx.package import Comment

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COMPAT = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Target:
    """`size` characters from `at` in `text`, the text of the `paragraph`-th w:p (from 1) of the part; size 0: all of it."""

    paragraph: int
    text: str
    at: int
    size: int


@dataclass
class Anchor:
    """Marks the main part `root` and collects the comments, numbered from `number`."""

    root: _Element
    number: int
    comments: list[Comment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._word = etree.QName(self.root).namespace
        self._paragraphs = list(self.root.iter(self._tag("p")))

    def put(self, target: Target, lines: Sequence[str]) -> None:
        """A comment of `lines` at `target`; where its words are not found it holds for the whole paragraph."""
        if not 1 <= target.paragraph <= len(self._paragraphs):
            target = Target(1, "", 0, 0)
        if not self._paragraphs:
            return
        paragraph = self._outside_boxes(self._paragraphs[target.paragraph - 1])
        signs = [(text, at) for text in self._texts(paragraph) for at in range(len(text.text or ""))]
        first, last = _find("".join(text.text[at] for text, at in signs), target)
        if last > first:
            self._around(signs[first], signs[last - 1])
        else:
            self._whole(paragraph)
        self.comments.append((self.number, lines))
        self.number += 1

    def _tag(self, name: str) -> str:
        return f"{{{self._word}}}{name}"

    def _outside_boxes(self, paragraph: _Element) -> _Element:
        """Word takes no comments inside text boxes: the paragraph the outermost box hangs on."""
        boxes = [e for e in paragraph.iterancestors(self._tag("txbxContent"))]
        return next(boxes[-1].iterancestors(self._tag("p")), paragraph) if boxes else paragraph

    def _texts(self, paragraph: _Element) -> Iterator[_Element]:
        """The w:t of the paragraph that are part of its text now: not moved away, not in a box, no second choice."""
        gone = {self._tag("moveFrom"), self._tag("del"), self._tag("txbxContent"), _COMPAT + "Fallback"}
        stack = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            if element.tag == self._tag("t") and element.text and element.getparent().tag == self._tag("r"):
                yield element
            elif element.tag not in gone:
                stack.extend(reversed(element))

    def _around(self, first: tuple[_Element, int], last: tuple[_Element, int]) -> None:
        end = self._split(last[0], last[1] + 1)
        # Splitting at the start leaves what follows in the new run, which then holds the end as well.
        self._after(end)
        run = self._split_before(*first)
        run.addprevious(self._mark("commentRangeStart"))

    def _split(self, text: _Element, at: int) -> _Element:
        """The run that ends with `text[:at]`; what stood behind it in the run goes on in a run of its own."""
        run = text.getparent()
        following = list(text.itersiblings())
        words = text.text or ""
        if at < len(words) or following:
            rest = self._like(run)
            if at < len(words):
                rest.append(self._text(words[at:]))
                text.text = words[:at]
                text.set(_XML_SPACE, "preserve")
            rest.extend(following)
            run.addnext(rest)
        return run

    def _split_before(self, text: _Element, at: int) -> _Element:
        """The run that begins with `text[at:]`."""
        run = text.getparent()
        before = [e for e in text.itersiblings(preceding=True) if e.tag != self._tag("rPr")]
        if at == 0 and not before:
            return run
        words = text.text or ""
        rest = self._like(run)
        rest.append(self._text(words[at:]))
        rest.extend(list(text.itersiblings()))
        if at:
            text.text = words[:at]
            text.set(_XML_SPACE, "preserve")
        else:
            run.remove(text)
        run.addnext(rest)
        return rest

    def _like(self, run: _Element) -> _Element:
        made = etree.Element(self._tag("r"), dict(run.attrib), nsmap=run.nsmap)
        properties = run.find(self._tag("rPr"))
        if properties is not None:
            made.append(deepcopy(properties))
        return made

    def _text(self, words: str) -> _Element:
        made = etree.Element(self._tag("t"), {_XML_SPACE: "preserve"})
        made.text = words
        return made

    def _whole(self, paragraph: _Element) -> None:
        properties = paragraph.find(self._tag("pPr"))
        start = self._mark("commentRangeStart")
        if properties is None:
            paragraph.insert(0, start)
        else:
            properties.addnext(start)
        paragraph.append(self._mark("commentRangeEnd"))
        paragraph.append(self._reference())

    def _after(self, run: _Element) -> None:
        run.addnext(self._reference())
        run.addnext(self._mark("commentRangeEnd"))

    def _mark(self, name: str) -> _Element:
        return etree.Element(self._tag(name), {self._tag("id"): str(self.number)})

    def _reference(self) -> _Element:
        run = etree.Element(self._tag("r"))
        run.append(self._mark("commentReference"))
        return run


def _find(shown: str, target: Target) -> tuple[int, int]:
    """Where in `shown` (the characters of the runs) the target's words stand: half-open; (0, 0) where they do not.

    White space is left out of the comparison. Of several places the one as far from the end of the paragraph as the reader saw it:
    automatic numbers, which are no characters of a run, stand at its beginning.
    """
    offsets = [i for i, sign in enumerate(shown) if not sign.isspace()]
    plain = "".join(shown[i] for i in offsets)
    words = "".join(target.text[target.at : target.at + target.size].split())
    expected = len(plain) - len("".join(target.text[target.at :].split()))
    found = [match.start() for match in re.finditer(re.escape(words), plain)]
    if not words or not found:
        return 0, 0
    at = min(found, key=lambda start: abs(start - expected))
    return offsets[at], offsets[at + len(words) - 1] + 1
