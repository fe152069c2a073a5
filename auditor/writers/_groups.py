"""The same fault many times in one file is one item for a reader; every place of it is kept."""

from collections.abc import Iterable

from auditor.finding import Finding

Group = tuple[Finding, ...]
"""Findings with the same rule, severity, role and words, in the order given."""


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The groups in the order of their first finding."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule_id, finding.severity, finding.role, "".join(finding.quote.split()))
        found.setdefault(key, []).append(finding)
    return [tuple(same) for same in found.values()]
