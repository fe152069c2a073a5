"""One page, read: glyphs, lines drawn and what cannot be read, laid out as lines and tables."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from auditor.document import Notice
from auditor.readers._layout.glyphs import Frame, Glyphs
from auditor.readers._layout.lines import Line, Piece, aside_line, find_pieces
from auditor.readers._layout.pages import Page, find_owners, lay_lines, lay_tables, ruled_grids
from auditor.readers._layout.tables import Grid
from auditor.readers.pdf.glyphs import MAX_GLYPHS, frame_of, read_glyphs
from auditor.readers.pdf.hidden import find_hidden
from auditor.readers.pdf.marks import part_marks, reading_turn
from auditor.readers.pdf.overlay import read_overlay
from auditor.readers.pdf.recode import restore
from auditor.readers.pdf.scan import GARBAGE, Eyes, join_levels, notice, recognise, why_unusable
from auditor.readers.pdf.strokes import MAX_OBJECTS, Drawn, read_drawn
from auditor.readers.pdf.struck import find_struck
from auditor.readers.pdf.symbols import show_symbols

RULE = (100, 220)
"""Length of the line above footnotes, in points."""


def read_page(document: pdfium.PdfDocument, number: int, eyes: Eyes) -> Page:
    """Page `number` (from 1); `eyes` give the recogniser for a page without usable text, None to leave that page unread.

    Raises pypdfium2.PdfiumError for a page that cannot be loaded; everything is closed again.
    """
    page = document[number - 1]
    try:
        textpage = page.get_textpage()
        try:
            return _read(page, textpage, number, eyes)
        finally:
            textpage.close()
    finally:
        page.close()


def _read(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, number: int, eyes: Eyes) -> Page:
    shown = frame_of(page)
    frame = replace(shown, turn=reading_turn(textpage, shown.turn))
    own, outside = read_glyphs(textpage, frame)
    own, drawn, overlay = show_symbols(own, textpage), read_drawn(page, frame), read_overlay(page, frame)
    why = why_unusable(own, drawn, frame)
    if recoded := why == GARBAGE:
        own = restore(own, textpage, frame)
        why = why_unusable(own, drawn, frame)
    if why:
        return _seen(page, shown, number, why, eyes)
    struck = find_struck(own, drawn.strokes, np.array(overlay.struck, dtype=np.float32).reshape(-1, 4), textpage, frame.turn)
    laid = _lay(textpage, overlay.over(own.take(~struck) if struck.any() else own), drawn, frame, number)
    turned = (frame.turn - shown.turn) % 4
    return replace(laid, turned=turned, struck=_stretches(own, struck), recoded=recoded, outside=outside)


def _lay(textpage: pdfium.PdfTextPage, glyphs: Glyphs, drawn: Drawn, frame: Frame, number: int) -> Page:
    """The page that these glyphs and lines make; what does not show, and marks across it, set apart."""
    grids = ruled_grids(drawn.strokes, frame)
    owner, firsts = find_owners(glyphs.boxes, grids)
    pieces = find_pieces(glyphs, owner)
    unseen = find_hidden(textpage, glyphs, pieces, drawn, frame)
    hidden = _lines(glyphs.take(unseen.hidden), number) if unseen.hidden.any() else ()
    if hidden:
        glyphs, owner = glyphs.take(~unseen.hidden), owner[~unseen.hidden]
        pieces = find_pieces(glyphs, owner)
    parted = part_marks(pieces, glyphs, textpage, frame.turn)
    lines = lay_lines(parted.kept, glyphs, number)
    return Page(
        number,
        *frame.size,
        lines=lines.get(-1, ()),
        tables=lay_tables(grids, firsts, lines, number),
        aside=_aside(parted.aside, glyphs, number),
        mark=parted.mark,
        rule=_rule(drawn, grids, frame),
        notices=_cut(number, drawn.full, textpage.count_chars() > MAX_GLYPHS, unseen.scanned),
        hidden=hidden,
    )


def _stretches(glyphs: Glyphs, mask: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    """The text of each run of glyphs in the mask."""
    at = np.flatnonzero(mask)
    runs = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1) if len(at) else []
    return tuple(text for run in runs if (text := glyphs.take(run).text.strip()))


def _lines(glyphs: Glyphs, number: int) -> tuple[Line, ...]:
    """The lines of loose glyphs."""
    return lay_lines(find_pieces(glyphs, np.full(len(glyphs), -1)), glyphs, number).get(-1, ())


def _cut(number: int, drawn: bool, written: bool, scanned: bool) -> tuple[Notice, ...]:
    """What is left out of a page beyond the limits, and what a scanner's program recognised, is said."""
    found = []
    if scanned:
        found.append(Notice("ocr", f"第 {number} 页是扫描件，文字由扫描软件识别，可能有误，请对照原件核对", number))
    if written:
        found.append(Notice("truncated", f"第 {number} 页文字超过 {MAX_GLYPHS} 个，其余未读，请人工核对", number))
    if drawn:
        found.append(Notice("tables_unread", f"第 {number} 页图形超过 {MAX_OBJECTS} 个，其中的表格可能未认出，请人工核对", number))
    return tuple(found)


def _rule(drawn: Drawn, grids: Sequence[Grid], frame: Frame) -> float | None:
    """The height of the lowest short level line on the left of the lower half, outside of tables."""
    x0, top, x1, bottom = drawn.strokes.T
    wide, high = frame.size
    short = (x1 - x0 > RULE[0]) & (x1 - x0 < RULE[1]) & (bottom - top < 2) & (top > high / 2) & (x0 < wide / 4)
    heights = [y for y in top[short].tolist() if not any(grid.rows[0] - 3 < y < grid.rows[-1] + 3 for grid in grids)]
    return max(heights, default=None)


def _seen(page: pdfium.PdfPage, frame: Frame, number: int, why: str, eyes: Eyes) -> Page:
    engine = eyes()
    found = recognise(page, number, engine) if engine else None
    advice = "" if found is not None else eyes.advice or "OCR 未能识别此页（多因内存不足），请关闭其他程序后重新审查"
    (wide, high), notices = frame.size, (notice(number, why, advice),)
    if not found:
        return Page(number, wide, high, notices=notices)
    grids = ruled_grids(read_drawn(page, frame).strokes, frame)
    owner, firsts = find_owners(np.array([line.box for line in found], dtype=np.float32), grids)
    owned: dict[int, list[Line]] = {}
    for line, cell in zip(found, owner.tolist(), strict=True):
        owned.setdefault(cell, []).append(line)
    lines = {cell: join_levels(some) for cell, some in owned.items()}
    return Page(number, wide, high, 0, lines.get(-1, ()), lay_tables(grids, firsts, lines, number), notices=notices)


def _aside(pieces: Sequence[Piece], glyphs: Glyphs, number: int) -> tuple[Line, ...]:
    """Pieces at a right angle, those that follow each other in the file as one line."""
    runs: list[list[Piece]] = []
    text = glyphs.text if pieces else ""
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return tuple(aside_line(run, words, number) for run in runs if (words := text[run[0].start : run[-1].end].strip()))
