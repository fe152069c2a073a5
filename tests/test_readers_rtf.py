"""RTF without LibreOffice: words in the code of their fonts, rows and cells, notes, and what is not to be read."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.document import Document
from auditor.errors import DamagedFile, LimitExceeded, ReadError
from auditor.readers import read_file
from auditor.readers.doc.rtf import read_rtf
from tests.document_rules import assert_sound

FONTS = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0{\*\panose 020}Times;}{\f2\fcharset2 Wingdings 2;}}"


def gbk(words: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in words.encode("gb18030"))


def rtf(tmp_path: Path, *body: str) -> Document:
    path = tmp_path / "a.rtf"
    path.write_bytes(("{\\rtf1\\ansi\\ansicpg936\\deff0" + FONTS + "\\f0\n" + "\n".join(body) + "}").encode("latin-1"))
    document = read_rtf(path)
    assert_sound(document)
    return document


def parts(document: Document) -> list[tuple[str, str]]:
    return [(place.part, document.text[place.span.start : place.span.end]) for place in document.places]


def test_words_are_read_whichever_way_they_are_written(tmp_path: Path) -> None:
    raw = "招标文件".encode("gb18030").decode("latin-1")
    body = (
        gbk("一、资格要求") + r"\par",
        r"\u25307?\u26631 ?\u25991\'3f\u20214?" + r"\par",
        raw + r"\par",
        r"\uc2\u9733 **\uc1 A\par",
    )
    assert rtf(tmp_path, *body).text == "一、资格要求\n招标文件\n招标文件\n★A\n"


def test_a_character_whose_second_byte_is_a_letter(tmp_path: Path) -> None:
    first, second = "倀".encode("gb18030")
    assert chr(second).isascii()
    assert rtf(tmp_path, f"\\'{first:02x}{chr(second)}{gbk('甲')}\\par").text == "倀甲\n"


def test_tables_are_rows_and_cells(tmp_path: Path) -> None:
    row = r"\trowd\cellx3000\cellx6000\pard\intbl {}\cell {}\par {}\cell\row"
    first, second = row.format(gbk("序号"), gbk("评审因素"), ""), row.format("1", gbk("业绩"), gbk("每份得2分"))
    document = rtf(tmp_path, first, second, r"\pard " + gbk("说明") + r"\par", first)
    assert document.text == "序号\t评审因素\n1\t业绩\n每份得2分\n说明\n序号\t评审因素\n"
    assert {(p.table, p.row, p.column) for p in document.places if p.table} == {
        *((1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 1, 2))
    }


def test_numbers_ticks_headings_and_signs(tmp_path: Path) -> None:
    number = r"{\listtext\pard\plain\f0 " + gbk("第一章") + r"\tab}"
    document = rtf(tmp_path, r"\pard\outlinelevel0 " + number + gbk("总则") + r"\par", r"{\f2 R}\f0 " + gbk("是") + r"\~\{1\}\par")
    assert document.text == "第一章 总则\n☑是\xa0{1}\n"
    assert document.places[0].level == 1


def test_what_is_hidden_deleted_or_struck_out_is_not_read_with_the_rest(tmp_path: Path) -> None:
    body = (
        gbk("投标人须")
        + r"{\v "
        + gbk("在本地")
        + r"}{\deleted "
        + gbk("注册")
        + r"}{\strike "
        + gbk("满三年")
        + "}"
        + gbk("具备资质")
    )
    document = rtf(tmp_path, body + r"\par")
    assert parts(document) == [("body", "投标人须具备资质"), ("hidden", "在本地")]
    assert {notice.code for notice in document.notices} == {"hidden_text", "deleted_text", "struck_text"}


def test_notes_boxes_and_running_lines_stand_last(tmp_path: Path) -> None:
    header = r"{\header \pard " + gbk("某采购中心") + r"\par}"
    note = r"{\footnote \pard " + gbk("见附件") + "}"
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 9}}{\shptxt \pard " + gbk("须在本市") + r"\par}}{\shprslt " + gbk("须在本市") + "}}"
    remark = r"{\*\atnid x}{\*\annotation \pard " + gbk("待定") + "}"
    document = rtf(tmp_path, header, gbk("正文") + note + box + remark + r"\par")
    assert sorted(parts(document)) == [
        ("body", "正文"),
        ("comment", "待定"),
        ("footnote", "见附件"),
        ("header", "某采购中心"),
        ("textbox", "须在本市"),
    ]


def test_pictures_fields_and_unknown_groups_are_left_out(tmp_path: Path) -> None:
    picture = r"{\pict\bin6 }{\par}" + "}"
    field = r'{\field{\*\fldinst HYPERLINK "http://a.b"}{\fldrslt ' + gbk("下载") + "}}"
    assert rtf(tmp_path, picture, field, r"{\*\unheardof words}{\info{\title words}}", gbk("。") + r"\par").text == "下载。\n"


def test_a_file_without_words_or_too_deep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="没有文字"):
        rtf(tmp_path, r"{\pict 00ff}")
    with pytest.raises(LimitExceeded, match="嵌套"):
        rtf(tmp_path, "{" * 5_000)


def test_it_is_read_where_libreoffice_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.doc"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg936 \'d5\'d0\'b1\'ea\'ce\'c4\'bc\'fe\par}")
    document = read_file(path)
    assert (document.format, document.text) == ("doc", "招标文件\n")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["{", "}", "\\par", "\\cell", "\\row", "\\'d5", "\\u-3", "\\*", "\\footnote", "\\bin9 ", "\\f2 ", "甲a"])
    )
)
def test_broken_files_end_soundly(tmp_path: Path, tokens: list[str]) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + "".join(tokens).encode("gb18030"))
    with suppress(ReadError):
        assert_sound(read_rtf(path))
