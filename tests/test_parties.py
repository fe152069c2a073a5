"""Purchaser, agency, project and number, wherever tender files state them; blanks are none."""

from time import perf_counter

import pytest

from auditor.audit import audit_text, loose
from auditor.document import Document, Span
from auditor.parties import Parties, read_parties


def read(text: str) -> tuple[str | None, ...]:
    found = read_parties(loose(text))
    return tuple(one.value if one else None for one in (found.purchaser, found.agency, found.project, found.number))


COVER = """采 购 人： 呼和浩特市某某中学（盖单位章）
采购代理机构： 内蒙古某某招标有限公司 （盖章）
项目名称：呼和浩特市某某中学教学设备采购
项目编号：NMGZCS-G-H-260001
"""
NOTICE = """九、联系方式
1.采购人信息
名\u00a0\u00a0称：某某旗第二人民医院
地址：某某旗西街 1 号
2.采购代理机构信息（如有）
名 称：某某工程项目管理（集团）有限公司
3.项目联系方式
联系人：张三
"""
TABLE = """条款号\t条款名称\t编列内容
1.1.2\t招标人\t名称：某某市水务局地址：某某市东路 2 号联系人：李四
1.1.3\t招标代理机构\t名称：某某招标代理有限公司
1.1.4\t招标项目名称\t某某河防洪治理工程（一期）
1.1.5\t招标编号\t[2026]003-12
"""


def test_cover():
    assert read(COVER) == ("呼和浩特市某某中学", "内蒙古某某招标有限公司", "呼和浩特市某某中学教学设备采购", "NMGZCS-G-H-260001")


def test_contacts_of_an_announcement():
    assert read(NOTICE)[:2] == ("某某旗第二人民医院", "某某工程项目管理（集团）有限公司")


def test_table_before_the_instructions():
    assert read(TABLE) == ("某某市水务局", "某某招标代理有限公司", "某某河防洪治理工程（一期）", "[2026]003-12")


@pytest.mark.parametrize(
    ("text", "purchaser"),
    [
        ("2.1 本次磋商的采购人是某某市第四人民医院。", "某某市第四人民医院"),
        ("“采购人”、“招标人”或“需方”是指某某省消防救援总队。", "某某省消防救援总队"),
        ("某某招标有限公司受某某县教育局的委托，就校服项目进行公开招标。", "某某县教育局"),
        ("采购单位某某大学行政区域内蒙古自治区公告时间2026年08月05日", "某某大学"),
        ("建设单位：某某市城投集团有限公司", "某某市城投集团有限公司"),
    ],
)
def test_purchaser_said_otherwise(text, purchaser):
    assert read(text)[0] == purchaser


@pytest.mark.parametrize(
    "blank",
    [
        "采购人：________", "采购人：（采购人名称）", "招标人：见投标人须知前附表。", "1.1.2\t招标人\t详见第一章“招标公告”",
        "3.1\t采购人\t填写相关内容", "项目编号：**********", "项目编号：xxx（项目编号）xxx", "招标人：联系人：张三",
        "采购人应当在五个工作日内确定中标人。", "序号\t采购项目名称\t预算金额（元）\t最高限价（元）", "如采购人：未按要求整改的",
    ],
)  # fmt: skip
def test_blanks_and_forms_are_none(blank):
    assert read_parties(loose(blank)) == Parties()


def test_a_name_said_more_often_wins_over_a_broken_line():
    text = "项目名称: 某某能源2026年3月第一批采\n" + "1.1.4\t项目名称\t某某能源2026年3月第一批采煤机采购\n" * 2
    assert read(text)[2] == "某某能源2026年3月第一批采煤机采购"


def test_the_span_shows_the_words():
    found = read_parties(loose(COVER)).agency
    assert found and COVER[found.span.start : found.span.end] == "内蒙古某某招标有限公司"


def test_the_report_carries_them():
    report = audit_text(COVER + "投标人注册资本不低于500万元。", role="qualification", regime="G")
    assert report.purchaser and report.purchaser.value == "呼和浩特市某某中学"
    assert report.number and report.number.span == Span(COVER.index("NMG"), COVER.index("NMG") + 17)


def test_hostile_lines_cost_no_time():
    for line in (
        "采购人：" + "（" * 30_000 + "\n" + "采 购 人 名 称" * 5_000 + "项目名称\n" * 5_000,
        "采购人" + " " * 50_000 + "名称" + "\t" * 5_000,
        ("采购人" + " " * 90) * 600,
        ("项目编号：" + "1a" + "a" * 150 + "\n") * 380,
        ("受" + "某" * 47) * 1_200,
        "采购单位" * 15_000,
    ):
        began = perf_counter()
        assert read_parties(Document("", "", "text", line, ())) == Parties()
        assert perf_counter() - began < 2
