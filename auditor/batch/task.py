"""What a worker does with one file: read (or expand), judge, write the reports, send home only what the batch must know."""

import gc
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import model as models
from auditor import versions
from auditor.batch.walk import Input
from auditor.cache import Cache
from auditor.document import Document, Notice
from auditor.errors import EngineError, ReadError
from auditor.known import Known, accept, read_known
from auditor.readers import LIMITS, Limits, Member, expand, is_bundle, read_file
from auditor.report import Failure, Report
from auditor.ruleset import folders, read_rulesets
from auditor.storage import Place, at, fetched, place, write_whole
from auditor.writers import formats, write

if TYPE_CHECKING:
    from auditor.audit import Auditor

STORE = ".auditor/reports"
"""Where the JSON of a report lies when nobody asked for JSON: overviews and a resumed run are made from it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file for a worker: `name` is where its reports go below the output folder, without suffix; `nest` where members go."""

    path: str
    source: str
    name: str
    nest: Place


@dataclass(frozen=True, slots=True)
class Audited:
    """The reports are on the disk. `files` maps formats to paths below the output folder; `store` is the JSON's."""

    digest: str
    files: Mapping[str, str]
    store: str
    counts: Mapping[str, int]
    pages: int
    unread: bool


@dataclass(frozen=True, slots=True)
class Expanded:
    """The file was a bundle: its members, unpacked, and what could not be."""

    members: tuple[Input, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Task:
    """Everything that is the same for all files of a batch. Picklable; a call takes one Job.

    Raises ReadError, RulesetError, and EngineError when a worker judges by other `versions` than the batch began with.
    """

    out: Place
    formats: tuple[str, ...] = ("html", "json")
    regime: str | None = None
    as_of: date | None = None
    rulesets: tuple[Path, ...] = ()
    model: Path | None = None
    known: Path | None = None
    cache: Path | None = None
    versions: Mapping[str, str] | None = None
    limits: Limits = LIMITS

    def prepare(self) -> None:
        """Loads the rules and the model. Raises RulesetError."""
        load(self.rulesets, self.model)

    def __call__(self, job: Job) -> Audited | Expanded:
        with fetched(place(job.path)) as path:
            if is_bundle(path):
                return _expand(path, job)
            document = cached(self.cache, self.limits).read(path) if self.cache else read_file(path, limits=self.limits)
            return self._write(self._judge(document, job.source), document, job)

    def _judge(self, document: Document, source: str) -> Report:
        report = load(self.rulesets, self.model).audit(document, asked_regime=self.regime, as_of=self.as_of)
        if self.versions is not None and dict(report.versions) != dict(self.versions):
            raise EngineError("规则或程序在运行中被更改，或各工作机的版本不一致；请统一后用同一命令重新运行")
        report = replace(report, source=source)
        return accept(report, exemptions(self.known), date.today()) if self.known else report

    def _write(self, report: Report, document: Document, job: Job) -> Audited:
        known = formats(self.formats)
        wanted = [name for name, fmt in known.items() if fmt.per_file]
        copies = [name for name in wanted if known[name].reads]
        files, refused = self._copies(copies, report, document, job)
        report = replace(report, notices=(*report.notices, *refused))
        for name in wanted:
            if name not in copies:
                files[name] = self._put(name, report, document, job)
        store = f"{STORE}/{job.name.partition('/')[2]}.json"
        if "json" not in files:
            write_whole(at(self.out, store), write(report, document, "json"))
        return Audited(document.digest, files, files.get("json", store), report.counts(), report.pages or 0, bool(report.unread))

    def _put(self, name: str, report: Report, document: Document, job: Job) -> str:
        file = job.name + formats((name,))[name].suffix
        write_whole(at(self.out, file), write(report, document, name))
        return file

    def _copies(self, names: list[str], report: Report, document: Document, job: Job) -> tuple[dict[str, str], list[Notice]]:
        """Marked copies of the input. One that cannot be made is said in the report and costs nothing else."""
        files: dict[str, str] = {}
        refused: list[Notice] = []
        for name in names:
            if document.format not in formats((name,))[name].reads:
                continue
            try:
                files[name] = self._put(name, report, document, job)
            except ReadError as error:
                refused.append(Notice("copy_refused", f"未能生成 {name} 批注副本：{error}"))
        return files, refused


def _expand(path: Path, job: Job) -> Expanded:
    with tempfile.TemporaryDirectory(prefix="auditor-") as away:
        nest = job.nest if isinstance(job.nest, Path) else Path(away)
        nest.mkdir(parents=True, exist_ok=True)
        found = list(expand(path, nest, name=job.source))
        members = tuple(_kept(member, job.nest) for member in found if isinstance(member, Member))
        return Expanded(members, tuple(f for f in found if isinstance(f, Failure)))


def _kept(member: Member, nest: Place) -> Input:
    """The member where any worker can fetch it."""
    kept = at(nest, member.path.name)
    if isinstance(kept, str):
        write_whole(kept, member.path.read_bytes())
    return Input(str(kept), member.name, size=member.path.stat().st_size)


def load(rulesets: tuple[Path, ...], model: Path | None) -> "Auditor":
    """The rules and the model, loaded once in each worker, and again only when one of their files has changed."""
    files = [path for folder in (*folders(rulesets), *([model] if model else ())) for path in sorted(folder.glob("*"))]
    return _loaded(rulesets, model, tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=1)
def _loaded(rulesets: tuple[Path, ...], model: Path | None, stamp: tuple[tuple[str, int], ...]) -> "Auditor":
    from auditor.audit import Auditor

    gc.unfreeze()
    auditor = Auditor.load(rulesets, model)
    gc.freeze()  # what stays for good need not be looked through again whenever a file has made much that goes
    return auditor


def judged_by(rulesets: tuple[Path, ...], model: Path | None) -> dict[str, str]:
    """The versions that reports will name; checks rules and model like `load`, but makes nothing ready. Raises the same."""
    if model is not None:
        from auditor.checks.classifier import load as load_model

        load_model(model)
    return versions.of(read_rulesets(folders(rulesets)).digest, models.digest(model or models.SHIPPED))


@lru_cache(maxsize=1)
def exemptions(path: Path) -> Known:
    """The accepted exceptions, read once in each worker."""
    return read_known(path)


@lru_cache(maxsize=1)
def cached(folder: Path, limits: Limits) -> Cache:
    """The cache of read files, one in each worker."""
    return Cache(folder, limits=limits)
