"""Runs the examples that live with the rules, of the shipped rulesets or of one that a user wrote."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor.audit import loose
from auditor.checks import pattern
from auditor.rule import Rule
from auditor.ruleset import Ruleset
from auditor.segment import segment

MARK = re.compile(r"\[\[(.+?)\]\]")
LISTS = ("match", "unless", "cure", "within", "unless_fact", "only_fact", "change")


@dataclass(frozen=True, slots=True)
class Problem:
    """One example that did not come out as its rule says, or a line of a rule that no example needs."""

    rule: str
    source: str
    message: str


def quotes(rule: Rule, example: Any, facts: Mapping[str, Sequence[str]]) -> list[str]:
    """The words that `rule` alone flags in one example (a text, or {text, role, section})."""
    given = example if isinstance(example, dict) else {"text": example}
    text = MARK.sub(r"\1", given["text"])
    path = tuple(p.strip() for p in given.get("section", "").split(" > ") if p.strip())
    clauses = segment(loose(text), role=given.get("role"), path=path)
    hits = pattern.standing(pattern.check(pattern.prepare([rule], facts), clauses, frozenset((rule.id,))))
    spans = [clauses[h.clause].locate(h.start, h.end) for h in hits]
    return [text[s.start:s.end] for s in spans]


def problems(ruleset: Ruleset) -> Iterator[Problem]:
    """Every broken example and dead line of `ruleset`."""
    for rule in ruleset.rules:
        if rule.kind != "pattern":
            continue
        for message in [*_broken(rule, ruleset.facts), *_dead(rule, ruleset.facts)]:
            yield Problem(rule.id, rule.source, message)


def _broken(rule: Rule, facts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for example in rule.examples.flag:
        text = example["text"] if isinstance(example, dict) else example
        marked, found = MARK.findall(text), quotes(rule, example, facts)
        if marked != found:
            yield f"应报出 {marked}，实际 {found}：{text}"
    for example in rule.examples.passed:
        found = quotes(rule, example, facts)
        if found:
            yield f"不应报出，实际 {found}：{example}"
    for example in rule.examples.todo_flag:
        if sorted(MARK.findall(example)) == sorted(quotes(rule, example, facts)):
            yield f"已能报出，请移入 flag：{example}"
    for example in rule.examples.todo_pass:
        if not quotes(rule, example, facts):
            yield f"已不误报，请移入 pass：{example}"


def _outcome(rule: Rule, facts: Mapping[str, Sequence[str]]) -> list[list[str]]:
    examples = (*rule.examples.flag, *rule.examples.passed, *rule.examples.todo_flag, *rule.examples.todo_pass)
    return [quotes(rule, e, facts) for e in examples]


def _dead(rule: Rule, facts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Lines without which every example comes out the same."""
    whole = _outcome(rule, facts)
    for name in LISTS[:-1]:
        lines = rule.fields.get(name, [])
        for index, line in enumerate(lines):
            rest = [*lines[:index], *lines[index + 1:]]
            if rest or name != "match":
                less = replace(rule, fields={**rule.fields, name: rest})
                if _outcome(less, facts) == whole:
                    yield f"{name} 中的这一行没有例句需要它：{line}"
