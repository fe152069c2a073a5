"""SARIF 2.1.0 for code scanners and pipelines: one run a file, or one run over the batch."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from auditor.document import Document
from auditor.finding import Finding, Severity
from auditor.report import Accepted, Report
from auditor.writers import Entry, _words

MEDIA_TYPE = "application/sarif+json"
SUFFIX = ".sarif"
ALL = "审查结果.sarif"
_LEVELS = {Severity.VIOLATION: "error", Severity.SUSPECTED: "warning", Severity.NOTE: "note"}


def write(report: Report, document: Document | None) -> bytes:
    """One run over one file; accepted exceptions are results with a suppression."""
    return _log([(report.source, report)], [])


def write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes:
    """One run over the batch; a file that could not be read makes the run unsuccessful and is named."""
    audited = [(e.path, e.report) for e in entries if e.report is not None and e.status == "audited"]
    failed = [(e.path, _words.failed(e.failure, e.message)) for e in entries if e.status == "failed"]
    return _log(audited, failed)


def _log(audited: Sequence[tuple[str, Report]], failed: Sequence[tuple[str, str]]) -> bytes:
    findings = [f for _, report in audited for f in (*report.findings, *(a.finding for a in report.accepted))]
    rules = list({f.rule_id: f for f in findings}.values())
    index = {f.rule_id: n for n, f in enumerate(rules)}
    versions = audited[0][1].versions if audited else {}
    driver = {"name": "tender-auditor", "version": versions.get("tool", "0"), "rules": [_rule(f) for f in rules]}
    results = [_result(path, f, index) for path, report in audited for f in report.findings]
    results += [_accepted(path, a, index) for path, report in audited for a in report.accepted]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(path, report) for path, report in audited],
        "invocations": [{"executionSuccessful": not failed, "toolExecutionNotifications": _notifications(audited, failed)}],
        "results": results,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _uri(path: str) -> str:
    return quote(path.replace("\\", "/"), safe="/", errors="replace")


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule_id,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": "；".join(_words.cite(b) for b in finding.basis) or finding.title},
        "help": {"text": finding.advice or finding.title},
        "properties": {"measure": finding.measure},
    }


def _artifact(path: str, report: Report) -> dict[str, Any]:
    return {"location": {"uri": _uri(path)}, "hashes": {"sha-256": report.digest}}


def _result(path: str, finding: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    region = {"charOffset": finding.span.start, "charLength": len(finding.span), "snippet": {"text": finding.quote}}
    said = f"{finding.severity.value}：{finding.message}（{_words.where(finding.place)}）{finding.advice}"
    where = {"fullyQualifiedName": _words.chapter(finding.place) or _words.where(finding.place), "kind": "module"}
    return {
        "ruleId": finding.rule_id,
        "ruleIndex": index[finding.rule_id],
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(said)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}, "region": region}, "logicalLocations": [where]},
        ],
        "partialFingerprints": {"auditor/v1": finding.fingerprint},
        "properties": {"severity": finding.severity.value, "role": finding.role, "why": list(finding.why)},
    }


def _accepted(path: str, one: Accepted, index: Mapping[str, int]) -> dict[str, Any]:
    said = f"{one.reason}（{one.author}{f'，有效期至 {one.expires}' if one.expires else ''}）"
    suppression = {"kind": "external", "status": "accepted", "justification": said}
    return _result(path, one.finding, index) | {"suppressions": [suppression]}


def _notifications(audited: Sequence[tuple[str, Report]], failed: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    said = [(path, message, "error") for path, message in failed]
    said += [(path, notice.message, "warning") for path, report in audited for notice in report.notices]
    return [{"level": level, "message": {"text": _plain(text)}, "locations": [_file(path)]} for path, text, level in said]


def _file(path: str) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}


def _plain(text: str) -> str:
    # In a SARIF message [text](address) is a link: a tender must not make one.
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
