"""Symbol fonts: what stands on paper where a file only says "character 254 of Wingdings".

Tick boxes come out as ☑ ☐ ☒, bare ticks as √ and crosses as ×, so that whoever reads a choice need not know a font.
"""

from collections.abc import Mapping
from typing import Final

TICKED, CROSSED, EMPTY = "☑", "☒", "☐"


def _row(start: int, signs: str) -> dict[int, str]:
    """Consecutive codes from `start`; a blank stands for a code that is not known."""
    return {start + offset: sign for offset, sign in enumerate(signs) if sign != " "}


_WINGDINGS: Final = {
    **_row(0x28, "☎✆✉"),
    **_row(0x45, "←→↑↓"),
    **_row(0x6C, "●○■☐☐☐☐◆◆◆❖◆☒"),
    **_row(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_row(0x9E, "·•▪○○○◎◎○▪☐"),
    **_row(0xAA, "✦★✶✴✹✵"),
    **_row(0xD5, "  ←➢"),
    **_row(0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇐⇒⇑⇓⇔⇕"),
    **_row(0xFB, "×√☒☑"),
}
_WINGDINGS_2: Final = {
    **_row(0x4F, "×√☒☑☒☒"),
    **_row(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_row(0x96, "·••●●○"),
    **_row(0x9F, "▪▪■■☐☐"),
    **_row(0xAA, "◆◆◇"),
}
_WINGDINGS_3: Final = {**_row(0x66, "←→↑↓"), **_row(0x70, "▲▼△▽◀▶◁▷"), **_row(0x7B, "◀▶▲▼")}
_WEBDINGS: Final = {0x31: "■", 0x3D: "■", 0x61: "√", 0x63: EMPTY, 0x67: "■", 0x6E: "●", 0x72: "×"}
_DINGBATS: Final = {**_row(0x33, "√√××××"), **_row(0x6C, "●○■☐☐☐☐▲▼◆❖"), **_row(0xC0, "①②③④⑤⑥⑦⑧⑨⑩")}
_SYMBOL: Final = {
    **{code: chr(code) for code in range(0x20, 0x40)},
    **_row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~"),
    **_row(0xA2, "′≤⁄∞ƒ♣◆♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    **_row(0xC5, "⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    0xE5: "∑",
}
_FONTS: Final[Mapping[str, Mapping[int, str]]] = {
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
    "zapfdingbats": _DINGBATS,
    "dingbats": _DINGBATS,
}


TICK_CODES: Final = frozenset(
    code for name, signs in _FONTS.items() if "dingbats" not in name for code, sign in signs.items() if sign in "☑☒☐√×"
)
"""Where symbol fonts keep ticks and boxes (those whose programs give no code points of their own)."""


def is_symbol_font(font: str | None) -> bool:
    """True when letters set in `font` do not read as letters."""
    return family(font) in _FONTS


def glyph(font: str | None, code: int) -> str:
    """The sign for `code` of `font`; empty where it is not known."""
    signs = _FONTS.get(family(font))
    if signs is None and not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
    return signs.get(code & 0xFF, "") if signs is not None else _WINGDINGS.get(code & 0xFF) or _WINGDINGS_2.get(code & 0xFF, "")


def spell(font: str | None, text: str) -> tuple[str, int]:
    """`text` as it looks in a symbol font, and how many of its characters are not known. Chinese in such a run stays as it is."""
    signs = [(c if c.isspace() or not _drawn(c) else glyph(font, ord(c))) for c in text]
    return "".join(signs), sum(not sign for sign in signs)


def _drawn(character: str) -> bool:
    return ord(character) < 0x100 or "\uf000" <= character <= "\uf0ff"


def family(font: str | None) -> str:
    """One spelling for all names of a font: “wingdings” of “ABCDEE+Wingdings-Regular,Bold”."""
    name = (font or "").rpartition("+")[2].partition(",")[0].lower().replace(" ", "").replace("-", "")
    return name.removesuffix("regular").removesuffix("mt")
