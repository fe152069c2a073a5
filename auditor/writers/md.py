"""Markdown for issue trackers and mail: the verdict, the findings, what was not checked."""

import re

from auditor.document import Document
from auditor.finding import Severity
from auditor.report import STATES, Report
from auditor.writers import _words
from auditor.writers._groups import Group, grouped

MEDIA_TYPE = "text/markdown; charset=utf-8"
SUFFIX = ".md"
_LIVE = re.compile(r"([\\`*_{}\[\]<>()#!|~&$@:]|(?<=www)\.|^[-+=]|(?<=^\d)\.|(?<=^\d\d)\.)")
"""What CommonMark or an issue tracker takes for markup, list marks and addresses included."""


def write(report: Report, document: Document | None) -> bytes:
    """The report as CommonMark; words of the tender are escaped, so that they stay words."""
    lines = [f"# 审查报告：{_text(report.source, 200)}", "", f"**{_words.verdict(report)}**", ""]
    lines += [f"- {said}" for said in _facts(report)]
    for severity in Severity:
        found = sorted((f for f in report.findings if f.severity is severity), key=lambda f: f.span)
        if found:
            lines += ["", f"## {_words.MARKS[severity]} {severity.value}（{len(found)} 处）"]
            for number, group in enumerate(grouped(found), 1):
                lines += ["", *_finding(number, group)]
    return ("\n".join([*lines, *_rest(report)]) + "\n").encode("utf-8", "replace")


def _text(value: str, limit: int = 1000) -> str:
    """One line in which nothing is markup."""
    return _LIVE.sub(r"\\\1", " ".join(_words.visible(_words.clip(value, limit)).split()))


def _facts(report: Report) -> list[str]:
    judged = f"适用体系：{_text(_words.regime(report.regime.value))}；项目地区：{_text(_words.region(report.region.value))}"
    parties = [f"{name}：{_text(said, 200)}" for name, said in _words.parties(report)]
    return [*parties, *_words.limits(report), judged, f"文件校验值：`{re.sub('[^0-9A-Za-z]', '', report.digest)}`"]


def _finding(number: int, group: Group) -> list[str]:
    finding = group[0]
    chapter = _words.chapter(finding.place)
    several = f"（{len(group)} 处）" if len(group) > 1 else ""
    lines = [
        f"### {number}. {_text(finding.title, 100)}{several}",
        "",
        f"> {_text(finding.quote)}",
        "",
        f"- 位置：{'；'.join(_words.places(group))}" + (f"，{_text(chapter)}" if chapter else ""),
        f"- 说明：{_text(finding.message)}",
        f"- 建议改为：{_text(finding.advice)}",
    ]
    for basis in finding.basis:
        term = _words.term(basis)
        lines.append(f"- 依据：{_text(_words.cite(basis))}" + (f"，{term}" if term else ""))
    lines += [f"- 理由：{_text(reason)}" for reason in finding.why]
    mark = finding.fingerprint + (f" 等 {len(group)} 个" if len(group) > 1 else "")
    return [*lines, f"- {_words.measure(finding.measure)}，规则 {_text(finding.rule_id)}，编号 {mark}"]


def _rest(report: Report) -> list[str]:
    lines = []
    if report.notices:
        lines += ["", "## 读取说明", ""]
        lines += [f"- {f'第 {n.page} 页：' if n.page else ''}{_text(n.message)}" for n in report.notices]
    if report.accepted:
        lines += ["", "## 已认可例外", ""]
        for one in report.accepted:
            said = f"{_text(one.reason)}；{_text(one.author)}；{f'有效期至 {one.expires}' if one.expires else '长期'}"
            lines.append(f"- {_text(one.finding.title, 100)}：{_text(one.finding.quote, 200)}（{said}）")
    lines += ["", "## 覆盖情况", "", "| 措施 | 检查 | 结果 | 说明 |", "| --- | --- | --- | --- |"]
    for check in report.coverage:
        lines.append(f"| {check.measure or '延伸'} | {_text(check.title)} | {STATES[check.state]} | {_text(check.reason)} |")
    return [*lines, "", _words.DISCLAIMER]
