"""Tick boxes of Word files: whichever of the many ways they were made, ☑ ☐ ☒ come out. Words struck out or hidden do not count."""

from pathlib import Path

import pytest

from auditor.document import Document
from auditor.readers.docx import read
from tests.document_rules import assert_sound
from tests.fidelity.docx.maker import abstract, field, level, num, p, r, save, sdt, style, tbl, tc, tr

WINGDINGS, WINGDINGS_2 = (
    '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
    '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>',
)


def sym(font: str, code: str) -> str:
    return r(f'<w:sym w:font="{font}" w:char="{code}"/>')


def control(state: str) -> str:
    return sdt(r("☒"), f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>')


def form(state: str) -> str:
    return field("FORMCHECKBOX", data=f"<w:ffData><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData>")


TICKS = {
    "sym, ticked": (sym("Wingdings", "F0FE"), "☑"),
    "sym without the private range": (sym("Wingdings", "00FE"), "☑"),
    "sym, empty": (sym("Wingdings", "F0A8"), "☐"),
    "sym, empty square": (sym("Wingdings", "F06F"), "☐"),
    "sym, crossed": (sym("Wingdings", "F0FD"), "☒"),
    "sym, bare tick": (sym("Wingdings", "F0FC"), "√"),
    "second font, ticked": (sym("Wingdings 2", "0052"), "☑"),
    "second font, empty": (sym("Wingdings 2", "F0A3"), "☐"),
    "second font, crossed": (sym("Wingdings 2", "F054"), "☒"),
    "second font, bare tick": (sym("Wingdings 2", "F050"), "√"),
    "webdings": (sym("Webdings", "F063"), "☐"),
    "symbol font": (sym("Symbol", "F0D6"), "√"),
    "an ordinary character": (sym("宋体", "25A1"), "□"),
    "a letter in the second font": (r("R", pr=WINGDINGS_2), "☑"),
    "letters in the first font": (r("\u00fe", pr=WINGDINGS), "☑"),
    "private characters in a symbol font": (r("\uf052", pr=WINGDINGS_2), "☑"),
    "private characters without a font": (r("\uf0fe"), "☑"),
    "content control, on": (control("1"), "☑"),
    "content control, off": (control("0"), "☐"),
    "form field, on": (form("<w:checked/>"), "☑"),
    "form field, on by default": (form('<w:default w:val="1"/>'), "☑"),
    "form field, turned off": (form('<w:default w:val="1"/><w:checked w:val="0"/>'), "☐"),
    "form field, off": (form(""), "☐"),
    "symbol field": (field('SYMBOL 254 \\f "Wingdings" \\s 12'), "☑"),
    "tick drawn over a box": (field("eq \\o\\ac(□,√)"), "☑"),
    "box alone in an overlay": (field("eq \\o\\ac(□)"), "☐"),
}


@pytest.mark.parametrize("name", TICKS)
def test_tick(name: str, tmp_path: Path) -> None:
    box, sign = TICKS[name]
    document = read(save(tmp_path / "a.docx", p("合同（", box, "是 □否）")))
    assert document.text == f"合同（{sign}是 □否）\n"
    assert not document.notices


def test_a_drop_down_shows_its_choice(tmp_path: Path) -> None:
    entries = "".join(f'<w:listEntry w:val="{word}"/>' for word in ("公开招标", "竞争性谈判"))
    choice = field("FORMDROPDOWN", data=f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>')
    assert read(save(tmp_path / "a.docx", p("采购方式：", choice))).text == "采购方式：竞争性谈判\n"


def test_chinese_in_a_symbol_font_stays_chinese(tmp_path: Path) -> None:
    assert read(save(tmp_path / "a.docx", p(r("R是 £否", pr=WINGDINGS_2)))).text == "☑是 ☐否\n"


def test_symbol_font_by_character_style(tmp_path: Path) -> None:
    styles = style("w", "勾选", f"<w:rPr>{WINGDINGS_2}</w:rPr>", kind="character")
    runs = [r("R", pr='<w:rStyle w:val="w"/>'), r("是R", pr='<w:rStyle w:val="w"/><w:rFonts w:ascii="宋体"/>')]
    assert read(save(tmp_path / "a.docx", p(*runs), styles=styles)).text == "☑是R\n"


def test_signs_that_nobody_knows_are_told_of(tmp_path: Path) -> None:
    control = r('<w:object><w:control r:id="x" w:name="CheckBox1"/></w:object>')
    document = read(save(tmp_path / "a.docx", p(sym("Wingdings", "F0B0"), control, "是")))
    assert document.text == "是\n"
    assert {notice.code for notice in document.notices} == {"symbols_lost", "ticks_lost"}


# what does not count


def parts(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place in document.places:
        found.setdefault(place.part, []).append(document.text[place.span.start : place.span.end])
    return found


STRUCK, HIDDEN = "<w:strike/>", "<w:vanish/>"


def test_deletions_and_moves_away_are_left_out(tmp_path: Path) -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>在本市</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2" w:author="a">{r("三年以上")}</w:moveFrom>'
    document = read(save(tmp_path / "a.docx", p("须", deleted, moved, "注册")))
    assert document.text == "须注册\n"
    assert [notice.code for notice in document.notices] == ["deleted_text"]


def test_a_deleted_paragraph_end_joins_the_paragraphs(tmp_path: Path) -> None:
    first = p("投标人须", pr='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')
    document = read(save(tmp_path / "a.docx", first, p("在本市注册"), tbl(tr(tc(first))), first))
    assert document.text == "投标人须在本市注册\n投标人须\n投标人须\n"
    assert_sound(document)


def test_deleted_rows_are_left_out(tmp_path: Path) -> None:
    gone = tr(tc("甲"), tc("乙"), pr='<w:del w:id="1" w:author="a"/>')
    new = tr(tc("丙"), tc("丁"), pr='<w:ins w:id="2" w:author="a"/>')
    assert read(save(tmp_path / "a.docx", tbl(gone, new))).text == "丙\t丁\n"


@pytest.mark.parametrize("pr", [STRUCK, "<w:dstrike/>", '<w:strike w:val="1"/>', '<w:rStyle w:val="gone"/>'])
def test_struck_out_words_are_left_out(pr: str, tmp_path: Path) -> None:
    styles = style("gone", "作废", f"<w:rPr>{STRUCK}</w:rPr>", kind="character")
    document = read(save(tmp_path / "a.docx", p("须", r("在本市", pr=pr), "注册"), styles=styles))
    assert document.text == "须注册\n"
    assert [notice.code for notice in document.notices] == ["struck_text"]


def test_no_number_is_left_of_an_item_struck_out(tmp_path: Path) -> None:
    blocks = [p(r(word, pr=pr), num=(1, 0)) for word, pr in (("甲", ""), ("乙", STRUCK), ("丙", ""))]
    numbering = abstract(0, level(0, "%1、")) + num(1, 0)
    assert read(save(tmp_path / "a.docx", *blocks, numbering=numbering)).text == "1、甲\n3、丙\n"


def test_strike_turned_off_again(tmp_path: Path) -> None:
    styles = style("gone", "作废", f"<w:rPr>{STRUCK}</w:rPr>")
    document = read(save(tmp_path / "a.docx", p(r("作废"), r("有效", pr='<w:strike w:val="0"/>'), style="gone"), styles=styles))
    assert document.text == "有效\n"


def test_hidden_words_stand_at_the_end_and_are_told_of(tmp_path: Path) -> None:
    styles = style("dark", "暗", f"<w:rPr>{HIDDEN}</w:rPr>")
    blocks = [p("须", r("在本市", pr=HIDDEN), "注册"), p(r("无关", pr='<w:vanish w:val="0"/>'), r("暗号"), style="dark"), p("完")]
    document = read(save(tmp_path / "a.docx", *blocks, styles=styles))
    assert parts(document) == {"body": ["须注册", "无关", "完"], "hidden": ["在本市", "暗号"]}
    assert [place.paragraph for place in document.places] == [1, 2, 3, 1, 2]
    (notice,) = document.notices
    assert notice.code == "hidden_text" and "2 处" in notice.message


def test_hidden_rows_are_hidden_words(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.docx", tbl(tr("甲", "乙"), tr(tc("暗"), tc("号"), pr="<w:hidden/>"), tr("丙", "丁"))))
    assert parts(document)["hidden"] == ["暗", "号"]
    assert document.text.startswith("甲\t乙\n丙\t丁\n")
