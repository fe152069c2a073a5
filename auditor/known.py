"""Accepted exceptions (已认可例外): a CSV table that a reviewer keeps in Excel or WPS.

One line a finding: 编号 (its fingerprint), 认可理由, 认可人, 有效期至 (empty: for good), 文件 (empty: in every file). Other columns
are for the eye. A line without reason and author accepts nothing: the table `write_known` makes can be filled in where wanted.
CSV, because office programs open it and a diff shows who accepted what; saved by Excel it may be GBK or tab-separated.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from auditor.errors import UsageError
from auditor.finding import Finding
from auditor.report import Accepted, Report

HEAD = ("编号", "认可理由", "认可人", "有效期至", "文件", "程度", "问题", "原文", "规则")
_NEEDED = HEAD[:4]
_LARGEST = 20_000_000
"""Bytes; a table of 50,000 exceptions is about 15 MB."""
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Exemption:
    """One accepted finding; `file` is the name of the only file it holds for, empty for all."""

    fingerprint: str
    reason: str
    author: str
    expires: date | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The exemptions by fingerprint."""

    exemptions: Mapping[str, tuple[Exemption, ...]]

    def find(self, finding: Finding, source: str) -> Exemption | None:
        """The exemption for `finding` in the file `source`, expired or not; the one that lasts longest."""
        fits = [e for e in self.exemptions.get(finding.fingerprint, ()) if e.file in ("", _name(source))]
        return max(fits, key=lambda e: e.expires or date.max, default=None)


def accept(report: Report, known: Known, today: date) -> Report:
    """`report` with the accepted findings moved to `accepted`; an exemption that ran out is named in the finding's `why`."""
    findings, accepted = [], list(report.accepted)
    for finding in report.findings:
        exemption = known.find(finding, report.source)
        if exemption is None:
            findings.append(finding)
        elif exemption.expires and exemption.expires < today:
            late = f"曾由{exemption.author}认可为例外（{exemption.reason}），已于 {exemption.expires} 到期"
            findings.append(replace(finding, why=(*finding.why, late)))
        else:
            accepted.append(Accepted(finding, exemption.reason, exemption.author, exemption.expires))
    return replace(report, findings=tuple(findings), accepted=tuple(accepted))


def read_known(path: str | Path) -> Known:
    """The exceptions file at `path`. Raises UsageError naming file, line and what to correct."""
    found: dict[str, list[Exemption]] = {}
    for line, row in _rows(Path(path)):
        exemption = _exemption(row, f"{path} 第 {line} 行")
        if exemption:
            found.setdefault(exemption.fingerprint, []).append(exemption)
    return Known({key: tuple(rows) for key, rows in found.items()})


def write_known(reports: Iterable[Report]) -> bytes:
    """A table of everything found, with what is already accepted filled in: UTF-8 with BOM, lines end with CRLF."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    for report in reports:
        rows = [(f, "", "", "") for f in report.findings]
        rows += [(a.finding, a.reason, a.author, str(a.expires or "")) for a in report.accepted]
        for finding, reason, author, expires in rows:
            seen = (finding.severity.value, finding.title, " ".join(finding.quote.split())[:500], finding.rule_id)
            table.writerow([_plain(v) for v in ("#" + finding.fingerprint, reason, author, expires, _name(report.source), *seen)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _plain(text: str) -> str:
    # Excel runs what begins like a formula; an apostrophe keeps it text.
    return "'" + text if _FORMULA.match(text) else text


def _name(source: str) -> str:
    return PurePath(source.replace("\\", "/")).name


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    text = _text(path)
    head = text.split("\n", 1)[0]
    separator = max("\t;,", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip() for name in next(lines, [])]
        missing = [name for name in _NEEDED if name not in names]
        if missing:
            raise UsageError(f"{path} 第 1 行缺少列：{'、'.join(missing)}（表头应为 {'、'.join(HEAD)}）")
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield lines.line_num, {n: c.strip() for n, c in zip(names, cells, strict=False)}
    except csv.Error as error:
        raise UsageError(f"{path} 第 {lines.line_num} 行不是有效的 CSV，请用 Excel 另存为“CSV UTF-8”") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path} 超过 {_LARGEST // 1_000_000} MB，不像是例外清单")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"无法读取例外清单 {path}，请检查路径和权限") from error
    if data[:4] == b"PK\x03\x04":
        raise UsageError(f"{path} 是 Excel 工作簿，请另存为“CSV UTF-8（逗号分隔）”后再用")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} 的编码无法识别，请用 Excel 另存为“CSV UTF-8”")


def _exemption(row: Mapping[str, str], at: str) -> Exemption | None:
    fingerprint, reason, author, expires = (row.get(name, "") for name in _NEEDED)
    if not reason and not author:
        return None
    for name, value in (("编号", fingerprint), ("认可理由", reason), ("认可人", author)):
        if not value:
            raise UsageError(f"{at}没有填写“{name}”：认可例外须写明编号、理由和认可人")
    # "#" keeps Excel from making a number of 12e45; the apostrophe from running a formula.
    return Exemption(fingerprint.lstrip("#'").lower(), reason, author, _day(expires, at), row.get("文件", "").removeprefix("'"))


def _day(text: str, at: str) -> date | None:
    if not text:
        return None
    match = _DATE.match(text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise UsageError(f"{at}的“有效期至”不是日期：{text[:20]}（应写作 2027-12-31）")
