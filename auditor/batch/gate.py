"""One word on one file, for the moment before publication."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor import engines
from auditor.batch.task import exemptions, load
from auditor.engines import Limits
from auditor.errors import UsageError
from auditor.known import accept
from auditor.readers import read_file
from auditor.report import Failure, Report

CODES = {"pass": 0, "block": 1, "review": 5}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`word` is pass, block or review; `message` says why, in Chinese."""

    word: str
    message: str

    @property
    def exit_code(self) -> int:
        """0 pass, 1 block, 5 review."""
        return CODES[self.word]


@dataclass(frozen=True, slots=True)
class File:
    """The file to judge."""

    source: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The settings of a judgement; a call reads the file and gives its Report."""

    regime: str | None = None
    as_of: date | None = None
    rulesets: tuple[Path, ...] = ()
    model: Path | None = None
    known: Path | None = None

    def prepare(self) -> None:
        """Loads the rules and the model. Raises RulesetError."""
        load(self.rulesets, self.model)

    def __call__(self, file: File) -> Report:
        report = load(self.rulesets, self.model).audit(read_file(file.source), asked_regime=self.regime, as_of=self.as_of)
        return accept(report, exemptions(self.known), date.today()) if self.known else report


def judge(path: Path, ask: Ask, limits: Limits) -> Verdict:
    """The verdict on `path`, audited in a guarded process. Raises UsageError when there is no such file, EngineError."""
    if not path.is_file():
        raise UsageError(f"文件不存在：{path}")
    (outcome,) = engines.run("processes", ask, [File(str(path))], limits)
    return _failed(outcome.result) if isinstance(outcome.result, Failure) else _judged(outcome.result)


def _failed(failure: Failure) -> Verdict:
    return Verdict("review", f"未能读取，须人工复核：{failure.message}")


def _judged(report: Report) -> Verdict:
    counts = report.counts()
    told = "，".join(f"{severity} {count} 处" for severity, count in counts.items())
    if counts["违规"]:
        return Verdict("block", told)
    if report.unread:
        return Verdict("review", f"{told}；文件未能完整读取：{'；'.join(n.message for n in report.notices)}")
    return Verdict("review" if counts["疑似"] else "pass", told)
