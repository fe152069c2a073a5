"""The style sheet: names, parents, and what styles say of numbers, outline and hidden text."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.readers.doc.binary import STYLES, Binary
from auditor.readers.doc.markup import numbering, xml
from auditor.readers.doc.sprms import Look, Shape, look, shape

_NONE = 0xFFF
PARAGRAPH, CHARACTER = 1, 2
"""Kinds of styles."""
_HEADINGS, _CONTENTS = range(1, 10), range(19, 28)


@dataclass(frozen=True, slots=True)
class Style:
    """`index` is the number that paragraphs and runs name it by."""

    index: int
    name: str
    kind: int
    base: int
    look: Look
    shape: Shape


def read_styles(binary: Binary) -> dict[int, Style]:
    """All paragraph and character styles; a damaged sheet gives as many as it can."""
    raw, _ = binary.indexed(STYLES)
    if len(raw) < 20:
        return {}
    size, count, fixed = (int.from_bytes(raw[at : at + 2], "little") for at in (0, 2, 4))
    found, at = {}, 2 + size
    for index in range(count):
        length = int.from_bytes(raw[at : at + 2], "little")
        if at + 2 + length > len(raw):
            break
        style = _style(index, raw[at + 2 : at + 2 + length], fixed, binary.data) if length > fixed else None
        if style is not None:
            found[index] = style
        at += 2 + length
    return found


def _style(index: int, raw: bytes, fixed: int, huge: bytes) -> Style | None:
    identity = int.from_bytes(raw[0:2], "little") & 0xFFF
    kind, base = raw[2] & 0xF, int.from_bytes(raw[2:4], "little") >> 4
    if kind not in (PARAGRAPH, CHARACTER):
        return None
    length = int.from_bytes(raw[fixed : fixed + 2], "little")
    name = raw[fixed + 2 : fixed + 2 + 2 * length].decode("utf-16-le", "replace").split(",")[0]
    properties = list(_properties(raw, fixed + 2 * (length + 2)))
    own = properties[0][2:] if kind == PARAGRAPH and properties else b""
    run = properties[-1] if len(properties) > (1 if kind == PARAGRAPH else 0) else b""
    if identity in _HEADINGS:
        name = f"heading {identity}"
    elif identity in _CONTENTS:
        name = f"toc {identity - 18}"
    return Style(index, name, kind, base, look(run), shape(own, huge))


def _properties(raw: bytes, at: int) -> Iterator[bytes]:
    """Property sets, each with its length before it, each on an even byte."""
    for _ in range(2):
        at += at % 2
        length = int.from_bytes(raw[at : at + 2], "little")
        if at + 2 > len(raw):
            return
        yield raw[at + 2 : at + 2 + length]
        at += 2 + length


def write_styles(styles: dict[int, Style], fonts: list[str]) -> Iterator[str]:
    """The styles part."""
    for style in styles.values():
        kind = "paragraph" if style.kind == PARAGRAPH else "character"
        default = ' w:default="1"' if style.index == 0 else ""
        yield f'<w:style w:type="{kind}" w:styleId="s{style.index}"{default}><w:name w:val="{xml(style.name)}"/>'
        if style.base != _NONE and style.base != style.index:
            yield f'<w:basedOn w:val="s{style.base}"/>'
        yield f"<w:pPr>{numbering(style.shape)}</w:pPr><w:rPr>{said(style.look, fonts)}</w:rPr></w:style>"


def said(look: Look, fonts: list[str]) -> str:
    """What is inside of w:rPr, without the run's style."""
    parts = []
    if look.font is not None and look.font < len(fonts):
        parts.append(f'<w:rFonts w:ascii="{xml(fonts[look.font])}"/>')
    for name, value in (("strike", look.struck), ("vanish", look.hidden)):
        if value is not None:
            parts.append(f"<w:{name}/>" if value else f'<w:{name} w:val="0"/>')
    return "".join(parts)
