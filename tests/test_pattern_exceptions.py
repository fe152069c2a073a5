"""How far an exception reaches: `unless` the sentence, `near` the phrase of the match, `above` the headings; a `change` of severity: never
to the headings."""

from pathlib import Path

import pytest

from auditor.audit import Auditor, audit_text

RULE = """
- id: M137-d-reach
  title: 以骆驼为条件
  measure: 137
  kind: pattern
  severity: {default: 疑似}
  regimes: [G]
  match: ['骆驼不少于']
  %s: ['%s']
  message: “{quote}”以骆驼为条件
  basis: [{law: 46号, article: 第五条}]
  advice: 删除。
"""


@pytest.mark.parametrize(("field", "word", "text", "section", "speaks"), [
    ("unless", "服务人员", "骆驼不少于60人，其中服务人员30人。", "", False),
    ("near", "服务人员", "骆驼不少于60人，其中服务人员30人。", "", True),
    ("near", "服务人员", "其中服务人员的骆驼不少于60人。", "", False),
    ("above", "中小企业声明", "骆驼不少于60人。", "附件二 中小企业声明函", False),
    ("above", "中小企业声明", "骆驼不少于60人。", "第二章 资格要求", True),
])
def test_the_reach_of_an_exception(tmp_path: Path, field: str, word: str, text: str, section: str, speaks: bool) -> None:
    (tmp_path / "own.yaml").write_text(RULE % (field, word), "utf-8")
    auditor = Auditor.load((tmp_path,))
    report = audit_text(text, role="qualification", section=section, regime="G", auditor=auditor)
    assert ("M137-d-reach" in {h.rule_id for h in report.findings}) is speaks


@pytest.mark.parametrize(("text", "section", "severity"), [
    ("骆驼不少于60头，酌情放宽。", "", "提示"),
    ("骆驼不少于60头。", "第一章 邀请与酌情说明", "疑似"),
])
def test_headings_change_no_severity(tmp_path: Path, text: str, section: str, severity: str) -> None:
    rule = RULE.replace("  %s: ['%s']", "  change: [{when: 酌情, to: 提示}]")
    (tmp_path / "own.yaml").write_text(rule, "utf-8")
    report = audit_text(text, role="qualification", section=section, regime="G", auditor=Auditor.load((tmp_path,)))
    assert [h.severity.value for h in report.findings if h.rule_id == "M137-d-reach"] == [severity]
