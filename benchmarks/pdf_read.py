"""How fast the PDF reader is, as ratios on the same pages in one run.

    python benchmarks/pdf_read.py FOLDER [--every N] [--large]

Prints the whole read against bare `get_text_range`, and pdfplumber (extract_text + extract_tables, every N-th page) against the
reader's share of those pages. With `--large` also the largest resident set of a fresh process that reads one file: the longest PDF
of the folder repeated up to 1,000 pages, and a DOCX whose XML has 2 MB. Nothing is kept.
"""

import argparse
import logging
import resource
import subprocess
import sys
import tempfile
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


ROOT = Path(__file__).resolve().parents[1]
READS = """
import resource, sys
from pathlib import Path
from auditor.readers import read_file
document = read_file(Path(sys.argv[1]))
print(len(document.text), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def long_pdf(longest: Path, path: Path, pages: int = 1_000) -> None:
    """The pages of `longest` again and again."""
    with pdfium.PdfDocument(longest) as source, pdfium.PdfDocument.new() as made:
        while (room := pages - len(made)) > 0:
            made.import_pages(source, list(range(min(room, len(source)))))
        made.save(path)


def long_docx(path: Path, size: int = 2_000_000) -> None:
    """Paragraphs and table rows whose XML has so many bytes."""
    from docx import Document
    from lxml import etree

    document, words = Document(), "投标人须在本市设有分公司，并具有近三年同类项目业绩。"
    table = document.add_table(0, 3)
    while len(etree.tostring(document.element, encoding="utf-8")) < size:
        for _ in range(500):
            document.add_paragraph(words * 2)
            for cell, text in zip(table.add_row().cells, ("1", "业绩", words), strict=True):
                cell.text = text
    document.save(str(path))


def large(folder: Path) -> None:
    def pages(path: Path) -> int:
        with pdfium.PdfDocument(path) as document:
            return len(document)

    with tempfile.TemporaryDirectory() as place:
        pdf_path, docx_path = Path(place) / "long.pdf", Path(place) / "long.docx"
        long_pdf(max(folder.glob("*.pdf"), key=pages), pdf_path)
        long_docx(docx_path)
        for name, path in (("PDF of 1,000 pages", pdf_path), ("DOCX of 2 MB of XML", docx_path)):
            said = subprocess.run([sys.executable, "-c", READS, path], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            characters, memory = said.split()
            print(f"{name}: {characters} characters, {memory} MB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--every", type=int, default=40, help="pdfplumber reads one page in so many; 0 leaves it out")
    options.add_argument("--large", action="store_true", help="also the memory that large files take")
    chosen = options.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    if chosen.large:
        large(chosen.folder)  # while this process is small: a new one begins with its size
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
