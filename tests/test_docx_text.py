"""What stands inside paragraphs of Word files: the words a person reads on paper, no more and no less."""

from pathlib import Path

import pytest

from auditor.document import Document
from auditor.readers.docx import read
from tests.document_rules import assert_sound
from tests.fidelity.docx.maker import BEGIN, END, SEPARATE, STRICT, box, field, p, r, save, sdt, style, t, tbl, tc, tr


def text_of(document: Document, part: str) -> list[str]:
    return [document.text[place.span.start : place.span.end] for place in document.places if place.part == part]


INLINE = {
    "runs cut a word": (p(r("注册"), r("资本"), r("不低于500万元")), "注册资本不低于500万元"),
    "hyperlink": (p("见", f'<w:hyperlink r:id="x">{r("政府采购网")}</w:hyperlink>', "公告"), "见政府采购网公告"),
    "smart tag": (p("在", f'<w:smartTag w:element="place">{r("呼和浩特")}</w:smartTag>', "设点"), "在呼和浩特设点"),
    "content control": (p("采购人：", sdt(r("某某局"))), "采购人：某某局"),
    "control in control": (p(sdt(sdt(r("某某局"), '<w:alias w:val="名称"/>'))), "某某局"),
    "tracked insertion": (p("须", f'<w:ins w:id="1" w:author="a">{r("在本市")}</w:ins>', "注册"), "须在本市注册"),
    "moved here": (p(f'<w:moveTo w:id="1" w:author="a">{r("三年以上")}</w:moveTo>', "业绩"), "三年以上业绩"),
    "tab": (p(r("投标人", "<w:tab/>", "日期")), "投标人 日期"),
    "line break": (p(r("一、资格", "<w:br/>", "二、评审")), "一、资格\n二、评审"),
    "hyphens": (p(r("ISO", "<w:noBreakHyphen/>", "9", "<w:softHyphen/>", "001")), "ISO-9001"),
    "page break alone": (p(r('<w:br w:type="page"/>', "第二章")), "第二章"),
    "phonetic guide": (
        p(r(f"<w:ruby><w:rubyPr/><w:rt>{r('zhāo')}</w:rt><w:rubyBase>{r('招')}</w:rubyBase></w:ruby>"), "标"),
        "招标",
    ),
    "formula": (
        p("得分=", f"<m:oMath><m:f><m:num>{m('基准价')}</m:num><m:den>{m('报价')}</m:den></m:f>{m('×30')}</m:oMath>")
        if (m := lambda text: f"<m:r><m:t>{text}</m:t></m:r>")
        else "",
        "得分=基准价/报价×30",
    ),
    "either alternative, once": (
        p(
            f'<mc:AlternateContent><mc:Choice Requires="w14">{r("甲")}</mc:Choice>'
            f"<mc:Fallback>{r('甲')}</mc:Fallback></mc:AlternateContent>"
        ),
        "甲",
    ),
    "the alternative that says something": (
        p(r(f'<mc:AlternateContent><mc:Choice Requires="w16se"/><mc:Fallback>{t("☑")}</mc:Fallback></mc:AlternateContent>'), "是"),
        "☑是",
    ),
    "white space in the file is a space": (p(r(t("注册\n资本"))), "注册 资本"),
    "simple field": (p("共", f'<w:fldSimple w:instr="NUMPAGES">{r("12")}</w:fldSimple>', "页"), "共12页"),
    "field result": (p("见", field(" REF a \\h ", "第三章"), "。"), "见第三章。"),
    "field in an instruction": (
        p(r(BEGIN), r("<w:instrText> IF </w:instrText>"), field("DOCPROPERTY x", "隐"), r(SEPARATE), r("显"), r(END)),
        "显",
    ),
    "a field that is never ended loses nothing": (
        p(r(BEGIN), r("<w:instrText> REF a </w:instrText>"), r("须在本市注册")),
        "须在本市注册",
    ),
    "button": (p(field("MACROBUTTON NoMacro [点击填写]")), "[点击填写]"),
    "phonetic guide drawn by a field": (p(field("eq \\* jc2 \\* hps10 \\o\\ad(\\s\\up 10(zhāo),招)"), "标"), "招标"),
    "circled number drawn by a field": (p(field("eq \\o\\ac(○,3)"), "资质"), "③资质"),
}


@pytest.mark.parametrize("name", INLINE)
def test_words_of_a_paragraph(name: str, tmp_path: Path) -> None:
    paragraph, expected = INLINE[name]
    document = read(save(tmp_path / "a.docx", paragraph, p("完")))
    assert document.text == f"{expected}\n完\n"
    assert_sound(document)


def test_blocks_in_their_order_whatever_holds_them(tmp_path: Path) -> None:
    held = sdt(p("二") + tbl(tr("三", "四")))
    custom = f'<w:customXml w:element="x">{p("五")}</w:customXml>'
    document = read(save(tmp_path / "a.docx", p("一"), held, custom, "<w:p/>", p("六")))
    assert document.text == "一\n二\n三\t四\n五\n六\n"
    assert [place.paragraph for place in document.places] == [1, 2, 3, 4, 5, 7]


def test_paragraph_number_is_the_position_in_the_file(tmp_path: Path) -> None:
    deleted = tr(tc("删"), pr='<w:del w:id="1" w:author="a"/>')
    document = read(save(tmp_path / "a.docx", p(r(box(p("框")))), tbl(deleted, tr("留")), p("后")))
    assert [(document.text[place.span.start : place.span.end], place.paragraph) for place in document.places] == [
        ("框", 2),
        ("留", 5),
        ("后", 6),
    ]


def test_headings_by_style_by_name_and_by_outline_level(tmp_path: Path) -> None:
    styles = style("1", "heading 1") + style("b", "章", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>') + style("c", "节", based="b")
    styles += style("d", "正文标题", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based="1")
    blocks = [p("甲", style="1"), p("乙", style="b"), p("丙", style="c"), p("丁", pr='<w:outlineLvl w:val="3"/>')]
    blocks += [p("戊", style="d"), p("己", style="1", pr='<w:outlineLvl w:val="9"/>')]
    blocks += [p("庚", style="Heading3"), p("辛", style="unknown")]
    document = read(save(tmp_path / "a.docx", *blocks, styles=styles))
    assert [place.level for place in document.places] == [1, 2, 2, 4, None, None, 3, None]


def test_text_box_once_after_its_paragraph(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", p("须在", r(box(p("框一"), tbl(tr("框二", "框三")))), "本市注册"), p("完")))
    assert document.text == "须在本市注册\n框一\n框二\t框三\n完\n"
    assert text_of(document, "textbox") == ["框一", "框二", "框三"]
    assert_sound(document)


def test_contents_stand_apart_and_give_the_page_numbers(tmp_path: Path) -> None:
    styles = style("toc", "toc 1")
    title = sdt(p("目录"), '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>')
    begin = p(r(BEGIN), r("<w:instrText>TOC \\o</w:instrText>"), r(SEPARATE), r("第一章 公告", "<w:tab/>", "1"))
    middle = p(r("第二章 须知", "<w:tab/>", "6"), style="toc")
    last = p(r(END), r("第一章 公告"))
    abused = p("注册资本不低于500万元，得40分；", style="toc")
    document = read(save(tmp_path / "a.docx", title, begin, middle, last, abused, styles=styles))
    assert text_of(document, "contents") == ["目录", "第一章 公告 1", "第二章 须知 6"]
    assert text_of(document, "body") == ["第一章 公告", "注册资本不低于500万元，得40分；"]


def test_contents_that_never_end_do_not_swallow_the_file(tmp_path: Path) -> None:
    begin = p(r(BEGIN), r("<w:instrText>TOC \\o</w:instrText>"), r(SEPARATE), r("第一章", "<w:tab/>", "1"))
    blocks = [begin, p("第一章 公告", pr='<w:outlineLvl w:val="0"/>'), p("投标人须在本市注册")]
    document = read(save(tmp_path / "a.docx", *blocks))
    assert text_of(document, "body") == ["第一章 公告", "投标人须在本市注册"]


def test_margins_notes_and_comments_follow_the_text(tmp_path: Path) -> None:
    def note(kind: str, number: int, text: str) -> str:
        return f'<w:{kind} w:id="{number}">{p(text)}</w:{kind}>'

    parts = {
        "header": p("采购文件"),
        "header2": p("采购文件"),
        "footer": p("第", field("PAGE", "3"), "页"),
        "footnotes": note("footnote", 0, "分隔") + note("footnote", 2, "脚注一") + note("footnote", 3, "脚注二"),
        "endnotes": note("endnote", 2, "尾注"),
        "comments": note("comment", 1, "批注"),
    }
    body = p(
        "注册", r('<w:footnoteReference w:id="2"/>'), "资本", r('<w:footnoteReference w:id="3"/>', '<w:endnoteReference w:id="2"/>')
    )
    document = read(save(tmp_path / "a.docx", body, parts=parts))
    assert document.text == "注册资本\n采购文件\n第3页\n脚注一\n脚注二\n尾注\n批注\n"
    assert [place.part for place in document.places] == ["body", "header", "footer", "footnote", "footnote", "endnote", "comment"]
    assert [notice.code for notice in document.notices] == ["comments"]
    assert len({(place.part, place.paragraph) for place in document.places}) == len(document.places)


def test_strict_files_are_read_like_others(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", p("一、资格"), tbl(tr("甲", "乙")), space=STRICT))
    assert document.text == "一、资格\n甲\t乙\n"


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx", ".dotm"])
def test_macro_and_template_files(suffix: str, tmp_path: Path) -> None:
    assert read(save(tmp_path / f"a{suffix}", p("正文"))).text == "正文\n"


def test_a_file_of_pictures_says_so(tmp_path: Path) -> None:
    blip = '<a:graphic><a:graphicData uri="p"><a:blip r:embed="x"/></a:graphicData></a:graphic>'
    picture = f"<w:drawing><wp:inline>{blip}</wp:inline></w:drawing>"
    document = read(save(tmp_path / "a.docx", p(r(picture))))
    assert [notice.code for notice in document.notices] == ["no_text_layer"]


def test_embedded_files_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    thing = r('<w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object>')
    formula = r('<w:object><o:OLEObject Type="Embed" ProgID="Equation.3"/></w:object>')
    document = read(save(tmp_path / "a.docx", p("见附表", thing, formula), '<w:altChunk r:id="x"/>'))
    assert [(notice.code, "2 个" in notice.message) for notice in document.notices] == [("embedded", True)]
