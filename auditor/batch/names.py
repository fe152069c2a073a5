"""Where a report goes: the input's own folders and name, made safe for every file system, never the same twice."""

import hashlib
import re
import unicodedata

FOLDER = "报告"
LONGEST = 50
"""Characters of one folder or file name: 50 Chinese characters are 150 bytes, and suffixes come after."""

DEEPEST = 120
"""Characters of a whole path below the output folder: Windows stops at 260 with the drive and the folders above."""

_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")


class Names:
    """Gives each source a path of its own below `报告/`, without the format's suffix.

    The same source always asks for the same path; of two that would collide (also only by case) the later gets a mark made from its
    full name.
    """

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def name(self, source: str) -> str:
        """The path, with / as separator."""
        plain = "/".join(_safe(part) for part in source.replace("\\", "/").split("/") if part not in ("", ".", ".."))
        wanted = f"{FOLDER}/{plain}"
        if len(wanted) > DEEPEST:
            wanted = f"{FOLDER}/{_mark(source)}-{wanted.rpartition('/')[2]}"
        if self._taken.setdefault(_key(wanted), source) != source:
            wanted = f"{wanted}~{_mark(source)}"
            self._taken[_key(wanted)] = source
        return wanted


def _safe(part: str) -> str:
    clean = _RESERVED.sub(r"_\1", _UNSAFE.sub("_", part)).strip().rstrip(".") or "_"
    if len(clean) <= LONGEST:
        return clean
    stem, dot, suffix = clean.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= 8 else ""
    return f"{clean[: LONGEST - 9 - len(tail)]}~{_mark(part)}{tail}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
