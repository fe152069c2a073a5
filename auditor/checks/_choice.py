"""Which patterns are worth running on a clause: one pass over it tells which words it has, and what cannot match is not tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import ahocorasick

from auditor.checks._anchors import anchors
from auditor.checks._fields import Fields
from auditor.rule import Rule

Anchors = Mapping[str, Sequence[frozenset[str]]]
"""For each pattern what `anchors` says of it."""


@dataclass(frozen=True, slots=True)
class Ready:
    rule: Rule
    fields: Fields


@dataclass(frozen=True)
class Patterns:
    """All pattern rules of a ruleset. `items` are single patterns: (pattern, rule number) or (pattern, fact name). An Aho-Corasick
    automaton finds in one pass over a clause which sets of words it has a word of; a pattern is run where all sets that it `needs`
    are there, and one of each of its sets of `letters`, and compiled when it is first run. `owners` lists the patterns under one
    set of each, None those that need none."""

    rules: tuple[Ready, ...]
    items: tuple[tuple[str, int | str], ...]
    automaton: Any
    needs: tuple[frozenset[int], ...]
    letters: tuple[tuple[frozenset[str], ...], ...]
    owners: Mapping[int | None, Sequence[int]]


def prepare(rules: Iterable[Rule], facts: Mapping[str, Sequence[str]], known: Anchors = MappingProxyType({})) -> Patterns:
    """`rules` of this kind and the named `facts` (whole-file patterns), ready to be checked; `known` are their anchors as far as
    they are known. Raises re.error."""
    ready = tuple(Ready(rule, Fields.of(rule.fields)) for rule in rules)
    items: list[tuple[str, int | str]] = [(p, number) for number, r in enumerate(ready) for p in r.fields.match]
    items += [(p, name) for name, patterns in facts.items() for p in patterns]
    numbers: dict[frozenset[str], int] = {}
    needs: list[frozenset[int]] = []
    letters: list[tuple[frozenset[str], ...]] = []
    owners: dict[int | None, list[int]] = {}
    for index, (pattern, _) in enumerate(items):
        sets = known[pattern] if pattern in known else anchors(pattern)
        letters.append(tuple(words for words in sets[1:] if all(len(word) == 1 for word in words)))
        need = [numbers.setdefault(words, len(numbers)) for words in sets if words not in letters[-1]]
        owners.setdefault(need[0] if need else None, []).append(index)
        needs.append(frozenset(need))
    return Patterns(ready, tuple(items), _automaton(numbers), tuple(needs), tuple(letters), owners)


def _automaton(numbers: Mapping[frozenset[str], int]) -> Any:
    """Finds words; each gives the numbers of the sets that it is in."""
    inside: dict[str, list[int]] = {}
    for words, number in numbers.items():
        for word in words:
            inside.setdefault(word, []).append(number)
    automaton = ahocorasick.Automaton()
    for word, sets in inside.items():
        automaton.add_word(word, tuple(sets))
    if inside:
        automaton.make_automaton()
    return automaton if inside else None


Owners = Mapping[int | None, Sequence[int]]
"""Patterns under one of the sets that each needs, as in Patterns."""


def candidates(patterns: Patterns, owners: Owners, text: str) -> list[int]:
    """The patterns of `owners` worth running on `text`, by number."""
    found: set[int | None] = {None}
    if patterns.automaton is not None:
        found.update(*{sets for _, sets in patterns.automaton.iter(text)})
    needs, letters, there = patterns.needs, patterns.letters, frozenset(text)
    likely = [number for one in found & owners.keys() for number in owners[one] if needs[number] <= found]
    return sorted(n for n in likely if not letters[n] or not any(some.isdisjoint(there) for some in letters[n]))


def by_role(patterns: Patterns, roles: Iterable[str], speaks: frozenset[str]) -> dict[str, Owners]:
    """For each role the patterns of the rules that speak in this file and of such clauses; facts are looked for in any."""
    found: dict[str, Owners] = {}
    for role in roles:
        says = [ready.rule.id in speaks and fits(ready, role) for ready in patterns.rules]
        live = {number for number, (_, owner) in enumerate(patterns.items) if isinstance(owner, str) or says[owner]}
        few = ((one, [number for number in numbers if number in live]) for one, numbers in patterns.owners.items())
        found[role] = {one: numbers for one, numbers in few if numbers}
    return found


def fits(ready: Ready, role: str) -> bool:
    fields = ready.fields
    return not (
        (fields.roles and role not in fields.roles)
        or role in fields.not_roles
        or (role == "form" and "form" not in ready.rule.severity)
    )
