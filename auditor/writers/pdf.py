"""The original PDF with the faulty words highlighted and a note at each; the original pages stay as they are."""

import io
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.document import Box, Document
from auditor.errors import DamagedFile, EncryptedFile, UsageError
from auditor.finding import Finding, Severity
from auditor.report import Report
from auditor.writers import _words

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter

MEDIA_TYPE = "application/pdf"
SUFFIX = ".批注.pdf"
READS = ("pdf",)
NEEDS_TEXT = True

# What pypdf finds odd in a tender is no concern of the person at the terminal; programs that log still get it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_MOST_NOTES = 3_000
_COLOURS = {Severity.VIOLATION: (1.0, 0.62, 0.6), Severity.SUSPECTED: (1.0, 0.85, 0.4), Severity.NOTE: (0.65, 0.84, 1.0)}
_SIGNED = "原文件带有电子签名；本批注副本不是原件，签名效力以原件为准。"
_REBUILT = "原文件结构有损坏，本批注副本由程序重建，仅供审查使用。"
_LOCKED = "原文件设有权限密码；本批注副本未加密，仅供审查使用。"


def write(report: Report, document: Document | None) -> bytes:
    """A copy of the file at `document.source`; a note on the first page gives the verdict.

    Raises UsageError for a file that is not PDF, EncryptedFile or DamagedFile when it cannot be copied.
    """
    if document is None or document.format not in READS:
        raise UsageError("高亮副本只能由 PDF 文件生成，其他格式请用 HTML 报告")
    # A damaged PDF breaks pypdf in many ways; pdfium, which read it, can write it anew.
    try:
        try:
            return _copy(report, document, Path(document.source).read_bytes())
        except EncryptedFile:
            raise
        except Exception:
            return _copy(report, document, _rebuilt(document.source), _REBUILT)
    except EncryptedFile:
        raise
    except Exception as error:
        raise DamagedFile("PDF 结构不规范，未生成高亮副本；问题请看 HTML 报告") from error


def _rebuilt(source: str) -> bytes:
    import pypdfium2 as pdfium

    out = io.BytesIO()
    with pdfium.PdfDocument(source) as pdf:
        pdf.save(out)
    return out.getvalue()


def _copy(report: Report, document: Document, data: bytes, *warnings: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(data))
    locked = reader.is_encrypted
    if locked and not reader.decrypt(""):
        raise EncryptedFile("PDF 有打开密码，未生成高亮副本")
    # Changes are put behind the original bytes, so that a signature of the original stays checkable; not so where it is locked.
    writer = PdfWriter(clone_from=reader) if locked else PdfWriter(io.BytesIO(data), incremental=True)
    opening = [_words.verdict(report), *_words.limits(report), *warnings]
    opening += [said for said, holds in ((_SIGNED, _is_signed(reader)), (_LOCKED, locked)) if holds]
    pages = list(writer.pages)
    for finding in sorted(report.findings, key=lambda f: f.span)[:_MOST_NOTES]:
        for number, boxes in _boxes(document, finding):
            if 1 <= number <= len(pages):
                _highlight(writer, pages[number - 1], finding, boxes)
    _note(writer, pages[0], [*opening, _words.DISCLAIMER])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _boxes(document: Document, finding: Finding) -> Iterator[tuple[int, list[Box]]]:
    """The boxes of a finding's lines, page by page; the whole place where a reader knows no lines."""
    found: dict[int, list[Box]] = defaultdict(list)
    for place in document.places_in(finding.span) or [finding.place]:
        if place.page and place.box:
            found[place.page].append(place.box)
    yield from found.items()


def _is_signed(reader: "PdfReader") -> bool:
    form = reader.root_object.get("/AcroForm")
    flags = form.get_object().get("/SigFlags", 0) if form is not None else 0
    return bool(int(flags) & 1)


def _corners(page: "PageObject", box: Box) -> tuple[float, float, float, float]:
    """A box as displayed (origin at the top left) in the page's own coordinates: left, bottom, right, top."""
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(float(media.left), float(crop.left)), max(float(media.bottom), float(crop.bottom))
    right, top = min(float(media.right), float(crop.right)), min(float(media.top), float(crop.top))
    turn = (page.rotation or 0) // 90 % 4
    x0, y0, x1, y1 = box
    across = ((left + x0, left + x1), (left + y0, left + y1), (right - x1, right - x0), (right - y1, right - y0))[turn]
    up = ((top - y1, top - y0), (bottom + x0, bottom + x1), (bottom + y0, bottom + y1), (top - x1, top - x0))[turn]
    return across[0], up[0], across[1], up[1]


def _highlight(writer: "PdfWriter", page: "PageObject", finding: Finding, boxes: Sequence[Box]) -> None:
    corners = [_corners(page, box) for box in boxes]
    quads = [n for left, bottom, right, top in corners for n in (left, top, right, top, left, bottom, right, bottom)]
    lefts, bottoms, rights, tops = zip(*corners, strict=True)
    lines = [finding.title, finding.message]
    lines += [f"依据：{_words.cite(b)}" + (f"，{_words.term(b)}" if _words.term(b) else "") for b in finding.basis]
    lines.append(f"建议改为：{finding.advice}")
    lines.append(f"{_words.measure(finding.measure)}，规则 {finding.rule_id}，编号 {finding.fingerprint}")
    mark = {"/Subtype": "/Highlight", "/QuadPoints": quads, "/C": list(_COLOURS[finding.severity]), "/CA": 0.55}
    rect = (min(lefts), min(bottoms), max(rights), max(tops))
    _add(writer, page, mark, rect, f"【{finding.severity.value}】" + "\n".join(lines))


def _note(writer: "PdfWriter", page: "PageObject", lines: Sequence[str]) -> None:
    rect = _corners(page, (12, 12, 32, 32))
    _add(writer, page, {"/Subtype": "/Text", "/Name": "/Note", "/C": [0.09, 0.24, 0.41]}, rect, "【审查结论】" + "\n".join(lines))


def _add(writer: "PdfWriter", page: "PageObject", mark: dict[str, Any], rect: Sequence[float], said: str) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

    note = DictionaryObject()
    for key, value in {"/Type": "/Annot", **mark, "/Rect": list(rect)}.items():
        if isinstance(value, list):
            note[NameObject(key)] = ArrayObject(FloatObject(round(n, 2)) for n in value)
        else:
            note[NameObject(key)] = NameObject(value) if isinstance(value, str) else FloatObject(value)
    note[NameObject("/F")] = NumberObject(4)
    note[NameObject("/T")] = TextStringObject("公平竞争审查")
    note[NameObject("/Contents")] = TextStringObject(_words.visible(_words.clip(said, 4000)))
    known = page.get("/Annots")
    kept = list(known.get_object()) if known is not None else []
    page[NameObject("/Annots")] = ArrayObject([*kept, writer._add_object(note)])
