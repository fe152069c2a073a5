"""Check boxes and option buttons of the ActiveX kind: a bag of properties, or their binary form ([MS-OFORMS])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

_SPACE: Final = "{http://schemas.microsoft.com/office/2006/activeX}"
_BOXES: Final = ("8BD21D40-EC42-11CE-9E0D-00AA006002F3", "8BD21D50-EC42-11CE-9E0D-00AA006002F3")
"""CLASSID of the check box and of the option button."""

_SIZES: Final = (4, 4, 4, 4, 1, 1, 1, 1, 0, 2, 4, 2, 2, 2, 2, 2, 1, 1, 1, 0, 1, 1, 4, 4, 4, 4, 4, 2, 2, 2, 0, 0, 4)
"""Bytes that each property takes where the mask says it is there; the size of the control stands after them."""
_VALUE, _CAPTION, _EXTENT = 22, 23, 8
_CLASS_ID = 16


@dataclass(frozen=True, slots=True)
class Control:
    """A box with its words."""

    ticked: bool
    caption: str


def read_control(root: _Element, stored: bytes) -> Control | None:
    """The control of an activeX part, its state in the part or in `stored`; None for another kind, or a broken one."""
    if (root.get(_SPACE + "classid") or "").strip("{}").upper() not in _BOXES:
        return None
    bag = {e.get(_SPACE + "name"): e.get(_SPACE + "value") or "" for e in root.iter(_SPACE + "ocxPr")}
    if bag:
        return Control(bag.get("Value") == "1", bag.get("Caption", ""))
    try:
        value, caption = _strings(_contents(stored))
    except (struct.error, IndexError, OSError):
        return None
    return Control(value == "1", caption)


def _contents(stored: bytes) -> bytes:
    """The control's own bytes: in a stream of its own, or after its class."""
    if not stored.startswith(b"\xd0\xcf\x11\xe0"):
        return stored[_CLASS_ID:]
    from io import BytesIO

    import olefile

    with olefile.OleFileIO(BytesIO(stored)) as file:
        return bytes(file.openstream("contents").read())


def _strings(data: bytes) -> tuple[str, str]:
    """Value and caption."""
    _, _, _, mask = struct.unpack_from("<BBHQ", data)
    at, lengths = 12, {}
    for bit, size in enumerate(_SIZES):
        if mask >> bit & 1 and size:
            at += -at % size
            if bit in (_VALUE, _CAPTION):
                (lengths[bit],) = struct.unpack_from("<I", data, at)
            at += size
    at += -at % 4 + (8 if mask >> _EXTENT & 1 else 0)
    value, caption = _texts(data, at, (lengths.get(_VALUE, 0), lengths.get(_CAPTION, 0)))
    return value, caption


def _texts(data: bytes, at: int, lengths: tuple[int, int]) -> Iterator[str]:
    """Strings one after the other, each filled up to four bytes; the top bit says that there is one byte a character."""
    for length in lengths:
        size = length & 0x7FFF_FFFF
        yield data[at : at + size].decode("latin-1" if length >> 31 else "utf-16-le", "replace")
        at += size + -size % 4
