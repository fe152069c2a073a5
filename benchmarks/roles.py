"""The chapters that a file's own contents page names, against the headings that are found in its text.

    python -m benchmarks.roles FOLDER [--names 8-f]

Needs no labels: a contents page says which chapters there are, in which order and that they are the highest. Counts, over the files
whose contents page names three chapters or more: the entries, those found again as a heading of some clause, those found on the
highest level (below nothing but other entries), the openings of chapters on that level that are no entry in its turn (false), and
the files in which every entry is opened once, in order, and nothing else.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.chapters import Chapter, chapter_of
from auditor.document import BODY, Document
from auditor.errors import ReadError
from auditor.normalise import normalise
from auditor.readers import read_file
from auditor.segment import segment

FEWEST = 3
"""Chapters that a contents page must name to be one."""


def entries(document: Document) -> list[Chapter]:
    """The chapters of the contents page in their order, each once."""
    lines = (normalise(document.text[p.span.start : p.span.end]).text for p in document.places if p.part == "contents")
    return list(dict.fromkeys(filter(None, map(chapter_of, lines))))


def measure(document: Document) -> Counter[str]:
    """The counts of one file; none where it has no contents page with chapters."""
    asked = entries(document)
    if len(asked) < FEWEST:
        return Counter()
    body = (clause for clause in segment(document) if document.place(clause.span).part == BODY)
    paths = [tuple(map(chapter_of, clause.path)) for clause in body]
    headings = {heading for path in paths for heading in path}
    opened = list(_openings(paths, asked))
    high = {chapter for path in paths for i, chapter in enumerate(path) if chapter in asked and _all_in(path[:i], asked)}
    turns = [chapter for chapter in opened if chapter in asked]
    return Counter(
        files=1,
        entries=len(asked),
        found=len(headings.intersection(asked)),
        high=len(high),
        false=len(opened) - len(set(turns)),
        right=int(opened == asked),
    )


def _all_in(path: tuple[Chapter | None, ...], asked: list[Chapter]) -> bool:
    return all(chapter in asked for chapter in path)


def _openings(paths: list[tuple[Chapter | None, ...]], asked: list[Chapter]) -> Iterator[Chapter]:
    """The highest chapters as they begin; the line that names the next one still stands in the part around it."""
    before: tuple[Chapter | None, ...] = ()
    for path in paths:
        chapter = _highest(path, asked)
        if chapter and chapter not in before:
            yield chapter
        before = path if chapter else before


def _highest(path: tuple[Chapter | None, ...], asked: list[Chapter]) -> Chapter | None:
    """The deepest entry that stands below entries only; else the outermost chapter, which is none."""
    under = [chapter for i, chapter in enumerate(path) if chapter in asked and _all_in(path[:i], asked)]
    return under[-1] if under else next(filter(None, path[:1]), None)


def documents(folder: Path, names: str) -> Iterator[tuple[str, Document]]:
    """The files that can be read, with their names."""
    low, _, high = names.partition("-")
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and low <= p.name[:1] <= (high or low)):
        try:
            yield path.name, read_file(path)
        except ReadError:
            continue


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--names", default=" -\U0010ffff", help="first letters of the names, as 8-f")
    options.add_argument("--each", action="store_true", help="a line for each file")
    chosen = options.parse_args()
    total = Counter[str]()
    for name, document in documents(chosen.folder, chosen.names):
        counted = measure(document)
        total += counted
        if chosen.each and counted:
            print(name, dict(counted), flush=True)
    print(", ".join(f"{total[key]} {key}" for key in ("files", "entries", "found", "high", "false", "right")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
