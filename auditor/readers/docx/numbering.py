"""Automatic numbers, counted and printed as Word does."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml.etree import _Element

from auditor.readers._symbols import spell
from auditor.readers.docx.names import ASCII, MAIN, RPR, VAL, is_on, number, value
from auditor.readers.docx.numerals import written
from auditor.readers.docx.styles import Style, Styles

LEVELS: Final = 9
_PLACE: Final = re.compile("%([1-9])")
_BULLET: Final = "•"
_WIDE: Final = "、，．。：；）】》〕"
"""Signs after which paper shows a gap anyway."""


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list; `restart` is the level (from 1) whose use restarts it, 0 for never, None for any above."""

    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    font: str | None = None


@dataclass(slots=True)
class _List:
    """One w:num: its levels, which counters it shares (`counted`) and the starts it sets anew when first used."""

    counted: int
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]
    used: set[int] = field(default_factory=set)


class Numbering:
    """Counts as the paragraphs pass by, in reading order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = _by_number(root, "abstractNum", "abstractNumId")
        self._nums = _by_number(root, "num", "numId")
        self._lists: dict[int, _List | None] = {}
        self._counts: dict[int, dict[int, int]] = {}

    def label(self, style: Style, num_id: int | None, level: int | None) -> str:
        """The number of the next paragraph with its gap, empty for none. `num_id` and `level` are its own, where it has them."""
        chosen = style.num_id if num_id is None else num_id
        numbered = self._list(chosen) if chosen else None
        if numbered is None:
            return ""
        depth = self._depth(numbered, style, level)
        self._count(numbered, depth)
        return self._print(numbered, depth)

    def _depth(self, numbered: _List, style: Style, level: int | None) -> int:
        if level is None:
            linked = (depth for name in style.lineage for depth, found in numbered.levels.items() if found.style == name)
            level = next(linked, style.num_level or 0)
        return min(max(level, 0), LEVELS - 1)

    def _count(self, numbered: _List, depth: int) -> None:
        counts = self._counts.setdefault(numbered.counted, {})
        if depth in numbered.starts and depth not in numbered.used:
            counts[depth] = numbered.starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else self._start(numbered, depth)
        numbered.used.add(depth)
        for above in range(depth):
            counts.setdefault(above, self._start(numbered, above))
        for deeper in [d for d in counts if d > depth]:
            restart = numbered.levels.get(deeper, _Level()).restart
            if restart is None or depth < restart:
                del counts[deeper]

    def _start(self, numbered: _List, depth: int) -> int:
        return numbered.starts.get(depth, numbered.levels.get(depth, _Level()).start)

    def _print(self, numbered: _List, depth: int) -> str:
        level, counts = numbered.levels.get(depth, _Level()), self._counts[numbered.counted]
        if level.fmt == "bullet":
            text = spell(level.font, level.text)[0] or (_BULLET if level.text else "")
        else:
            text = _PLACE.sub(lambda match: _counted(numbered, counts, int(match[1]) - 1, level.legal), level.text)
        return text + (" " if text and level.suffix != "nothing" and text[-1] not in _WIDE else "")

    def _list(self, num_id: int) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read(num_id)
        return self._lists[num_id]

    def _read(self, num_id: int) -> _List | None:
        num = self._nums.get(num_id)
        counted = None if num is None else number(value(num, "abstractNumId"))
        if num is None or counted is None or counted not in self._abstract:
            return None
        levels = dict(_levels(self._linked(self._abstract[counted])))
        starts: dict[int, int] = {}
        for override in num.findall(MAIN + "lvlOverride"):
            depth, start = number(override.get(MAIN + "ilvl")) or 0, number(value(override, "startOverride"))
            levels.update(_levels(override))
            if start is not None:
                starts[depth] = start
                levels[depth] = replace(levels.get(depth, _Level()), start=start)
        return _List(counted, levels, starts)

    def _linked(self, abstract: _Element) -> _Element:
        """The definition that a numStyleLink points to, by way of the numbering style and its list."""
        for _ in range(LEVELS):
            link = value(abstract, "numStyleLink")
            num = self._nums.get(self._styles.list_style(link)) if link else None
            target = None if num is None else self._abstract.get(number(value(num, "abstractNumId")))
            if target is None or target is abstract:
                break
            abstract = target
        return abstract


def _by_number(root: _Element | None, tag: str, key: str) -> dict[int | None, _Element]:
    return {} if root is None else {number(element.get(MAIN + key)): element for element in root.findall(MAIN + tag)}


def _counted(numbered: _List, counts: Mapping[int, int], depth: int, legal: bool) -> str:
    level = numbered.levels.get(depth, _Level())
    fmt = "decimal" if legal and level.fmt not in ("none", "bullet") else level.fmt
    return written(counts.get(depth, level.start), fmt)


def _levels(parent: _Element) -> Iterator[tuple[int, _Level]]:
    for element in parent.findall(MAIN + "lvl"):
        depth = number(element.get(MAIN + "ilvl"))
        if depth is not None and 0 <= depth < LEVELS:
            yield depth, _level(element)


def _level(element: _Element) -> _Level:
    fmt = next(element.iter(MAIN + "numFmt"), None)  # a format of later versions hides in an AlternateContent
    fonts = element.find(f"{RPR}/{MAIN}rFonts")
    start = number(value(element, "start"))
    return _Level(
        start=1 if start is None else max(start, 0),
        fmt=_format(fmt),
        text=(value(element, "lvlText") or "")[:100],
        suffix=value(element, "suff") or "tab",
        restart=number(value(element, "lvlRestart")),
        legal=bool(is_on(element.find(MAIN + "isLgl"))),
        style=value(element, "pStyle"),
        font=None if fonts is None else fonts.get(ASCII),
    )


def _format(fmt: _Element | None) -> str:
    if fmt is None:
        return "decimal"
    sample = (fmt.get(MAIN + "format") or "").split(",")[0].strip()
    return "decimalZero" if sample == "01" else fmt.get(VAL) or "decimal"
