"""Legacy Word files: numbers, ticks, tables and notes as in the DOCX they were made from (tests/fidelity/doc/make.py)."""

import shutil
import struct
import time
from pathlib import Path

import olefile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.document import Document
from auditor.errors import EncryptedFile, ReadError
from auditor.readers import doc, read_file
from auditor.readers._office import soffice
from tests.document_rules import assert_sound

TRAPS = Path(__file__).parent / "fidelity" / "doc" / "traps.doc"
TEXT = """第一章采购须知
1、供应商资格
（1）具有独立承担民事责任的能力；
（2）注册资本不低于500万元；
第二章评审办法
保证金百分之二。
☑是☐否
履约保函提交
见注。
序号	评审因素
1	业绩	10分
	信誉
等级	内甲	内乙
见框
框内须知
以上为全部内容。
某某县政府采购中心
不得收取现金。
须在本地注册
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read_file(TRAPS)


def test_text_numbers_ticks_and_revisions(document: Document) -> None:
    assert document.format == "doc"
    lines = [line.replace(" ", "") for line in document.text.splitlines() if line.strip()]
    assert lines == TEXT.splitlines()
    assert_sound(document)


def test_notices_say_what_was_left_out(document: Document) -> None:
    assert {notice.code for notice in document.notices} == {"hidden_text", "deleted_text", "struck_text"}


def test_parts_and_levels(document: Document) -> None:
    parts = {document.text[p.span.start : p.span.end]: p.part for p in document.places}
    assert parts["某某县政府采购中心"] == "header"
    assert parts["不得收取现金。"] == "footnote"
    assert parts["框内须知"] == "textbox"
    assert parts["须在本地注册"] == "hidden"
    assert document.places[0].level == 1 and document.places[1].level is None


def test_merged_and_nested_cells(document: Document) -> None:
    cells = {document.text[p.span.start : p.span.end]: p for p in document.places if p.table}
    shape = {text: (p.table, p.row, p.column, p.row_span, p.column_span) for text, p in cells.items()}
    assert shape["评审因素"] == (1, 1, 2, 1, 2)
    assert shape["1"] == (1, 2, 1, 2, 1)
    assert shape["10分"] == (1, 2, 3, 1, 1)
    assert shape["等级"] == (1, 3, 2, 1, 1)
    assert shape["内乙"] == (2, 1, 2, 1, 1)


def test_a_wps_file_is_the_same_thing(tmp_path: Path, document: Document) -> None:
    path = tmp_path / "招标文件.wps"
    shutil.copyfile(TRAPS, path)
    assert read_file(path).text == document.text


def patched(path: Path, at: int, value: int) -> Path:
    """A copy of the traps with 2 bytes of the main stream set."""
    shutil.copyfile(TRAPS, path)
    with olefile.OleFileIO(path, write_mode=True) as file:
        stream = bytearray(file.openstream("WordDocument").read())
        struct.pack_into("<H", stream, at, value)
        file.write_stream("WordDocument", bytes(stream))
    return path


def test_a_password_is_said(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFile, match="取消密码"):
        read_file(patched(tmp_path / "a.doc", 10, 0x0100))


def test_word_95_says_what_to_do_or_is_converted(tmp_path: Path) -> None:
    path = patched(tmp_path / "a.doc", 2, 0x68)
    try:
        assert read_file(path).text
    except ReadError as error:
        assert "另存为 DOCX" in str(error) or "Word 95" in str(error)


@pytest.mark.skipif(soffice() is None, reason="RTF is read where LibreOffice is installed")
def test_rtf_goes_through_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg936 \'d5\'d0\'b1\'ea\'ce\'c4\'bc\'fe\par}")
    assert read_file(path).text == "招标文件\n"


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SETTINGS
@given(at=st.integers(0, TRAPS.stat().st_size - 1), value=st.binary(min_size=1, max_size=8))
def test_a_spoilt_file_ends_soon_and_soundly(tmp_path: Path, at: int, value: bytes) -> None:
    data = TRAPS.read_bytes()
    path = tmp_path / "a.doc"
    path.write_bytes(data[:at] + value + data[at + len(value) :])
    start = time.monotonic()
    try:
        assert_sound(doc.read_binary(path))
    except AssertionError:
        raise
    except Exception as error:  # read() turns these into a ReadError or asks LibreOffice
        assert not isinstance(error, MemoryError | RecursionError)
    assert time.monotonic() - start < 5
