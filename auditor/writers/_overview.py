"""A batch in figures: what the overview page, the workbook and the summary table all say."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from auditor.finding import Severity
from auditor.writers import Entry, _words

STATUS = {"violation": "有违规", "suspected": "有疑似", "clear": "未发现", "failed": "未能读取", "duplicate": "重复文件"}
"""What became of a file, gravest first."""


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
class Overview:
    """`files` by status; the bars by measure, rule (most frequent first) and folder; entries that need a look first."""

    files: Mapping[str, int]
    found: Mapping[str, int]
    measures: tuple[Bar, ...]
    rules: tuple[Bar, ...]
    folders: tuple[Bar, ...]
    failed: Mapping[str, tuple[Entry, ...]]
    partly: tuple[Entry, ...]


def status(entry: Entry) -> str:
    """A key of STATUS; a duplicate stays a duplicate whatever was found in it."""
    if entry.status != "audited" or entry.report is None:
        return "duplicate" if entry.status == "duplicate" else "failed"
    count = entry.report.counts()
    return "violation" if count["违规"] else "suspected" if count["疑似"] else "clear"


def overview(entries: Collection[Entry]) -> Overview:
    """The figures of a batch; findings of duplicates are not counted twice."""
    by_measure, by_rule, by_folder = _Tally(), _Tally(), _Tally()
    failed: dict[str, list[Entry]] = defaultdict(list)
    partly = []
    for entry in entries:
        if status(entry) == "failed":
            failed[_words.failed(entry.failure, entry.message)].append(entry)
        if entry.status != "audited" or entry.report is None:
            continue
        if entry.report.notices:
            partly.append(entry)
        folder = entry.path.replace("\\", "/").rpartition("/")[0].split("/")[0] or "（根目录）"
        by_folder.touch(folder, entry)
        for finding in entry.report.findings:
            by_measure.add(str(finding.measure or "延伸"), finding.severity, entry)
            by_rule.add(finding.rule_id, finding.severity, entry, f"{finding.title}（{finding.rule_id}）")
            by_folder.add(folder, finding.severity, entry)
    return Overview(
        files={key: count for key in STATUS if (count := sum(status(e) == key for e in entries))},
        found={s.value: sum(bar.counts[s.value] for bar in by_measure.bars()) for s in Severity},
        measures=tuple(_named(bar) for bar in sorted(by_measure.bars(), key=lambda b: b.key)),
        rules=tuple(sorted(by_rule.bars(), key=lambda b: (-b.total, b.label))),
        folders=tuple(sorted(by_folder.bars(), key=lambda b: (-b.counts["违规"], -b.total, b.label))),
        failed={message: tuple(found) for message, found in sorted(failed.items(), key=lambda pair: -len(pair[1]))},
        partly=tuple(partly),
    )


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
