"""How fast the PDF reader is, as ratios on the same pages in one run.

    python benchmarks/pdf_read.py FOLDER [--every N]

Prints the whole read against bare `get_text_range`, and pdfplumber (extract_text + extract_tables, every N-th page) against the
reader's share of those pages. Nothing is written.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from auditor.readers import Limits, pdf


def bare(path: Path) -> int:
    """Only the text; the number of pages."""
    with pdfium.PdfDocument(path) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
        return len(document)


def read(path: Path) -> int:
    return pdf.read(path, Limits(recognised=0)).pages or 0


def plumber(every: int) -> Callable[[Path], int]:
    """Text and tables of every `every`-th page, by pdfplumber."""

    def run(path: Path) -> int:
        with pdfplumber.open(path) as document:
            chosen = document.pages[every // 2 :: every]
            for page in chosen:
                page.extract_text()
                page.extract_tables()
                page.close()
            return len(chosen)

    return run


def seconds(run: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Processor time, so that other work on the machine does not count, and pages."""
    start = time.process_time()
    pages = run(path)
    return time.process_time() - start, pages


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--every", type=int, default=40, help="pdfplumber reads one page in so many; 0 leaves it out")
    chosen = options.parse_args()
    base = whole = slow = 0.0
    pages = sampled = 0
    for path in sorted(chosen.folder.glob("*.pdf")):
        bare(path)
        base += seconds(bare, path)[0]
        took, count = seconds(read, path)
        whole, pages = whole + took, pages + count
        if chosen.every:
            took, count = seconds(plumber(chosen.every), path)
            slow, sampled = slow + took, sampled + count
    print(f"bare get_text_range  {base:7.2f} s  {1000 * base / pages:6.2f} ms a page, {pages} pages")
    print(f"whole read           {whole:7.2f} s  {1000 * whole / pages:6.2f} ms a page  = {whole / base:.2f} x bare")
    print(f"largest resident set {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if sampled:
        each, ours = 1000 * slow / sampled, 1000 * whole / pages
        print(f"pdfplumber           {slow:7.2f} s  {each:6.2f} ms a page, {sampled} pages  = {each / ours:.1f} x ours")


if __name__ == "__main__":
    main()
