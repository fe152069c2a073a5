"""The highlighted PDF copy: the marks lie on the faulty words however the page is turned or cut, the original stays as it is."""

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, RectangleObject, StreamObject

from auditor import writers
from auditor.errors import DamagedFile, UsageError
from auditor.finding import Severity
from auditor.readers import read_file
from tests import report_samples as samples

QUOTE = "capital of 500"
LINES = ("Bidders need a registered capital of 500 at least", "Nothing is wrong in this line")
STREAM = "".join(f"BT /F1 14 Tf 1 0 0 1 120 {y} Tm ({line}) Tj ET " for y, line in zip((400, 360), LINES, strict=True)).encode()


def make(path: Path, *, rotate: int = 0, crop: bool = False, signed: bool = False, locked: bool = False) -> Path:
    """One page with one line in Helvetica, turned and cropped as asked."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    kind = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in kind.items()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    content = StreamObject()
    content.set_data(STREAM)
    page[NameObject("/Contents")] = writer._add_object(content)
    if crop:
        page.cropbox = RectangleObject((50, 60, 560, 700))
    page[NameObject("/Rotate")] = NumberObject(rotate)
    if signed:
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/SigFlags"): NumberObject(3), NameObject("/Fields"): ArrayObject()}
        )
    if locked:
        writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(path)
    return path


def highlighted(path: Path) -> bytes:
    document = read_file(path)
    finding = samples.finding(document, QUOTE, "M137-d", "规模门槛", Severity.VIOLATION)
    return writers.write(replace(samples.report(), findings=(finding,)), document, "pdf")


def notes(data: bytes, kind: str) -> list:
    return [a for p in PdfReader(io.BytesIO(data)).pages for r in p.get("/Annots", []) if (a := r.get_object())["/Subtype"] == kind]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [False, True], ids=["whole", "cropped"])
def test_the_mark_lies_on_the_words(tmp_path, rotate, crop):
    data = highlighted(make(tmp_path / "x.pdf", rotate=rotate, crop=crop))
    (mark,) = notes(data, "/Highlight")
    x, y = [float(n) for n in mark["/QuadPoints"][0::2]], [float(n) for n in mark["/QuadPoints"][1::2]]
    page = pdfium.PdfDocument(data)[0].get_textpage()
    under = page.get_text_bounded(min(x) + 1, min(y) + 1, max(x) - 1, max(y) - 1).strip()
    assert under == QUOTE


def test_the_note_says_what_and_instead(tmp_path):
    (mark,) = notes(highlighted(make(tmp_path / "x.pdf")), "/Highlight")
    for words in ("【违规】规模门槛", "财库〔2020〕46号", "待核对", "建议改为", "编号"):
        assert words in mark["/Contents"]


def test_the_original_bytes_stay_in_front(tmp_path):
    path = make(tmp_path / "x.pdf", signed=True)
    data = highlighted(path)
    assert data.startswith(path.read_bytes())
    (opening,) = notes(data, "/Text")
    assert "发现 1 处违规" in opening["/Contents"] and "电子签名" in opening["/Contents"]


def test_a_file_locked_against_change_is_copied_with_a_warning(tmp_path):
    data = highlighted(make(tmp_path / "x.pdf", locked=True))
    assert not PdfReader(io.BytesIO(data)).is_encrypted
    assert "权限密码" in notes(data, "/Text")[0]["/Contents"]


def test_a_broken_source_is_refused_with_advice(tmp_path):
    path = make(tmp_path / "x.pdf")
    document = read_file(path)
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(DamagedFile, match="HTML 报告"):
        writers.write(samples.report(), document, "pdf")
    with pytest.raises(UsageError, match="HTML 报告"):
        writers.write(samples.report(), samples.document(), "pdf")


def test_a_source_that_only_pdfium_can_read_is_rebuilt(tmp_path):
    path = make(tmp_path / "x.pdf")
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx").replace(b"\nxref", b"\nxxxx"))
    data = highlighted(path)
    assert len(notes(data, "/Highlight")) == 1
