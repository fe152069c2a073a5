"""Pages whose words stand only in the data of a script: platforms send the notice as a string, and a program shows it."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

MIN_CHINESE: Final = 80
"""Characters of a string below which it is a label, a message or a setting of the page."""

_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]|\\u[4-9][0-9a-f]{3}", re.IGNORECASE)


def strings(root: Any) -> Iterator[str]:
    """The long Chinese strings in the scripts and the hidden fields of a page, each once; some of them are HTML."""
    found: dict[str, None] = {}
    for element in root.iter("script", "input", "textarea"):
        if element.tag == "script":
            found.update(dict.fromkeys(_unquoted(element.text or "")))
        else:
            found[(element.get("value") or element.text or "").strip()] = None
    return (text for text in found if _count(text) >= MIN_CHINESE)


def _unquoted(script: str) -> Iterator[str]:
    for match in _STRING.finditer(script):
        if _count(match[0]) >= MIN_CHINESE:
            try:
                yield str(json.loads(match[0], strict=False)).strip()
            except ValueError:
                continue


def _count(text: str) -> int:
    return len(_CHINESE.findall(text))


def is_markup(text: str) -> bool:
    """True where the string is a piece of a page."""
    return bool(re.search(r"</(?:p|div|span|table|h\d|li|body)>|<br\s*/?>", text, re.IGNORECASE))
