"""PDF with a text layer: pypdfium2 gives glyphs and lines, geometry gives reading order, paragraphs and tables.

glyphs, symbols, marks, strokes, struck, overlay, recode, covers, hidden, scan -> pages -> the shared layout -> Document
"""

from contextlib import suppress
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.document import Document, Notice
from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded
from auditor.readers._layout.compose import compose
from auditor.readers._layout.margins import part_margins
from auditor.readers._layout.pages import Page
from auditor.readers._limits import LIMITS, Limits
from auditor.readers.pdf.notices import say
from auditor.readers.pdf.pages import read_page
from auditor.readers.pdf.scan import Eyes

SUFFIXES = (".pdf",)
RECOGNISES = True
MAX_PAGES = 5_000


def read(path: Path, limits: Limits = LIMITS) -> Document:
    """The Document of a PDF file; `limits` say how many pages without usable text are read by OCR.

    Raises EncryptedFile when it asks for a password, DamagedFile when no page can be read, LimitExceeded beyond MAX_PAGES.
    """
    document = _open(path)
    try:
        if len(document) > MAX_PAGES:
            raise LimitExceeded(f"PDF 共 {len(document)} 页，超过 {MAX_PAGES} 页的上限，请拆分后再审查")
        eyes = Eyes(limits.recognised, limits.recognition)
        pages = [_page(document, number, eyes) for number in range(1, len(document) + 1)]
    finally:
        document.close()
    if all(page.notices and page.notices[0].code == "bad_page" for page in pages):
        raise DamagedFile("PDF 的每一页都已损坏，请重新下载，或用 PDF 阅读器打开后另存")
    text, places = compose(part_margins(pages))
    return Document(str(path), "", "pdf", text, places, tuple(say(pages)), len(pages))


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise EncryptedFile("PDF 设有打开密码，请取消密码后另存，再行审查") from error
        raise DamagedFile("PDF 已损坏或不完整，请重新下载，或用 PDF 阅读器打开后另存") from error
    with suppress(pdfium.PdfiumError):  # without its form the pages are there all the same
        if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
            document.init_forms()
    if not len(document):
        document.close()
        raise DamagedFile("PDF 中没有可读的页，请重新下载，或用 PDF 阅读器打开后另存")
    return document


def _page(document: pdfium.PdfDocument, number: int, eyes: Eyes) -> Page:
    try:
        return read_page(document, number, eyes)
    except pdfium.PdfiumError:
        return Page(number, 0, 0, notices=(Notice("bad_page", f"第 {number} 页已损坏，未能读取，请人工核对", number),))
