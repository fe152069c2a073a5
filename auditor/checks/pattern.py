"""Rules of kind `pattern`: a pattern proposes, quantities compare, stance and exceptions dispose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from auditor.checks._anchors import anchors
from auditor.checks._choice import Patterns, Ready, candidates, live
from auditor.checks._fields import Fields, Value, compiled
from auditor.clause import ROLES, Clause
from auditor.finding import Severity
from auditor.quantity import Quantity, find, header_unit, limit
from auditor.rule import Rule
from auditor.stance import Reading, Stance, read

TIMEOUT = 0.5
"""Seconds one pattern may take on one clause; a clause that needs more is reported, never silently passed."""
_BREAKS = "，；。！？|"
TIMED_OUT = "匹配超时，未能判断"
"""Why a hit stands for a pattern that ran out of time."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One match of one rule. `reading` and `cause` say why it stands, or why it does not."""

    rule: Rule
    clause: int
    start: int
    end: int
    severity: Severity
    why: tuple[str, ...]
    stands: bool


def validate(fields: Mapping[str, Any], *, compiling: bool) -> None:
    """Raises pydantic.ValidationError for a wrong field and, when `compiling`, regex.error or re.error for a wrong pattern."""
    model = _schema().validate_python(fields)
    if compiling:
        spared = (*model.unless, *model.near, *model.above, *model.cure)
        for pattern in (*model.match, *spared, *model.within, *(c.when for c in model.change)):
            compiled(pattern)
        for pattern in model.match:
            anchors(pattern)


@lru_cache(maxsize=1)
def _schema() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Fields)


def check(patterns: Patterns, clauses: Sequence[Clause], speaks: frozenset[str]) -> list[Hit]:
    """Every match of the rules that speak (ids in `speaks`) in `clauses`, standing or not, in reading order."""
    alive = {role: live(patterns, role, speaks) for role in {clause.role for clause in clauses}}
    chosen = [candidates(patterns, alive[clause.role], clause.text) for clause in clauses]
    facts = _facts(patterns, clauses, chosen)
    hits: list[Hit] = []
    for index, (clause, numbers) in enumerate(zip(clauses, chosen)):
        for number in numbers:
            pattern, owner = patterns.items[number]
            if isinstance(owner, int):
                hits += _in_time(patterns.rules[owner], pattern, index, clause, facts)
    return hits


def _facts(patterns: Patterns, clauses: Sequence[Clause], chosen: Sequence[Sequence[int]]) -> frozenset[str]:
    """The named facts that some operative clause of the file states."""
    found: set[str] = set()
    for clause, numbers in zip(clauses, chosen):
        for number in numbers:
            pattern, owner = patterns.items[number]
            if isinstance(owner, str) and owner not in found and _stated(pattern, clause):
                found.add(owner)
    return frozenset(found)


def _stated(pattern: str, clause: Clause) -> bool:
    match = compiled(pattern).search(clause.text, timeout=TIMEOUT)
    return match is not None and read(clause, match.start(), match.end()).stance not in (
        Stance.UNTICKED,
        Stance.SUPERSEDED,
        Stance.FORBIDS,
    )


def _in_time(ready: Ready, pattern: str, index: int, clause: Clause, facts: frozenset[str]) -> list[Hit]:
    """The hits of one pattern; when it takes too long, one hit that does not stand and says so."""
    try:
        return list(_hits(ready, pattern, index, clause, facts))
    except TimeoutError:
        return [Hit(ready.rule, index, 0, len(clause.text), Severity.NOTE, (TIMED_OUT,), False)]


def _hits(ready: Ready, pattern: str, index: int, clause: Clause, facts: frozenset[str]) -> Iterator[Hit]:
    """The matches of one pattern of a rule."""
    for match in _matches(pattern, clause.text):
        if not _within(ready.fields, clause):
            return
        start, end = match.span("q") if "q" in match.groupdict() and match.group("q") else match.span()
        quantity = _quantity(ready.fields.value, match, clause) if ready.fields.value else None
        if start < end and (ready.fields.value is None or quantity is not None):
            yield _judge(ready, index, clause, match, (start, end), quantity, facts)


def _matches(pattern: str, text: str) -> Iterator[Any]:
    """Every match; of one that reaches over 但 also what begins behind it, lest words waived before hide words demanded after."""
    ready = compiled(pattern)
    for match in ready.finditer(text, timeout=TIMEOUT):
        yield match
        turn = match.group().rfind("但")
        again = ready.search(text, match.start() + turn + 1, timeout=TIMEOUT) if turn >= 0 else None
        if again is not None and again.start() < match.end():
            yield again


def _within(fields: Fields, clause: Clause) -> bool:
    """The context that a rule needs is there: in the clause, around it, or in its paragraph."""
    around = (clause.text, clause.around, clause.block)
    return not fields.within or any(compiled(p).search(text) for p in fields.within for text in around)


def _quantity(value: Value, match: Any, clause: Clause) -> Quantity | None:
    """The first quantity that satisfies the comparison; units may come from the column head."""
    text = match.group(value.group) if value.group else match.group()
    units = filter(None, map(header_unit, clause.row.header if clause.row else ()))
    for quantity in find(text or "", unit=next(iter(units), "")):
        if _satisfies(value, quantity):
            return quantity
    return None


def _satisfies(value: Value, quantity: Quantity) -> bool:
    if value.kind and quantity.kind != value.kind:
        return False
    low, high = (limit(v) if v else None for v in (value.over, value.under))
    return (low is None or (quantity.kind == low.kind and quantity.value > low.value)) and (
        high is None or (quantity.kind == high.kind and quantity.value < high.value)
    )


def _judge(
    ready: Ready, index: int, clause: Clause, match: Any, span: tuple[int, int], quantity: Quantity | None, facts: frozenset[str]
) -> Hit:
    severity, why = _severity(ready, clause)
    spared = _spared(ready, clause, match, facts) or _not_meant(ready.fields, read(clause, match.start(), match.end()))
    said = [f"数值：{quantity.unit}，折合{_plain(quantity)}"] if quantity else []
    return Hit(ready.rule, index, *span, severity, (spared,) if spared else (*said, *why), not spared)


def _plain(quantity: Quantity) -> str:
    unit = {"money": "元", "duration": "日", "percent": "%", "date": "日", "count": "", "points": "分"}[quantity.kind]
    return f"{quantity.value.quantize(Decimal('0.01')).normalize():f}{unit}"


def _not_meant(fields: Fields, reading: Reading) -> str:
    """Why the stance disposes of a match; empty when the rule is about that stance."""
    return "" if reading.stance in fields.stance else f"{reading.stance.value}：{reading.words}"


def _spared(ready: Ready, clause: Clause, match: Any, facts: frozenset[str]) -> str:
    """The exception that cancels a match; empty for none."""
    row = "|".join((*clause.row.header, clause.row.label)) if clause.row else ""
    for pattern in map(compiled, ready.fields.unless):
        found = pattern.search(clause.text) or pattern.search(clause.lead_in) or pattern.search(row)
        if found:
            return f"例外：{found.group()}"
    for pattern in map(compiled, ready.fields.near):
        found = pattern.search(_phrase(clause.text, match))
        if found:
            return f"例外：{found.group()}"
    for pattern in map(compiled, ready.fields.above):
        found = pattern.search("\n".join(clause.path))
        if found:
            return f"所在章节不属此类：{found.group()}"
    for pattern in map(compiled, ready.fields.cure):
        found = pattern.search(clause.block or clause.text)
        if found:
            return f"同一条款另有补救：{found.group()}"
    for name in ready.fields.unless_fact:
        if name in facts:
            return f"文件其他部分写明：{name}"
    missing = [name for name in ready.fields.only_fact if name not in facts]
    return f"文件未写明：{missing[0]}" if missing else ""


def _phrase(text: str, match: Any) -> str:
    """The match with what stands around it up to the nearest comma, end mark or border of a cell."""
    start, end = match.span()
    left = max(text.rfind(mark, 0, start) for mark in _BREAKS) + 1
    right = min((at for mark in _BREAKS if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[left:right]


def _severity(ready: Ready, clause: Clause) -> tuple[Severity, list[str]]:
    """By role (★ counts as qualification), then changed by what the clause, its lead-in or its row says; headings name a topic and
    change nothing."""
    table = ready.rule.severity
    role = "qualification" if clause.starred and clause.role in ("technical", "procedure", "contract") else clause.role
    severity, why = table.get(role, table["default"]), [f"条款性质：{ROLES[role]}"]
    for change in ready.fields.change:
        pattern = compiled(change.when)
        if pattern.search(clause.text) or pattern.search(clause.beside):
            severity = change.to
            why.append(change.why)
    return severity, [w for w in why if w]


def standing(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that stand; of those of one atom that share words the gravest, then the longest. In reading order."""
    kept: list[Hit] = []
    order = sorted((h for h in hits if h.stands), key=lambda h: (-h.severity.rank, h.start - h.end))
    for hit in order:
        if not any(
            k.clause == hit.clause and k.rule.atom == hit.rule.atom and k.start < hit.end and hit.start < k.end for k in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.clause, h.start))
