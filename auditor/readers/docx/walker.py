"""Walks the blocks of one part after the other and puts down what Word would print."""

import re
from collections.abc import Iterable
from typing import Final

from lxml.etree import _Element

from auditor.document import BODY
from auditor.readers._draft import tidy
from auditor.readers._symbols import glyph
from auditor.readers.docx import names as n
from auditor.readers.docx.attached import Attached
from auditor.readers.docx.inline import Inline, Line, Tally
from auditor.readers.docx.marks import NONE, Marks, Properties
from auditor.readers.docx.numbering import Numbering
from auditor.readers.docx.sheet import Cell, Sheet
from auditor.readers.docx.styles import Style, Styles
from auditor.readers.docx.tables import grid

_GONE: Final = frozenset({n.DEL, n.MOVE_FROM})
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_ODD: Final = re.compile("[\n\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufeff]")

_LISTED: Final = re.compile(r"^.{0,120}(?<![。；;])$")
_NUMBERED_PAGE: Final = re.compile(r"^.{0,120}[\s.…·\-－—]\d{1,4}$|^目\s*[录次]$")


class Walker:
    """Carries the counters of a whole file from part to part."""

    def __init__(self, sheet: Sheet, styles: Styles, numbering: Numbering) -> None:
        self.tally = Tally()
        self._sheet = sheet
        self._styles = styles
        self._numbering = numbering
        self._carried: Line | None = None

    def story(
        self, root: _Element, part: str, *, fonts: bool = True, only: Iterable[_Element] = (), attached: Attached | None = None
    ) -> None:
        """Puts down all blocks under `root`, or under the children in `only`, as `part`.

        `fonts` says whether symbol fonts are to be looked for; `attached` has the parts that the story refers to.
        """
        self._attached = attached
        self._marks = Marks(root, self._styles, fonts=fonts)
        self._inline = Inline(self._styles, self._marks, self.tally, attached)
        self._ordinals = enumerate(root.iter(n.P), 1)
        for parent in only or (root,):
            self._blocks(parent, part, None)
            self._drop_carried(part, None)

    def _blocks(self, parent: _Element, part: str, cell: Cell | None) -> None:
        for child in parent:
            tag = child.tag
            if tag == n.P:
                self._paragraph(child, part, cell)
            elif tag == n.TBL:
                self._drop_carried(part, cell)
                self._table(child, part)
            elif tag == n.SDT:
                self._control(child, part, cell)
            elif tag == n.ALTERNATE:
                self._blocks(child[0] if len(child) else child, part, cell)
            elif tag in _GONE:
                self.tally.deleted += 1
            elif tag == n.ALT_CHUNK:
                self._chunk(child, cell)
            elif len(child) and not tag.endswith("Pr"):
                self._blocks(child, part, cell)

    def _chunk(self, chunk: _Element, cell: Cell | None) -> None:
        """A file that stands for its own words at this place."""
        document = None if self._attached is None else self._attached.document(chunk.get(n.RID))
        if document is None:
            self.tally.embedded.append("")
        else:
            self._sheet.quote(document, None, cell)

    def _control(self, control: _Element, part: str, cell: Cell | None) -> None:
        gallery = control.find(f"{n.SDTPR}/{n.MAIN}docPartObj/{n.MAIN}docPartGallery")
        contents = part == BODY and gallery is not None and (gallery.get(n.VAL) or "").lower() == "table of contents"
        for content in control.iterchildren(n.SDTCONTENT):
            self._blocks(content, "contents" if contents else part, cell)

    def _table(self, table: _Element, part: str) -> None:
        number = self._sheet.table()
        for index, (row, slots) in enumerate(grid(table, self._marks), 1):
            hidden = n.is_on(self._marks.own.get(row, NONE).get(n.ROW_HIDDEN)) is True
            opened = self._sheet.open_row()
            for slot in slots:
                start = self._sheet.open_cell(first=slot is slots[0])
                self._cell(Cell(number, index, slot), part, hidden or slot.covered)
                self._sheet.close_cell(start)
            self._sheet.close_row(opened)

    def _cell(self, cell: Cell, part: str, hidden: bool) -> None:
        if hidden:
            self._hide("".join(cell.slot.element.itertext(n.T)), None)
        else:
            self._blocks(cell.slot.element, part, cell)
            self._drop_carried(part, cell)

    def _paragraph(self, paragraph: _Element, part: str, cell: Cell | None) -> None:
        for ordinal, found in self._ordinals:  # noqa: B007 in the order of the tree; some are never met, as in deleted rows
            if found is paragraph:
                break
        own, mark = self._marks.own.get(paragraph, NONE), self._marks.mark.get(paragraph, NONE)
        style = self._styles[own[n.PSTYLE].get(n.VAL)] if n.PSTYLE in own else self._styles.default
        line, self._carried = self._carried or Line(), None
        struck = self.tally.struck
        self._inline.read(paragraph, line, style)
        if mark and (n.DEL in mark or n.MOVE_FROM in mark):
            self._carried = line
            return
        level = _level(own, style)
        if self._inline.fields.open:
            line.text.append(self._inline.fields.end_paragraph(heading=level is not None))
        listed = line.contents or self._inline.fields.contents
        text = "".join(line.text).strip()
        label = "" if not text and _is_unseen(own, mark, style) else self._label(own, style)
        text = (label + text).rstrip() if text or struck == self.tally.struck else ""  # no number is left of what is struck out
        if text and _ODD.search(text):
            text = tidy(_PRIVATE.sub(self._private, text))
        if part == BODY and (listed or style.contents) and (_LISTED if listed else _NUMBERED_PAGE).search(text):
            part = "contents"
        self._put(text, line, part, ordinal, level, cell)

    def _label(self, own: Properties, style: Style) -> str:
        numbered = own.get(n.NUMPR)
        if numbered is None:
            return self._numbering.label(style, None, None) if style.num_id else ""
        return self._numbering.label(style, n.number(n.value(numbered, "numId")), n.number(n.value(numbered, "ilvl")))

    def _put(self, text: str, line: Line, part: str, ordinal: int | None, level: int | None, cell: Cell | None) -> None:
        if text:
            self._sheet.line(text, part, ordinal, level, cell)
        if line.hidden:
            self._hide("".join(line.hidden), ordinal)
        beside = "textbox" if part in (BODY, "contents") else part
        for box in line.boxes:
            self._blocks(box, beside, None)
        for words in filter(None, map(tidy, line.drawn)):
            self._sheet.line(words, beside, ordinal, None, cell)
        for document in line.embedded:
            self.tally.opened += 1
            self._sheet.quote(document, "textbox" if beside in ("header", "footer") else beside, cell)  # a file is no running title

    def _private(self, match: re.Match[str]) -> str:
        """Characters of private use are what remains of symbol fonts."""
        sign = glyph(None, ord(match[0]))
        self.tally.symbols += not sign
        return sign

    def _hide(self, text: str, ordinal: int | None) -> None:
        if text := tidy(text):
            self.tally.hidden.append((text, ordinal))

    def _drop_carried(self, part: str, cell: Cell | None) -> None:
        """A paragraph whose end was deleted, with no paragraph after it to go on in."""
        if self._carried is not None:
            line, self._carried = self._carried, None
            self._put(tidy("".join(line.text)), line, part, None, None, cell)


def _is_unseen(own: Properties, mark: Properties, style: Style) -> bool:
    """An empty paragraph that takes no number: its end is hidden, or it only carries a section break."""
    hidden = n.is_on(mark.get(n.VANISH))
    return n.SECTION in own or bool(style.hidden if hidden is None else hidden)


def _level(own: Properties, style: Style) -> int | None:
    outline = n.number(own[n.OUTLINE].get(n.VAL)) if n.OUTLINE in own else None
    level = style.level if outline is None else outline + 1
    return level if level and 1 <= level <= 9 else None
