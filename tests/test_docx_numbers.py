"""Automatic numbers of Word files, printed as on paper."""

from pathlib import Path

import pytest

from auditor.readers.docx import read
from auditor.readers.docx.numerals import written
from tests.fidelity.docx.maker import abstract, level, num, p, r, save, style, tbl, tc, tr

CHAPTERS = abstract(
    0,
    level(0, "第%1章", "chineseCountingThousand", '<w:suff w:val="space"/>'),
    level(1, "%2、", "chineseCounting", '<w:suff w:val="nothing"/>'),
    level(2, "（%3）", "japaneseCounting", '<w:suff w:val="nothing"/>'),
    level(3, "%4."),
) + num(1, 0)
DOTTED = abstract(0, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3")) + num(1, 0)


def lines(path: Path, *blocks: str, numbering: str, styles: str = "") -> list[str]:
    return read(save(path / "a.docx", *blocks, numbering=numbering, styles=styles)).text.splitlines()


def items(*depths: int, of: int = 1) -> list[str]:
    return [p("项", num=(of, depth)) for depth in depths]


def test_chapters_sections_and_items(tmp_path: Path) -> None:
    blocks = items(0, 1, 2, 2, 3, 1, 2, 0, 1)
    assert lines(tmp_path, *blocks, numbering=CHAPTERS) == [
        "第一章 项", "一、项", "（一）项", "（二）项", "1. 项", "二、项", "（一）项", "第二章 项", "一、项",
    ]  # fmt: skip


def test_dotted_numbers_start_again_under_each_heading(tmp_path: Path) -> None:
    assert lines(tmp_path, *items(0, 1, 1, 2, 0, 1, 2), numbering=DOTTED) == [
        "1 项", "1.1 项", "1.2 项", "1.2.1 项", "2 项", "2.1 项", "2.1.1 项",
    ]  # fmt: skip


def test_a_level_left_out_counts_as_begun(tmp_path: Path) -> None:
    assert lines(tmp_path, *items(1, 1), numbering=DOTTED) == ["1.1 项", "1.2 项"]


def test_empty_items_count_but_section_breaks_do_not(tmp_path: Path) -> None:
    end = p(num=(1, 0), pr="<w:sectPr/>")
    assert lines(tmp_path, p("项", num=(1, 0)), p(num=(1, 0)), end, p("项", num=(1, 0)), numbering=DOTTED) == ["1 项", "2", "3 项"]


def test_hidden_items_do_not_count(tmp_path: Path) -> None:
    hidden = p(r("暗", pr="<w:vanish/>"), num=(1, 0), pr="<w:rPr><w:vanish/></w:rPr>")
    assert lines(tmp_path, p("项", num=(1, 0)), hidden, p("项", num=(1, 0)), numbering=DOTTED)[:2] == ["1 项", "2 项"]


def test_numbers_alone_in_cells(tmp_path: Path) -> None:
    rows = [tr(tc(p(num=(1, 0))), "业绩"), tr(tc(p(num=(1, 0))), "资质")]
    assert lines(tmp_path, tbl(*rows), numbering=DOTTED) == ["1\t业绩", "2\t资质"]


def test_lists_that_share_a_definition_go_on_unless_started_anew(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "%1、")) + num(1, 0) + num(2, 0) + num(3, 0, anew)
    blocks = [*items(0, 0), *items(0, of=2), *items(0, 0, of=3)]
    assert [line[0] for line in lines(tmp_path, *blocks, numbering=numbering)] == ["1", "2", "3", "1", "2"]


def test_an_override_may_bring_its_own_level(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "【%1】", "upperLetter", start=3)}</w:lvlOverride>'
    assert lines(tmp_path, *items(0, 0), numbering=abstract(0, level(0, "%1、")) + num(1, 0, own)) == ["【C】项", "【D】项"]


def test_restart_never_and_restart_after_a_chosen_level(tmp_path: Path) -> None:
    never = abstract(0, level(0, "第%1章"), level(1, "第%2条", extra='<w:lvlRestart w:val="0"/>')) + num(1, 0)
    assert [line[:3] for line in lines(tmp_path, *items(0, 1, 1, 0, 1), numbering=never)] == [
        "第1章",
        "第1条",
        "第2条",
        "第2章",
        "第3条",
    ]
    chosen = abstract(0, level(0, "%1"), level(1, "%2"), level(2, "%3", extra='<w:lvlRestart w:val="1"/>')) + num(1, 0)
    assert [line[0] for line in lines(tmp_path, *items(0, 1, 2, 1, 2, 0, 1, 2), numbering=chosen)] == list("11122211")


def test_legal_numbering_turns_chinese_into_digits(tmp_path: Path) -> None:
    numbering = abstract(0, level(0, "第%1章", "chineseCounting"), level(1, "%1.%2", "chineseCounting", "<w:isLgl/>")) + num(1, 0)
    assert lines(tmp_path, *items(0, 1), numbering=numbering) == ["第一章 项", "1.1 项"]


def test_numbers_that_come_with_a_style(tmp_path: Path) -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("c", "章", numbered) + style("s", "节", numbered, based="c") + style("x", "附章", based="c")
    numbering = abstract(
        0, level(0, "第%1章", extra='<w:pStyle w:val="c"/>'), level(1, "%1.%2", extra='<w:pStyle w:val="s"/>')
    ) + num(1, 0)
    blocks = [p("甲", style="c"), p("乙", style="s"), p("丙", style="x"), p("丁", style="c", num=(0, 0)), p("戊", style="s")]
    assert lines(tmp_path, *blocks, numbering=numbering, styles=styles) == ["第1章 甲", "1.1 乙", "第2章 丙", "丁", "2.1 戊"]


def test_numbering_styles(tmp_path: Path) -> None:
    styles = style("list", "列表", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering")
    linked = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="list"/></w:abstractNum>'
    numbering = linked + abstract(1, level(0, "（%1）")) + num(1, 0) + num(2, 1)
    assert lines(tmp_path, *items(0, 0), numbering=numbering, styles=styles) == ["（1）项", "（2）项"]


def test_a_numbering_style_that_points_at_itself(tmp_path: Path) -> None:
    styles = style("list", "列表", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    linked = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="list"/></w:abstractNum>' + num(1, 0)
    assert lines(tmp_path, *items(0), numbering=linked, styles=styles) == ["项"]


def test_bullets_read_as_they_look(tmp_path: Path) -> None:
    wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    numbering = "".join(
        abstract(index, level(0, sign, "bullet", font)) + num(index + 1, index)
        for index, (sign, font) in enumerate([("\uf0a8", wingdings), ("\uf06c", wingdings), ("★", ""), ("\uf0ff", wingdings)])
    )
    assert lines(tmp_path, *(p("项", num=(index, 0)) for index in (1, 2, 3, 4)), numbering=numbering) == [
        "☐ 项",
        "● 项",
        "★ 项",
        "• 项",
    ]


def test_lists_that_are_not_defined_print_nothing(tmp_path: Path) -> None:
    assert lines(tmp_path, *items(0, of=7), p("项", num=(1, 8)), numbering=DOTTED) == ["项", "项"]


@pytest.mark.parametrize(
    ("style", "expected"),
    {
        "decimal": "1 2 10 11 20 21 99 100 101 110",
        "decimalZero": "01 02 10 11 20 21 99 100 101 110",
        "decimalFullWidth": "１ ２ １０ １１ ２０ ２１ ９９ １００ １０１ １１０",
        "chineseCounting": "一 二 十 十一 二十 二十一 九十九 一〇〇 一〇一 一一〇",
        "chineseCountingThousand": "一 二 十 十一 二十 二十一 九十九 一百 一百零一 一百一十",
        "japaneseCounting": "一 二 十 十一 二十 二十一 九十九 百 百一 百十",
        "taiwaneseCountingThousand": "一 二 十 十一 二十 二十一 九十九 一百 一百零一 一百一十",
        "ideographDigital": "一 二 一〇 一一 二〇 二一 九九 一〇〇 一〇一 一一〇",
        "chineseLegalSimplified": "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾",
        "ideographTraditional": "甲 乙 癸 11 20 21 99 100 101 110",
        "ideographZodiac": "子 丑 酉 戌 20 21 99 100 101 110",
        "ideographZodiacTraditional": "甲子 乙丑 癸酉 甲戌 癸未 甲申 壬寅 癸卯 甲辰 癸丑",
        "decimalEnclosedCircle": "① ② ⑩ ⑪ ⑳ ㉑ 99 100 101 110",
        "decimalEnclosedCircleChinese": "① ② ⑩ ⑪ ⑳ ㉑ 99 100 101 110",
        "decimalEnclosedFullstop": "⒈ ⒉ ⒑ ⒒ ⒛ 21 99 100 101 110",
        "decimalEnclosedParen": "⑴ ⑵ ⑽ ⑾ ⒇ 21 99 100 101 110",
        "ideographEnclosedCircle": "㊀ ㊁ ㊉ 11 20 21 99 100 101 110",
        "upperRoman": "I II X XI XX XXI XCIX C CI CX",
        "lowerRoman": "i ii x xi xx xxi xcix c ci cx",
        "upperLetter": "A B J K T U UUUU VVVV WWWW FFFFF",
        "lowerLetter": "a b j k t u uuuu vvvv wwww fffff",
        "ordinal": "1st 2nd 10th 11th 20th 21st 99th 100th 101st 110th",
        "cardinalText": "One Two Ten Eleven Twenty Twenty-one Ninety-nine",
        "ordinalText": "First Second Tenth Eleventh Twentieth Twenty-first Ninety-ninth",
        "numberInDash": "-1- -2- -10- -11- -20- -21- -99- -100- -101- -110-",
        "none": "",
        "of a later version": "1 2 10 11 20 21 99 100 101 110",
    }.items(),
)
def test_number_formats(style: str, expected: str) -> None:
    counts = (1, 2, 10, 11, 20, 21, 99, 100, 101, 110)
    words = [written(count, style).replace(" ", "") for count in counts]
    assert words[: len(expected.split())] == expected.split()
    assert expected or not any(words)


def test_longer_chinese_numbers() -> None:
    assert [written(count, "chineseCountingThousand") for count in (0, 1000, 1001, 1010, 1100, 10020)] == [
        "零", "一千", "一千零一", "一千零一十", "一千一百", "一万零二十",
    ]  # fmt: skip
    assert written(10**9, "upperRoman") == "1000000000"
