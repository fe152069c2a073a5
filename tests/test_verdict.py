"""How rules and model combine, on real rules and the real model with its thresholds moved."""

from dataclasses import replace

from auditor.audit import Auditor, loose
from auditor.finding import Severity
from auditor.report import Report

AUDITOR = Auditor.load()
DEMAND = "投标人须提供“信用中国”网站查询结果截图，否则资格审查不通过。"
UNRULED = "凡欲参与者，其字号须先登入商贾簿籍之内，簿外者恕不接待其标函。"


def judged(text: str, *, speak: float = 2.0, soften: float = -1.0, role: str = "qualification", regime: str = "G") -> Report:
    model = replace(AUDITOR.model, settings={**AUDITOR.model.settings, "speak": speak, "soften": soften})
    return replace(AUDITOR, model=model).audit(loose(text), asked_regime=regime, role=role)


def test_a_rule_the_model_agrees_with_stands_and_says_the_score() -> None:
    (finding,) = judged(DEMAND, soften=0.02).findings
    assert finding.severity is Severity.VIOLATION
    assert any("模型评分" in reason for reason in finding.why)


def test_a_rule_the_model_doubts_is_one_step_milder_and_says_so() -> None:
    (finding,) = judged(DEMAND, soften=1.1).findings
    assert finding.severity is Severity.SUSPECTED
    assert any("由违规降为疑似" in reason for reason in finding.why)


def test_the_model_alone_is_a_suspicion_with_the_basis_of_its_atom() -> None:
    assert not judged(UNRULED).findings
    (finding,) = judged(UNRULED, speak=0.3).findings
    assert finding.rule_id == f"{finding.atom}/model" and finding.severity is Severity.SUSPECTED
    assert finding.basis and finding.advice and finding.quote in UNRULED and "人工核对" in finding.message


def test_the_model_speaks_for_works_through_the_twin_of_its_atom() -> None:
    (finding,) = judged(UNRULED, speak=0.3, regime="W").findings
    assert finding.measure not in (137, 138, 141) and finding.rule_id == f"{finding.atom}/model"
    assert finding.basis


def test_the_model_alone_says_nothing_of_forms_quotes_and_bans() -> None:
    assert not judged(UNRULED, speak=0.3, role="form").findings
    assert not judged(UNRULED, speak=0.3, role="guidance").findings
    assert not judged("采购人不得要求投标人事先成为名优商号册中的一员。", speak=0.0).findings


def test_the_model_alone_says_nothing_of_what_the_purchaser_looks_up_himself() -> None:
    own = "采购人或采购代理机构将在信用网站查询供应商信用记录并截图存档。"
    assert not judged(own, speak=0.0).findings
    assert judged("凡参与者皆应自行在信用网站检索其信用状况并将所见呈交。", speak=0.0).findings


def test_the_model_alone_says_nothing_of_a_title() -> None:
    for title in ("17.3.1 付款周期", "履约担保的形式和金额：", "（二）评分内容：企业注册资本：", "注册资本要求"):
        assert not judged(title, speak=0.0, role="contract").findings
    assert judged(f"（二）评分内容：{UNRULED}", speak=0.0).findings


def test_a_named_exception_outranks_the_model() -> None:
    spared = "采购人不得要求供应商提供制造商授权书。"
    assert not judged(spared, speak=0.0).findings


def test_coverage_names_what_the_model_found() -> None:
    report = judged(UNRULED, speak=0.3)
    atom = report.findings[0].atom
    assert next(c for c in report.coverage if c.atom == atom).state == "found"
