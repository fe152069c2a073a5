"""The few properties that matter, gathered in one pass over the tree, so that the walk need not open every property list."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml.etree import _Element

from auditor.readers._symbols import is_symbol_font
from auditor.readers.docx import names as n
from auditor.readers.docx.styles import Styles

Properties = Mapping[str, _Element]

_ALWAYS: Final = (
    n.PSTYLE,
    n.NUMPR,
    n.OUTLINE,
    n.VANISH,
    n.STRIKE,
    n.DSTRIKE,
    n.DEL,
    n.MOVE_FROM,
    n.SECTION,
    n.GRID_SPAN,
    n.V_MERGE,
    n.H_MERGE,
    n.GRID_BEFORE,
    n.ROW_HIDDEN,
)
NONE: Final[Properties] = {}


class Marks:
    """Owner (paragraph, run, cell, row) -> its properties by tag: `own` its own, `mark` those of a paragraph's end mark.

    An owner without any is not there: look up with NONE as default.
    """

    def __init__(self, root: _Element, styles: Styles, *, fonts: bool) -> None:
        self.own: dict[_Element, dict[str, _Element]] = {}
        self.mark: dict[_Element, dict[str, _Element]] = {}
        wanted = (*_ALWAYS, *((n.RSTYLE,) if styles.marked_runs else ()), *((n.RFONTS,) if fonts or styles.fonts else ()))
        for element in root.iter(*wanted):
            holder = element.getparent()
            owner = None if holder is None else holder.getparent()
            if owner is None or not holder.tag.endswith("Pr"):
                continue
            if element.tag == n.RFONTS and not styles.fonts and not is_symbol_font(element.get(n.ASCII)):
                continue
            if owner.tag == n.PPR:
                self.mark.setdefault(owner.getparent(), {})[element.tag] = element
            else:
                self.own.setdefault(owner, {})[element.tag] = element


def unwrap(parent: _Element, tag: str) -> Iterator[_Element]:
    """The children called `tag`, also those inside content controls, insertions and other wrappers; nothing out of deletions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (n.DEL, n.MOVE_FROM, n.P, n.TBL, n.TR, n.TC) and not child.tag.endswith("Pr"):
            yield from unwrap(child, tag)
