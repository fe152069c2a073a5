"""The whole flow on one screen: read -> segment -> check -> Report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from auditor import law, regime, verdict, versions
from auditor.checks import classifier, pattern
from auditor.checks._choice import Patterns, prepare
from auditor.checks.pattern import Hit
from auditor.clause import Clause
from auditor.document import Document, Notice, Place, Span
from auditor.finding import Basis, Finding, Severity, fingerprint
from auditor.parties import read_parties
from auditor.report import Coverage, Judged, Report
from auditor.rule import Atom, Rule, Ruleset
from auditor.ruleset import folders, read_rulesets
from auditor.segment import segment

CONTEXT = 60
"""Characters of raw text shown on either side of a quote."""


@dataclass(frozen=True)
class Auditor:
    """Everything that is the same for many files: the rules, compiled, and the model. Safe to share between threads."""

    ruleset: Ruleset
    patterns: Patterns
    model: classifier.Model

    @classmethod
    def load(cls, rulesets: Sequence[Path] = (), model: Path | None = None) -> "Auditor":
        """Rules and model from disk. Raises RulesetError, and UsageError for a folder without a model."""
        ruleset = read_rulesets(folders(rulesets))
        rules = [r for r in ruleset.rules if r.kind == "pattern"]
        return cls(ruleset, prepare(rules, ruleset.facts, ruleset.anchors), classifier.load(model))

    def audit(
        self,
        document: Document,
        *,
        asked_regime: str | None = None,
        as_of: date | None = None,
        role: str | None = None,
        path: Sequence[str] = (),
    ) -> Report:
        """The report on one read file. `role` and `path` are for loose clauses."""
        text = document.text
        ruled = Judged(asked_regime, ("由使用者指定",), asked=True) if asked_regime else regime.judge_regime(text)
        region = regime.judge_region(text)
        day = as_of or regime.publication_date(text)
        clauses = segment(document, role=role, path=path)
        speaking = self._speaking(ruled.value)
        hits = pattern.check(self.patterns, clauses, speaking)
        parties = read_parties(document)
        agreed = verdict.combine(hits, clauses, self.model, verdict.speakers(self.ruleset.rules, speaking))
        findings = _findings(document, clauses, agreed, ruled.value, region.value, day)
        return Report(
            source=document.source,
            digest=document.digest,
            format=document.format,
            regime=ruled,
            region=region,
            findings=findings,
            coverage=_coverage(self.ruleset, findings, hits, ruled.value, document),
            notices=(*document.notices, *_late(hits)),
            as_of=day,
            versions=self.versions(),
            pages=document.pages,
            characters=len(text),
            purchaser=parties.purchaser,
            agency=parties.agency,
            project=parties.project,
            number=parties.number,
        )

    def versions(self) -> dict[str, str]:
        """What a verdict depends on; a cached or resumed result is valid only for the same values."""
        return versions.of(self.ruleset.digest, self.model.digest)

    def _speaking(self, value: str) -> frozenset[str]:
        """A rule speaks for its regimes; where the regime is unknown the G rules speak, in voluntary tenders the W rules
        that have no twin (`like`) for these."""
        asked = {"unknown": {"G", "unknown"}, "N": {"N", "W"}}.get(value, {value})
        speaking = [rule for rule in self.ruleset.rules if asked & set(rule.regimes)]
        own = {tuple(rule.fields.get("match", ())) for rule in speaking if "N" in rule.regimes} if value == "N" else set()
        return frozenset(rule.id for rule in speaking if "N" in rule.regimes or tuple(rule.fields.get("match", ())) not in own)


def _findings(
    document: Document, clauses: Sequence[Clause], hits: Iterable[Hit], ruled: str, region: str, day: date | None
) -> tuple[Finding, ...]:
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for hit in hits:
        clause = clauses[hit.clause]
        span = clause.locate(*clause.phrase(hit.start, hit.end))
        quote = document.text[span.start : span.end]
        key = (hit.rule.id, clause.path, "".join(quote.split()))
        mark = fingerprint(hit.rule.id, clause.path, quote, seen[key])
        seen[key] += 1
        found.append(_finding(document, clause, hit, span, quote, mark, ruled, region, day))
    return tuple(found)


def _finding(
    document: Document, clause: Clause, hit: Hit, span: Span, quote: str, mark: str, ruled: str, region: str, day: date | None
) -> Finding:
    start, end = max(0, span.start - CONTEXT), min(len(document.text), span.end + CONTEXT)
    severity, why = _capped(hit, ruled)
    place: Place = replace(document.place(span), path=clause.path)
    return Finding(
        rule_id=hit.rule.id,
        title=hit.rule.title,
        measure=hit.rule.measure,
        role=clause.role,
        severity=severity,
        quote=quote,
        context=document.text[start:end],
        context_at=span.start - start,
        span=span,
        place=place,
        message=hit.rule.message.replace("{quote}", " ".join(quote.split())),
        basis=_basis(hit.rule, ruled, region, day),
        advice=hit.rule.advice,
        why=(*hit.why, *why),
        fingerprint=mark,
        clause=document.text[clause.span.start : clause.span.end],
        clause_at=span.start - clause.span.start,
        lead_in=clause.lead_in,
    )


def _capped(hit: Hit, ruled: str) -> tuple[Severity, tuple[str, ...]]:
    """Without a known regime nothing is said to be a 违规; a voluntary tender is bound by few of the bans."""
    if ruled == "unknown" and hit.severity is Severity.VIOLATION:
        return Severity.SUSPECTED, ("未能判定适用的法律体系，降为疑似；用 --regime 指定后重新审查",)
    if ruled == "N" and "N" not in hit.rule.regimes:
        return Severity.NOTE, ("企业自愿招标，不属于依法必须招标项目，仅作提示",)
    return hit.severity, ()


def _basis(rule: Rule, ruled: str, region: str, day: date | None) -> tuple[Basis, ...]:
    """In Inner Mongolia the measure itself comes first; elsewhere it only numbers the check."""
    own = (law.of_measure(rule.measure),) if rule.measure and region == "inner-mongolia" else ()
    return own + law.in_force(rule.basis, day, ruled)


def _late(hits: Sequence[Hit]) -> tuple[Notice, ...]:
    """A rule that ran out of time on some clause is said by name."""
    rules = dict.fromkeys(hit.rule.id for hit in hits if pattern.TIMED_OUT in hit.why)
    return tuple(Notice("rule_timeout", f"规则 {name} 在个别条款上匹配超时，相应内容请人工核对") for name in rules)


def _coverage(
    ruleset: Ruleset, findings: Sequence[Finding], hits: Sequence[Hit], ruled: str, document: Document
) -> tuple[Coverage, ...]:
    found = Counter(f.atom for f in findings)
    spared = Counter(h.rule.atom for h in hits if not h.stands)
    built = {rule.atom for rule in ruleset.rules}
    spoken: dict[str, set[str]] = defaultdict(set)
    for rule in ruleset.rules:
        spoken[rule.atom] |= set(rule.regimes)
    blind = any(n.code == "no_text_layer" for n in document.notices)
    return tuple(_state(atom, found, spared, built, spoken, ruled, blind) for atom in ruleset.atoms)


def _state(
    atom: Atom, found: Counter[str], spared: Counter[str], built: set[str], spoken: dict[str, set[str]], ruled: str, blind: bool
) -> Coverage:
    def said(state: str, reason: str) -> Coverage:
        return Coverage(atom.id, atom.title, atom.measure, state, reason)

    if found[atom.id]:
        return said("found", f"发现 {found[atom.id]} 处" + (f"，另有 {spared[atom.id]} 处命中后排除" if spared[atom.id] else ""))
    if atom.textual == "no":
        return said("undecidable", f"需要：{atom.needs}")
    if atom.id not in built:
        return said("not_built", "本版本尚无规则")
    if blind:
        return said("undecidable", "有页面没有可读文字，需先识别（OCR）或提供带文字层的文件")
    if ruled not in spoken[atom.id] and ruled != "unknown":
        return said("undecidable", f"本项不适用于{regime.NAMES[ruled]}")
    note = f"，{spared[atom.id]} 处命中后排除" if spared[atom.id] else ""
    rest = f"；文字之外还需：{atom.needs}" if atom.textual == "part" and atom.needs else ""
    return said("clear", f"已检查，未发现{note}{rest}")


def audit_file(path: str | Path, *, regime: str | None = None, as_of: date | None = None, auditor: Auditor | None = None) -> Report:
    """The report on one file. Raises ReadError (by kind) when it cannot be read, RulesetError for a wrong ruleset."""
    from auditor.readers import read_file

    return (auditor or Auditor.load()).audit(read_file(Path(path)), asked_regime=regime, as_of=as_of)


def audit_text(
    text: str,
    *,
    role: str | None = None,
    section: str | None = None,
    regime: str | None = None,
    as_of: date | None = None,
    auditor: Auditor | None = None,
) -> Report:
    """The report on loose clauses: `section` is their heading path (`第二章 须知 > 3.4 投标保证金`), `role` one of clause.ROLES."""
    path = tuple(part.strip() for part in (section or "").split(" > ") if part.strip())
    return (auditor or shipped()).audit(loose(text), asked_regime=regime, as_of=as_of, role=role, path=path)


@lru_cache(maxsize=1)
def shipped() -> Auditor:
    """The rules and the model that come with the tool, loaded once."""
    return Auditor.load()


def loose(text: str) -> Document:
    """A Document of `text` alone: every line a paragraph, a line with cells (tab or |) a table row."""
    places, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        body = line.rstrip("\r\n")
        if body.strip():
            places.append(Place(Span(at, at + len(body)), paragraph=number))
        at += len(line)
    return Document("", "", "text", text, tuple(places))
