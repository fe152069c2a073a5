"""A pattern that never ends costs a notice, not the file."""

from auditor.audit import _late, loose
from auditor.checks import pattern
from auditor.checks._choice import prepare
from auditor.finding import Severity
from auditor.rule import Rule
from auditor.segment import segment


def test_a_pattern_out_of_time_is_said() -> None:
    fields = {"match": ["保证金(?:(?:A|AA)+)+$"]}
    rule = Rule("X1-slow", "慢", None, "pattern", {"default": Severity.NOTE}, ("G",), "“{quote}”", (), "", fields=fields)
    clauses = segment(loose("保证金" + "A" * 60 + "B。"))
    hits = pattern.check(prepare([rule], {}), clauses, frozenset(("X1-slow",)))
    assert [hit.stands for hit in hits] == [False]
    assert [notice.code for notice in _late(hits)] == ["rule_timeout"]
