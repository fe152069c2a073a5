"""A rule that is `like` another: one demand, written once, judged under two laws."""

from pathlib import Path

import pytest

from auditor.audit import audit_text
from auditor.errors import RulesetError
from auditor.ruleset import folders, read_rulesets

TWIN = """
- id: M144-d-own-twin
  like: M137-d-amount
  measure: 144
  severity: {default: 疑似}
  regimes: [W]
  basis: [{law: 实施条例, article: 第三十二条}]
"""


def test_a_twin_takes_over_all_it_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(TWIN, "utf-8")
    rules = {r.id: r for r in read_rulesets(folders((tmp_path,))).rules}
    base, twin = rules["M137-d-amount"], rules["M144-d-own-twin"]
    assert twin.fields == base.fields and twin.examples == base.examples and twin.message == base.message
    assert (twin.regimes, twin.atom, twin.measure) == (("W",), "M144-d", 144)
    assert [b.law for b in twin.basis] == ["中华人民共和国招标投标法实施条例"]


def test_a_twin_of_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(TWIN.replace("M137-d-amount", "M137-f-nowhere"), "utf-8")
    with pytest.raises(RulesetError, match="own.yaml 第 2 行：like 所指的 M137-f-nowhere 不存在"):
        read_rulesets(folders((tmp_path,)))


def test_in_a_voluntary_tender_the_twin_for_it_speaks_not_the_one_for_works() -> None:
    text = "投标人应为集团合格供应商名录内的企业。"
    works = audit_text(text, role="qualification", regime="W").findings
    own = audit_text(text, role="qualification", regime="N").findings
    assert [(f.rule_id, f.severity.value) for f in works] == [("M144-d-pool", "违规")]
    assert [(f.rule_id, f.severity.value) for f in own] == [("M144-d-pool/own", "疑似")]
