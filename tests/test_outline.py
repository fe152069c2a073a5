"""Which headings stand above a clause, and what it is for by them: the traps of real tenders, each in a few lines of our own."""

from collections.abc import Sequence

import pytest

from auditor.audit import loose
from auditor.clause import Clause
from auditor.document import Document, Place, Span
from auditor.roles import role_of
from auditor.segment import segment

CHAPTERS = ["第一章 招标公告", "第二章 投标人须知", "第三章 评标办法", "第四章 合同条款", "第五章 采购需求", "第六章 投标文件格式"]


def written(*lines: tuple[str, int | None], contents: Sequence[str] = (), notes: Sequence[str] = ()) -> Document:
    """Paragraphs with the heading levels that a format gives them, behind a contents page, before footnotes."""
    text, places = "", []
    parts = [*((line, None, "contents") for line in contents), *((*line, "body") for line in lines)]
    for number, (line, level, part) in enumerate([*parts, *((line, None, "footnote") for line in notes)], start=1):
        places.append(Place(Span(len(text), len(text) + len(line)), part=part, paragraph=number, level=level))
        text += line + "\n"
    return Document("", "", "text", text, tuple(places))


def last(*lines: str) -> Clause:
    """The last clause of a text of these lines."""
    return segment(loose("\n".join(lines)))[-1]


def test_a_list_of_the_chapters_opens_none_of_them() -> None:
    body = [
        "第一章 招标公告",
        "本项目已具备招标条件。",
        "第二章 投标人须知",
        "2.1 招标文件由下列部分组成：",
        *CHAPTERS,
        "投标人应当仔细阅读。",
    ]
    clause = last(*body)
    assert (clause.path[0], clause.role) == ("第二章投标人须知", "procedure")
    assert last(*body, "第三章 评标办法", "合格者得分。").path == ("第三章评标办法",)


def test_the_chapter_behind_a_list_that_ends_with_it_is_opened() -> None:
    clause = last("第一章 招标公告", "条件具备。", "招标文件由下列部分组成", *CHAPTERS, "第二章 投标人须知", "应当仔细阅读。")
    assert clause.path == ("第二章投标人须知",)


def test_chapters_with_nothing_in_them_are_chapters() -> None:
    assert last("第四章 合同条款", "第五章 图纸", "第六章 投标文件格式", "投标函。").path == ("第六章投标文件格式",)


def test_chapters_of_a_contract_end_with_the_chapter_that_holds_them() -> None:
    inner = ["第四章 合同条款", "附件九 考核办法", "第一章 总则", "第二章 考核", "按季度考核。"]
    assert last("第三章 评标办法", "择优。", *inner).path == ("第四章合同条款", "附件九考核办法", "第二章考核")
    assert last("第三章 评标办法", "择优。", *inner).role == "contract"
    assert last("第三章 评标办法", "择优。", *inner, "附件十 廉政", "遵守。").path == ("第四章合同条款", "附件十廉政")
    assert last("第三章 评标办法", "择优。", *inner, "第五章 采购需求", "设备。").path == ("第五章采购需求",)


def test_parts_inside_a_chapter_are_parts_of_it() -> None:
    forms = ["第六章 投标文件格式", "第一部分 商务文件", "投标函。", "第二部分 技术文件", "逐条应答。"]
    assert last(*forms).path == ("第六章投标文件格式", "第二部分技术文件")
    assert last(*forms).role == "form"
    assert last(*forms, "第七章 电子招标指南", "登录。").path == ("第七章电子招标指南",)


def test_parts_that_begin_anew_for_each_lot_stand_side_by_side() -> None:
    lot = ["第一部分 货物需求一览表", "掘进机两台。", "第二部分 工作环境", "井下。"]
    clause = last("第五章 技术要求", "共两包。", *lot, *lot)
    assert clause.path == ("第五章技术要求", "第二部分工作环境")
    assert clause.role == "technical"


def test_the_contents_page_says_which_chapters_are_the_highest() -> None:
    contents = [f"{chapter} {page}" for page, chapter in enumerate(CHAPTERS, start=1)]
    body = ["第四章 合同条款", "第一章 总则", "甲方乙方。", "第四章 付款", "按月支付。", "第五章 采购需求", "设备。"]
    clauses = segment(written(*((line, None) for line in body), contents=contents))
    assert [clause.path[0] for clause in clauses if clause.text.endswith("。")] == ["第四章合同条款"] * 2 + ["第五章采购需求"]
    standard = ["第五章 采购需求", "第1部分：通信协议", "端口。", "第3部分：设备行规", "映射。"]
    assert segment(written(*((line, None) for line in standard), contents=contents))[-1].path[0] == "第五章采购需求"


@pytest.mark.parametrize(
    "sentence",
    [
        "第五章规定的技术标准应逐条响应",
        "第四章、第五章与本须知不一致的，以本须知为准",
        "第五章中带星号的条款不得负偏离",
        "第三章的评分标准另有规定",
    ],
)
def test_a_sentence_that_speaks_of_a_chapter_is_no_heading(sentence: str) -> None:
    assert last("第二章 投标人须知", "总述。", sentence, "其他要求。").path == ("第二章投标人须知",)


def test_text_in_the_style_of_a_heading_neither_opens_nor_closes() -> None:
    prose = "本项目的建设规模为日处理六百吨，配套一台余热锅炉，投标人应当自行踏勘现场并承担由此产生的全部费用和责任，招标人不予补偿"
    clauses = segment(written(("1 工程概况", 1), ("1.1 规模", 2), (prose, 1), ("应当踏勘，并承担费用，", 1), ("到场。", None)))
    assert clauses[-1].path == ("1工程概况", "1.1规模")


def test_numbers_tell_more_than_levels() -> None:
    assert segment(written(("1. 总则", 2), ("1.1 项目概况", 2), ("某项目。", None)))[-1].path == ("1.总则", "1.1项目概况")
    clauses = segment(written(("3.2.2 综合评分明细表", 2), ("方案优得五分。", None), ("4. 磋商纪律", None), ("保密。", None)))
    assert clauses[-1].path == ("4.磋商纪律",)
    assert segment(written(("3.2.2 评分", 2), ("1. 方案", None), ("优。", None)))[-1].path == ("3.2.2评分", "1.方案")
    items = [(f"{at}. 第几项功能", None) for at in (1, 2, 3)]
    assert segment(written(("2.4 软件功能", 2), ("2.4.1 监控", 3), *items, ("完。", None)))[-1].path[:2] == (
        "2.4软件功能",
        "2.4.1监控",
    )


def test_the_general_part_behind_the_annexes_of_a_table_is_no_annex() -> None:
    clause = last("第二章 投标人须知", "附录2 资格审查条件（财务要求）", "近三年不亏损。", "1. 总则", "1.1 项目概况", "某项目。")
    assert clause.path == ("第二章投标人须知", "1.总则", "1.1项目概况")
    assert clause.role == "procedure"


def test_a_note_behind_the_text_does_not_belong_to_the_last_chapter() -> None:
    document = written(("第六章 投标文件格式", 1), ("投标函。", None), notes=["须提供原件。"])
    assert segment(document)[-1].path == ()


@pytest.mark.parametrize(
    ("role", "path", "header"),
    [
        ("procedure", ("第二册通用条款", "第三章投标文件的编制"), ()),
        ("procedure", ("第二章投标人须知", "7.合同授予"), ()),
        ("procedure", ("第一册专用条款", "第二章对通用条款的补充内容"), ()),
        ("contract", ("第四章合同条款", "第九条技术保证和保修期"), ()),
        ("contract", ("第四章合同条款", "26.适用法律"), ()),
        ("contract", ("第四部分投标文件格式", "附件5：拟签订的合同文本"), ()),
        ("form", ("第四部分投标文件格式", "附件6：类似项目合同复印件"), ()),
        ("form", ("第六章投标文件格式", "五、合同条款偏离表"), ("商务条款",)),
        ("qualification", ("第七部分投标文件格式（附件）", "附表1强制性资格条件-企业资质要求表"), ()),
        ("form", ("第七部分投标文件格式（附件）", "附表2资格条件证明材料"), ()),
        ("form", ("第七部分投标文件格式（附件）", "附件八：招标文件技术要求相关内容应答部分格式"), ()),
        ("technical", ("第五章采购项目技术、服务、采购合同内容条款", "二、技术服务要求"), ()),
        ("technical", ("第五章技术要求", "一、货物需求一览表"), ()),
        ("technical", ("5.项目建设要求",), ()),
        ("technical", ("第七章技术标准和要求（合同技术条款）",), ()),
        ("qualification", ("第三章资格审查", "二、资格审查要求"), ("检查因素", "格式要求")),
        ("qualification", ("四、供应商应具备下列条件",), ()),
        ("qualification", ("评标办法前附表",), ("资格评审标准",)),
        ("scoring", ("34.3.2商务标评审", "（2）有效值计算"), ()),
    ],
)
def test_what_headings_make_of_a_clause(role: str, path: tuple[str, ...], header: tuple[str, ...]) -> None:
    assert role_of("应当提供。", path, header) == role
