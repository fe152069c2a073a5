"""Property modifiers (sprm): what a run, a paragraph or a table row says about itself. Only what the text needs is kept."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

P_STYLE, P_LEVEL, P_LIST, P_IN_TABLE, P_ROW_END = 0x4600, 0x260A, 0x460B, 0x2416, 0x2417
P_DEPTH, P_INNER_CELL, P_INNER_ROW_END, P_OUTLINE, P_HUGE, P_HUGE_OLD = 0x6649, 0x244B, 0x244C, 0x2640, 0x6646, 0x6645
T_DEFINE, T_MERGE, T_SPLIT, T_VERTICAL = 0xD608, 0x5624, 0x5625, 0xD62B
C_DELETED, C_SPECIAL, C_SYMBOL, C_STRIKE, C_DOUBLE_STRIKE, C_HIDDEN, C_STYLE, C_FONT = (
    0x0800, 0x0855, 0x6A09, 0x0837, 0x2A53, 0x083C, 0x4A30, 0x4A4F,
)  # fmt: skip
_P_TABS = 0xC615
_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)


@dataclass(frozen=True, slots=True)
class Look:
    """Of a run. None where nothing is said, so that the style decides."""

    style: int = 0
    font: int | None = None
    symbol: tuple[int, int] | None = None
    special: bool = False
    deleted: bool = False
    struck: bool | None = None
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One cell as its row defines it: x positions in twips, and how it merges."""

    left: int
    right: int
    continues: bool = False
    begins: bool = False
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a paragraph. `depth` is the number of tables it stands in; `columns` is what a row end says of its row."""

    style: int = 0
    level: int | None = None
    number: int | None = None
    outline: int | None = None
    in_table: bool = False
    depth: int | None = None
    cell_end: bool = False
    row_end: bool = False
    columns: tuple[Column, ...] = ()


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier and its operand; what is cut off is left out."""
    at = 0
    while at + 2 <= len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size = _SIZES[code >> 13]
        if code == T_DEFINE:
            size = int.from_bytes(data[at : at + 2], "little") + 1
        elif size < 0:
            size = 1 + (data[at] if at < len(data) else 0)
            if code == _P_TABS and size == 256:
                size = _tabs(data[at:])
        operand = data[at : at + size]
        at += size
        if len(operand) == size:
            yield code, operand[1:] if _SIZES[code >> 13] < 0 and code != T_DEFINE else operand


def _tabs(data: bytes) -> int:
    """The one operand whose length byte may say 255 and mean more."""
    deleted = data[1] if len(data) > 1 else 0
    added = data[2 + 4 * deleted] if len(data) > 2 + 4 * deleted else 0
    return 3 + 4 * deleted + 3 * added


def look(data: bytes, base: Look = Look()) -> Look:
    """What `data` says of a run, over what `base` says."""
    said: dict[str, object] = {}
    for code, operand in sprms(data):
        if code == C_SPECIAL:
            said["special"] = bool(_toggled(operand[0], False))
        elif code == C_DELETED:
            said["deleted"] = bool(_toggled(operand[0], False))  # WPS writes 0x81
        elif code in (C_STRIKE, C_DOUBLE_STRIKE):
            said["struck"] = _toggled(operand[0], base.struck)
        elif code == C_HIDDEN:
            said["hidden"] = _toggled(operand[0], base.hidden)
        elif code == C_SYMBOL:
            said["symbol"] = struct.unpack("<HH", operand)
        elif code == C_STYLE:
            said["style"] = int.from_bytes(operand, "little")
        elif code == C_FONT:
            said["font"] = int.from_bytes(operand, "little")
    return replace(base, **said) if said else base  # type: ignore[arg-type]


def _toggled(value: int, base: bool | None) -> bool | None:
    """0 and 1 say it, 0x80 leaves it to the style, 0x81 turns what the style says."""
    return {0: False, 1: True, 0x81: not base}.get(value, base)


def shape(data: bytes, huge: bytes, base: Shape = Shape()) -> Shape:
    """What `data` says of a paragraph, over what `base` says; `huge` is the stream that long properties stand in."""
    said: dict[str, object] = {}
    columns = base.columns
    for code, operand in _all(data, huge):
        if code == P_LEVEL:
            said["level"] = operand[0]
        elif code == P_LIST:
            number = int.from_bytes(operand, "little", signed=True)
            said["number"] = number if 0 < number < 0x7FF else 0
        elif code == P_OUTLINE:
            said["outline"] = operand[0]
        elif code == P_IN_TABLE:
            said["in_table"] = operand[0] == 1
        elif code == P_DEPTH:
            said["depth"] = int.from_bytes(operand, "little")
        elif code == P_INNER_CELL:
            said["cell_end"] = operand[0] == 1
        elif code in (P_ROW_END, P_INNER_ROW_END):
            said["row_end"] = operand[0] == 1
        else:
            columns = _columns(code, operand, columns)
    return replace(base, columns=columns, **said)  # type: ignore[arg-type]


def _all(data: bytes, huge: bytes, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    for code, operand in sprms(data):
        if code in (P_HUGE, P_HUGE_OLD) and depth == 0:
            at = int.from_bytes(operand, "little")
            yield from _all(huge[at + 2 : at + 2 + int.from_bytes(huge[at : at + 2], "little")], huge, 1)
        else:
            yield code, operand


def _columns(code: int, operand: bytes, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    if code == T_DEFINE and len(operand) > 3:
        return tuple(_defined(operand))
    if code in (T_MERGE, T_SPLIT):
        first, last = operand[0], operand[1]
        return tuple(
            replace(c, covered=code == T_MERGE and index > first) if first <= index < last else c for index, c in enumerate(columns)
        )
    if code == T_VERTICAL and len(operand) >= 2 and operand[0] < len(columns):
        cell = replace(columns[operand[0]], continues=operand[1] == 1, begins=operand[1] == 3)
        return (*columns[: operand[0]], cell, *columns[operand[0] + 1 :])
    return columns


def _defined(operand: bytes) -> Iterator[Column]:
    """Row definition: number of cells, the x positions of their sides, then 20 bytes a cell."""
    count = operand[2]
    edges = operand[3 : 3 + 2 * (count + 1)]
    xs = struct.unpack(f"<{len(edges) // 2}h", edges[: len(edges) // 2 * 2])
    for index in range(min(count, len(xs) - 1)):
        at = 3 + 2 * (count + 1) + 20 * index
        flags = int.from_bytes(operand[at : at + 2], "little")
        merged = flags >> 5 & 3
        yield Column(xs[index], max(xs[index + 1], xs[index]), merged == 1, merged == 3, flags & 3 == 2)
