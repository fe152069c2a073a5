"""The original Word file with a comment at each faulty span; nothing else in it is changed."""

from pathlib import Path

from auditor.document import BODY, Document
from auditor.errors import UsageError
from auditor.finding import Finding
from auditor.report import Report
from auditor.writers import _words
from auditor.writers.docx.anchor import Anchor, Target
from auditor.writers.docx.package import WordPackage

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = ".批注.docx"
READS = ("docx",)
NEEDS_TEXT = True

_ANCHORED = frozenset({BODY, "contents", "textbox", "hidden"})
"""Parts whose paragraphs stand in the main part; Word takes no comments in headers, footers and notes."""


def write(report: Report, document: Document | None) -> bytes:
    """A copy of the file at `document.source`. A first comment gives the verdict and what has no place in the body.

    Raises UsageError for a file that is not DOCX, DamagedFile or LimitExceeded when it cannot be copied.
    """
    if document is None or document.format not in READS:
        raise UsageError("批注副本只能由 DOCX 文件生成，其他格式请用 HTML 报告")
    with WordPackage(Path(document.source)) as package:
        anchor = Anchor(package.body, package.first_comment)
        findings = sorted(report.findings, key=lambda f: f.span)
        targets = [(f, _target(document, f)) for f in findings]
        loose = [f for f, target in targets if target is None]
        anchor.put(Target(1, "", 0, 0), _opening(report, loose))
        for finding, target in targets:
            if target is not None:
                anchor.put(target, _lines(finding))
        return package.save(anchor.comments)


def _target(document: Document, finding: Finding) -> Target | None:
    """The paragraph where the quote begins and where in its text; None where Word takes no comment."""
    places = document.places_in(finding.span)
    if not places or places[0].paragraph is None or places[0].part not in _ANCHORED:
        return None
    start = finding.span.start
    whole = next((p.span for p in document.places if p.span.start <= start < p.span.end), places[0].span)
    end = min(finding.span.end, whole.end)
    return Target(places[0].paragraph, document.text[whole.start : whole.end], start - whole.start, end - start)


def _opening(report: Report, loose: list[Finding]) -> list[str]:
    lines = ["【审查结论】" + _words.verdict(report), *_words.limits(report)]
    for finding in loose:
        lines += [f"以下问题在{_words.where(finding.place)}，Word 不能在该处加批注，原文为“{finding.quote}”：", *_lines(finding)]
    return [*lines, _words.DISCLAIMER]


def _lines(finding: Finding) -> list[str]:
    kind = f"（{_words.measure(finding.measure)}，{_words.role(finding.role)}）"
    lines = [f"【{finding.severity.value}】{finding.title}{kind}", finding.message]
    lines += [f"依据：{_words.cite(b)}" + (f"，{_words.term(b)}" if _words.term(b) else "") for b in finding.basis]
    if finding.advice:
        lines.append(f"建议改为：{finding.advice}")
    return [*lines, f"规则 {finding.rule_id}，编号 {finding.fingerprint}"]
