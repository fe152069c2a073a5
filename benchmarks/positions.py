"""Every finding is found again at its place: `python benchmarks/positions.py FOLDER`.

For each file: the raw text at the span is the quote; the boxes given lie on the page given; on a PDF page, and in a table cell, the
quote (or the part of it that begins there) is what stands there. Prints what does not hold and the totals; exit code 1 if anything.
"""

import sys
from pathlib import Path

import pypdfium2

from auditor import read_file
from auditor.audit import shipped
from auditor.document import Document
from auditor.errors import ReadError
from auditor.finding import Finding

FORMATS = {".pdf", ".docx", ".doc", ".wps", ".txt", ".html", ".ofd", ".xlsx"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def wrong(document: Document, finding: Finding, pdf: pypdfium2.PdfDocument | None) -> str:
    """What does not hold for one finding; empty when all does."""
    start, end = finding.span.start, finding.span.end
    if document.text[start:end] != finding.quote:
        return "text at the span is not the quote"
    if finding.context[finding.context_at:finding.context_at + len(finding.quote)] != finding.quote:
        return "context does not hold the quote"
    parts = document.places_in(finding.span)
    if not parts:
        return "no place"
    if finding.place.page != parts[0].page or finding.place.table != parts[0].table or finding.place.row != parts[0].row:
        return "place is not where the quote begins"
    return _on_page(document, finding, pdf) if pdf is not None and finding.place.page and finding.place.box else ""


def _on_page(document: Document, finding: Finding, pdf: pypdfium2.PdfDocument) -> str:
    """The words under the box, and on the page, as PDFium itself gives them."""
    if any(n.code == "ocr" and n.page == finding.place.page for n in document.notices):
        return ""
    page = pdf[finding.place.page - 1]
    width, height = page.get_size()
    x0, top, x1, bottom = finding.place.box
    if not (-2 <= x0 <= x1 <= width + 2 and -2 <= top <= bottom <= height + 2):
        return f"box {finding.place.box} outside the page {width}x{height}"
    here = [p for p in document.places_in(finding.span) if p.page == finding.place.page]
    first = squeezed(document.text[here[0].span.start:here[0].span.end])
    text = squeezed(page.get_textpage().get_text_range())
    missing = [c for c in first if c not in text and c not in "☑☐☒"]
    return f"page {finding.place.page} lacks {missing}" if missing else ""


def main(folder: Path) -> int:
    files = findings = bad = 0
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in FORMATS):
        try:
            document = read_file(path)
        except ReadError as error:
            print(f"{path.name}: {error}")
            continue
        pdf = pypdfium2.PdfDocument(str(path)) if document.format == "pdf" else None
        files += 1
        for finding in shipped().audit(document).findings:
            findings += 1
            message = wrong(document, finding, pdf)
            if message:
                bad += 1
                print(f"{path.name} {finding.rule_id} {finding.quote[:40]!r}: {message}")
    print(f"{files} files, {findings} findings, {bad} not found again at their place")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
