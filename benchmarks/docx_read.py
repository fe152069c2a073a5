"""How much slower the DOCX reader is than a bare unzip, lxml parse and text join of document.xml.

    python benchmarks/docx_read.py FOLDER [--rounds 3]

Prints seconds and the ratio over all .docx in FOLDER, and the slowest files. Both ways run in turn in the same process, so that a
busy machine slows both alike; the best round of each counts.
"""

import argparse
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from auditor.readers.docx import read
from auditor.readers.docx.names import T


def bare(path: Path) -> str:
    """The least that anybody must do to get at the words."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "".join(element.text or "" for element in root.iter(T))


def seconds(action: Callable[[Path], object], path: Path) -> float:
    begin = time.perf_counter()
    action(path)
    return time.perf_counter() - begin


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    best: dict[Path, tuple[float, float]] = {}
    for path in sorted(given.folder.rglob("*.docx")) * given.rounds:
        before, now = best.get(path, (float("inf"),) * 2), (seconds(bare, path), seconds(read, path))
        best[path] = (min(before[0], now[0]), min(before[1], now[1]))
    plain, ours = (sum(times) for times in zip(*best.values(), strict=True))
    print(f"{len(best)} files: bare {plain:.2f} s, read {ours:.2f} s, ratio {ours / plain:.2f}")
    for path, (least, taken) in sorted(best.items(), key=lambda item: -item[1][1])[:5]:
        print(f"  {taken:.2f} s  {taken / least:.2f}x  {path.name}")


if __name__ == "__main__":
    main()
