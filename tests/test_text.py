"""Plain text: every Chinese encoding, wrapped lines joined, drawn tables as rows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Document
from auditor.errors import ReadError
from auditor.readers import read_file
from auditor.readers._draft import Draft
from auditor.readers.text import write_lines
from tests.document_rules import assert_sound

SENTENCE = "投标人须在本市设有分公司，注册资本不低于500万元；①营业执照②业绩。镕喆𠮷"


def read(text: str) -> Document:
    draft = Draft()
    write_lines(draft, text)
    return draft.document(Path("a.txt"), "text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "公告.txt"
    path.write_bytes((SENTENCE + "\r\n").encode(encoding) * 3)
    assert read_file(path).text == (SENTENCE + "\n") * 3


def test_one_bad_byte_costs_one_character_and_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((SENTENCE * 20).encode() + b"\xff" + SENTENCE.encode())
    document = read_file(path)
    assert document.text.count(SENTENCE) == 21
    assert [notice.code for notice in document.notices] == ["undecodable"]


def test_short_gbk_text_is_read_as_gbk(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("采购公告".encode("gbk"))
    assert read_file(path).text == "采购公告\n"


def test_binary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(ReadError, match="导出 PDF 或 Word"):
        read_file(path)


def test_each_line_is_a_paragraph() -> None:
    document = read("一、资格要求\n\n　　1. 有分公司\n2. 注册三年\n")
    assert document.text == "一、资格要求\n1. 有分公司\n2. 注册三年\n"
    assert [place.paragraph for place in document.places] == [1, 2, 3]


WRAPPED = """    本项目的供应商应当具有独立承担民事责任的能力，并且在内蒙古自治区
范围内设有分支机构，否则其投标文件将被视为没有实质性响应招标文件，按
照无效投标处理。
    供应商应当在提交投标文件之前足额缴纳投标保证金，保证金可以采用保函
的形式提交，但是采用保函形式的，应当由呼和浩特市范围内的国有银行出具
该保函并且加盖公章。
（1）营业执照副本复印件。
（2）近三年内的财务审计报告，报告应当由自治区财政部门认可的会计师事务
所出具。
"""


def test_wrapped_lines_are_joined_and_keep_their_lines() -> None:
    document = read(WRAPPED)
    assert [line[:6] for line in document.text.splitlines()] == ["本项目的供应", "供应商应当在", "（1）营业执", "（2）近三年"]
    assert "内蒙古自治区范围内设有分支机构" in document.text
    assert [place.paragraph for place in document.places] == [1, 1, 1, 2, 2, 2, 3, 4, 4]


def test_unwrapped_lines_stay_apart() -> None:
    lines = [
        "采购人：某某县人民医院",
        "采购代理机构：某某招标有限公司",
        "项目编号：ABC-2026-001",
        "预算金额：500万元",
        "开标时间：2026年1月",
        "地点：某市",
    ]
    assert read("\n".join(lines)).text.splitlines() == lines


def test_markdown_heading_and_table() -> None:
    document = read("## 第三章 评标办法\n| 序号 | 评审因素 | 分值 |\n|---|:--:|--:|\n| 1 | 业绩 \\| 证书 | 10 |\n")
    assert document.text == "第三章 评标办法\n序号\t评审因素\t分值\n1\t业绩 | 证书\t10\n"
    assert document.places[0].level == 2
    assert [(p.table, p.row, p.column) for p in document.places[1:]] == [(1, r, c) for r in (1, 2) for c in (1, 2, 3)]


def test_tabs_make_rows_only_where_there_are_several() -> None:
    document = read("序号\t名称\n1\t电脑\n\n联系人：\t张三\n")
    assert document.text == "序号\t名称\n1\t电脑\n联系人： 张三\n"


@given(st.text(alphabet=st.sampled_from("投标人须|\t\n\r\f #-。；1、（）a \ud800\x00\u3000\u2028│─")))
def test_any_text_gives_a_sound_document(text: str) -> None:
    assert_sound(read(text))


@given(st.text())
def test_any_text_at_all_gives_a_sound_document(text: str) -> None:
    assert_sound(read(text))
