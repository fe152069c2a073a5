"""Raw text -> normalised text with one raw offset per character.

Normalised text has no white space between Chinese characters, Chinese punctuation in full width (so that brackets in patterns
are literal), digits and Latin letters in half width and upper case, thousands separators removed, one glyph per tick mark, and
`_` for any blank to be filled in. Offsets never decrease, so a match maps back by looking up, never by searching again.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

BLANK = "_"
_FULL = str.maketrans("(),:;?!|<>[]", "（），：；？！|＜＞【】")
_SAME = {
    **dict.fromkeys("“”„‟\"「」『』＂", '"'),
    **dict.fromkeys("‘’‛＇", "'"),
    **dict.fromkeys("—–－−‐‑―─", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("☐▢▯◻❑❏□", "□"),
    **dict.fromkeys("☑🗹✅", "☑"),
    **dict.fromkeys("✓✔√", "√"),
    **dict.fromkeys("▇◼■", "■"),
    **dict.fromkeys("★⭐", "★"),
    **dict.fromkeys("〔［[﹝", "【"),
    **dict.fromkeys("〕］]﹞", "】"),
    **dict.fromkeys("＿_﹏", BLANK),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict.fromkeys("·•∙", "·"),
    **dict(zip("帐圓圎⺠⻓⻋⻔⻚⻢⻰⻛⻝⻩⻅⺫⻄⻆⻬⻥⻘⻉⻣⻮", "账圆圆民长车门页马龙风食黄见目西角齐鱼青贝骨齿")),
}
_KEEP = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳…℃")
_GAP = r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+"
_WORD = re.compile(r"[A-Za-z0-9]")
_PLAIN = r"[\u4e00-\u570d\u570f-\u5712\u5714-\u5e0f\u5e11-\u9fff0-9A-Z、。，：；（）]+"
"""Characters that stand for themselves; the variants 帐 圓 圎 do not."""
_TOKEN = re.compile(f"(?P<plain>{_PLAIN})|(?P<gap>{_GAP})|(?P<odd>.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Normalised:
    """`offsets[i]` is where character i of `text` came from, counted in the raw text."""

    text: str
    offsets: array  # type: ignore[type-arg]


@lru_cache(maxsize=65536)
def _fold(char: str) -> str:
    """The normalised form of one visible character; may be several characters, or none."""
    if char in _SAME:
        return _SAME[char]
    if char in _KEEP:
        return char
    if unicodedata.category(char) in ("Cf", "Cc", "Cs"):
        return ""
    wide = unicodedata.normalize("NFKC", char).upper()
    return "".join(_SAME.get(c, c) for c in wide.replace(" ", "")).translate(_FULL)


def _joins(before: str, gap: str, after: str) -> str:
    """What stands for white space between two characters: nothing, a space between Latin words, or a blank."""
    if _WORD.match(before) and _WORD.match(after):
        return " "
    wide = sum(2 if c == "\u3000" else 1 for c in gap if c in " \u3000\u00a0")
    return BLANK if wide >= 4 and "\n" not in gap and "\t" not in gap else ""


def _pieces(raw: str) -> Iterator[tuple[str, int]]:
    """Normalised pieces with the raw offset of each; only a run of plain characters is longer than its raw character."""
    for token in _TOKEN.finditer(raw):
        kind, at = token.lastgroup, token.start()
        if kind == "plain":
            yield token.group(), at
        elif kind == "odd":
            yield _fold(token.group()), at
        elif "\t" in token.group():
            yield "|", at
        elif at > 0 and token.end() < len(raw):
            yield _joins(raw[at - 1], token.group(), raw[token.end()]), at


def normalise(raw: str, base: int = 0) -> Normalised:
    """`raw` normalised; offsets are counted from `base`. Linear in the length of `raw`."""
    out: list[str] = []
    offsets = array("I")
    for piece, at in _pieces(raw):
        if len(piece) == 1:
            if piece == BLANK and out and out[-1][-1] == BLANK:
                continue
            out.append(piece)
            offsets.append(base + at)
        elif piece:
            out.append(piece)
            plain = raw.startswith(piece, at)
            offsets.extend(range(base + at, base + at + len(piece)) if plain else [base + at] * len(piece))
    return _drop_thousands("".join(out), offsets)


_THOUSANDS = re.compile(r"(?<=\d)[，,](?=\d{3}(?!\d))")
_SPREAD = re.compile(r"(?<![\dA-Z.] )(?<![\dA-Z.])\d(?: \d){1,5}(?=个?(?:工作日|日历天|日|天|年|月|份|套|元|万|小时|%))")
"""One digit at a time, as justified text has them."""


def _drop_thousands(text: str, offsets: array) -> Normalised:  # type: ignore[type-arg]
    """5，000，000 -> 5000000, 2 0个工作日 -> 20个工作日."""
    gone = frozenset(m.start() for m in _THOUSANDS.finditer(text))
    gone |= frozenset(at for m in _SPREAD.finditer(text) for at in range(m.start() + 1, m.end(), 2))
    if not gone:
        return Normalised(text, offsets)
    kept = [i for i in range(len(text)) if i not in gone]
    return Normalised("".join(text[i] for i in kept), array("I", (offsets[i] for i in kept)))
