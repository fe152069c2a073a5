"""What is printed on one page: every glyph with its box and every rule, in points from the top left."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from auditor.errors import LimitExceeded
from auditor.readers._parts import local
from auditor.readers._symbols import glyph, is_symbol_font
from auditor.readers.ofd.package import Leaf, Quad, Volume, area, numbers

POINT = 72 / 25.4
MAX_GLYPHS = 200_000
MAX_DEPTH = 8
ASCENT, DESCENT = 0.88, 0.12
"""Of the size, above and below the line a glyph stands on."""
THIN = 1.5
"""Millimetres: a closed shape no thicker than this is a rule."""

Matrix = tuple[float, float, float, float, float, float]
Dot = tuple[float, float]


@dataclass(slots=True)
class Sheet:
    """`glyphs` are (character, box), `strokes` boxes of straight rules; `drawn` counts paths and images; sizes in points."""

    width: float
    height: float
    glyphs: list[tuple[str, Quad]] = field(default_factory=list)
    strokes: list[Quad] = field(default_factory=list)
    drawn: int = 0
    watermark: bool = False


def read_sheet(volume: Volume, leaf: Leaf) -> Sheet:
    """The page with its templates under it and its annotations over it; watermarks are left out.

    Raises DamagedFile or ValueError for a page that cannot be read, LimitExceeded for one with too many glyphs.
    """
    root = volume.package.xml(leaf.content)
    box = area(root) or volume.area
    sheet = Sheet(box[2] * POINT, box[3] * POINT)
    walker = _Walker(volume, sheet, (1, 0, 0, 1, -box[0], -box[1]))
    for element in root.iter():
        name = volume.templates.get(element.get("TemplateID", "")) if local(element) == "Template" else None
        if name is not None and name in volume.package:
            walker.layers(volume.package.xml(name))
    walker.layers(root)
    for name in (name for name in leaf.annotations if name in volume.package):
        walker.annotations(volume.package.xml(name))
    return sheet


@dataclass(slots=True)
class _Walker:
    volume: Volume
    sheet: Sheet
    base: Matrix

    def layers(self, root: Any) -> None:
        for layer in (e for e in root.iter() if local(e) == "Layer"):
            self.walk(layer, self.base, 0)

    def annotations(self, root: Any) -> None:
        for note in (e for e in root.iter() if local(e) == "Annot"):
            if note.get("Type") == "Watermark":
                self.sheet.watermark = self.sheet.watermark or any(local(e) == "TextCode" for e in note.iter())
            elif note.get("Visible", "true") != "false":
                for shape in (e for e in note if local(e) == "Appearance"):
                    self.walk(shape, _times(_placed(shape), self.base), 0)

    def walk(self, holder: Any, matrix: Matrix, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        for element in holder:
            kind = local(element)
            if kind in ("PageBlock", "Content"):
                self.walk(element, matrix, depth + 1)
            elif element.get("Visible") in ("false", "0"):
                continue
            elif kind == "TextObject":
                self.text(element, _times(_placed(element), matrix))
            elif kind == "PathObject":
                self.sheet.drawn += 1
                self.sheet.strokes.extend(_rules(element, _times(_placed(element), matrix)))
            elif kind == "ImageObject":
                self.sheet.drawn += 1
            elif kind == "CompositeObject" and element.get("ResourceID") in self.volume.units:
                self.walk(self.volume.units[element.get("ResourceID")], _times(_placed(element), matrix), depth + 1)

    def text(self, element: Any, matrix: Matrix) -> None:
        if _slanted(matrix):
            self.sheet.watermark = True
            return
        size = float(element.get("Size", "3.5"))
        wide = float(element.get("HScale", "1"))
        font = self.volume.fonts.get(element.get("Font", ""), "")
        for code in (e for e in element if local(e) == "TextCode"):
            for character, x, y, step in _set(code, size * wide, font):
                self.sheet.glyphs.append(
                    (_symbol(character, font), _box((x, y - ASCENT * size), (x + step, y + DESCENT * size), matrix))
                )
        if len(self.sheet.glyphs) > MAX_GLYPHS:
            raise LimitExceeded(f"OFD 单页文字超过 {MAX_GLYPHS // 10_000} 万字，请拆分后再审查")


def _slanted(matrix: Matrix) -> bool:
    """True for words set across the page: a watermark, whose letters would land in the lines they cross."""
    along, across = abs(matrix[0]), abs(matrix[1])
    return min(along, across) > 0.15 * max(along, across)


def _placed(element: Any) -> Matrix:
    """From the object's own space to that of what holds it: its CTM, then its boundary."""
    x, y = [*numbers(element.get("Boundary")), 0.0, 0.0][:2]
    own = numbers(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (a, b, c, d, e + x, f + y)


def _set(code: Any, size: float, font: str) -> Iterator[tuple[str, float, float, float]]:
    """Each character with where it stands and how wide it is."""
    text = "".join(_symbol(character, font) for character in (code.text or "").strip("\r\n"))
    x, y = float(code.get("X") or 0), float(code.get("Y") or 0)
    across, down = list(_steps(code.get("DeltaX"), len(text))), list(_steps(code.get("DeltaY"), len(text)))
    for index, character in enumerate(text):
        usual = size if ord(character) >= 0x2E80 or not character.isascii() else size / 2
        step = across[index] if index < len(across) else (0.0 if down else usual)
        yield character, x, y, min(step, size) if step > 0 else usual
        x += step
        y += down[index] if index < len(down) else 0.0


def _steps(text: str | None, most: int) -> Iterator[float]:
    """Distances between characters; `g 3 2.1` is 2.1 three times."""
    words = iter((text or "").split())
    count = 0
    for word in words:
        times, value = (int(float(next(words, "0"))), next(words, "0")) if word == "g" else (1, word)
        for _ in range(min(times, most - count)):
            yield float(value)
        count += times
        if count >= most:
            return


def _symbol(character: str, font: str) -> str:
    """What a symbol font shows for the character."""
    if not ("\uf000" <= character <= "\uf0ff" or (ord(character) < 0x100 and is_symbol_font(font))):
        return character
    return glyph(font, ord(character)) or character


def _rules(path: Any, matrix: Matrix) -> Iterator[Quad]:
    """The level and upright sides of a path that shows; curves and slanted sides are left out."""
    stroked, filled = path.get("Stroke", "true") != "false", path.get("Fill", "false") == "true"
    data = next((e.text or "" for e in path if local(e) == "AbbreviatedData"), "")
    for outline in _outlines(data):
        box = _around([_moved(dot, matrix) for dot in outline])
        if min(box[2] - box[0], box[3] - box[1]) <= THIN * POINT and (stroked or filled):
            yield box
        elif stroked:
            yield from (
                _around([_moved(a, matrix), _moved(b, matrix)]) for a, b in pairwise(outline) if a[0] == b[0] or a[1] == b[1]
            )


def _straight(first: Dot, last: Dot) -> bool:
    return abs(first[0] - last[0]) < 0.1 or abs(first[1] - last[1]) < 0.1


def _outlines(data: str) -> Iterator[list[Dot]]:
    """The corners of each part of a path; a part with a curve is left out."""
    outline: list[Dot] = []
    straight = True
    for letter, rest in re.findall(r"([SMLQBAC])([^SMLQBAC]*)", data):
        values = numbers(rest)
        if letter in "SM":
            if len(outline) > 1 and straight:
                yield outline
            outline, straight = [], True
        if letter in "SML" and len(values) >= 2:
            outline.append((values[0], values[1]))
        elif letter == "C" and outline:
            outline.append(outline[0])
        elif letter in "QBA":
            straight = False
    if len(outline) > 1 and straight:
        yield outline


def _box(first: Dot, last: Dot, matrix: Matrix) -> Quad:
    return _around([_moved(dot, matrix) for dot in (first, last, (first[0], last[1]), (last[0], first[1]))])


def _around(dots: list[Dot]) -> Quad:
    """The box around dots in millimetres, in points."""
    x, y = zip(*dots, strict=True)
    return (min(x) * POINT, min(y) * POINT, max(x) * POINT, max(y) * POINT)


def _moved(dot: Dot, matrix: Matrix) -> Dot:
    a, b, c, d, e, f = matrix
    return (a * dot[0] + c * dot[1] + e, b * dot[0] + d * dot[1] + f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
