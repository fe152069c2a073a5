"""Finds in a page what is not its text: scripts, menus, headers, footers, lists of links, deleted words."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

_NEVER = re.compile(
    "button|datalist|script|style|noscript|template|head|title|svg|math|canvas|object|embed|iframe|audio|video|map|rp|rt"
)
_STRUCK = re.compile("del|s|strike")
_MENUS = re.compile("nav|footer|aside|header|menu")
_BLOCKS = re.compile("div|section|header|footer|nav|aside|menu|ul|ol|dl|table|tbody|tr|td|th|form|article|main|center")
_NOISE = re.compile(
    r"(?i)(?:^|[-_ ])(?:nav|navbar|navigation|menu|sidebar|footer|foot|header|head|top|topbar|crumbs?|bread|breadcrumb|location|"
    r"position|share|toolbar|copyright|links?|pager|pagination|search|login|tree|related|recommend|hot)(?:$|[-_ \d])"
)
_NO_WORDS = re.compile(r"[\s\d/:.\-\[\]]+")
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_LINE_THROUGH = re.compile(r"(?i)text-decoration[^;]*line-through")


@dataclass(frozen=True, slots=True)
class Pruned:
    """`skip` are elements to walk past; `hidden` those of them that hold words which the page does not show.

    Nothing is taken out of the tree: letting go of the elements of a subtree that was cut off costs the square of their number.
    """

    skip: frozenset[Any]
    hidden: tuple[Any, ...]


def prune(root: Any) -> Pruned:
    """Finds the menus and the like below `root`."""
    never = _tops(root, lambda e: _NEVER.fullmatch(e.tag) or _struck(e) or _not_chosen(e), frozenset())
    concealed = _tops(root, _hides, never)
    shown = never | concealed
    total, linked = _weigh(root, shown)
    menus = _tops(root, lambda e: _is_menu(e, total[e], linked[e], total[root]), shown)
    hidden = (element for element in root.iter(etree.Element) if element in concealed)
    return Pruned(shown | menus, tuple(element for element in hidden if _worth_showing(element, never)))


def _tops(root: Any, useless: Callable[[Any], Any], skip: frozenset[Any]) -> frozenset[Any]:
    """The outermost elements that are useless, those in `skip` not looked into."""
    walker = etree.iterwalk(root, events=("start",))
    found = []
    for _, element in walker:
        if element in skip:
            walker.skip_subtree()
        elif element is not root and useless(element):
            found.append(element)
            walker.skip_subtree()
    return frozenset(found)


def _struck(element: Any) -> bool:
    return bool(_STRUCK.fullmatch(element.tag) or _LINE_THROUGH.search(element.get("style", "")))


def _not_chosen(element: Any) -> bool:
    """The choices of a list that nobody chose."""
    return element.tag == "option" and "selected" not in element.attrib


def _hides(element: Any) -> bool:
    names = element.get("class", "").lower().split()
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", ""))) or "hidden" in names or "hide" in names


def _worth_showing(element: Any, skip: frozenset[Any]) -> bool:
    """Machine values and buttons are hidden everywhere; sentences are not."""
    total, linked = _weigh(element, skip)
    return len(re.findall(r"[\u4e00-\u9fff]", "".join(element.itertext()))) >= 20 and linked[element] < 0.5 * total[element]


def _weigh(root: Any, skip: frozenset[Any]) -> tuple[Counter[Any], Counter[Any]]:
    """Characters below each element, and how many of them are links; one pass."""
    total: Counter[Any] = Counter()
    linked: Counter[Any] = Counter()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element in skip and element is not root:
                walker.skip_subtree()
            continue
        if element not in skip or element is root:
            total[element] += _length(element.text)
        if element.tag == "a":
            linked[element] = total[element]
        above = element.getparent()
        if above is not None and element is not root:
            total[above] += total[element] + _length(element.tail)
            linked[above] += linked[element]
    return total, linked


def _length(text: str | None) -> int:
    """Words only: the dates beside a list of links are no content."""
    return len(_NO_WORDS.sub("", text)) if text else 0


def _is_menu(element: Any, total: int, linked: int, whole: int) -> bool:
    """A block of links, or one that its name calls a menu; never one that holds much of the page's own words."""
    if not _BLOCKS.fullmatch(element.tag) or total - linked > max(150, 0.15 * whole):
        return False
    named = bool(_NOISE.search(element.get("class", "")) or _NOISE.search(element.get("id", "")))
    if _MENUS.fullmatch(element.tag) or named:
        return linked > 0 or total < 60
    links = sum(1 for _ in element.iter("a"))
    return linked > 0.7 * total and links > 1 and total - linked < 30 + 12 * links
