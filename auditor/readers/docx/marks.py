"""The few properties that matter, gathered in one pass over the tree, so that the walk need not open every property list."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml.etree import _Element

from auditor.readers.docx import names as n

Properties = Mapping[str, _Element]

_ALWAYS: Final = (
    n.PSTYLE, n.NUMPR, n.OUTLINE, n.VANISH, n.SPEC_VANISH, n.STRIKE, n.DSTRIKE, n.GRID_SPAN, n.V_MERGE, n.H_MERGE, n.GRID_BEFORE, n.ROW_HIDDEN,
    n.DEL, n.MOVE_FROM,
)
_NONE: Final[Properties] = {}


class Marks:
    """Owner (paragraph, run, cell, row) -> its properties by tag. Those of a paragraph mark belong to the mark, not to the text."""

    def __init__(self, root: _Element, *, run_styles: bool, fonts: bool) -> None:
        wanted = (*_ALWAYS, *((n.RSTYLE,) if run_styles else ()), *((n.RFONTS,) if fonts else ()))
        self._own: dict[_Element, dict[str, _Element]] = {}
        self._mark: dict[_Element, dict[str, _Element]] = {}
        for element in root.iter(*wanted):
            holder = element.getparent()
            owner = None if holder is None else holder.getparent()
            if holder is None or owner is None or not holder.tag.endswith("Pr"):
                continue
            if owner.tag == n.PPR:
                owner = owner.getparent()
                if owner is not None:
                    self._mark.setdefault(owner, {})[element.tag] = element
            else:
                self._own.setdefault(owner, {})[element.tag] = element

    def own(self, element: _Element) -> Properties:
        """The properties of the element itself."""
        return self._own.get(element, _NONE)

    def mark(self, paragraph: _Element) -> Properties:
        """The run properties of the paragraph's end mark."""
        return self._mark.get(paragraph, _NONE)


def unwrap(parent: _Element, tag: str) -> Iterator[_Element]:
    """The children called `tag`, also those inside content controls, insertions and other wrappers; nothing out of deletions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (n.DEL, n.MOVE_FROM, n.P, n.TBL, n.TR, n.TC) and not child.tag.endswith("Pr"):
            yield from unwrap(child, tag)
