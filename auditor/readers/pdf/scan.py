"""Pages whose text cannot be used: pictures of text, text drawn as curves, text whose code points are garbage. They are named, and
read by optical recognition where the extra [ocr] is installed. Nothing of them passes silently.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from auditor.document import Notice
from auditor.readers._layout.glyphs import Frame, Glyphs
from auditor.readers._layout.lines import Line
from auditor.readers.pdf.recode import is_garbage
from auditor.readers.pdf.strokes import Drawn

FEW = 30
"""A page with fewer glyphs than this that is mostly picture has no text of its own (a stamp, a page number at most)."""
COVERED = 0.4
"""Part of a page covered by pictures from which it is mostly picture."""
CURVES = 300
"""Drawn shapes on a page without a glyph from which the shapes may be writing."""
GARBAGE = "的文字编码已损坏"

DPI = 150
MAX_PIXELS = 20_000_000
SIDE = 1440
"""Pixels of the longer side on which lines are looked for (words are read at full size): finds the same lines of A4, in 480 MB
instead of 630."""
SURE = 0.5
"""Recognised lines less certain than this are left out."""

Recognise = Callable[[npt.NDArray[np.uint8]], Any]


def why_unusable(glyphs: Glyphs, drawn: Drawn, frame: Frame) -> str:
    """Why the text of a page cannot be used, in Chinese; "" when it can, or when the page is empty."""
    written = int(np.count_nonzero(~glyphs.blank))
    if written < FEW and _covered(drawn, frame) > COVERED:
        return "是图片（扫描件）"
    if not written and len(drawn.strokes) + drawn.curves > CURVES:
        return "的文字是以图形绘制的"
    return GARBAGE if written and is_garbage(glyphs.codes[~glyphs.blank]) else ""


def _covered(drawn: Drawn, frame: Frame) -> float:
    """The largest part of the page that one picture, or strips of one, cover."""
    x0, top, x1, bottom = drawn.images.T
    wide, high = frame.size
    clipped = (np.minimum(x1, wide) - np.maximum(x0, 0)).clip(0) * (np.minimum(bottom, high) - np.maximum(top, 0)).clip(0)
    return float(clipped.sum()) / max(wide * high, 1)


@dataclass(slots=True)
class Eyes:
    """The recogniser of one file: made when the first page needs it, tired after `most` pages or `seconds`."""

    most: int
    seconds: float
    _engine: Recognise | None = None
    _asked: int = 0
    _since: float = 0.0

    def __call__(self) -> Recognise | None:
        """The engine for one more page; None where the extra is not installed, or beyond the limits."""
        if not self._asked:
            self._engine, self._since = _engine(), monotonic()
        self._asked += 1
        return None if self.advice else self._engine

    @property
    def advice(self) -> str:
        """What to do for the page that was asked for last, in Chinese; "" when there is an engine for it."""
        if self._engine is None:
            return "请安装 OCR 组件（pip install tender-auditor[ocr]）"
        if self._asked > self.most:
            return f"OCR 只识别前 {self.most} 页扫描页，请用 --ocr-pages 增加页数后重新审查"
        if monotonic() - self._since > self.seconds:
            return f"OCR 用时已达 {self.seconds:.0f} 秒的上限，请用 --ocr-pages 增加页数（时间随之增加）后重新审查"
        return ""


def _engine() -> Recognise | None:
    """Its models come with the package, nothing is downloaded."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    threads = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 2 for name in ("intra", "inter")}
    size = {"Det.limit_side_len": SIDE, "Det.limit_type": "max"}
    return partial(RapidOCR(params={"Global.log_level": "error", **threads, **size}), use_cls=False)


def recognise(page: pdfium.PdfPage, number: int, engine: Recognise) -> list[Line] | None:
    """The lines that the engine sees on a page as displayed, top to bottom; None when it fails (it is short of memory, mostly)."""
    wide, high = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(wide * high, 1)) ** 0.5)
    try:
        seen = engine(page.render(scale=scale, rev_byteorder=True).to_numpy()[..., :3])
    except Exception:  # the engine's own errors share no base; a page it cannot see must not cost the file
        return None
    found: list[Line] = []
    for corners, text, sure in sorted(_items(seen), key=lambda item: item[0][:, 1].mean()):
        x, y = corners[:, 0] / scale, corners[:, 1] / scale
        box = tuple(round(float(v), 2) for v in (x.min(), y.min(), x.max(), y.max()))
        if sure >= SURE and text.strip():
            found.append(Line(text.strip(), number, (box[0], box[1], box[2], box[3]), None, box[3] - box[1]))
    return found


def _items(seen: Any) -> list[tuple[npt.NDArray[np.float64], str, float]]:
    if seen is None or seen.boxes is None or seen.txts is None:
        return []
    found = zip(seen.boxes, seen.txts, seen.scores, strict=True)
    return [(np.asarray(box, dtype=np.float64), text, float(sure)) for box, text, sure in found]


def join_levels(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines on one level as one line."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].middle - line.middle) < 0.5 * min(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    joined = []
    for row in rows:
        row.sort(key=lambda line: line.box[0])
        box = (row[0].box[0], min(r.box[1] for r in row), max(r.box[2] for r in row), max(r.box[3] for r in row))
        joined.append(replace(row[0], text="  ".join(r.text for r in row), box=box))
    return tuple(joined)


def notice(number: int, why: str, advice: str) -> Notice:
    """What a person must know of such a page; `advice` says what to do about a page that was not recognised."""
    if not advice:
        return Notice("ocr", f"第 {number} 页{why}，文字由 OCR 识别，可能有误，请对照原件核对", number)
    return Notice("no_text_layer", f"第 {number} 页{why}，没有可用的文字，未能审查；{advice}，或换用可复制文字的版本", number)
