"""Takes out of a page what is not its text: scripts, menus, headers, footers, lists of links, deleted words."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from lxml import etree

_NEVER = re.compile("script|style|noscript|template|head|title|svg|math|canvas|object|embed|iframe|audio|video|map|rp|rt")
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


def prune(root: Any) -> list[Any]:
    """Drops menus and the like from the tree in place; returns the elements that the page does not show, taken out too."""
    _drop(root, lambda element: _NEVER.fullmatch(element.tag) or _struck(element))
    hidden = [element for element in root.iter(etree.Element) if _hides(element)]
    hidden = [element for element in hidden if not any(above in hidden for above in element.iterancestors())]
    for element in hidden:
        _detach(element)
    total, linked = _weigh(root)
    whole = total[root]
    _drop(root, lambda element: _is_menu(element, total[element], linked[element], whole))
    return [element for element in hidden if _worth_showing(element)]


def _struck(element: Any) -> bool:
    return bool(_STRUCK.fullmatch(element.tag) or _LINE_THROUGH.search(element.get("style", "")))


def _hides(element: Any) -> bool:
    names = element.get("class", "").lower().split()
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", ""))) or "hidden" in names or "hide" in names


def _worth_showing(element: Any) -> bool:
    """Machine values and buttons are hidden everywhere; sentences are not."""
    total, linked = _weigh(element)
    return len(re.findall(r"[\u4e00-\u9fff]", "".join(element.itertext()))) >= 20 and linked[element] < 0.5 * total[element]


def _weigh(root: Any) -> tuple[Counter[Any], Counter[Any]]:
    """Characters below each element, and how many of them are links; one pass."""
    total: Counter[Any] = Counter()
    linked: Counter[Any] = Counter()
    for _, element in etree.iterwalk(root, events=("end",)):
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


def _drop(root: Any, useless: Callable[[Any], Any]) -> None:
    walker = etree.iterwalk(root, events=("start",))
    doomed = []
    for _, element in walker:
        if element is not root and useless(element):
            doomed.append(element)
            walker.skip_subtree()
    for element in doomed:
        _detach(element)


def _detach(element: Any) -> None:
    """Takes the element out and leaves the words after it in place."""
    above = element.getparent()
    if above is None:
        return
    tail, before = element.tail or "", element.getprevious()
    element.tail = None
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        above.text = (above.text or "") + tail
    above.remove(element)
