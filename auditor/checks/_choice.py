"""Which patterns are worth running on a clause: one pass over it tells which words it has, and what cannot match is not tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import ahocorasick

from auditor.checks._anchors import anchors, met, rarest
from auditor.checks._fields import Fields
from auditor.rule import Need, Rule

Anchors = Mapping[str, Sequence[Need]]
"""For each pattern what `anchors` says of it."""
Live = Mapping[str | None, Sequence[int]]
"""Numbers of patterns by a word that their text must hold; under None those that any text may match."""


@dataclass(frozen=True, slots=True)
class Ready:
    rule: Rule
    fields: Fields


@dataclass(frozen=True, eq=False)
class Patterns:
    """All pattern rules of a ruleset. `items` are single patterns: (pattern, rule number) or (pattern, fact name).

    An Aho-Corasick automaton finds in one pass over a clause the words that matter. `owners` lists the patterns under the words of
    the rarest need of each, under None those that need nothing; one is run where all its other `needs` are met as well."""

    rules: tuple[Ready, ...]
    items: tuple[tuple[str, int | str], ...]
    needs: tuple[Sequence[Need], ...]
    owners: Mapping[str | None, Sequence[int]]
    automaton: Any


def prepare(rules: Iterable[Rule], facts: Mapping[str, Sequence[str]], known: Anchors = MappingProxyType({})) -> Patterns:
    """`rules` of this kind and the named `facts` (whole-file patterns), ready to be checked; `known` are their anchors as far as
    they are known. Raises re.error."""
    ready = tuple(Ready(rule, Fields.of(rule.fields)) for rule in rules)
    items: list[tuple[str, int | str]] = [(p, number) for number, r in enumerate(ready) for p in r.fields.match]
    items += [(p, name) for name, patterns in facts.items() for p in patterns]
    owners: dict[str | None, list[int]] = {}
    needs = []
    for index, (pattern, _) in enumerate(items):
        several = known[pattern] if pattern in known else anchors(pattern)
        first = rarest(several) if several else frozenset((None,))
        for word in first:
            owners.setdefault(word, []).append(index)
        needs.append([need for need in several if need.words != first])
    return Patterns(ready, tuple(items), tuple(needs), owners, _automaton({*filter(None, owners), *_words(needs)}))


def _words(needs: Iterable[Sequence[Need]]) -> set[str]:
    """All words that tell more than a single character, which is looked up."""
    found: set[str] = set()
    for need in (need for several in needs for need in several):
        found.update(word for word in need.words if len(word) > 1)
        found |= _words(need.ways)
    return found


def _automaton(words: Iterable[str]) -> Any:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def candidates(patterns: Patterns, live: Live, text: str) -> list[int]:
    """Those of the `live` patterns that are worth running on `text`, by number."""
    needs, found = patterns.needs, {word for _, word in patterns.automaton.iter(text)}
    likely = set(live[None]).union(*map(live.__getitem__, live.keys() & found))
    if not likely:
        return []
    there = found.union(text)
    return sorted(number for number in likely if met(needs[number], there))


@lru_cache(maxsize=64)
def live(patterns: Patterns, role: str, speaks: frozenset[str]) -> Live:
    """The patterns of the rules that speak in a file and of clauses of that role; facts are looked for in any."""
    says = [ready.rule.id in speaks and fits(ready, role) for ready in patterns.rules]
    found: dict[str | None, tuple[int, ...]] = {None: ()}
    for word, numbers in patterns.owners.items():
        kept = tuple(number for number in numbers if isinstance(owner := patterns.items[number][1], str) or says[owner])
        if kept:
            found[word] = kept
    return found


def fits(ready: Ready, role: str) -> bool:
    fields = ready.fields
    return not (
        (fields.roles and role not in fields.roles)
        or role in fields.not_roles
        or (role == "form" and "form" not in ready.rule.severity)
    )
