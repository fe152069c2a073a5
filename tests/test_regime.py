"""Which law a file follows decides what may be called 违规 in it."""

import pytest

from auditor.regime import judge_regime

PROCURED = "公开招标文件\n采购人：甲县教育局\n根据《政府采购法》，供应商可以提出质疑。政府采购项目编号。中小企业声明函。\n" * 3
WORKS = "某路改造工程施工招标文件\n招标人：甲县交通局\n根据《招标投标法》，投标人须有施工总承包资质，建造师一名，异议向招标人提出。工程量清单。\n" * 3
BANK = "某系统采购招标书\n招标人：甲乙农村商业银行股份有限公司\n供应商须提供方案，供应商澄清，供应商报价，供应商签到，供应商名称，质疑。\n" * 2


@pytest.mark.parametrize("text, regime", [
    (PROCURED, "G"),
    (WORKS, "W"),
    (WORKS + PROCURED * 2, "GW"),
    ("框架协议采购征集文件\n征集人：甲县财政局，入围供应商名单，政府采购。\n" * 4, "F"),
    ("甲市政府采购管理办法\n第一条 为规范采购人行为，供应商……", "P"),
    (BANK, "N"),
    (BANK + "信用信息以中国政府采购网公布的政府采购严重违法失信行为记录名单为准。", "N"),
    (WORKS + "本项目为非依法必须招标项目。", "N"),
    (WORKS + "非依法必须招标的项目，可以不公示。", "W"),
    ("第五章 货物技术要求\n采煤机一台。", "unknown"),
])
def test_the_law_a_file_follows(text: str, regime: str) -> None:
    assert judge_regime(text).value == regime


def test_the_evidence_is_shown() -> None:
    assert any("政府采购法" in line or "供应商" in line for line in judge_regime(PROCURED).evidence)
