"""The characters of a page with their boxes, as arrays, and how the page is displayed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.document import Box

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """`codes` (n) are code points, `boxes` (n, 4) x0, top, x1, bottom as displayed, `index` (n) positions in the text page."""

    codes: Ints
    boxes: Floats
    index: Ints

    def take(self, order: npt.NDArray[Any]) -> "Glyphs":
        """Those at `order` (positions, or a mask), in that order."""
        return Glyphs(self.codes[order], self.boxes[order], self.index[order])

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def blank(self) -> npt.NDArray[np.bool_]:
        """True for spaces of any width."""
        codes = self.codes
        thin = (codes >= 0x2000) & (codes <= 0x200A)
        found: npt.NDArray[np.bool_] = thin | (codes == 0x20) | (codes == 0xA0) | (codes == 0x3000)
        return found

    @property
    def text(self) -> str:
        """One character a glyph."""
        return self.codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is displayed: its visible box in PDF space and the turn (0-3 quarters clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turn % 2 else (wide, high)

    def place(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """One PDF box as `shown` gives it."""
        left, right, low, high = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if self.turn == 0:
            return (left - self.left, self.top - high, right - self.left, self.top - low)
        if self.turn == 1:
            return (low - self.bottom, left - self.left, high - self.bottom, right - self.left)
        if self.turn == 2:
            return (self.right - right, low - self.bottom, self.right - left, high - self.bottom)
        return (self.top - high, self.right - right, self.top - low, self.right - left)

    def shown(self, boxes: Floats) -> Floats:
        """PDF boxes (n, 4: two opposite corners) as displayed boxes x0, top, x1, bottom."""
        x, y = boxes[:, 0::2], boxes[:, 1::2]
        if self.turn == 0:
            across, down = x - self.left, self.top - y
        elif self.turn == 1:
            across, down = y - self.bottom, x - self.left
        elif self.turn == 2:
            across, down = self.right - x, y - self.bottom
        else:
            across, down = self.top - y, self.right - x
        found = np.empty_like(boxes)
        for at, ends in enumerate((across, down)):
            np.minimum(ends[:, 0], ends[:, 1], out=found[:, at])
            np.maximum(ends[:, 0], ends[:, 1], out=found[:, at + 2])
        return found


def unturned(box: Box, turns: int, width: float, height: float) -> Box:
    """A box on a page of this size that was turned by `turns` quarters clockwise for reading, as it stands on the page itself."""
    x0, top, x1, bottom = box
    if turns == 1:
        return (top, round(width - x1, 2), bottom, round(width - x0, 2))
    if turns == 2:
        return (round(width - x1, 2), round(height - bottom, 2), round(width - x0, 2), round(height - top, 2))
    if turns == 3:
        return (round(height - bottom, 2), x0, round(height - top, 2), x1)
    return box


def unturned_edges(edges: tuple[float, ...] | None, turns: int, width: float) -> tuple[float, ...] | None:
    """Positions along the lines of a page that was turned so: along x on the page itself, along y after one or three quarters."""
    if edges is None or turns in (0, 3):
        return edges
    return tuple(round(width - edge, 2) for edge in edges)
