"""The cells of ruled tables, ours beside pdfplumber's (its default strategy), page by page.

    python benchmarks/tables.py FOLDER [--every N | --all] [--kept FILE] [--pictures DIR]

Compared is every page on which either finds a table. `same` means the same boxes (within 2 points), `lines` the same boxes once
pdfplumber is shown dark lines only (to it white ones, and the edges of filled areas as under highlighted words, are lines), `words`
the same texts in cells though some boxes differ, `ours more` and `theirs more` that the texts of the one are among those of the
other, `only ours` that pdfplumber finds none. pdfplumber is slow: its cells are kept in FILE, a run broken off goes on and a later
one compares anew. Pictures show ours in blue, theirs in red.
"""

import argparse
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2 as pdfium

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from auditor.document import Box
from auditor.readers._layout.glyphs import Glyphs
from auditor.readers._layout.pages import ruled_grids
from auditor.readers._layout.tables import BAR
from auditor.readers.pdf.glyphs import frame_of, read_glyphs
from auditor.readers.pdf.strokes import read_drawn

NEAR = 2.0
SAME, LINES, ALONE, WORDS, OURS, THEIRS, OTHER = "same", "lines", "only ours", "words", "ours more", "theirs more", "different"


@dataclass(frozen=True, slots=True)
class Compared:
    """One page: the cells of both, and the boxes that only one of them has."""

    verdict: str
    ours: list[Box]
    theirs: list[Box]
    only_ours: list[Box]
    only_theirs: list[Box]


def plumbed(path: Path, numbers: Iterable[int]) -> Iterator[tuple[int, list[list[Box]]]]:
    """Page number (from 1) and pdfplumber's cells on the page as displayed: of all that is drawn, and of lines only."""
    with pdfplumber.open(path) as document:
        for number in numbers:
            page = document.pages[number - 1]
            yield number, [_cells(page), _cells(page.filter(_is_no_area))]
            page.close()


def _cells(page: Any) -> list[Box]:
    left, top = page.cropbox[:2]
    return [(c[0] - left, c[1] - top, c[2] - left, c[3] - top) for table in page.find_tables() for c in table.cells]


def _is_no_area(thing: dict[str, Any]) -> bool:
    if thing["object_type"] not in ("line", "rect", "curve"):
        return True
    if thing["stroke"]:
        return _is_dark(thing["stroking_color"])
    return min(thing["width"], thing["height"]) <= BAR and _is_dark(thing["non_stroking_color"])


def _is_dark(colour: Any) -> bool:
    return bool(np.any(np.array(colour or 0) < 1))


def compare(page: pdfium.PdfPage, theirs: list[Box], lines: list[Box]) -> Compared:
    """Our cells of `page` beside `theirs`, or where those differ beside those of its `lines`."""
    frame = frame_of(page)
    textpage = page.get_textpage()
    glyphs, _ = read_glyphs(textpage, frame)
    textpage.close()
    ours = [cell.box for grid in ruled_grids(read_drawn(page, frame).strokes, frame) for cell in grid.cells]
    for verdict, cells in ((SAME, theirs), (LINES, lines)):
        only_ours, only_theirs = _without(ours, cells), _without(cells, ours)
        if not only_ours and not only_theirs:
            return Compared(verdict, ours, theirs, [], [])
    if not theirs:
        return Compared(ALONE, ours, theirs, ours, [])
    mine, other = (Counter(filter(None, (words(glyphs, box) for box in boxes))) for boxes in (ours, lines))
    verdict = WORDS if mine == other else OURS if mine > other else THEIRS if mine < other else OTHER
    return Compared(verdict, ours, lines, only_ours, only_theirs)


def words(glyphs: Glyphs, box: Box) -> str:
    """The glyphs whose middle lies in the box, in the order of the file, without blanks."""
    x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    inside = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
    return "".join(glyphs.take(np.flatnonzero(inside)).text.split())


def _without(boxes: list[Box], others: list[Box]) -> list[Box]:
    if not boxes or not others:
        return list(boxes)
    away = np.abs(np.array(boxes)[:, None, :] - np.array(others)[None, :, :]).max(axis=2).min(axis=1)
    return [box for box, distance in zip(boxes, away.tolist(), strict=True) if distance > NEAR]


def draw(page: pdfium.PdfPage, found: Compared, path: Path) -> None:
    """The page with both grids: theirs broad and red, ours narrow and blue; what only one has is filled."""
    from PIL import Image, ImageDraw

    scale = 1.4
    picture = page.render(scale=scale).to_pil().convert("RGBA")
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    for boxes, colour, width in ((found.theirs, (220, 0, 0), 4), (found.ours, (0, 60, 255), 2)):
        only = found.only_theirs if width == 4 else found.only_ours
        for box in boxes:
            fill = (*colour, 50) if box in only else None
            corners = [(scale * box[0], scale * box[1]), (scale * box[2], scale * box[3])]
            pen.rectangle(corners, fill=fill, outline=(*colour, 160), width=width)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.alpha_composite(picture, layer).convert("RGB").save(path)


def kept_cells(path: Path, numbers: Sequence[int], kept: Path | None) -> dict[int, list[list[Box]]]:
    """pdfplumber's cells of these pages, those not yet in `kept` found now and added to it."""
    known: dict[int, list[list[Box]]] = {}
    if kept is not None and kept.exists():
        entries = (json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines())
        known = {e["page"]: [[tuple(box) for box in cells] for cells in e["cells"]] for e in entries if e["file"] == path.name}
    for number, cells in plumbed(path, [n for n in numbers if n not in known]):
        known[number] = cells
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"file": path.name, "page": number, "cells": cells}) + "\n")
    return {number: known[number] for number in numbers}


def compared(folder: Path, every: int, kept: Path | None, pictures: Path | None) -> Iterator[tuple[str, Compared]]:
    """Every page with a table of theirs, by file and number; those that differ are drawn."""
    for path in sorted(folder.glob("*.pdf")):
        with pdfium.PdfDocument(path) as document:
            for number, (theirs, lines) in kept_cells(path, range(1 + every // 2, len(document) + 1, every), kept).items():
                found = compare(document[number - 1], theirs, lines)
                if theirs or found.ours:
                    if pictures and found.verdict not in (SAME, LINES):
                        draw(document[number - 1], found, pictures / f"{path.stem}-{number}-{found.verdict.replace(' ', '_')}.png")
                    yield f"{path.name} page {number}", found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--every", type=int, default=20, help="one page in so many")
    options.add_argument("--all", action="store_true", help="every page")
    options.add_argument("--kept", type=Path, help="JSON lines with pdfplumber's cells")
    options.add_argument("--pictures", type=Path, help="folder for pictures of the pages that differ")
    chosen = options.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    totals: Counter[str] = Counter()
    for name, found in compared(chosen.folder, 1 if chosen.all else chosen.every, chosen.kept, chosen.pictures):
        totals[found.verdict] += 1
        if found.verdict not in (SAME, LINES):
            ours, theirs = f"{len(found.only_ours)} of {len(found.ours)}", f"{len(found.only_theirs)} of {len(found.theirs)}"
            print(f"{name}: {found.verdict}; alone are {ours} of our cells, {theirs} of theirs", flush=True)
    pages = totals.total()
    shares = [f"{name} {count} ({100 * count / pages:.1f} %)" for name, count in totals.most_common()]
    print(f"{pages} pages with tables: {', '.join(shares)}")


if __name__ == "__main__":
    main()
