"""What an audit says of one file; a file that could not be read is a Failure, part of the result."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from auditor.document import Notice, Span
from auditor.finding import Finding, Severity

STATES = {"found": "发现", "clear": "未发现", "undecidable": "无法判断", "not_built": "尚未实现"}
"""Coverage states with the words users read."""


UNREAD = frozenset({"no_text_layer", "bad_page", "part_damaged", "undecodable", "truncated"})
"""Notices that say that words are missing, not merely that something deserves a look."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value read from the file (regime, region) and the words that show it. `asked` when the user set it."""

    value: str
    evidence: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A name or number as the file gives it (white space removed), and where it stands in `Document.text`."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """One check of the catalogue: what became of it in this file, and why."""

    atom: str
    title: str
    measure: int | None
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody accepted beforehand (已认可例外)."""

    finding: Finding
    reason: str
    author: str
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer for one file. `as_of` chose the law; `versions` name tool, rulesets and model.

    `purchaser` 采购人, `agency` 代理机构, `project` and `number` 项目名称、编号: None where the file does not state them.
    """

    source: str
    digest: str
    format: str
    regime: Judged
    region: Judged
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    notices: tuple[Notice, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    pages: int | None = None
    characters: int = 0
    purchaser: Stated | None = None
    agency: Stated | None = None
    project: Stated | None = None
    number: Stated | None = None

    @property
    def unread(self) -> tuple[Notice, ...]:
        """The notices that say that words are missing: such a report is never a pass."""
        return tuple(notice for notice in self.notices if notice.code in UNREAD)

    def counts(self) -> dict[str, int]:
        """Findings by severity, all three keys present, gravest first."""
        found = Counter(f.severity for f in self.findings)
        return {s.value: found.get(s, 0) for s in Severity}


@dataclass(frozen=True, slots=True)
class Failure:
    """`reason` is the stable key of the error (errors.py), `message` what a person should do."""

    source: str
    reason: str
    message: str
    digest: str = ""
