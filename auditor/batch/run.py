"""A batch: files in, reports and an overview out; interrupted at any point, it goes on where it stood."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor import engines
from auditor.batch.ledger import Ledger, Progress
from auditor.batch.names import FOLDER
from auditor.batch.overview import write_overview
from auditor.batch.task import Task, judged_by
from auditor.batch.walk import OWN, walk
from auditor.engines import Limits
from auditor.errors import UsageError
from auditor.journal import Journal, Past, Row
from auditor.storage import Place, at, remove_tree

NAMES = {
    "tool": "程序版本",
    "code": "程序代码",
    "rulesets": "规则",
    "model": "模型",
    "formats": "输出格式",
    "regime": "法律体系",
    "as_of": "法律日期",
    "known": "已认可例外",
    "recognised": "OCR 页数",
}
"""What people call the settings that decide whether an earlier result still holds."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The outcome: a row for each file in natural order (status audited, failed or duplicate), the overviews (format -> path below
    the output folder), and `note`, what the user should know about an earlier run in the same folder."""

    rows: tuple[Row, ...]
    reports: Mapping[str, str]
    note: str = ""


def audit_all(
    places: Sequence[Place],
    task: Task,
    *,
    engine: str = "processes",
    limits: Limits,
    resume: bool = True,
    watch: Callable[[Progress], None] = lambda progress: None,
) -> Batch:
    """Audits everything below `places` (folders, files, URLs) into `task.out`; `watch` is told after each file.

    Raises UsageError (path, ruleset, folder in use), EngineError. What was done before stays and counts at the next run.
    """
    engines.find(engine)
    out = task.out.resolve() if isinstance(task.out, Path) else task.out
    inputs = list(walk(places, out))
    if not inputs:
        raise UsageError(f"没有可审查的文件：{'、'.join(map(str, places))}")
    task = replace(task, out=out, versions=judged_by(task.rulesets, task.model))
    settings = _settings(task)
    nests = at(task.out, f"{OWN}/bundles")
    with Journal(_home(task.out) / "journal.jsonl") as journal:
        _sweep(task.out)
        kept, note = _kept(journal.past(), settings, resume)
        journal.begin(settings, kept)
        ledger = Ledger(task.out, nests, journal, kept, watch)
        try:
            while inputs:  # bundles opened in one round give the inputs of the next
                jobs = ledger.open(inputs)
                inputs = [found for outcome in engines.run(engine, task, jobs, limits) for found in ledger.enter(outcome)]
        finally:
            remove_tree(nests)
        rows = ledger.rows()
        batch = Batch(rows, write_overview(task.out, task.formats, rows), note)
        journal.end()
        return batch


def _home(out: Place) -> Path:
    """Where the journal is: beside the reports, or, since a store of objects cannot append, in the user's folder for such state."""
    if isinstance(out, Path):
        return out / OWN
    import platformdirs

    key = hashlib.sha256(out.encode()).hexdigest()[:16]
    return Path(platformdirs.user_state_dir("auditor", appauthor=False)) / "runs" / key


def _sweep(out: Place) -> None:
    """Drafts that a killed run left behind."""
    for folder in (out / FOLDER, out / OWN) if isinstance(out, Path) else ():
        for draft in folder.rglob(".*.part"):
            draft.unlink(missing_ok=True)


def _settings(task: Task) -> dict[str, Any]:
    """What the reports depend on: a result made under other settings is made again."""
    try:
        known = hashlib.sha256(task.known.read_bytes()).hexdigest()[:16] if task.known else None
    except OSError as error:
        raise UsageError(f"已认可例外文件无法打开：{task.known}") from error
    own = {"formats": sorted(task.formats), "regime": task.regime, "as_of": str(task.as_of), "known": known}
    return {**(task.versions or {}), **own, "recognised": task.limits.recognised}


def _kept(past: Past | None, settings: Mapping[str, Any], resume: bool) -> tuple[dict[str, Row], str]:
    if past is None or not past.rows:
        return {}, ""
    if not resume:
        return {}, "已按要求全部重新审查"
    if past.settings != settings:
        changed = [NAMES.get(key, key) for key in settings if past.settings.get(key) != settings[key]]
        return {}, f"与上次相比{'、'.join(changed)}有变化，全部重新审查"
    if past.ended:  # the same command again: what failed gets another chance
        return {
            k: row for k, row in past.rows.items() if row.status != "failed"
        }, "上次已完成，本次只审查新增、改动和未能读取的文件"
    return dict(past.rows), "接着上次中断处继续"
