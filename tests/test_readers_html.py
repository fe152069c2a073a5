"""Saved pages: the notice's own words, in every encoding a page may claim, with its tables, ticks and numbers."""

import json
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import Document
from auditor.errors import DamagedFile, LimitExceeded
from auditor.readers import read_file
from auditor.readers._draft import Draft
from auditor.readers.html.page import tree
from auditor.readers.html.prune import prune
from auditor.readers.html.walk import walk
from tests.document_rules import assert_sound

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>公告</title><style>p{{}}</style></head><body>
<div class="top-nav"><a href="/">首页</a><a href="/b">政策法规</a></div>
<ul><li><a href="1">采购公告一</a> 2026-01-01</li><li><a href="2">采购公告二</a> 2026-01-02</li></ul>
<div id="content"><h1>朱镕基纪念馆采购公告</h1><p>投标人须在本市设有分公司，
注册资本不低于500万元。</p><script>var a = "不要";</script></div>
<footer>版权所有 <a href="x">备案</a></footer></body></html>"""
WORDS = "朱镕基纪念馆采购公告\n投标人须在本市设有分公司，注册资本不低于500万元。\n"


def read(body: str) -> Document:
    draft = Draft()
    root = tree(f"<html><body>{body}</body></html>")
    walk(draft, root, skip=prune(root).skip)
    return draft.document(Path("a.html"), "html")


@pytest.mark.parametrize(
    ("claimed", "real"),
    [("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "utf-8"), ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "utf-16")],
)
def test_the_bytes_decide_the_encoding(tmp_path: Path, claimed: str, real: str) -> None:
    path = tmp_path / "公告.htm"
    path.write_bytes(PAGE.format(charset=claimed).encode(real))
    document = read_file(path)
    assert (document.format, document.text) == ("html", WORDS)
    assert document.places[0].level == 1


def test_a_web_archive_is_read_like_its_page(tmp_path: Path) -> None:
    archive = MIMEMultipart("related")
    archive.attach(MIMEText(PAGE.format(charset="utf-8"), "html", "utf-8"))
    path = tmp_path / "公告.mht"
    path.write_bytes(archive.as_bytes())
    assert read_file(path).text == WORDS


def test_a_web_archive_gives_the_pages_of_its_frames_too(tmp_path: Path) -> None:
    archive = MIMEMultipart("related")
    archive.attach(MIMEText("<html><body><p>外框</p></body></html>", "html", "utf-8"))
    archive.attach(MIMEText("<html><head><title>题</title></head><body><p>须在本市注册</p></body></html>", "html", "gb18030"))
    path = tmp_path / "公告.mhtml"
    path.write_bytes(archive.as_bytes())
    assert read_file(path).text == "外框\n须在本市注册\n"


def test_a_frame_whose_page_stands_in_the_page() -> None:
    assert read("<p>前</p><iframe srcdoc='&lt;p&gt;须在本市注册&lt;/p&gt;'></iframe>后").text == "前\n须在本市注册\n后\n"


def test_words_that_a_script_would_show_are_read_and_said(tmp_path: Path) -> None:
    notice = "<p>投标人须在本市设有分公司。</p><p>" + "注册资本不低于五百万元，" * 10 + "</p>"
    data = json.dumps({"menu": "首页", "content": notice, "settings": "网站配置说明" * 5})
    path = tmp_path / "公告.html"
    path.write_text(f"<html><body><div id='app'></div><script>window.data = {data};</script></body></html>", encoding="utf-8")
    document = read_file(path)
    assert document.text == "投标人须在本市设有分公司。\n" + "注册资本不低于五百万元，" * 10 + "\n"
    assert [found.code for found in document.notices] == ["script_text"]


def test_merged_cells_keep_their_columns() -> None:
    document = read(
        "<table><tr><th rowspan=2>序号</th><th colspan=2>评审因素</th></tr>"
        "<tr><td>业绩<p>三年内</p></td><td></td><td>10分</td></tr></table>"
    )
    assert document.text == "序号\t评审因素\n业绩\n三年内\t\t10分\n"
    assert [(p.row, p.column, p.row_span, p.column_span) for p in document.places] == [
        (1, 1, 2, 1),
        (1, 2, 1, 2),
        (2, 2, 1, 1),
        (2, 4, 1, 1),
    ]


def test_a_table_of_one_column_is_paragraphs() -> None:
    assert all(place.table is None for place in read("<table><tr><td><h2>标题</h2>甲</td></tr><tr><td>乙</td></tr></table>").places)


def test_tables_that_only_lay_out_the_page_are_walked_through() -> None:
    document = read(
        "<table><tr><td>左</td><td><p>正文第一段，足够长。</p><table><tr><td>名称</td><td>数量与技术要求</td></tr>"
        "<tr><td>电脑</td><td>十台，国产品牌，三年质保</td></tr></table></td></tr></table>"
    )
    assert document.text == "左\n正文第一段，足够长。\n名称\t数量与技术要求\n电脑\t十台，国产品牌，三年质保\n"


def test_ticks_numbers_and_deleted_words() -> None:
    document = read(
        "<p><input type=checkbox checked>是 <input type=radio>否</p><ol start=3><li>甲<li>乙</ol>"
        "<p>保证金<del>5%</del><s>4%</s>2%<span style='text-decoration:line-through'>1%</span></p><p>一<br>二</p>"
    )
    assert document.text == "☑是 ☐否\n3. 甲\n4. 乙\n保证金2%\n一\n二\n"


def test_the_number_of_an_item_stands_before_its_first_paragraph() -> None:
    document = read("<ol><li><p>甲</p><p>乙</p></li><li>\n<div><b>丙</b></div></li><li></li><li><ol><li>丁</ol></ol><p>戊</p>")
    assert document.text == "1. 甲\n乙\n2. 丙\n4. 1. 丁\n戊\n"


def test_ticks_of_symbol_fonts() -> None:
    document = read(
        "<p><span style='font-family:Wingdings'>&#254;</span>是<font face='Wingdings 2'>R</font>有"
        "<span style='font-family:\"Wingdings 2\"'><span>&#163;</span></span>否 &#61694;无</p>"
    )
    assert document.text == "☑是☑有☐否 ☑无\n"


def test_hidden_sentences_stand_after_the_body_and_are_said(tmp_path: Path) -> None:
    hidden = "供应商必须在本旗县境内注册并且设有固定的办公场所三年以上。"
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><div style='display:none'>{hidden}</div><p>公告正文。</p></body></html>", "utf-8")
    document = read_file(path)
    assert document.text == f"公告正文。\n{hidden}\n"
    assert [place.part for place in document.places] == ["body", "hidden"]
    assert [notice.code for notice in document.notices] == ["hidden_text"]


def test_the_notice_is_kept_whatever_its_block_is_called() -> None:
    sentence = "投标人须在本市设有分公司，注册资本不低于500万元，并提供厂家授权书原件。"
    assert read(f"<div class='header'><p>{sentence * 9}</p><a href='x'>附件</a></div>").text.startswith(sentence)


def test_a_page_without_words_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><div id=app></div><script>load()</script></body></html>", "utf-8")
    with pytest.raises(DamagedFile, match="打印为 PDF"):
        read_file(path)


def test_nesting_and_spans_cost_nothing(tmp_path: Path) -> None:
    deep = tmp_path / "deep.html"
    deep.write_text("<html><body>" + "<div>" * 100_000 + "深", "utf-8")
    with pytest.raises(LimitExceeded):
        read_file(deep)
    assert read("<div>" * 1_000 + "投标人须知").text == "投标人须知\n"
    assert read("<table>" + "<tr><td colspan=99999999 rowspan=99999999>甲<td>乙" * 3 + "</table>").text.startswith("甲\t乙\n")


OPENED = ["<table>", "<tr>", "<td>", "<td rowspan=2 colspan=3>", "<th>", "<p>", "<div>", "<br>", "<h2>", "<li>", "<ol>", "<pre>"]
TAGS = st.sampled_from([*OPENED, "</table>", "</div>", "</h2>", "</ol>", "</pre>"])


@given(st.lists(st.one_of(TAGS, st.text(alphabet="投标 \t\n&<>a\x01", max_size=5)), max_size=40))
def test_any_tag_soup_gives_a_sound_document(soup: list[str]) -> None:
    assert_sound(read("".join(soup)))
