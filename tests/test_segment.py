"""Clauses: where sentences, list items and rows begin and end, and what governs them."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.audit import loose
from auditor.document import Document, Place, Span
from auditor.normalise import normalise
from auditor.segment import segment

CHINESE = st.text(alphabet="投标人须提供注册资本不低于500万元，。；：（1）2、第三章\n\t □☑ 　()ABab①_|", max_size=200)


def table(rows: list[list[str]]) -> Document:
    """A document of one table."""
    text, places = "", []
    for r, cells in enumerate(rows, 1):
        for c, cell in enumerate(cells, 1):
            places.append(Place(Span(len(text), len(text) + len(cell)), table=1, row=r, column=c))
            text += cell + ("\t" if c < len(cells) else "\n")
    return Document("", "", "text", text, tuple(places))


@given(CHINESE)
def test_offsets_never_decrease_and_lead_back(raw: str) -> None:
    norm = normalise(raw)
    assert list(norm.offsets) == sorted(norm.offsets)
    assert len(norm.offsets) == len(norm.text)
    for char, at in zip(norm.text, norm.offsets):
        assert char in normalise(raw[at]).text or char in "_| "


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert normalise("股東為國有控股，註冊資本不低於500萬圓").text == "股东为国有控股，注册资本不低于500万圆"


@given(CHINESE)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


@given(CHINESE)
def test_clauses_neither_overlap_nor_lose_text(raw: str) -> None:
    clauses = segment(loose(raw))
    assert all(a.span.end <= b.span.start for a, b in zip(clauses, clauses[1:]))
    covered = "".join(raw[c.span.start:c.span.end] for c in clauses)
    lines = [line for line in raw.splitlines() if normalise(line).text.strip("|_")]
    assert set(normalise(covered).text) - set("| _") == set(normalise("".join(lines)).text) - set("| _")


@given(CHINESE)
def test_any_stretch_of_a_clause_maps_back_to_raw_text_that_normalises_to_it(raw: str) -> None:
    for clause in segment(loose(raw)):
        span = clause.locate(0, len(clause.text))
        assert normalise(raw[span.start:span.end]).text.strip("_ |") == clause.text.strip("_ |")


def test_sentences_and_list_items_know_their_lead_in() -> None:
    clauses = segment(loose("一、资格要求\n投标人须具备下列条件：\n（1）具有营业执照；\n（2）注册资本500万元。\n二、其他\n无。"))
    items = [c for c in clauses if c.text.startswith("（")]
    assert [c.lead_in for c in items] == ["投标人须具备下列条件："] * 2
    assert all(c.role == "qualification" for c in items)
    assert clauses[-1].lead_in == ""


def test_an_inline_list_is_cut_at_its_markers() -> None:
    clauses = segment(loose("供应商应满足下列条件：（1）成立满三年；（2）注册资本不低于500万元。"))
    assert [c.text for c in clauses] == ["供应商应满足下列条件：", "（1）成立满三年；", "（2）注册资本不低于500万元。"]
    assert clauses[2].lead_in.endswith("下列条件：")


def test_a_bracket_keeps_its_sentence_together() -> None:
    clauses = segment(loose("提供审计报告（2024年度；成立不足一年的除外）。"))
    assert len(clauses) == 1


def test_a_number_written_twice_is_no_list_marker() -> None:
    assert len(segment(loose("合同签订之日起第二十（20）个工作日退还。"))) == 1


def test_a_short_row_is_one_clause_with_its_header() -> None:
    clauses = segment(table([["评审因素", "评分标准", "分值"], ["企业规模", "注册资金500万元以上得2分", "2"]]))
    assert clauses[1].text == "企业规模|注册资金500万元以上得2分|2"
    assert clauses[1].row is not None and clauses[1].row.header == ("评审因素", "评分标准", "分值")
    assert clauses[1].role == "scoring"


def test_a_long_cell_is_cut_and_knows_its_label() -> None:
    long = "投标人须在投标文件中如实填写以下内容并加盖公章。" * 8
    clauses = segment(table([["条款号", "名称", "内容"], ["3.4", "投标保证金", long]]))
    assert len(clauses) == 1 + 2 + 8
    assert all(c.row is not None and c.row.label == "3.4|投标保证金" for c in clauses[3:])


def test_contents_lines_are_no_content() -> None:
    assert segment(loose("第一章 招标公告........................3")) == ()


def test_a_chapter_of_forms_makes_forms_of_all_below_at_any_depth() -> None:
    clauses = segment(loose("第二部分 招标正文\n第六章 投标文件格式\n七、资格审查资料\n（三）附后的材料\n提供制造商授权书。"))
    assert clauses[-1].role == "form"
    clauses = segment(loose("第四章 合同条款及格式\n10 付款方式\n质保期满后支付10%。"))
    assert clauses[-1].role == "contract"
    clauses = segment(loose("第二部分 投标文件格式\n第九章 采购合同（草案）\n质保期满后支付10%。"))
    assert clauses[-1].role == "contract"
    clauses = segment(loose("第二部分 招标正文\n第三章 评标办法\n七、资格审查\n提供制造商授权书。"))
    assert clauses[-1].role == "qualification"


def test_a_sentence_without_end_is_cut_at_commas() -> None:
    raw = "轴承选用甲科、" * 2000
    clauses = segment(loose(raw))
    assert max(len(c.text) for c in clauses) <= 2000
    assert "".join(c.text for c in clauses) == raw
    assert all(c.text.endswith("、") for c in clauses)
