"""A batch in figures: what the overview page, the workbook and the summary table all say."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from auditor.finding import Severity
from auditor.report import Stated
from auditor.writers import Entry, _words

STATUS = {"violation": "有违规", "suspected": "有疑似", "clear": "未发现", "failed": "未能读取", "duplicate": "重复文件"}
"""What became of a file, gravest first."""


NOBODY = "（文件未写明）"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: findings by severity under a label that stands for `key`; `files` how many files they are in."""

    key: str
    label: str
    counts: Mapping[str, int]
    files: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One file in the list: an entry without its report, so that thousands fit in memory. `measures` are those with findings."""

    path: str
    status: str
    counts: Mapping[str, int]
    measures: tuple[str, ...]
    purchaser: str
    agency: str
    regime: str
    unread: tuple[str, ...]
    notices: int
    message: str
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Overview:
    """`files` by status; bars by measure, rule (most frequent first), purchaser, agency and folder; what was not read; all lines,
    gravest first."""

    files: Mapping[str, int]
    found: Mapping[str, int]
    measures: tuple[Bar, ...]
    rules: tuple[Bar, ...]
    purchasers: tuple[Bar, ...]
    agencies: tuple[Bar, ...]
    folders: tuple[Bar, ...]
    failed: Mapping[str, tuple[Line, ...]]
    partly: tuple[Line, ...]
    lines: tuple[Line, ...]


def status(entry: Entry) -> str:
    """A key of STATUS; a duplicate stays a duplicate whatever was found in it."""
    if entry.status != "audited" or entry.report is None:
        return "duplicate" if entry.status == "duplicate" else "failed"
    count = entry.report.counts()
    return "violation" if count["违规"] else "suspected" if count["疑似"] else "clear"


def overview(entries: Collection[Entry]) -> Overview:
    """The figures of a batch in one pass; findings of duplicates are not counted twice."""
    by_measure, by_rule = _Tally(), _Tally()
    by_purchaser, by_agency, by_folder = _Tally(), _Tally(), _Tally()
    lines = []
    for entry in entries:
        lines.append(_line(entry))
        if entry.status != "audited" or entry.report is None:
            continue
        folder = entry.path.replace("\\", "/").rpartition("/")[0].split("/")[0] or "（根目录）"
        own = ((by_folder, folder), (by_purchaser, _name(entry.report.purchaser)), (by_agency, _name(entry.report.agency)))
        for tally, key in own:
            tally.touch(key, entry)
        for finding in entry.report.findings:
            by_measure.add(str(finding.measure or "延伸"), finding.severity, entry)
            by_rule.add(finding.rule_id, finding.severity, entry, finding.title)
            for tally, key in own:
                tally.add(key, finding.severity, entry)
    files = Counter(line.status for line in lines)
    return Overview(
        files={key: files[key] for key in STATUS if files[key]},
        found={s.value: sum(bar.counts[s.value] for bar in by_measure.bars()) for s in Severity},
        measures=tuple(_named(bar) for bar in sorted(by_measure.bars(), key=lambda b: b.key)),
        rules=tuple(sorted(by_rule.bars(), key=lambda b: (-b.total, b.label))),
        purchasers=_worst(by_purchaser),
        agencies=_worst(by_agency),
        folders=_worst(by_folder),
        failed=_by_message([line for line in lines if line.status == "failed"]),
        partly=tuple(line for line in lines if line.unread),
        lines=tuple(sorted(lines, key=_gravity)),
    )


def _line(entry: Entry) -> Line:
    report = entry.report if entry.status == "audited" else None
    numbers = {f.measure or 999 for f in report.findings} if report else set()
    return Line(
        entry.path,
        status(entry),
        report.counts() if report else {},
        tuple("延伸" if n == 999 else str(n) for n in sorted(numbers)),
        report.purchaser.value if report and report.purchaser else "",
        report.agency.value if report and report.agency else "",
        _words.SHORT_REGIMES.get(report.regime.value, report.regime.value) if report else "",
        tuple(n.message for n in report.unread) if report else (),
        len(report.notices) if report else 0,
        _words.failed(entry.failure, entry.message) if status(entry) == "failed" else entry.message,
        {fmt: href(path) for fmt, path in entry.files.items()},
    )


def _name(stated: Stated | None) -> str:
    return stated.value if stated else NOBODY


def _worst(tally: "_Tally") -> tuple[Bar, ...]:
    """Most violations first; what the files do not name comes last."""
    return tuple(sorted(tally.bars(), key=lambda b: (b.key == NOBODY, -b.counts["违规"], -b.total, b.label)))


def _gravity(line: Line) -> tuple[int, ...]:
    """Most violations first, then suspicions; what failed or repeats others comes last, it has its own section."""
    return (list(STATUS).index(line.status), *(-line.counts.get(s.value, 0) for s in Severity))


def _by_message(lines: list[Line]) -> dict[str, tuple[Line, ...]]:
    """The same trouble together, the most frequent first."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.message].append(line)
    return {message: tuple(found) for message, found in sorted(groups.items(), key=lambda pair: -len(pair[1]))}


def _named(bar: Bar) -> Bar:
    return replace(bar, label=f"{bar.key} {_words.MEASURES[int(bar.key)]}" if bar.key.isdigit() else "延伸检查（国家规定）")


class _Tally:
    """Counts findings and the files they are in, under labels."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._files: dict[str, set[str]] = defaultdict(set)
        self._labels: dict[str, str] = {}

    def touch(self, key: str, entry: Entry) -> None:
        self._counts[key].update()
        self._files[key].add(entry.path)

    def add(self, key: str, severity: Severity, entry: Entry, label: str = "") -> None:
        self.touch(key, entry)
        self._counts[key][severity.value] += 1
        self._labels.setdefault(key, label)

    def bars(self) -> list[Bar]:
        return [
            Bar(key, self._labels.get(key) or key, {s.value: n[s.value] for s in Severity}, len(self._files[key]))
            for key, n in self._counts.items()
        ]


def href(path: str) -> str:
    """A relative link to `path`; `./` and the escapes keep a file name from being taken for a scheme or a query."""
    return "./" + quote(path.replace("\\", "/"), safe="/", errors="replace")
