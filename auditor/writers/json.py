"""JSON for programs: one file's report, and summary.json over the batch. The contract: report_schema.json, summary_schema.json."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from auditor.document import Document, Notice, Place, Span
from auditor.errors import DamagedFile
from auditor.finding import Basis, Finding, Severity
from auditor.report import Accepted, Coverage, Judged, Report, Stated
from auditor.writers import Entry

MEDIA_TYPE = "application/json"
SUFFIX = ".json"
ALL = "summary.json"
SCHEMA = "1"
"""Version of the contract: a new number only when a field goes away or changes its meaning."""
_STATED = ("purchaser", "agency", "project", "number")


def write(report: Report, document: Document | None) -> bytes:
    """The report as report_schema.json describes it; `read_json` gives the same Report back."""
    return _dump(report_dict(report))


def write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes:
    """summary.json: every file of the batch with its status, counts and reports."""
    return _dump({"schema": SCHEMA, "files": [_entry(e) for e in entries], "reports": dict(reports)})


def read_json(data: bytes) -> Report:
    """The Report that `write` wrote. Raises DamagedFile for anything else."""
    try:
        raw = json.loads(data)
        if raw["schema"] != SCHEMA:
            raise DamagedFile(f"结果文件的版本是 {raw['schema']}，本版本只能读取 {SCHEMA}，请重新审查")
        return _report(raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedFile("不是本软件写出的 JSON 结果，或文件已损坏，请重新审查") from error


def _dump(value: Any) -> bytes:
    # Half a surrogate pair (from a broken PDF font) has no UTF-8 form: it becomes "?", offsets stay as they are.
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", "replace")


def report_dict(report: Report) -> dict[str, Any]:
    """The report as plain values, in the order people look for them."""
    return {
        "schema": SCHEMA,
        "source": report.source,
        "digest": report.digest,
        "format": report.format,
        "pages": report.pages,
        "characters": report.characters,
        "as_of": _day(report.as_of),
        "regime": _judged(report.regime),
        "region": _judged(report.region),
        **{name: _stated(getattr(report, name)) for name in _STATED},
        "counts": report.counts(),
        "findings": [_finding(f) for f in report.findings],
        "accepted": [
            {"finding": _finding(a.finding), "reason": a.reason, "author": a.author, "expires": _day(a.expires)}
            for a in report.accepted
        ],
        "coverage": [
            {"atom": c.atom, "title": c.title, "measure": c.measure, "state": c.state, "reason": c.reason} for c in report.coverage
        ],
        "notices": [{"code": n.code, "message": n.message, "page": n.page} for n in report.notices],
        "versions": dict(report.versions),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule_id": finding.rule_id,
        "title": finding.title,
        "measure": finding.measure,
        "role": finding.role,
        "severity": finding.severity.value,
        "quote": finding.quote,
        "context": finding.context,
        "context_at": finding.context_at,
        "span": {"start": finding.span.start, "end": finding.span.end},
        "place": _place(finding.place),
        "message": finding.message,
        "basis": [_basis(b) for b in finding.basis],
        "advice": finding.advice,
        "why": list(finding.why),
        "fingerprint": finding.fingerprint,
        "clause": finding.clause,
        "clause_at": finding.clause_at,
        "lead_in": finding.lead_in,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "part": place.part,
        "page": place.page,
        "box": list(place.box) if place.box else None,
        "paragraph": place.paragraph,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "row_span": place.row_span,
        "column_span": place.column_span,
        "level": place.level,
        "path": list(place.path),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "law": basis.law,
        "number": basis.number,
        "article": basis.article,
        "since": _day(basis.since),
        "until": _day(basis.until),
        "verified": basis.verified,
        "regimes": list(basis.regimes),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {"value": judged.value, "evidence": list(judged.evidence), "asked": judged.asked}


def _stated(stated: Stated | None) -> dict[str, Any] | None:
    return {"value": stated.value, "span": {"start": stated.span.start, "end": stated.span.end}} if stated else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entry(entry: Entry) -> dict[str, Any]:
    message = entry.message or (entry.failure.message if entry.failure else "")
    return {
        "path": entry.path,
        "status": entry.status,
        "counts": entry.report.counts() if entry.report else None,
        "reason": entry.failure.reason if entry.failure else None,
        "message": message,
        "notices": len(entry.report.notices) if entry.report else 0,
        "digest": entry.report.digest if entry.report else entry.failure.digest if entry.failure else "",
        **{name: stated.value if (stated := getattr(entry.report, name, None)) else None for name in _STATED},
        "reports": dict(entry.files),
    }


def _report(raw: dict[str, Any]) -> Report:
    return Report(
        source=raw["source"],
        digest=raw["digest"],
        format=raw["format"],
        regime=_read_judged(raw["regime"]),
        region=_read_judged(raw["region"]),
        findings=tuple(_read_finding(f) for f in raw["findings"]),
        coverage=tuple(Coverage(**c) for c in raw["coverage"]),
        notices=tuple(Notice(**n) for n in raw["notices"]),
        accepted=tuple(
            Accepted(_read_finding(a["finding"]), a["reason"], a["author"], _read_day(a["expires"])) for a in raw["accepted"]
        ),
        versions=dict(raw["versions"]),
        as_of=_read_day(raw["as_of"]),
        pages=raw["pages"],
        characters=raw["characters"],
        **{name: _read_stated(raw.get(name)) for name in _STATED},
    )


def _read_finding(raw: dict[str, Any]) -> Finding:
    span = Span(raw["span"]["start"], raw["span"]["end"])
    fields = {k: raw[k] for k in ("rule_id", "title", "measure", "role", "quote", "context", "context_at")}
    return Finding(
        **fields,
        severity=Severity(raw["severity"]),
        span=span,
        place=_read_place(raw["place"], span),
        message=raw["message"],
        basis=tuple(_read_basis(b) for b in raw["basis"]),
        advice=raw["advice"],
        why=tuple(raw["why"]),
        fingerprint=raw["fingerprint"],
        clause=raw.get("clause", ""),
        clause_at=raw.get("clause_at", 0),
        lead_in=raw.get("lead_in", ""),
    )


def _read_place(raw: dict[str, Any], span: Span) -> Place:
    box = tuple(raw["box"]) if raw["box"] else None
    return Place(span, **{**raw, "box": box, "path": tuple(raw["path"])})


def _read_basis(raw: dict[str, Any]) -> Basis:
    days = {key: _read_day(raw[key]) for key in ("since", "until")}
    return Basis(**{**raw, **days, "regimes": tuple(raw["regimes"])})


def _read_judged(raw: dict[str, Any]) -> Judged:
    return Judged(raw["value"], tuple(raw["evidence"]), raw["asked"])


def _read_stated(raw: dict[str, Any] | None) -> Stated | None:
    return Stated(raw["value"], Span(raw["span"]["start"], raw["span"]["end"])) if raw else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
