"""Glyphs of symbol fonts -> the characters they show. A lost tick turns “☑是 ☐否” into its opposite."""

import ctypes

import numpy as np
import pypdfium2 as pdfium

from auditor.readers.pdf.glyphs import Glyphs, address_of, bound

FONTS = {
    "wingdings2": {
        0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x50: "✓", 0x4F: "✗", 0x2A: "□",
    },
    "wingdings": {
        0xFE: "☑", 0xFD: "☒", 0x78: "☒", 0xA8: "☐", 0x6F: "□", 0x71: "□", 0x72: "□", 0xFC: "✓", 0xFB: "✗", 0x6E: "■", 0x6C: "●",
        0xA1: "○", 0x75: "◆", 0x76: "❖", 0xD8: "➢", 0xA7: "▪", 0xE0: "→", 0xF0: "⇨", 0xAB: "★", 0x9F: "•", 0x77: "◆",
        **{0x81 + n: chr(0x2460 + n) for n in range(10)}, **{0x8C + n: chr(0x2776 + n) for n in range(10)},
    },
    "webdings": {0x61: "✓", 0x63: "□", 0x72: "✗", 0x67: "■"},
    "symbol": {
        0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB1: "±", 0xB0: "°", 0xB7: "•", 0xB8: "÷", 0x6D: "μ", 0x57: "Ω", 0x44: "Δ", 0x53: "Σ",
        0x66: "φ", 0x46: "Φ", 0x61: "α", 0x62: "β", 0xBE: "—", 0xAE: "→", 0xD7: "·", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0x70: "π",
        **{code: chr(code) for code in range(0x20, 0x40)}, 0x2D: "-",
        0x7E: "~", 0x5B: "[", 0x5D: "]", 0xE6: "(", 0xF6: ")", 0xE9: "[", 0xF9: "]",
    },
}  # fmt: skip
"""Font family -> code in the font -> character."""
ANY = {
    0x52: "☑", 0xFE: "☑", 0xFD: "☒", 0x51: "☒", 0x53: "☒", 0x78: "☒", 0xA8: "☐", 0xA3: "☐", 0x6F: "□", 0xFC: "✓", 0x50: "✓",
    0xB7: "•", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0xD8: "➢",
}  # fmt: skip
"""For a private-use character in a font of another name."""
DISGUISED = np.zeros(256, dtype=bool)
DISGUISED[[0x52, 0x51, 0x53, 0x54, 0x6F, 0x71, 0x72, 0x78, 0x50, 0xA3, 0xA8, 0xFB, 0xFC, 0xFD, 0xFE]] = True
"""Plain characters that a file without a proper encoding gives for ticks; the font decides. (U+00FF stands for all above.)"""


def show_symbols(glyphs: Glyphs, textpage: pdfium.PdfTextPage) -> Glyphs:
    """The glyphs with those of symbol fonts replaced; a private-use character that is not known stays as it is."""
    codes = glyphs.codes
    private = (codes >= 0xF000) & (codes <= 0xF0FF)
    letter = ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)
    beside = np.zeros(len(codes), dtype=bool)
    beside[1:] |= letter[:-1]
    beside[:-1] |= letter[1:]
    asked = np.flatnonzero(private | (DISGUISED[np.minimum(codes, 0xFF)] & ~(letter & beside)))
    if not len(asked):
        return glyphs
    shown = codes.copy()
    for at in asked.tolist():
        code = int(codes[at]) & 0xFF
        table = _table(_font(textpage, int(glyphs.index[at])), bool(private[at]))
        shown[at] = ord(table[code]) if code in table else shown[at]
    return Glyphs(shown, glyphs.boxes, glyphs.index)


def _table(font: str, private: bool) -> dict[int, str]:
    name = font.lower().replace(" ", "").replace("-", "")
    for family, table in FONTS.items():
        if family in name and (family != "symbol" or private):
            return table
    return ANY if private else {}


def _font(textpage: pdfium.PdfTextPage, index: int) -> str:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    address = ctypes.c_void_p
    ask = bound("FPDFText_GetFontInfo", ctypes.c_ulong, address, ctypes.c_int, address, ctypes.c_ulong, address)
    ask(address_of(textpage.raw), index, ctypes.addressof(name), len(name), ctypes.addressof(flags))
    return name.value.decode("utf-8", "replace")
