"""What lies over a page and is no part of its own text: values of form fields, tick boxes, typed notes, strike-outs."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.document import Box
from auditor.readers._layout.glyphs import Frame, Glyphs
from auditor.readers._symbols import EMPTY, TICKED

MAX_NOTES = 5_000
"""Notes looked at on one page."""
MAX_VALUE = 20_000
"""Characters read of one value."""
SIZE, LEADING = 12.0, 1.2
"""Height of a glyph of a field that does not say, and the distance of lines in heights."""
BLANK = np.array([ord(character) for character in "□☐○◯_＿ \u3000\xa0"])
"""What is printed where a tick or a value belongs; that of the form stands in its place."""

_WRITTEN = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_TICKS = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_READ = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT)
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(slots=True)
class Overlay:
    """`written` are texts with their boxes, `ticks` the boxes of tick boxes and whether they are ticked, `struck` the boxes of
    strike-outs; all as displayed."""

    written: list[tuple[str, Box, float]] = field(default_factory=list)
    ticks: list[tuple[bool, Box]] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)

    def over(self, glyphs: Glyphs) -> Glyphs:
        """The glyphs of the page with those of the overlay where they stand; these have no position in the text page (-1)."""
        runs = [[(TICKED if ticked else EMPTY, box)] for ticked, box in self.ticks]
        runs += [run for text, box, size in self.written if (run := list(_set(text, box, size)))]
        if not runs:
            return glyphs
        kept = glyphs.take(~_blanks(glyphs, [box for run in runs for _, box in run]))
        at = [place for run in runs for place in [_place(kept, run[0][1])] * len(run)]
        codes, boxes = [ord(character) for run in runs for character, _ in run], [box for run in runs for _, box in run]
        return Glyphs(np.insert(kept.codes, at, codes), np.insert(kept.boxes, at, boxes, axis=0), np.insert(kept.index, at, -1))


def _place(glyphs: Glyphs, box: Box) -> int:
    """Where in the order of the file something in this box belongs: behind the glyph to its left, else before that to its right."""
    x, down = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    level = np.flatnonzero((box[1] < down) & (down < box[3]))
    left, right = level[x[level] <= box[0]], level[x[level] > box[0]]
    if len(left):
        return int(left[np.argmax(x[left])]) + 1
    return int(right[np.argmin(x[right])]) if len(right) else len(glyphs)


def read_overlay(page: pdfium.PdfPage, frame: Frame) -> Overlay:
    """What lies over the page; nothing of form fields where the document was opened without its form."""
    found = Overlay()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_NOTES)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        if note:
            try:
                _read(note, page, frame, found)
            finally:
                raw.FPDFPage_CloseAnnot(note)
    return found


def _read(note: raw.FPDF_ANNOTATION, page: pdfium.PdfPage, frame: Frame, found: Overlay) -> None:
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind not in _READ or raw.FPDFAnnot_GetFlags(note) & _UNSEEN:
        return
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        found.struck.extend(_shown(box, frame) for box in _quads(note))
    elif kind == raw.FPDF_ANNOT_FREETEXT:
        found.written.append((_text(raw.FPDFAnnot_GetStringValue, note, b"Contents"), _box(note, frame), SIZE))
    elif page.formenv:
        _field(note, page.formenv.raw, _box(note, frame), found)


def _field(note: raw.FPDF_ANNOTATION, form: raw.FPDF_FORMHANDLE, box: Box, found: Overlay) -> None:
    kind, size = raw.FPDFAnnot_GetFormFieldType(form, note), ctypes.c_float()
    if kind in _TICKS:
        found.ticks.append((bool(raw.FPDFAnnot_IsChecked(form, note)), box))
    elif kind in _WRITTEN:
        raw.FPDFAnnot_GetFontSize(form, note, size)
        chosen = [_text(raw.FPDFAnnot_GetOptionLabel, form, note, at) for at in _options(form, note)]
        value = "\n".join(chosen) or _text(raw.FPDFAnnot_GetFormFieldValue, form, note)
        found.written.append((value, box, size.value or SIZE))


def _options(form: raw.FPDF_FORMHANDLE, note: raw.FPDF_ANNOTATION) -> list[int]:
    """The options of a list that are chosen."""
    count = min(raw.FPDFAnnot_GetOptionCount(form, note), MAX_NOTES)
    return [at for at in range(count) if raw.FPDFAnnot_IsOptionSelected(form, note, at)]


def _text(ask: Any, *arguments: object) -> str:
    """A string of PDFium: asked for its length in bytes first."""
    length = min(int(ask(*arguments, None, 0)), 2 * MAX_VALUE)
    buffer = ctypes.create_string_buffer(max(length, 2))
    ask(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").split("\0")[0]


def _box(note: raw.FPDF_ANNOTATION, frame: Frame) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, rect)
    return _shown((rect.left, rect.bottom, rect.right, rect.top), frame)


def _quads(note: raw.FPDF_ANNOTATION) -> Iterator[Box]:
    """The boxes, in PDF space, of the words that a strike-out goes through."""
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), MAX_NOTES)):
        quad = raw.FS_QUADPOINTSF()
        if raw.FPDFAnnot_GetAttachmentPoints(note, index, quad):
            x, y = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield (min(x), min(y), max(x), max(y))


def _shown(box: Box, frame: Frame) -> Box:
    x0, top, x1, bottom = frame.shown(np.array([box], dtype=np.float32))[0].tolist()
    return (x0, top, x1, bottom)


def _blanks(glyphs: Glyphs, boxes: list[Box]) -> npt.NDArray[np.bool_]:
    """True for the printed blanks under these boxes."""
    x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    inside = np.zeros(len(glyphs), dtype=bool)
    printed = np.isin(glyphs.codes, BLANK)
    for box in boxes if printed.any() else ():
        inside |= (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
    return inside & printed


def _set(text: str, box: Box, size: float) -> Iterator[tuple[str, Box]]:
    """The characters of a value with a box each: from the left, wrapped where the field has room for lines, else pressed."""
    size = min(size, max(box[3] - box[1], 4))
    rows = int((box[3] - box[1]) / (LEADING * size))
    lines = [line for part in text.splitlines() for line in _wrapped(part, (box[2] - box[0]) / size if rows > 1 else 0)]
    step = min(LEADING * size, (box[3] - box[1]) / max(len(lines), 1))
    high = min(size, step)
    top = (box[1] if rows > 1 else (box[1] + box[3] - step) / 2) + (step - high) / 2
    for index, line in enumerate(lines):
        x, scale = box[0], min(1.0, (box[2] - box[0]) / max(size * sum(map(_width, line)), 1))
        for character in line:
            right = x + scale * size * _width(character)
            yield character, (x, top + index * step, right, top + index * step + high)
            x = right


def _wrapped(line: str, most: float) -> Iterator[str]:
    """Pieces of a line no wider than `most` heights; the whole line where that is 0."""
    start, width = 0, 0.0
    for at, character in enumerate(line):
        width += _width(character)
        if most and width > most and at > start:
            yield line[start:at]
            start, width = at, _width(character)
    yield line[start:]


def _width(character: str) -> float:
    return 1.0 if character >= "\u2e80" else 0.5
