"""PDF files that cannot be read, or not all of them: said, never silent; limits on pages and memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded
from auditor.readers import Limits, pdf
from auditor.readers.pdf import scan
from tests.document_rules import assert_sound
from tests.fidelity.pdf.maker import Sheet, write_pdf

UNSEEN = Limits(recognised=0)
ROOT = Path(__file__).parents[1]
HOSTILE = ROOT.parent / "shared" / "hostile"


def written(*lines: str) -> Sheet:
    sheet = Sheet()
    sheet.lines(72, 100, *lines)
    return sheet


def test_a_password_is_named(tmp_path):
    from pypdf import PdfReader, PdfWriter

    path = write_pdf(tmp_path / "a.pdf", written("投标文件"))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    with pytest.raises(EncryptedFile, match="密码"):
        pdf.read(path)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 2000, b"<html></html>"])
def test_what_is_no_pdf_is_damaged(tmp_path, content):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(DamagedFile, match="重新下载"):
        pdf.read(path)


def test_a_file_cut_off_in_the_middle_gives_what_is_left_or_is_damaged(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", *[written("第一条 总则", "投标人须具有资质。")] * 5)
    whole = path.read_bytes()
    for end in range(100, len(whole), len(whole) // 7):
        path.write_bytes(whole[:end])
        try:
            assert_sound(pdf.read(path))
        except DamagedFile:
            continue


def test_a_bad_page_is_a_notice_and_the_rest_is_read(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", written("第一页"), written("第二页"), written("第三页"), broken=(2,))
    document = pdf.read(path)
    assert document.text == "第一页\n第三页\n"
    assert [(n.code, n.page) for n in document.notices] == [("bad_page", 2)]


def test_a_file_of_bad_pages_only_is_damaged(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", written("第一页"), written("第二页"), broken=(1, 2))
    with pytest.raises(DamagedFile, match="每一页"):
        pdf.read(path)


def test_too_many_pages_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    path = write_pdf(tmp_path / "a.pdf", *[written("页")] * 3)
    with pytest.raises(LimitExceeded, match="拆分"):
        pdf.read(path)


def test_what_is_beyond_the_limits_of_a_page_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("auditor.readers.pdf.glyphs.MAX_GLYPHS", 10)
    monkeypatch.setattr("auditor.readers.pdf.pages.MAX_GLYPHS", 10)
    document = pdf.read(write_pdf(tmp_path / "a.pdf", written("投标人须具有独立承担民事责任的能力")))
    assert document.text == "投标人须具有独立承担\n"
    assert [(n.code, n.page) for n in document.notices] == [("truncated", 1)]


def scanned() -> Sheet:
    sheet = Sheet()
    sheet.image(0, 0, 595, 842)
    sheet.text(280, 810, "3")
    return sheet


SENTENCE = "投标人应当具有独立承担民事责任的能力（以营业执照为准），并提供近3年公共项目的业绩证明、公示。"


def garbled(off: int = 17000) -> Sheet:
    """Text whose code points are too small by `off`, full-width signs by what they are in SimSun."""
    signs = {"（": 708, "）": 709, "，": 712, "、": 451, "。": 452}
    signs |= {"3": ord("3") - 29}
    return written(*["".join(chr(signs.get(c, ord(c) - off)) for c in SENTENCE[at : at + 24]) for at in (0, 24)] * 3)


@pytest.mark.parametrize("sheet", [scanned(), garbled()], ids=["scanned", "garbled"])
def test_a_page_without_usable_text_is_named_and_left_out(tmp_path, sheet):
    path = write_pdf(tmp_path / "a.pdf", written("第一页"), sheet)
    document = pdf.read(path, UNSEEN)
    assert document.text == "第一页\n"
    assert [(n.code, n.page) for n in document.notices] == [("no_text_layer", 2)]
    assert "OCR" in document.notices[0].message


def test_text_given_as_the_glyph_numbers_of_simsun_is_put_right_and_said(tmp_path):
    document = pdf.read(write_pdf(tmp_path / "a.pdf", written("第一章 总则"), garbled(18896)))
    assert document.text.replace("\n", "") == "第一章 总则" + SENTENCE * 3
    assert [(n.code, n.page) for n in document.notices] == [("recoded", 2)]


def test_an_empty_page_is_no_scan(tmp_path):
    assert pdf.read(write_pdf(tmp_path / "a.pdf", written("第一页"), Sheet())).notices == ()


def test_rare_words_are_not_garbage(tmp_path):
    names = "鄂尔多斯锡林郭勒呼伦贝尔巴彦淖尔乌兰察布阿拉善额济纳鄂伦春达斡尔莫力达瓦扎赉特科尔沁翁牛特喀喇沁"
    assert pdf.read(write_pdf(tmp_path / "a.pdf", written(names[:24], names[24:]))).notices == ()


def test_a_scan_is_recognised_with_places_where_ocr_is_installed(tmp_path):
    pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
    import pypdfium2 as pdfium

    sheet = written("投标人应当具有良好的商业信誉", "和健全的财务会计制度。")
    with pdfium.PdfDocument(write_pdf(tmp_path / "a.pdf", sheet)) as document:
        picture = document[0].render(scale=2).to_pil()
    picture.save(tmp_path / "b.pdf", resolution=144)
    document = pdf.read(tmp_path / "b.pdf")
    assert_sound(document)
    assert "具有良好的商业信誉" in document.text
    assert [n.code for n in document.notices] == ["ocr"]
    box = document.places[0].box
    assert box is not None and abs(box[0] - 72) < 6 and abs(box[1] - 100) < 8


def test_only_so_many_pages_are_recognised_and_the_option_for_more_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(scan, "_engine", lambda: lambda image: None)
    document = pdf.read(write_pdf(tmp_path / "a.pdf", *[scanned()] * 3), Limits(recognised=2))
    assert [n.code for n in document.notices] == ["ocr", "ocr", "no_text_layer"]
    assert "前 2 页" in document.notices[2].message and "--ocr-pages" in document.notices[2].message


def test_without_the_extra_a_page_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(scan, "_engine", lambda: None)
    document = pdf.read(write_pdf(tmp_path / "a.pdf", scanned()))
    assert "tender-auditor[ocr]" in document.notices[0].message and "--ocr-pages" not in document.notices[0].message


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is asked of Linux")
def test_a_thousand_pages_stay_below_500_mb(tmp_path):
    sheet = Sheet()
    for number in range(40):
        sheet.latin(72, 60 + 18 * number, f"{number}. " + "tender documents of a thousand pages are read in one go " * 2)
    path = write_pdf(tmp_path / "a.pdf", *[sheet] * 1000)
    code = (
        "import sys; from pathlib import Path; from auditor.readers import pdf\n"
        "pages = pdf.read(Path(sys.argv[1])).pages\n"
        "print(pages, next(x for x in open('/proc/self/status') if x.startswith('VmHWM')).split()[1])"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    pages, kilobytes = map(int, done.stdout.split())
    assert pages == 1000 and kilobytes < 500 * 1024


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collection of malformed files is not beside the repository")
@pytest.mark.parametrize("start", range(6))
def test_malformed_files_give_a_document_or_a_named_error(start):
    for path in sorted(HOSTILE.glob("*.pdf"))[start::18]:
        try:
            assert_sound(pdf.read(path, UNSEEN))
        except (DamagedFile, EncryptedFile, LimitExceeded) as error:
            assert str(error)


def test_a_failing_recogniser_costs_its_page_only(tmp_path, monkeypatch):
    def broken():
        def engine(image):
            raise RuntimeError("out of memory")

        return engine

    monkeypatch.setattr(scan, "_engine", broken)
    document = pdf.read(write_pdf(tmp_path / "a.pdf", scanned()))
    assert [n.code for n in document.notices] == ["no_text_layer"]


def test_recognition_ends_with_its_time(monkeypatch):
    monkeypatch.setattr(scan, "_engine", lambda: print)
    assert scan.Eyes(9, seconds=60)() is print
    tired = scan.Eyes(9, seconds=0)
    assert tired() is None and "--ocr-pages" in tired.advice


def test_the_limits_of_a_batch_reach_the_recogniser(tmp_path, monkeypatch):
    from auditor.batch.task import Job, Task

    monkeypatch.setattr(scan, "_engine", lambda: lambda image: None)
    path = write_pdf(tmp_path / "a.pdf", *[scanned()] * 2)
    Task(tmp_path / "out", formats=("json",), limits=Limits(recognised=1))(Job(str(path), "a.pdf", "报告/a", tmp_path / "nest"))
    codes = [n["code"] for n in json.loads((tmp_path / "out/报告/a.json").read_text(encoding="utf-8"))["notices"]]
    assert codes == ["ocr", "no_text_layer"]
