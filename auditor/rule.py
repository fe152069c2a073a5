"""One entry of a ruleset, and the whole of it, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.finding import Basis, Severity


@dataclass(frozen=True, slots=True)
class Examples:
    """Tests that live with the rule. In `flag` the words between [[ and ]] are those that must be quoted."""

    flag: tuple[Any, ...] = ()
    passed: tuple[Any, ...] = ()
    todo_flag: tuple[Any, ...] = ()
    todo_pass: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`severity` maps a role (or `default`) to a severity; `fields` holds what the rule's kind asks for (checks/<kind>.py)."""

    id: str
    title: str
    measure: int | None
    kind: str
    severity: Mapping[str, Severity]
    regimes: tuple[str, ...]
    message: str
    basis: tuple[Basis, ...]
    advice: str
    examples: Examples = Examples()
    fields: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def atom(self) -> str:
        """`M137-c` of `M137-c-branch/score`, `X1` of `X1-deposit-cap`."""
        head = self.id.split("/")[0].split("-")
        return head[0] if head[0].startswith("X") else "-".join(head[:2])


@dataclass(frozen=True, slots=True)
class Atom:
    """One check of the coverage. `textual`: yes, part or no; `needs` says what an undecidable one would need."""

    id: str
    title: str
    measure: int | None = None
    textual: str = "yes"
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Met by a text that holds one of `words`, or meets all needs of one of `ways`."""

    words: frozenset[str]
    ways: tuple[tuple["Need", ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Everything the judgement is told from outside the code. `digest` changes whenever a verdict could.

    `anchors` gives for patterns what a text must hold for them to match in it, where that is known already.
    """

    rules: tuple[Rule, ...]
    facts: Mapping[str, tuple[str, ...]]
    atoms: tuple[Atom, ...]
    digest: str
    anchors: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)
