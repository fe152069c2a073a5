"""Runs the examples that live with the rules, of the shipped rulesets or of one that a user wrote."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor.audit import loose
from auditor.checks import pattern
from auditor.checks._choice import prepare
from auditor.clause import Clause
from auditor.rule import Rule, Ruleset
from auditor.segment import segment

MARK = re.compile(r"\[\[(.+?)\]\]")
LISTS = ("match", "unless", "near", "above", "cure", "within", "unless_fact", "only_fact")


@dataclass(frozen=True, slots=True)
class Problem:
    """One example that did not come out as its rule says, or a line of a rule that no example needs."""

    rule: str
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One example, segmented: its text without marks, and the words that the marks say must be quoted."""

    text: str
    marked: tuple[str, ...]
    clauses: tuple[Clause, ...]

    @classmethod
    def of(cls, example: Any) -> "Trial":
        """From a text, or from {text, role, section}."""
        given = example if isinstance(example, dict) else {"text": example}
        text = MARK.sub(r"\1", given["text"])
        path = tuple(p.strip() for p in given.get("section", "").split(" > ") if p.strip())
        return cls(text, tuple(MARK.findall(given["text"])), segment(loose(text), role=given.get("role"), path=path))


def quotes(rule: Rule, trials: Sequence[Trial], facts: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """For each trial the words that `rule` alone flags."""
    named = {*rule.fields.get("unless_fact", ()), *rule.fields.get("only_fact", ())}
    ready = prepare([rule], {name: patterns for name, patterns in facts.items() if name in named})
    found = []
    for trial in trials:
        hits = pattern.standing(pattern.check(ready, trial.clauses, frozenset((rule.id,))))
        spans = [trial.clauses[h.clause].locate(h.start, h.end) for h in hits]
        found.append(tuple(trial.text[s.start : s.end] for s in spans))
    return found


def problems(ruleset: Ruleset) -> Iterator[Problem]:
    """Every broken example and dead line of `ruleset`."""
    for rule in ruleset.rules:
        if rule.kind == "pattern":
            for message in _messages(rule, ruleset.facts):
                yield Problem(rule.id, rule.source, message)


def _messages(rule: Rule, facts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    examples = rule.examples
    kinds = [k for k in ("flag", "passed", "todo_flag", "todo_pass") for _ in getattr(examples, k)]
    trials = [Trial.of(e) for e in (*examples.flag, *examples.passed, *examples.todo_flag, *examples.todo_pass)]
    whole = quotes(rule, trials, facts)
    for kind, trial, found in zip(kinds, trials, whole):
        yield from _broken(kind, trial, found)
    yield from _dead(rule, trials, facts, whole)


def _broken(kind: str, trial: Trial, found: tuple[str, ...]) -> Iterator[str]:
    if kind == "flag" and found != trial.marked:
        yield f"应报出 {list(trial.marked)}，实际 {list(found)}：{trial.text}"
    if kind == "passed" and found:
        yield f"不应报出，实际 {list(found)}：{trial.text}"
    if kind == "todo_flag" and found == trial.marked:
        yield f"已能报出，请移入 flag：{trial.text}"
    if kind == "todo_pass" and not found:
        yield f"已不误报，请移入 pass：{trial.text}"


def _dead(
    rule: Rule, trials: Sequence[Trial], facts: Mapping[str, Sequence[str]], whole: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    """Lines without which every example comes out the same."""
    for name in LISTS:
        lines = rule.fields.get(name, [])
        for index, line in enumerate(lines):
            rest = [*lines[:index], *lines[index + 1 :]]
            if rest or name != "match":
                less = replace(rule, fields={**rule.fields, name: rest})
                if quotes(less, trials, facts) == whole:
                    yield f"{name} 中的这一行没有例句需要它：{line}"
