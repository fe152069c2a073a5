"""Text whose code points are garbage: told by a measured ratio, and put right where they are the glyph numbers of SimSun.

Some programs embed 宋体 without saying which character a glyph shows; PDFium then gives the glyph's number. The glyphs of that font
stand in the order of Unicode, so that each stretch is off by one and the same number. Whether that is so shows in what comes out:
Chinese text holds many frequent characters, anything else next to none.
"""

import ctypes
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from auditor.readers._layout.glyphs import Frame, Glyphs, Ints
from auditor.readers.pdf.glyphs import address_of, bound, read_glyphs
from auditor.readers.pdf.symbols import font_of

ODD, ODD_LEAST = 0.1, 8
"""Part (and number) of characters of scripts that no tender is written in from which the text is garbage."""
RARE, RARE_LEAST = 0.05, 60
"""Part of frequent characters among the Chinese ones (at least so many) below which the text is garbage; real pages have 0.16."""
SURE = 0.1
"""Part of frequent characters among the Chinese ones from which text put right is right."""

FAR = 3.0
"""Glyphs further from each other than this (in heights) are no neighbours."""

SCRIPTS = np.array([
    0x20, 0x530, 0x1800, 0x18B0, 0x2000, 0x2C00, 0x2E80, 0x3400, 0x4E00, 0xA000, 0xF900, 0xFB00, 0xFE30, 0xFFE7, 0x20000, 0x323B0,
])  # fmt: skip
"""Begin and end of the stretches of Unicode that tenders use: Latin, Greek, Cyrillic, Mongolian, symbols, Chinese."""
FREQUENT = np.zeros(0x10000, dtype=bool)
FREQUENT[[ord(c) for c in (
    "的人投标合文件方应同中和招定有工采用机行不要保项在设备或价理以包时业电为目证及一表规分供程本提评求能法内格部单期务对交第其"
    "制作货明质员量可进关数条成通发资式承按计金报购款公出等于位度技术附商知后并下书须名装"
)]] = True  # fmt: skip


def _simsun() -> Ints:
    """Glyph number -> code point; a number that is not known, and the punctuation that such files give as it is, stay."""
    table = np.arange(0x10000)
    known = ((254, "‘’“”…"), (304, "≤≥"), (437, "■□"), (450, "\u3000、。〃々〈〉《》「」『』【】〓〔〕〖〗"))
    for first, signs in known:
        table[first : first + len(signs)] = [ord(sign) for sign in signs]
    table[3:98] = np.arange(0x20, 0x7F)
    table[311:321] = np.arange(0x2460, 0x246A)
    table[701:795] = np.arange(0xFF01, 0xFF5F)
    table[1072:21974] = np.arange(0x4E00, 0x9FA6)
    for radical in range(0x2F00, 0x2FD6):  # PDFium gives the character for what it takes for its radical: 皮 for the glyph of 示
        taken = ord(normalize("NFKC", chr(radical)))
        if taken >= 21974:
            table[taken] = radical - 1072 + 0x4E00
    kept = [ord(sign) for sign in "—‘’“”…"]
    table[kept] = kept
    return table


SIMSUN = _simsun()


def is_garbage(codes: Ints) -> bool:
    """True when these characters, blanks left out, are no text."""
    odd = np.count_nonzero(np.searchsorted(SCRIPTS, codes, side="right") % 2 == 0)
    if odd >= ODD_LEAST and odd > ODD * len(codes):
        return True
    chinese = _chinese(codes)
    return len(chinese) >= RARE_LEAST and bool(np.count_nonzero(FREQUENT[chinese]) < RARE * len(chinese))


def restore(glyphs: Glyphs, textpage: pdfium.PdfTextPage, frame: Frame) -> Glyphs:
    """The glyphs with the fonts put right whose code points are glyph numbers, those of control characters among them; the same
    where there is no such font."""
    whole, _ = read_glyphs(textpage, frame, controls=True)
    fonts, codes = np.array(_fonts(whole, textpage)), whole.codes.copy()
    right = np.isin(whole.index, glyphs.index)
    for font in set(fonts.tolist()):
        own = fonts == font
        if _share(SIMSUN[_plane(codes[own])]) > max(SURE, _share(codes[own])):
            codes[own] = SIMSUN[_plane(codes[own])]
            right |= own & (codes >= 0x20)
    return _level(Glyphs(codes, whole.boxes, whole.index).take(right))


def _level(glyphs: Glyphs) -> Glyphs:
    """Neighbours from left to right: PDFium turns round what it takes for Arabic or Hebrew, as 公共 whose glyph numbers look so."""
    x0, top, _, bottom = glyphs.boxes.T
    high = bottom - top
    away = (np.abs(np.diff(x0)) > FAR * high[1:]) | (np.abs(np.diff(top + bottom)) > high[1:])
    return glyphs.take(np.lexsort((x0, np.concatenate([[0], np.cumsum(away)]))))


def _fonts(glyphs: Glyphs, textpage: pdfium.PdfTextPage) -> list[str]:
    """The name of each glyph's font, asked once for each text object."""
    handle, thing_at = address_of(textpage.raw), bound("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    known: dict[int | None, str] = {}
    found = []
    for at in glyphs.index.tolist():
        thing = thing_at(handle, at)
        if thing not in known:
            known[thing] = font_of(textpage, at)
        found.append(known[thing])
    return found


def _share(codes: Ints) -> float:
    """Frequent characters among the Chinese ones."""
    chinese = _chinese(codes)
    return np.count_nonzero(FREQUENT[chinese]) / max(len(chinese), 1)


def _chinese(codes: Ints) -> Ints:
    return codes[(codes >= 0x4E00) & (codes < 0xA000)]


def _plane(codes: Ints) -> npt.NDArray[np.int64]:
    return np.minimum(codes, 0xFFFF)
