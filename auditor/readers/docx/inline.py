"""What stands inside a paragraph: runs, fields, symbols, content controls, formulas, and the anchors of boxes and notes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element

from auditor.document import Document
from auditor.readers._symbols import EMPTY, TICKED, glyph, is_symbol_font, spell
from auditor.readers.docx import names as n
from auditor.readers.docx.attached import Attached
from auditor.readers.docx.fields import Fields
from auditor.readers.docx.marks import NONE, Marks, Properties
from auditor.readers.docx.styles import Style, Styles


@dataclass(slots=True)
class Line:
    """A paragraph in the making: printed text, hidden text, the text boxes anchored in it, and what comes from other parts: lines
    of charts and diagrams, and embedded files."""

    text: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    embedded: list[Document] = field(default_factory=list)
    contents: bool = False

    def size(self) -> tuple[int, ...]:
        return tuple(map(len, (self.text, self.hidden, self.boxes, self.drawn, self.embedded)))


@dataclass(slots=True)
class Tally:
    """What was left out or could not be read, for the notices; hidden text with its paragraph; the notes that have marks."""

    deleted: int = 0
    struck: int = 0
    symbols: int = 0
    controls: int = 0
    embedded: list[str] = field(default_factory=list)
    opened: int = 0
    comments: int = 0
    hidden: list[tuple[str, int | None]] = field(default_factory=list)
    footnotes: dict[str, None] = field(default_factory=dict)
    endnotes: dict[str, None] = field(default_factory=dict)


class Inline:
    """Reads the insides of the paragraphs of one part, in order: fields may go on from one to the next."""

    def __init__(self, styles: Styles, marks: Marks, tally: Tally, attached: Attached | None) -> None:
        self.fields = Fields()
        self._styles = styles
        self._own = marks.own
        self._tally = tally
        self._attached = attached

    def read(self, parent: _Element, line: Line, style: Style) -> None:
        """Adds to `line` what `parent` (a paragraph of `style`, or something inside one) holds."""
        for child in parent:
            tag = child.tag
            if tag == n.R:
                self._run(child, line, style)
            elif tag in _INSIDE:
                _INSIDE[tag](self, child, line, style)
            elif len(child) and not tag.endswith("Pr"):
                self.read(child, line, style)

    def _deleted(self, element: _Element, line: Line, style: Style) -> None:
        self._tally.deleted += 1

    def _control(self, control: _Element, line: Line, style: Style) -> None:
        box = control.find(f"{n.SDTPR}/{n.W14}checkbox")
        if box is None:
            for content in control.iterchildren(n.SDTCONTENT):
                self.read(content, line, style)
            return
        checked = box.find(n.W14 + "checked")
        line.text.append(TICKED if checked is not None and checked.get(n.W14 + "val", "1") in ("1", "true", "on") else EMPTY)

    def _alternate(self, alternate: _Element, line: Line, style: Style) -> None:
        """The first alternative that gives anything: the same content stands in all of them."""
        before = line.size()
        for choice in alternate:
            self.read(choice, line, style)
            if line.size() != before:
                return

    def _formula_text(self, element: _Element, line: Line, style: Style) -> None:
        line.text.append(element.text or "")

    def _denominator(self, element: _Element, line: Line, style: Style) -> None:
        line.text.append("/")
        self.read(element, line, style)

    def _brackets(self, element: _Element, line: Line, style: Style) -> None:
        line.text.append("(")
        self.read(element, line, style)
        line.text.append(")")

    def _ruby(self, element: _Element, line: Line, style: Style) -> None:
        for base in element.iterchildren(n.MAIN + "rubyBase"):
            self.read(base, line, style)

    # runs

    def _run(self, run: _Element, line: Line, style: Style) -> None:
        own = self._own.get(run, NONE)
        sink, font = self._look(own, line, style) if own or style.marked else (line.text, "")
        for child in run:
            tag = child.tag
            if tag == n.T:
                self._text(child.text or "", sink, font)
            elif tag != n.RPR:
                self._piece(tag, child, sink, line, style)
        if sink is not line.text and sink is not line.hidden:
            self._tally.struck += any(text.strip() for text in sink)

    def _look(self, own: Properties, line: Line, style: Style) -> tuple[list[str], str]:
        """Where the text of a run goes (nowhere when struck out), and its symbol font, if any."""
        chosen = self._styles[own[n.RSTYLE].get(n.VAL)] if n.RSTYLE in own else None
        fonts = own.get(n.RFONTS)
        direct = None if fonts is None else fonts.get(n.ASCII)
        font = direct or (chosen.font if chosen else "") or style.font
        struck = [n.is_on(own.get(name)) for name in (n.STRIKE, n.DSTRIKE)]
        if _first(None if struck == [None, None] else any(struck), chosen.struck if chosen else None, style.struck):
            return [], ""
        hidden = _first(n.is_on(own.get(n.VANISH)), chosen.hidden if chosen else None, style.hidden)
        return line.hidden if hidden else line.text, font if is_symbol_font(font) else ""

    def _text(self, text: str, sink: list[str], font: str) -> None:
        if "\n" in text or "\t" in text:
            text = text.replace("\n", " ").replace("\t", " ")
        if font:
            text, unknown = spell(font, text)
            self._tally.symbols += unknown
        if self.fields.muted is None:
            sink.append(text)
        else:
            self.fields.muted.code.append(text)
            self.fields.muted.stray.append(text)

    def _piece(self, tag: str, element: _Element, sink: list[str], line: Line, style: Style) -> None:
        """Whatever a run holds beside text."""
        if tag in _SIGNS:
            self._text_sign(_SIGNS[tag], sink)
        elif tag == n.FIELD_CHAR:
            was = self.fields.contents
            sink.append(self.fields.char(element))
            line.contents |= was and not self.fields.contents and any(text.strip() for text in line.text)
        elif tag == n.FIELD_CODE:
            if self.fields.muted is not None:
                self.fields.muted.code.append(element.text or "")
        elif tag == n.SYM:
            self._symbol(element, sink)
        elif tag in (n.FOOTNOTE, n.ENDNOTE):
            notes = self._tally.footnotes if tag == n.FOOTNOTE else self._tally.endnotes
            notes.setdefault(element.get(n.ID) or "")
        elif tag in _GRAPHICS:
            self._graphic(tag, element, line)
        elif tag == n.ALTERNATE:
            self._alternate_pieces(element, sink, line, style)
        elif tag in _INSIDE:
            _INSIDE[tag](self, element, line, style)
        elif tag == n.R:
            self._run(element, line, style)
        elif len(element) and not tag.endswith("Pr"):
            self._pieces(element, sink, line, style)

    def _pieces(self, parent: _Element, sink: list[str], line: Line, style: Style) -> None:
        for child in parent:
            if child.tag == n.T:
                self._text(child.text or "", sink, "")
            else:
                self._piece(child.tag, child, sink, line, style)

    def _alternate_pieces(self, alternate: _Element, sink: list[str], line: Line, style: Style) -> None:
        """As _alternate, inside a run."""
        before = line.size(), len(sink)
        for choice in alternate:
            self._pieces(choice, sink, line, style)
            if (line.size(), len(sink)) != before:
                return

    def _text_sign(self, sign: str, sink: list[str]) -> None:
        (sink if self.fields.muted is None else self.fields.muted.code).append(sign)

    def _symbol(self, element: _Element, sink: list[str]) -> None:
        try:
            sign = glyph(element.get(n.FONT), int(element.get(n.CHAR) or "", 16))
        except ValueError:
            sign = ""
        self._tally.symbols += not sign
        self._text_sign(sign, sink)

    def _graphic(self, tag: str, element: _Element, line: Line) -> None:
        line.boxes += _boxes(element)
        for thing in element.iter(n.CONTROL, n.OLE, n.CHART, n.DIAGRAM):
            if thing.tag == n.CONTROL:
                self._old_control(thing, line)
            elif thing.tag == n.OLE:
                self._embed(thing, line)
            elif self._attached is not None:
                line.drawn += self._attached.words(thing.get(n.RID) or thing.get(n.RELATION + "dm"))

    def _old_control(self, control: _Element, line: Line) -> None:
        box = "" if self._attached is None else self._attached.box(control.get(n.RID))
        name = (control.get(n.MAIN + "name") or "").lower()
        self._tally.controls += not box and ("check" in name or "option" in name)
        line.text += [box] if box else []

    def _embed(self, thing: _Element, line: Line) -> None:
        program = thing.get("ProgID") or ""
        if program.startswith("Equation"):
            return
        document = None if self._attached is None else self._attached.document(thing.get(n.RID))
        if document is None:
            self._tally.embedded.append(program)
        else:
            line.embedded.append(document)


def _first(*answers: bool | None) -> bool:
    """The first that is an answer; no by default."""
    return next((answer for answer in answers if answer is not None), False)


def _boxes(element: _Element) -> Iterator[_Element]:
    """The outermost text boxes in a drawing, each once."""
    for child in element:
        if child.tag == n.TXBX:
            yield child
        elif child.tag == n.ALTERNATE:
            yield from next((found for found in (list(_boxes(choice)) for choice in child) if found), [])
        elif len(child):
            yield from _boxes(child)


_SIGNS: Final[Mapping[str, str]] = {
    n.TAB: " ",
    n.MAIN + "ptab": " ",
    n.BR: "\n",
    n.CR: "\n",
    n.MAIN + "noBreakHyphen": "-",
}
_GRAPHICS: Final = frozenset(n.MAIN + name for name in ("drawing", "pict", "object"))
_INSIDE: Final[Mapping[str, Callable[[Inline, _Element, Line, Style], None]]] = {
    n.DEL: Inline._deleted,
    n.MOVE_FROM: Inline._deleted,
    n.SDT: Inline._control,
    n.ALTERNATE: Inline._alternate,
    n.MAIN + "ruby": Inline._ruby,
    n.MATH + "t": Inline._formula_text,
    n.MATH + "den": Inline._denominator,
    n.MATH + "d": Inline._brackets,
}
