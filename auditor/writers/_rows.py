"""The batch as tables: the columns that the workbook and the CSV share, and the rows each entry gives."""

from collections.abc import Iterator

from auditor import decisions
from auditor.finding import Severity
from auditor.report import STATES, Stated
from auditor.writers import Entry, _words
from auditor.writers._groups import Group, grouped
from auditor.writers._overview import STATUS, status

LONGEST = 32_000
"""Characters in one cell; Excel drops a cell of more than 32,767 without a word."""

Row = list[str | int]

FILES = (
    "文件", "结果", "违规", "疑似", "提示", "结论", "采购人", "代理机构", "适用体系", "未读处数", "备注",
    "项目名称", "项目编号", "项目地区", "校验值", "报告",
)  # fmt: skip
FINDINGS = (
    "文件", "序号", "程度", "措施", "问题", "原文", "处数", "位置", "依据", "修改建议", decisions.VERDICT,
    "采购人", "章节", "条款性质", "说明", "判定理由", "状态", "规则", "编号", "报告", decisions.LESSONS,
)  # fmt: skip
"""复核结论 is left for the reviewer; what follows it is for the screen, not for paper; the last is for `auditor decisions`."""
COVERAGE = ("文件", "措施", "检查", "检查项", "结果", "说明")
FAILED = ("文件", "页", "情况", "代码")


def text(value: str) -> str:
    """`value` fit for a cell: no control characters, not too long, a cut said."""
    return _words.clip(_words.visible(value), LONGEST)


def files(entry: Entry) -> Iterator[Row]:
    """One row."""
    report, key = entry.report, status(entry)
    counts = report.counts() if report and key != "duplicate" else {}
    yield [
        text(entry.path),
        STATUS[key],
        *(counts.get(s.value, "") for s in Severity),
        _words.verdict(report) if report and counts else "",
        _stated(report.purchaser if report else None),
        _stated(report.agency if report else None),
        _words.regime(report.regime.value) if report else "",
        len(report.unread) if report else "",
        text(entry.message or (entry.failure.message if entry.failure else "")),
        _stated(report.project if report else None),
        _stated(report.number if report else None),
        _words.region(report.region.value) if report else "",
        report.digest if report else entry.failure.digest if entry.failure else "",
        entry.files.get("html", ""),
    ]


def _stated(stated: Stated | None) -> str:
    return text(stated.value) if stated else ""


def findings(entry: Entry, *, together: bool = True) -> Iterator[Row]:
    """One row a fault, gravest first, accepted exceptions last; `together`: the same fault at many places is one row.

    Those of a duplicate are not repeated.
    """
    if entry.report is None or entry.status != "audited":
        return
    ranked = sorted(entry.report.findings, key=lambda f: (-f.severity.rank, f.span))
    states = [(group, "待处理") for group in (grouped(ranked) if together else [(f,) for f in ranked])]
    for one in entry.report.accepted:
        until = f"，有效期至 {one.expires}" if one.expires else ""
        states.append(((one.finding,), f"已认可例外：{one.reason}（{one.author}{until}）"))
    for number, (group, state) in enumerate(states, 1):
        yield _finding(entry, number, group, state)


def _finding(entry: Entry, number: int, group: Group, state: str) -> Row:
    finding, report = group[0], entry.report
    laws = (_words.cite(b) + (f"，{_words.term(b)}" if _words.term(b) else "") for b in finding.basis)
    return [
        text(entry.path),
        number,
        finding.severity.value,
        finding.measure or "延伸检查",
        text(finding.title),
        text(finding.quote),
        len(group),
        text("\n".join(_words.places(group))),
        text("\n".join(laws)),
        text(finding.advice),
        "",
        _stated(report.purchaser if report else None),
        text(_words.chapter(finding.place)),
        _words.role(finding.role),
        text(finding.message),
        text("\n".join(finding.why)),
        text(state),
        text(finding.rule_id),
        text("\n".join(f.fingerprint for f in group)),
        entry.files.get("html", ""),
        decisions.lessons(group, report.regime.value) if report and state == "待处理" else "",
    ]


def coverage(entry: Entry) -> Iterator[Row]:
    """One row a check."""
    if entry.report is None or entry.status != "audited":
        return
    for check in entry.report.coverage:
        row = (text(check.atom), text(check.title), STATES[check.state], text(check.reason))
        yield [text(entry.path), check.measure or "延伸检查", *row]


def failed(entry: Entry) -> Iterator[Row]:
    """The file when it could not be read; otherwise what was not read inside it."""
    if status(entry) == "failed":
        reason = entry.failure.reason if entry.failure else ""
        yield [text(entry.path), "整份", text(_words.failed(entry.failure, entry.message)), reason]
    elif entry.report is not None and entry.status == "audited":
        for notice in entry.report.unread:
            yield [text(entry.path), notice.page or "", text(notice.message), notice.code]
