"""The characters of one page, asked of PDFium.

PDFium is asked character by character, so the call itself is the cost: the C functions are bound once more through prototypes
that keep the interpreter lock and take bare addresses, which is about four times cheaper than the structures of the raw module.
"""

import ctypes
from collections import deque
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.readers._layout.glyphs import Frame, Glyphs

TIGHT = 0.5
"""Brackets that begin within this part of their width from each other lie over each other."""
MAX_GLYPHS = 200_000
"""Characters read of one page; a full page of print has three thousand."""
HYPHEN = 0x02
"""What PDFium gives for a hyphen at the end of a printed line."""


def frame_of(page: pdfium.PdfPage) -> Frame:
    """How `page` is displayed."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)


@lru_cache
def bound(name: str, result: Any, *arguments: Any) -> Any:
    """The PDFium function `name` behind a prototype of plain numbers and addresses, called without giving up the lock."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(thing: Any) -> int:
    """The address behind a PDFium handle."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def read_glyphs(textpage: pdfium.PdfTextPage, frame: Frame, *, controls: bool = False) -> tuple[Glyphs, int]:
    """Every glyph on the page in the order of the file, and how many there are outside of it; spaces that PDFium made up have no
    width and are left out. With `controls` those whose code points are no characters come too, all as they are in the file."""
    count, handle = min(textpage.count_chars(), MAX_GLYPHS), address_of(textpage.raw)
    code_at = bound("FPDFText_GetUnicode", ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
    box_at = bound("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    codes = np.fromiter(map(code_at, repeat(handle), range(count)), dtype=np.int64, count=count)
    boxes = np.zeros((count, 4), dtype=np.float32)
    start = boxes.ctypes.data
    deque(map(box_at, repeat(handle), range(count), range(start, start + 16 * count, 16)), maxlen=0)
    found = Glyphs(codes if controls else np.where(codes == HYPHEN, ord("-"), codes), frame.shown(boxes), np.arange(count))
    printed, inside = _sized(found) & (controls or _printed(found)), _inside(found, frame)
    return _paired(found.take(printed & inside)), int(np.count_nonzero(printed & ~inside & ~found.blank))


def _paired(glyphs: Glyphs) -> Glyphs:
    """“（4）（A）” set so tightly that its inner brackets lie over each other comes as “（4（）A）”: turned round."""
    codes, left = glyphs.codes, glyphs.boxes[:, 0]
    pairs = np.flatnonzero((codes[:-1] == ord("（")) & (codes[1:] == ord("）")))
    pairs = pairs[left[pairs + 1] - left[pairs] < TIGHT * (glyphs.boxes[pairs, 2] - left[pairs])]
    codes[pairs], codes[pairs + 1] = ord("）"), ord("（")
    return glyphs


def _inside(glyphs: Glyphs, frame: Frame) -> npt.NDArray[np.bool_]:
    """True for glyphs that lie on the page with at least their middle."""
    x0, top, x1, bottom = glyphs.boxes.T
    wide, high = frame.size
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    inside: npt.NDArray[np.bool_] = (x > 0) & (x < wide) & (y > 0) & (y < high)
    return inside


def _sized(glyphs: Glyphs) -> npt.NDArray[np.bool_]:
    """True for glyphs with an area."""
    x0, top, x1, bottom = glyphs.boxes.T
    sized: npt.NDArray[np.bool_] = (x1 - x0 > 0.01) & (bottom - top > 0.5)
    return sized


def _printed(glyphs: Glyphs) -> npt.NDArray[np.bool_]:
    """True for glyphs that are characters at all."""
    codes = glyphs.codes
    silent = (codes < 0x20) | ((codes >= 0x7F) & (codes < 0xA0)) | ((codes >= 0x200B) & (codes < 0x2010)) | (codes >= 0xFFFE)
    printed: npt.NDArray[np.bool_] = ~silent & (codes != 0xFEFF)
    return printed
