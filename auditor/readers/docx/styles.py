"""What paragraph and character styles say, inheritance already followed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml.etree import _Element

from auditor.readers.docx.names import ASCII, DSTRIKE, MAIN, OUTLINE, PPR, RPR, STRIKE, TYPE, VAL, VANISH, is_on, number, value
from auditor.readers.docx.symbols import is_symbol_font

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
    font: str | None = None
    contents: bool = False

    @property
    def marked(self) -> bool:
        """True when the style hides its text, strikes it out or sets it in a symbol font."""
        return bool(self.hidden or self.struck or self.font)


class Styles:
    """The styles of a document by id; unknown ids answer with the plain style."""

    def __init__(self, root: _Element | None) -> None:
        found = [] if root is None else root.findall(MAIN + "style")
        self._elements = {(element.get(MAIN + "styleId") or ""): element for element in found}
        self._styles: dict[str, Style] = {}
        defaults = (e for e in found if e.get(TYPE) == "paragraph" and e.get(MAIN + "default") in ("1", "true", "on"))
        default = next(defaults, None)
        self.default = Style() if default is None else self[default.get(MAIN + "styleId")]

    def __getitem__(self, style_id: str | None) -> Style:
        key = style_id or ""
        if key not in self._styles:
            self._styles[key] = self._resolve(key)
        return self._styles[key]

    @property
    def marked_runs(self) -> bool:
        """True when some character style hides, strikes out or sets a symbol font, so that run styles must be looked at."""
        styles = (self[key] for key, e in self._elements.items() if e.get(TYPE) == "character")
        return any(style.marked for style in styles)

    def list_style(self, style_id: str | None) -> int | None:
        """The list (numId) that the numbering style `style_id` stands for."""
        return self[style_id].num_id

    def _resolve(self, key: str) -> Style:
        lineage: list[str] = []
        while key in self._elements and key not in lineage and len(lineage) < _DEEPEST:
            lineage.append(key)
            key = value(self._elements[key], "basedOn") or ""
        style = Style()
        for ancestor in reversed(lineage):
            style = _over(style, self._elements[ancestor])
        return replace(style, lineage=tuple(lineage))


def _over(style: Style, element: _Element) -> Style:
    """`style` with what `element` itself says laid over it."""
    said: dict[str, object] = {**_name(element), **_paragraph(element.find(PPR)), **_run(element.find(RPR))}
    known: Mapping[str, object] = {key: item for key, item in said.items() if item is not None}
    return replace(style, **known)  # type: ignore[arg-type]


def _name(element: _Element) -> dict[str, object]:
    if element.get(TYPE) != "paragraph":
        return {}
    name = (value(element, "name") or "").strip()
    heading = _HEADING.fullmatch(name)
    contents = bool(_CONTENTS.fullmatch(name) or _CONTENTS.fullmatch(element.get(MAIN + "styleId") or ""))
    return {"level": int(heading[1]) if heading else None, "contents": contents or None}


def _paragraph(properties: _Element | None) -> dict[str, object]:
    if properties is None:
        return {}
    outline = properties.find(OUTLINE)
    level = None if outline is None else number(outline.get(VAL))
    numbered = properties.find(MAIN + "numPr")
    said: dict[str, object] = {} if level is None else {"level": level + 1 if 0 <= level < 9 else 0}
    if numbered is not None:
        said |= {"num_id": number(value(numbered, "numId")), "num_level": number(value(numbered, "ilvl"))}
    return said


def _run(properties: _Element | None) -> dict[str, object]:
    if properties is None:
        return {}
    struck = [is_on(properties.find(name)) for name in (STRIKE, DSTRIKE)]
    fonts = properties.find(MAIN + "rFonts")
    font = None if fonts is None else fonts.get(ASCII)
    return {
        "hidden": is_on(properties.find(VANISH)),
        "struck": None if struck == [None, None] else any(struck),
        "font": font if is_symbol_font(font) else None,
    }
