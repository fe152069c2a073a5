"""What paragraph and character styles say, inheritance already followed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml.etree import _Element

from auditor.readers._symbols import is_symbol_font
from auditor.readers.docx import names as n

_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_CONTENTS: Final = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?", re.I)
_DEEPEST: Final = 60


@dataclass(frozen=True, slots=True)
class Style:
    """`level` is the heading level (1 is the highest, 0 for text), `lineage` the ids of the style and of those it is based on."""

    lineage: tuple[str, ...] = ()
    level: int | None = None
    num_id: int | None = None
    num_level: int | None = None
    hidden: bool | None = None
    struck: bool | None = None
    font: str = ""
    contents: bool = False

    @property
    def marked(self) -> bool:
        """True when the style hides its text, strikes it out or sets it in a symbol font."""
        return bool(self.hidden or self.struck or self.font)


class Styles:
    """The styles of a document by id; unknown ids answer with the plain style.

    `marked_runs`: some character style is marked, so that the styles of runs matter; `fonts`: some style has a symbol font.
    """

    def __init__(self, root: _Element | None) -> None:
        found = [] if root is None else root.findall(n.MAIN + "style")
        self._elements = {(element.get(n.MAIN + "styleId") or ""): element for element in found}
        self._styles: dict[str, Style] = {}
        defaults = (e for e in found if e.get(n.TYPE) == "paragraph" and e.get(n.MAIN + "default") in ("1", "true", "on"))
        default = next(defaults, None)
        self.default = Style() if default is None else self[default.get(n.MAIN + "styleId")]
        marks = [] if root is None else list(_marks(root))
        self.marked_runs = "character" in (kind for kind, _ in marks)
        self.fonts = any(font for _, font in marks)

    def __getitem__(self, style_id: str | None) -> Style:
        key = style_id or ""
        if key not in self._styles:
            self._styles[key] = self._resolve(key)
        return self._styles[key]

    def list_style(self, style_id: str | None) -> int | None:
        """The list (numId) that the numbering style `style_id` stands for."""
        return self[style_id].num_id

    def _resolve(self, key: str, depth: int = 0) -> Style:
        """Styles based on each other in a ring, or too deep, end where the ring closes."""
        element = self._elements.get(key)
        if element is None or depth > _DEEPEST:
            built_in = _HEADING.fullmatch(key)
            return Style(level=int(built_in[1]) if built_in else None)
        base = n.value(element, "basedOn") or ""
        if base not in self._styles:
            self._styles[base] = self._resolve(base, depth + 1)
        style = self._styles[base]
        said = {**_name(element), **_paragraph(element.find(n.PPR)), **_run(element.find(n.RPR))}
        known: dict[str, Any] = {name: item for name, item in said.items() if item is not None}
        return replace(style, lineage=(key, *style.lineage), **known)


def _marks(root: _Element) -> Iterator[tuple[str, bool]]:
    """For each property that hides, strikes out or sets a symbol font: the kind of its style, and whether it is a font."""
    for element in root.iter(n.VANISH, n.STRIKE, n.DSTRIKE, n.RFONTS):
        style = next(element.iterancestors(n.MAIN + "style"), None)
        if style is not None and (element.tag != n.RFONTS or is_symbol_font(element.get(n.ASCII))):
            yield style.get(n.TYPE) or "", element.tag == n.RFONTS


def _name(element: _Element) -> dict[str, object]:
    if element.get(n.TYPE) != "paragraph":
        return {}
    name = (n.value(element, "name") or "").strip()
    heading = _HEADING.fullmatch(name)
    contents = bool(_CONTENTS.fullmatch(name) or _CONTENTS.fullmatch(element.get(n.MAIN + "styleId") or ""))
    return {"level": int(heading[1]) if heading else None, "contents": contents or None}


def _paragraph(properties: _Element | None) -> dict[str, object]:
    if properties is None:
        return {}
    outline = properties.find(n.OUTLINE)
    level = None if outline is None else n.number(outline.get(n.VAL))
    numbered = properties.find(n.MAIN + "numPr")
    said: dict[str, object] = {} if level is None else {"level": level + 1 if 0 <= level < 9 else 0}
    if numbered is not None:
        said |= {"num_id": n.number(n.value(numbered, "numId")), "num_level": n.number(n.value(numbered, "ilvl"))}
    return said


def _run(properties: _Element | None) -> dict[str, object]:
    if properties is None:
        return {}
    struck = [n.is_on(properties.find(name)) for name in (n.STRIKE, n.DSTRIKE)]
    fonts = properties.find(n.MAIN + "rFonts")
    font = None if fonts is None else fonts.get(n.ASCII)
    return {
        "hidden": n.is_on(properties.find(n.VANISH)),
        "struck": None if struck == [None, None] else any(struck),
        "font": font if is_symbol_font(font) else "" if font else None,
    }
