"""Automatic numbers: list definitions and their uses, as the numbering part of a DOCX."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.readers.doc.binary import LIST_USES, LISTS, Binary
from auditor.readers.doc.markup import xml
from auditor.readers.doc.sprms import look

FORMATS = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago ideographDigital "
    "japaneseCounting aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal japaneseDigitalTenThousand "
    "decimalEnclosedCircle decimalFullWidth2 aiueoFullWidth irohaFullWidth decimalZero bullet ganada chosung "
    "decimalEnclosedFullstop decimalEnclosedParen decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional "
    "ideographZodiac ideographZodiacTraditional taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand "
    "taiwaneseDigital chineseCounting chineseLegalSimplified chineseCountingThousand"
)
"""Names of the number formats by their number."""

_FOLLOW = ("tab", "space", "nothing")
_NO_STYLE = 0xFFF


@dataclass(frozen=True, slots=True)
class _List:
    identity: int
    simple: bool
    styles: tuple[int, ...]


def write_lists(binary: Binary, fonts: list[str]) -> Iterator[str]:
    """The numbering part: a definition for each list, then a w:num for each use, numbered as paragraphs name them."""
    raw, start = binary.indexed(LISTS)
    known: dict[int, int] = {}
    at = start + len(raw)
    for index, one in enumerate(_lists(raw)):
        known[one.identity] = index
        yield f'<w:abstractNum w:abstractNumId="{index}">'
        for depth in range(1 if one.simple else 9):
            text, at = _level(binary.table, at, depth, one.styles[depth], fonts)
            yield text
        yield "</w:abstractNum>"
    yield from _uses(binary, known, fonts)


def _lists(raw: bytes) -> Iterator[_List]:
    for index in range(min(int.from_bytes(raw[:2], "little"), len(raw) // 28)):
        values = struct.unpack_from("<ii9HB", raw, 2 + 28 * index)
        yield _List(values[0], bool(values[11] & 1), values[2:11])


def _level(table: bytes, at: int, depth: int, style: int, fonts: list[str]) -> tuple[str, int]:
    """One level as XML, and where the next begins."""
    first, form, flags, *places, follow, _, _, runs, shapes, limit, _ = struct.unpack_from("<iBB9BBiiBBBB", table, at)
    at += 28 + shapes
    font = look(table[at : at + runs]).font
    at += runs
    length = int.from_bytes(table[at : at + 2], "little")
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    at += 2 + 2 * length
    shown = "".join(f"%{ord(c) + 1}" if ord(c) < 9 and n in places else c for n, c in enumerate(text, 1))
    names = FORMATS.split()
    parts = [
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{first}"/>',
        f'<w:numFmt w:val="{names[form] if form < len(names) else "none" if form == 255 else "decimal"}"/>',
        f'<w:lvlRestart w:val="{limit}"/>' if flags & 8 else "",
        f'<w:pStyle w:val="s{style}"/>' if style != _NO_STYLE else "",
        "<w:isLgl/>" if flags & 4 else "",
        f'<w:suff w:val="{_FOLLOW[follow] if follow < 3 else "tab"}"/><w:lvlText w:val="{xml(shown)}"/>',
        f'<w:rPr><w:rFonts w:ascii="{xml(fonts[font])}"/></w:rPr>' if font is not None and font < len(fonts) else "",
        "</w:lvl>",
    ]
    return "".join(parts), at


def _uses(binary: Binary, known: dict[int, int], fonts: list[str]) -> Iterator[str]:
    raw, _ = binary.indexed(LIST_USES)
    count = min(int.from_bytes(raw[:4], "little"), len(raw) // 16)
    at = 4 + 16 * count
    for number in range(1, count + 1):
        identity, _, _, levels = struct.unpack_from("<iiiB", raw, 4 + 16 * (number - 1))
        at += 4
        overrides = []
        for _ in range(levels):
            if at + 8 > len(raw):
                return
            text, at = _override(raw, at, fonts)
            overrides.append(text)
        if identity in known:
            yield f'<w:num w:numId="{number}"><w:abstractNumId w:val="{known[identity]}"/>{"".join(overrides)}</w:num>'


def _override(raw: bytes, at: int, fonts: list[str]) -> tuple[str, int]:
    start, flags = struct.unpack_from("<iI", raw, at)
    depth, at = flags & 0xF, at + 8
    text = f'<w:startOverride w:val="{start}"/>' if flags & 0x10 else ""
    if flags & 0x20:
        level, at = _level(raw, at, depth, _NO_STYLE, fonts)
        text += level
    return f'<w:lvlOverride w:ilvl="{depth}">{text}</w:lvlOverride>', at
