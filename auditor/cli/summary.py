"""What a batch came to: the words on stdout, and the exit code."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.batch.run import Batch
from auditor.finding import Severity
from auditor.journal import Row
from auditor.storage import Place, at, read_whole, write_whole

SHOWN = 20
"""Failures named on the screen; the overview has them all."""


def text(batch: Batch, out: Place, seconds: float) -> str:
    """A few lines for a person."""
    lines = [batch.note] if batch.note else []
    lines.append(f"审查完成：{len(batch.rows)} 份文件，用时 {_time(seconds)}")
    lines += [*_found(batch), *_named("未能读取", failed(batch)), *_named("未能完整读取", partly(batch))]
    copies = sum(row.status == "duplicate" for row in batch.rows)
    lines += [f"  重复文件 {copies} 份，只审查一次"] if copies else []
    return "\n".join([*lines, f"总览：{at(out, batch.reports['html'])}"])


def exit_code(batch: Batch, fail_on: str) -> int:
    """3 when a file could not be read fully, 1 when a finding is as grave as `fail_on` (无: never), 0 else."""
    if failed(batch) or partly(batch):
        return 3
    ranks = {s.value: s.rank for s in Severity}
    least = ranks.get(fail_on, 9)
    return int(
        any(count and ranks[name] >= least for row in batch.rows if row.status == "audited" for name, count in row.counts.items())
    )


def write_exceptions(batch: Batch, out: Place, target: Path) -> None:
    """All findings of the batch as a table of exceptions, reasons to be filled in."""
    from auditor.known import write_known
    from auditor.writers.json import read_json

    reports = (read_json(read_whole(at(out, row.store))) for row in batch.rows if row.status == "audited")
    write_whole(target, write_known(reports))


def failed(batch: Batch) -> list[Row]:
    """The files that could not be read."""
    return [row for row in batch.rows if row.status == "failed"]


def partly(batch: Batch) -> list[Row]:
    """The files of which some words could not be read."""
    return [row for row in batch.rows if row.status == "audited" and row.unread]


def _found(batch: Batch) -> Iterator[str]:
    places, files = Counter[str](), Counter[str]()
    for row in batch.rows:
        if row.status == "audited":
            places.update(row.counts)
            files.update(name for name, count in row.counts.items() if count)
    for severity in Severity:
        yield f"  {severity.value} {places[severity.value]} 处（{files[severity.value]} 份文件）"


def _named(title: str, rows: list[Row]) -> Iterator[str]:
    if rows:
        yield f"  {title} {len(rows)} 份："
    for row in rows[:SHOWN]:
        yield f"    {row.source}" + (f"：{row.message}" if row.message else "")
    if len(rows) > SHOWN:
        yield f"    其余 {len(rows) - SHOWN} 份见总览"


def _time(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} 秒" if whole < 60 else f"{whole // 60} 分 {whole % 60} 秒"
