"""Labelled clauses x the tool -> how good the verdicts are: rates per atom and overall, and every error with why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.audit import Auditor, loose
from auditor.clause import ROLES
from auditor.document import Place, Span
from auditor.finding import Finding, Severity
from auditor.labelled import NONE, Labelled, parts_of, read_labelled

VERDICT_NAMES = {"violation": "违规", "suspected": "疑似", "lawful": "合法"}
MODES = {"both": "规则+模型", "rules": "仅规则", "model": "仅模型"}
COUNTING = (Severity.VIOLATION, Severity.SUSPECTED)
"""A clause counts as flagged by a finding of one of these; a 提示 never counts."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One labelled clause, the counting findings on it, and the model's probability that it is at fault."""

    item: Labelled
    findings: tuple[Finding, ...]
    sure: float

    @property
    def wrong(self) -> bool:
        return bool(self.findings) != self.item.faulty


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`overall` and `atoms` hold counts and rates (see `_rates`); `confusion` counts (atom labelled, atom found)."""

    source: str
    mode: str
    overall: Mapping[str, Any]
    atoms: Mapping[str, Mapping[str, Any]]
    confusion: Mapping[tuple[str, str], int]
    reliability: Sequence[tuple[float, float, int]]
    errors: Sequence[Judgement]

    def to_json(self) -> dict[str, Any]:
        """Plain values, errors included."""
        return {
            "source": self.source,
            "mode": self.mode,
            "overall": dict(self.overall),
            "atoms": {k: dict(v) for k, v in self.atoms.items()},
            "confusion": [{"labelled": a, "found": b, "count": n} for (a, b), n in self.confusion.items()],
            "reliability": [list(point) for point in self.reliability],
            "errors": [_error(judgement) for judgement in self.errors],
        }


def evaluate(path: Path, *, auditor: Auditor | None = None, mode: str = "both") -> Evaluation:
    """How `auditor` (the shipped one by default) judges the labelled clauses of `path`; `unclear` ones are left out.

    Raises UsageError for a file with wrong lines.
    """
    items = [item for item in read_labelled(path) if item.verdict != "unclear"]
    return measure(items, auditor or Auditor.load(), source=path.name, mode=mode)


def measure(items: Sequence[Labelled], auditor: Auditor, *, source: str = "", mode: str = "both") -> Evaluation:
    """The same for labelled clauses at hand."""
    judge = _MODES[mode]
    judged = judge(items, auditor)
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judged:
        groups[_group(judgement.item)].append(judgement)
    return Evaluation(
        source=source,
        mode=mode,
        overall=_rates(judged),
        atoms={name: _rates(groups[name]) for name in sorted(groups)},
        confusion=_confusion(judged),
        reliability=_reliability(judged),
        errors=[judgement for judgement in judged if judgement.wrong],
    )


def _group(item: Labelled) -> str:
    return item.atom or item.family or NONE


def _both(items: Sequence[Labelled], auditor: Auditor) -> list[Judgement]:
    opinions = _opinions(items, auditor)
    return [Judgement(item, _findings(item, auditor), sure) for item, (sure, _) in zip(items, opinions)]


def _rules(items: Sequence[Labelled], auditor: Auditor) -> list[Judgement]:
    silent = replace(auditor.model, settings={**auditor.model.settings, "speak": 2.0, "soften": -1.0})
    return _both(items, replace(auditor, model=silent))


def _model(items: Sequence[Labelled], auditor: Auditor) -> list[Judgement]:
    """Flagged when the score alone is even or more: a stand-in finding of the likeliest atom, so that the same tables serve."""
    opinions = _opinions(items, auditor)
    return [Judgement(item, (_stand_in(item, atom),) if sure >= 0.5 else (), sure) for item, (sure, atom) in zip(items, opinions)]


_MODES: Mapping[str, Callable[[Sequence[Labelled], Auditor], list[Judgement]]] = {"both": _both, "rules": _rules, "model": _model}


def _findings(item: Labelled, auditor: Auditor) -> tuple[Finding, ...]:
    report = auditor.audit(loose(item.text), asked_regime=item.regime or None, role=item.role, path=item.path)
    return tuple(f for f in report.findings if f.severity in COUNTING)


def _stand_in(item: Labelled, atom: str) -> Finding:
    span = Span(0, len(item.text))
    return Finding(
        f"{atom}/model",
        "",
        None,
        item.role or "procedure",
        Severity.SUSPECTED,
        item.text,
        item.text,
        0,
        span,
        Place(span),
        "",
        (),
        "",
        (),
    )


def _opinions(items: Sequence[Labelled], auditor: Auditor) -> list[tuple[float, str]]:
    """For each item the highest score of its clauses, and the atom that clause is most like."""
    parts = parts_of(items)
    scores = auditor.model.score([part.clause for part in parts])
    highest = [(0.0, NONE)] * len(items)
    for index, part in enumerate(parts):
        highest[part.owner] = max(highest[part.owner], (float(scores.fault[index]), scores.atom(index)))
    return highest


def _rates(judged: Sequence[Judgement]) -> dict[str, Any]:
    """Counts by verdict (and how many of each were flagged), then rates; violation against lawful, suspected told apart."""
    flagged = Counter(j.item.verdict for j in judged if j.findings)
    count = Counter(j.item.verdict for j in judged)
    hit, false = flagged["violation"], flagged["lawful"]
    precision, recall = _share(hit, hit + false), _share(hit, count["violation"])
    f1 = (
        None
        if precision is None or recall is None
        else (2 * precision * recall / (precision + recall) if precision + recall else 0.0)
    )
    return {
        **{name: count[name] for name in VERDICT_NAMES},
        **{f"{name}_flagged": flagged[name] for name in VERDICT_NAMES},
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "suspected_recall": _share(flagged["suspected"], count["suspected"]),
        "false_alarms": _share(false, count["lawful"]),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _confusion(judged: Sequence[Judgement]) -> dict[tuple[str, str], int]:
    pairs = Counter((_group(j.item), j.findings[0].atom if j.findings else NONE) for j in judged if j.item.faulty)
    return dict(pairs.most_common())


def _reliability(judged: Sequence[Judgement]) -> list[tuple[float, float, int]]:
    """For each tenth of probability: mean said, share truly at fault, how many."""
    bins: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in judged:
        bins[min(int(judgement.sure * 10), 9)].append(judgement)
    return [
        (round(sum(j.sure for j in b) / len(b), 4), round(sum(j.item.faulty for j in b) / len(b), 4), len(b))
        for _, b in sorted(bins.items())
    ]


def _error(judgement: Judgement) -> dict[str, Any]:
    item = judgement.item
    return {
        "line": item.line,
        "kind": "误报" if judgement.findings else "漏报",
        "verdict": item.verdict,
        "group": _group(item),
        "role": item.role,
        "section": item.section,
        "text": item.text,
        "probability": round(judgement.sure, 4),
        "findings": [
            {"rule_id": f.rule_id, "severity": f.severity.value, "quote": f.quote, "why": list(f.why)} for f in judgement.findings
        ],
    }


def to_html(evaluation: Evaluation) -> bytes:
    """One page without network: tables, plots as inline SVG, every error."""
    from auditor.writers._page import render

    errors = sorted(map(_error, evaluation.errors), key=lambda e: (e["kind"], e["group"], e["line"]))
    return render(
        "evaluation.html",
        "base.css evaluation.css",
        "",
        evaluation=evaluation,
        errors=errors,
        verdicts=VERDICT_NAMES,
        roles=ROLES,
        modes=MODES,
    )
