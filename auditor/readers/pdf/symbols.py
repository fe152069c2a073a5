"""Glyphs of symbol fonts -> the characters they show. A lost tick turns “☑是 ☐否” into its opposite."""

import ctypes

import numpy as np
import pypdfium2 as pdfium

from auditor.readers._layout.glyphs import Glyphs
from auditor.readers._symbols import TICK_CODES, family, glyph, is_symbol_font
from auditor.readers.pdf.glyphs import address_of, bound

DISGUISED = np.zeros(256, dtype=bool)
DISGUISED[sorted(TICK_CODES)] = True
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
        font = font_of(textpage, int(glyphs.index[at]))
        if private[at] or (is_symbol_font(font) and family(font) != "symbol"):
            shown[at] = ord(glyph(font, int(codes[at])) or chr(codes[at]))
    return Glyphs(shown, glyphs.boxes, glyphs.index)


def font_of(textpage: pdfium.PdfTextPage, index: int) -> str:
    """The name of a glyph's font."""
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    address = ctypes.c_void_p
    ask = bound("FPDFText_GetFontInfo", ctypes.c_ulong, address, ctypes.c_int, address, ctypes.c_ulong, address)
    ask(address_of(textpage.raw), index, ctypes.addressof(name), len(name), ctypes.addressof(flags))
    return name.value.decode("utf-8", "replace")
