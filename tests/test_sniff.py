"""The bytes decide what a file is, and what cannot be read says what to do instead."""

import zipfile
from pathlib import Path

import pytest

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, ReadError, UnsupportedFormat
from auditor.readers import Limits, digest, is_bundle, read_file
from auditor.readers._sniff import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def made(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def zipped(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / name, "w") as package:
        for member, data in members.items():
            package.writestr(member, data)
    return folder / name


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbfjunk\n%PDF-1.4\n", "pdf"),
        (b"7z\xbc\xaf\x27\x1c\x00", "archive"),
        (b"Rar!\x1a\x07\x01\x00", "archive"),
        (b"{\\rtf1\\ansi", "doc"),
        (b"<!DOCTYPE html><p>x", "html"),
        ("<HTML><body>公告".encode("utf-16"), "html"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "html"),
        ("采购公告".encode("gbk"), "text"),
        ("采购公告".encode(), "text"),
    ],
)
def test_kinds_by_content(tmp_path: Path, data: bytes, kind: str) -> None:
    for name in ("a.bin", "a.docx", "没有扩展名"):
        assert sniff(made(tmp_path, name, data)) == kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"word/document.xml": b""}, "docx"),
        ({"[Content_Types].xml": b"", "word/other.xml": b""}, "docx"),
        ({"OFD.xml": b"", "Doc_0/Document.xml": b""}, "ofd"),
        ({"xl/workbook.xml": b""}, "xlsx"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "doc"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "xlsx"),
        ({"招标文件.docx": b"PK"}, "archive"),
    ],
)
def test_kinds_of_zips(tmp_path: Path, members: dict[str, bytes], kind: str) -> None:
    assert sniff(zipped(tmp_path, "a.zip", members)) == kind
    assert is_bundle(tmp_path / "a.zip") == (kind == "archive")


@pytest.mark.parametrize(
    ("name", "data", "error", "advice"),
    [
        ("a.docx", b"", DamagedFile, "空"),
        ("a.doc", b"\x00" * 5000, DamagedFile, "空"),
        ("a.jpg", b"\xff\xd8\xff\xe0", UnsupportedFormat, "OCR"),
        ("a.png", b"\x89PNG\r\n", UnsupportedFormat, "OCR"),
        ("投标.zczbj", bytes(range(256)) * 9, EncryptedFile, "平台.*导出"),
        ("招标.JSZF", bytes(range(256)) * 9, EncryptedFile, "平台.*导出"),
        ("报价.GEF", bytes(range(256)) * 9, EncryptedFile, "平台.*导出"),
        ("招标.NZBS", bytes(range(256)) * 9, EncryptedFile, "平台.*导出"),
        ("清单.GBQ6", bytes(range(256)) * 9, EncryptedFile, "平台.*导出"),
        ("a.doc", b"\xdb\xa5\x2d\x00" + bytes(range(256)), UnsupportedFormat, "很早.*DOCX"),
        ("a.dat", bytes(range(256)) * 9, UnsupportedFormat, "导出 PDF"),
        ("a.xml", b"<?xml version='1.0'?><a/>", UnsupportedFormat, "XML"),
        ("a.zip", b"PK\x03\x04 cut off", DamagedFile, "重新下载"),
        ("a.doc", OLE + b"cut off", DamagedFile, "损坏"),
        ("a.pdf", "其实是一段文字".encode(), DamagedFile, "PDF"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, data: bytes, error: type[ReadError], advice: str) -> None:
    with pytest.raises(error, match=advice) as caught:
        read_file(made(tmp_path, name, data))
    assert type(caught.value) is error


def test_missing_files_folders_and_sizes(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="不存在"):
        read_file(tmp_path / "没有.docx")
    with pytest.raises(ReadError, match="文件夹"):
        read_file(tmp_path)
    with pytest.raises(LimitExceeded, match="拆分"):
        read_file(made(tmp_path, "a.txt", b"12345"), limits=Limits(file=4))
    assert not is_bundle(tmp_path) and not is_bundle(tmp_path / "没有.zip")


def test_a_document_knows_its_source_and_digest(tmp_path: Path) -> None:
    path = made(tmp_path, "公告.txt", "采购公告".encode())
    document = read_file(path)
    assert (document.source, document.digest) == (str(path), digest(path))
    assert len(document.digest) == 64
    assert read_file(path, name="包.zip!/公告.txt").source == "包.zip!/公告.txt"
