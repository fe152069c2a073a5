"""What a rule of kind `pattern` may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import regex

from auditor.finding import Severity
from auditor.stance import Stance

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Value:
    """A comparison by quantity.py: the quantities in `group` (or the whole match) must satisfy it."""

    __pydantic_config__: ClassVar = _STRICT
    group: str | None = None
    over: str | None = None
    under: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Another severity when `when` is found in the clause, its lead-in or its row."""

    __pydantic_config__: ClassVar = _STRICT
    when: str
    to: Severity
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a rule of this kind may say. Patterns are searched in normalised text; a group named `q` narrows the quote.

    Exceptions, from wide to narrow: `cure` is looked for in the whole paragraph, `unless` in the sentence, its lead-in and its
    row, `near` in the phrase of the match up to the commas around it, `above` in the headings."""

    __pydantic_config__: ClassVar = _STRICT
    match: tuple[str, ...]
    unless: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    cure: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    not_roles: tuple[str, ...] = ()
    value: Value | None = None
    stance: tuple[Stance, ...] = (Stance.DEMANDS,)
    change: tuple[Change, ...] = ()
    unless_fact: tuple[str, ...] = ()
    only_fact: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "Fields":
        """From a rule that was validated when it was read."""
        given: dict[str, Any] = {name: tuple(lines) for name, lines in raw.items() if name != "value"}
        if raw.get("value"):
            given["value"] = Value(**raw["value"])
        if "stance" in raw:
            given["stance"] = tuple(map(Stance, raw["stance"]))
        if "change" in raw:
            given["change"] = tuple(Change(**{**change, "to": Severity(change["to"])}) for change in raw["change"])
        return cls(**given)


@lru_cache(maxsize=32768)
def compiled(pattern: str) -> Any:
    """One pattern, compiled when it is first needed: most files need a fraction of them. Raises regex.error."""
    return regex.compile(pattern, cache_pattern=False)
