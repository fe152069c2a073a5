"""Pictures of a PDF or OFD page around findings, with the words framed; a help for the eye, never needed to understand a report."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.document import Box, Document
from auditor.errors import ReadError
from auditor.finding import Finding

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST = 24
"""Pictures in one report: about 0.5 MB and half a second."""
_AROUND = 70.0
"""Points of page shown above and below the words."""
_TALLEST = 300.0
_WIDEST = 3_000.0
_SCALE = 1.6
_GREYS = 7
_FRAME = (163, 22, 27)
_PALETTE = [n for grey in range(_GREYS) for n in [grey * 255 // (_GREYS - 1)] * 3] + list(_FRAME)
"""Seven greys and the colour of the frame: three bits a pixel."""


def pictures(document: Document | None, findings: Sequence[Finding]) -> dict[int, str]:
    """Finding number (from 1) -> data address of an image, for the first findings that have a box; none without the source."""
    draw = {"pdf": _of_pdf, "ofd": _of_ofd}.get(document.format) if document else None
    if document is None or draw is None or not Path(document.source).is_file():
        return {}
    return draw(document, [(n, f) for n, f in enumerate(findings, 1) if f.place.page and f.place.box][:MOST])


def _of_ofd(document: Document, wanted: Sequence[tuple[int, Finding]]) -> dict[int, str]:
    from auditor.readers.ofd import sheets
    from auditor.writers._facsimile import facsimile

    try:
        pages = sheets(Path(document.source), {f.place.page or 0 for _, f in wanted})
    except (ReadError, OSError):
        return {}
    shown = {}
    for number, finding in wanted:
        sheet, boxes = pages.get(finding.place.page or 0), _boxes(document, finding)
        if sheet and sheet.width <= _WIDEST:
            image = facsimile(sheet, *_strip(boxes, sheet.height), boxes)
            shown[number] = "data:image/svg+xml;base64," + base64.b64encode(image).decode()
    return shown


def _of_pdf(document: Document, wanted: Sequence[tuple[int, Finding]]) -> dict[int, str]:
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(document.source)
    except (pdfium.PdfiumError, OSError):
        return {}
    try:
        return {n: shown for n, f in wanted if (shown := _picture(pdf, document, f))}
    finally:
        pdf.close()


def _picture(pdf: "PdfDocument", document: Document, finding: Finding) -> str:
    """The strip of the page; empty where pdfium cannot draw it."""
    import pypdfium2 as pdfium
    from PIL import ImageDraw

    number = finding.place.page or 1
    boxes = _boxes(document, finding)
    try:
        page = pdf[number - 1]
        width, height = page.get_size()
        top, bottom = _strip(boxes, height)
        if width > _WIDEST or bottom <= top:
            return ""
        bitmap = page.render(scale=_SCALE, grayscale=True, crop=(0, height - bottom, 0, top))
        image = bitmap.to_pil().convert("L").point([round(v * (_GREYS - 1) / 255) for v in range(256)])
        page.close()
    except (pdfium.PdfiumError, ValueError, IndexError, MemoryError):
        return ""
    image.putpalette(_PALETTE)
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in boxes:
        frame = [(n - shift) * _SCALE for n, shift in ((x0 - 1.5, 0), (y0 - 1.5, top), (x1 + 1.5, 0), (y1 + 1.5, top))]
        draw.rectangle((frame[0], frame[1], max(frame[0], frame[2]), max(frame[1], frame[3])), outline=_GREYS, width=2)
    out = io.BytesIO()
    image.save(out, "PNG", bits=4)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _boxes(document: Document, finding: Finding) -> list[Box]:
    """The boxes of the words on the page where they begin."""
    found = [p.box for p in document.places_in(finding.span) if p.page == finding.place.page and p.box]
    return found or ([finding.place.box] if finding.place.box else [])


def _strip(boxes: Sequence[Box], height: float) -> tuple[float, float]:
    """Top and bottom of what is shown, in points from the top of the page."""
    top = max(min(box[1] for box in boxes) - _AROUND, 0)
    return top, min(max(box[3] for box in boxes) + _AROUND, top + _TALLEST, height)
