"""What is printed on one page: every glyph with its box and every rule, in points from the top left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from auditor.errors import DamagedFile, LimitExceeded
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
Glyph = tuple[str, Quad]


@dataclass(slots=True)
class Sheet:
    """`level` are (character, box), `strokes` boxes of straight rules; `drawn` counts paths and images; sizes in points.

    `columns` are the characters of words set from top to bottom, `comments` the words of notes that are not drawn on the page,
    `lost` counts what belongs to the page and cannot be read: templates and files of notes.
    """

    width: float
    height: float
    level: list[Glyph] = field(default_factory=list)
    strokes: list[Quad] = field(default_factory=list)
    columns: list[list[Glyph]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    count: int = 0
    drawn: int = 0
    lost: int = 0
    watermark: bool = False

    @property
    def glyphs(self) -> list[Glyph]:
        """Every character on the page."""
        return [*self.level, *(glyph for column in self.columns for glyph in column)]


def read_sheet(volume: Volume, leaf: Leaf) -> Sheet:
    """The page with its templates under it and its annotations over it; watermarks are left out.

    Raises DamagedFile or ValueError for a page that cannot be read, LimitExceeded for one with too many glyphs.
    """
    root = volume.package.xml(leaf.content)
    box = area(root) or volume.area
    sheet = Sheet(box[2] * POINT, box[3] * POINT)
    walker = _Walker(volume, sheet, (1, 0, 0, 1, -box[0], -box[1]))
    used = [element.get("TemplateID", "") for element in root.iter() if local(element) == "Template"]
    for template in _found(volume, [volume.templates.get(name, "") for name in used], sheet):
        walker.layers(template)
    walker.layers(root)
    for notes in _found(volume, leaf.annotations, sheet):
        walker.annotations(notes)
    return sheet


def _found(volume: Volume, names: Sequence[str], sheet: Sheet) -> Iterator[Any]:
    """The roots of these parts; one that is missing or broken costs only itself."""
    for name in names:
        try:
            yield volume.package.xml(name)
        except DamagedFile:
            sheet.lost += 1


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
                if not any(local(e) == "TextCode" for e in note.iter()):
                    self.sheet.comments += [words for e in note if local(e) == "Remark" and (words := (e.text or "").strip())]
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
        font, down = self.volume.fonts.get(element.get("Font", ""), ""), element.get("ReadDirection") in ("90", "270")
        turn = int(float(element.get("CharDirection", "0"))) // 90 % 4
        for code in (e for e in element if local(e) == "TextCode"):
            found = [
                (_symbol(character, font), _box(*_stand(x, y, step, size, turn), matrix))
                for character, x, y, step in _set(code, size * wide, font, down=down)
            ]
            if _upright([box for _, box in found]):
                self.sheet.columns.append(found)
            else:
                self.sheet.level += found
            self.sheet.count += len(found)
        if self.sheet.count > MAX_GLYPHS:
            raise LimitExceeded(f"OFD 单页文字超过 {MAX_GLYPHS // 10_000} 万字，请拆分后再审查")


def _slanted(matrix: Matrix) -> bool:
    """True for words set across the page: a watermark, whose letters would land in the lines they cross."""
    along, across = abs(matrix[0]), abs(matrix[1])
    return min(along, across) > 0.15 * max(along, across)


def _stand(x: float, y: float, step: float, size: float, turn: int) -> tuple[Dot, Dot]:
    """Two opposite corners of a glyph that stands at x, y and is turned by so many quarters clockwise."""
    high, low = ASCENT * size, DESCENT * size
    return (
        ((x, y - high), (x + step, y + low)),
        ((x - low, y), (x + high, y + step)),
        ((x - step, y - low), (x, y + high)),
        ((x - high, y - step), (x + low, y)),
    )[turn]


def _upright(boxes: Sequence[Quad]) -> bool:
    """Glyphs set one below the other."""
    steps = [((b[0] + b[2] - a[0] - a[2]) / 2, (b[1] + b[3] - a[1] - a[3]) / 2) for a, b in pairwise(boxes)]
    return bool(steps) and all(abs(down) > 2 * abs(across) for across, down in steps)


def _placed(element: Any) -> Matrix:
    """From the object's own space to that of what holds it: its CTM, then its boundary."""
    x, y = [*numbers(element.get("Boundary")), 0.0, 0.0][:2]
    own = numbers(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (a, b, c, d, e + x, f + y)


def _set(code: Any, size: float, font: str, *, down: bool = False) -> Iterator[tuple[str, float, float, float]]:
    """Each character with where it stands and how wide it is; set from top to bottom (`down`) where the file says no steps."""
    text = "".join(_symbol(character, font) for character in (code.text or "").strip("\r\n"))
    x, y = float(code.get("X") or 0), float(code.get("Y") or 0)
    across, below = list(_steps(code.get("DeltaX"), len(text))), list(_steps(code.get("DeltaY"), len(text)))
    for index, character in enumerate(text):
        usual = size if ord(character) >= 0x2E80 or not character.isascii() else size / 2
        step = across[index] if index < len(across) else (0.0 if below or down else usual)
        yield character, x, y, min(step, size) if step > 0 else usual
        x += step
        y += below[index] if index < len(below) else (usual if down and not across and not below else 0.0)


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
