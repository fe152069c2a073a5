"""What every rule promises, without code per rule."""

import re

import pytest

from auditor.checks import pattern
from auditor.checks._anchors import anchors
from auditor.checks._fields import compiled
from auditor.rule import Ruleset
from auditor.ruleset import folders, read_rulesets
from auditor.ruletest import problems

RULESET: Ruleset = read_rulesets(folders())
RULES = [pytest.param(rule, id=rule.id) for rule in RULESET.rules]


@pytest.mark.parametrize("rule", RULES)
def test_examples_hold_and_no_line_is_dead(rule) -> None:
    alone = Ruleset((rule,), RULESET.facts, RULESET.atoms, "")
    assert [p.message for p in problems(alone)] == []


@pytest.mark.parametrize("rule", RULES)
def test_enough_examples(rule) -> None:
    assert len(rule.examples.flag) >= 4
    assert len(rule.examples.passed) >= 4


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_complete(rule) -> None:
    assert rule.basis and rule.advice and "{quote}" in rule.message
    assert rule.atom in {a.id for a in RULESET.atoms}
    assert rule.measure == next(a.measure for a in RULESET.atoms if a.id == rule.atom)


@pytest.mark.parametrize("rule", RULES)
def test_every_pattern_has_a_word_it_cannot_do_without(rule) -> None:
    assert [p for p in rule.fields.get("match", []) if not anchors(p)] == []


def test_measures_137_138_141_are_not_cited_for_works() -> None:
    assert [r.id for r in RULESET.rules if r.measure in (137, 138, 141) and "W" in r.regimes] == []


def test_ids_begin_with_an_atom() -> None:
    assert all(re.match(r"(M1\d\d-[a-h]\d?|X\d+)-", rule.id) for rule in RULESET.rules)


@pytest.mark.parametrize("rule", RULES)
def test_every_pattern_compiles(rule) -> None:
    # Shipped rulesets are not compiled when they are read (cold start), so this is where a wrong one is found.
    pattern.validate(rule.fields, compiling=True)


def test_the_facts_compile() -> None:
    for patterns in RULESET.facts.values():
        for one in patterns:
            compiled(one)
