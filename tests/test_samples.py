"""The sample tenders, whole: the faults that were written into them are found at their words, the clean ones are silent."""

from pathlib import Path

import pytest

from auditor.audit import audit_file
from auditor.report import Report

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"

WRITTEN = {
    "01": {
        "M137-d": ["注册资本不得低于人民币伍佰万元", "营业收入2000万元"],
        "M137-f": ["成立时间须满三年"],
        "M136-b": ["生产厂家出具的针对本项目的授权书"],
        "M138-a": ["查询结果截图"],
        "M138-b": ["另须递交纸质投标文件"],
        "M140-a": ["不接受保函"],
        "M141-a": ["10个工作日内确定中标人"],
        "M137-c": ["分支机构"],
        "M139-a2": ["三级医院同类项目"],
        "M139-a3": ["其他品牌不予接受"],
        "M141-b": ["90日内支付", "质保期满三年后支付"],
    },
    "02": {
        "M137-a": ["备选库"],
        "M137-c": ["设有分公司"],
        "M137-g": ["连续三个会计年度的审计报告"],
        "M144-a": ["现场报名"],
        "M144-b": ["审核通过后领取"],
        "X3": ["亲自到场"],
        "M138-d": ["中小企业认定证明"],
        "M140-a": ["须以现金形式缴入采购人账户"],
        "M145-a": ["合同履行完毕后30日内退还"],
        "M139-a4": ["AAA级信用等级证书"],
        "M137-d": ["1000万元以上得3分"],
        "M147-a": ["国有企业得3分"],
        "M141-c": ["财政资金未到位造成付款延期"],
    },
    "03": {
        "M147-a": ["国有独资或者国有控股企业"],
        "M144-d": ["从业人员不得少于80人", "单项合同金额不低于3000万元"],
        "M147-b": ["不得为外商投资企业"],
        "M139-a2": ["本盟优质工程奖"],
        "M139-b": ["备案手续"],
        "M144-a": ["现场报名"],
        "M143-a": ["不提供网上下载"],
        "M140-c": ["国有银行支行"],
        "M145-c": ["电子保函不予认可"],
        "M145-b": ["无息退还"],
        "M143-b": ["不接受网上递交"],
        "M142-a": ["须同时到场"],
    },
    "04": {
        "M136-b": ["原厂商开具的授权函"],
        "M139-a4": ["经营范围须包含"],
        "M137-b": ["信息化服务机构登记满6个月"],
        "M137-f": ["从事本行业五年"],
        "M140-a": ["其他形式一律拒收"],
        "X6": ["3个工作日内"],
        "M141-c": ["财政资金到位后支付"],
        "M141-d": ["验收时间由甲方根据工作安排确定"],
    },
}
REGIMES = {"01": "G", "02": "G", "03": "W", "04": "G", "05": "G", "06": "W"}


def audited(number: str) -> Report:
    return audit_file(next(SAMPLES.glob(f"{number}-*")))


@pytest.mark.parametrize("number", WRITTEN)
def test_what_was_written_in_is_found(number: str) -> None:
    report = audited(number)
    for atom, words in WRITTEN[number].items():
        quotes = " / ".join("".join(f.quote.split()) for f in report.findings if f.atom == atom)
        assert [w for w in words if w not in quotes] == [], f"{atom}: {quotes}"


@pytest.mark.parametrize("number", ["05", "06"])
def test_look_alikes_are_silent(number: str) -> None:
    assert [(f.rule_id, f.quote) for f in audited(number).findings] == []


@pytest.mark.parametrize(("number", "regime"), REGIMES.items())
def test_regime_and_region_are_told_with_evidence(number: str, regime: str) -> None:
    report = audited(number)
    assert report.regime.value == regime and report.regime.evidence
    assert report.region.value == ("unknown" if number == "04" else "inner-mongolia")


def test_quotes_are_words_not_paragraphs() -> None:
    quotes = sorted(len(f.quote) for n in WRITTEN for f in audited(n).findings)
    assert quotes[len(quotes) // 2] < 30
    assert quotes[-1] < 60


def test_every_atom_is_in_the_coverage() -> None:
    coverage = audited("01").coverage
    assert sum(c.measure is not None for c in coverage) == 54
    assert {c.state for c in coverage if c.atom == "M146-b"} == {"undecidable"}
