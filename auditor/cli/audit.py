"""`auditor audit` and `auditor gate`: the main job, and one word for a machine."""

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from auditor.errors import UsageError


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    VIOLATION = "违规"
    SUSPECTED = "疑似"
    NOTE = "提示"
    NEVER = "无"


class Regime(StrEnum):
    """The law that governs a file, as `--regime` takes it."""

    GOODS = "G"
    WORKS = "W"
    GOVERNMENT_WORKS = "GW"
    FRAMEWORK = "F"
    POLICY = "P"
    VOLUNTARY = "N"


Paths = Annotated[
    list[str], typer.Argument(metavar="路径...", help="文件、文件夹（连同下级；压缩包自动展开）或 s3:// 等地址", show_default=False)
]
Out = Annotated[str, typer.Option("--out", "-o", metavar="目录", help="结果放在哪里")]
Formats = Annotated[str, typer.Option("--format", "-f", metavar="格式,…", help="输出格式，用逗号分隔（auditor doctor 列出全部）")]
Fail = Annotated[FailOn, typer.Option("--fail-on", metavar="违规|疑似|提示|无", help="发现此程度及以上的问题时退出码为 1")]
RegimeOption = Annotated[
    Regime | None,
    typer.Option(
        "--regime",
        metavar="G|W|GW|F|P|N",
        help="法律体系（默认自动判断）：G 政府采购，W 工程招标，GW 政府采购工程，F 框架协议，P 制度办法，N 自愿招标",
        show_default=False,
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="年-月-日", help="按哪一天有效的法律引用依据", show_default=False),
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="同时审查几份文件", show_default="处理器数")]
Timeout = Annotated[float, typer.Option("--timeout", min=1, metavar="秒", help="每份文件最多用时")]
Memory = Annotated[int, typer.Option("--memory", min=200, metavar="MB", help="每份文件最多用内存")]
Engine = Annotated[str, typer.Option("--engine", metavar="引擎", help="processes 本机多进程，serial 本进程逐份，dask 多台机器")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="地址", help="dask 调度器，如 tcp://10.0.0.1:8786", show_default=False)
]
Rulesets = Annotated[
    list[Path] | None, typer.Option("--rulesets", metavar="目录", help="自己的规则目录，可多次给出", show_default=False)
]
Model = Annotated[Path | None, typer.Option("--model", metavar="目录", help="自己训练的模型", show_default=False)]
Known = Annotated[Path | None, typer.Option("--known", metavar="文件", help="已认可例外（CSV 表）", show_default=False)]
WriteKnown = Annotated[
    Path | None,
    typer.Option("--write-known", metavar="文件", help="把本次全部问题写成已认可例外表，供填写理由", show_default=False),
]
CacheFolder = Annotated[
    Path | None, typer.Option("--cache", metavar="目录", help="已读文件的缓存放在哪里", show_default="用户缓存目录")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="不使用缓存")]
Resume = Annotated[bool, typer.Option("--resume/--no-resume", help="从上次中断处继续 / 全部重新审查")]
OcrPages = Annotated[
    int | None,
    typer.Option(
        "--ocr-pages",
        min=0,
        metavar="N",
        help="每份文件至多用 OCR 识别几页扫描页（需装 OCR 组件；页数多时 --timeout 随之放宽）",
        show_default="8",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度")]


def register(app: typer.Typer, command: type[Any], group: type[Any]) -> None:
    """Adds the commands of this file."""
    app.command("audit", cls=command)(audit)
    app.command("gate", cls=command)(gate)


def audit(
    paths: Paths,
    out: Out = "审查结果",
    formats: Formats = "html,json",
    fail_on: Fail = FailOn.VIOLATION,
    regime: RegimeOption = None,
    as_of: AsOf = None,
    jobs: Jobs = None,
    timeout: Timeout = 120,
    memory: Memory = 1500,
    engine: Engine = "processes",
    scheduler: Scheduler = None,
    rulesets: Rulesets = None,
    model: Model = None,
    known: Known = None,
    write_known: WriteKnown = None,
    cache: CacheFolder = None,
    no_cache: NoCache = False,
    resume: Resume = True,
    ocr_pages: OcrPages = None,
    quiet: Quiet = False,
) -> int:
    """审查文件或文件夹，每份文件一份报告，另有总览 index.html 和 summary.json。"""
    from auditor import cache as caches
    from auditor import readers
    from auditor.batch.run import audit_all
    from auditor.batch.task import Task
    from auditor.cli import summary
    from auditor.cli.progress import Meter
    from auditor.engines import Limits
    from auditor.storage import place

    kept = None if no_cache else cache or caches.folder()
    own = readers.LIMITS if ocr_pages is None else readers.Limits(recognised=ocr_pages)
    day = as_of.date() if as_of else None
    task = Task(place(out), _formats(formats), regime, day, tuple(rulesets or ()), model, known, kept, limits=own)
    more = own.recognition - readers.LIMITS.recognition
    limits = Limits(jobs or _processors(), timeout + more, memory, scheduler)
    with Meter(sys.stderr, quiet=quiet) as meter:
        batch = audit_all([place(path) for path in paths], task, engine=engine, limits=limits, resume=resume, watch=meter.show)
    print(summary.text(batch, task.out, meter.seconds))
    if write_known:
        summary.write_exceptions(batch, task.out, write_known)
    return summary.exit_code(batch, fail_on.value)


def gate(
    file: Annotated[Path, typer.Argument(metavar="文件", help="发布前的采购文件", show_default=False)],
    regime: RegimeOption = None,
    as_of: AsOf = None,
    timeout: Timeout = 60,
    memory: Memory = 1500,
    rulesets: Rulesets = None,
    model: Model = None,
    known: Known = None,
) -> int:
    """发布前把关，只打印一个词：pass 通过（退出码 0），block 有违规、不得发布（1），review 有疑似或未能读全、须人工复核（5）。"""
    from auditor.batch.gate import Ask, judge
    from auditor.engines import Limits

    ask = Ask(regime, as_of.date() if as_of else None, tuple(rulesets or ()), model, known)
    verdict = judge(file, ask, Limits(1, timeout, memory))
    print(verdict.word)
    print(verdict.message, file=sys.stderr)
    return verdict.exit_code


def _processors() -> int:
    """The processors that this process may use, at most 8: each worker wants memory too."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 8)


def _formats(given: str) -> tuple[str, ...]:
    from auditor import catalog

    wanted = tuple(dict.fromkeys(part.strip().lower() for part in given.replace("，", ",").split(",") if part.strip()))
    unknown = [name for name in wanted if name not in catalog.room("writers")]
    if unknown or not wanted:
        raise UsageError(f"没有输出格式 {'、'.join(unknown)}，可用：{'、'.join(sorted(catalog.room('writers')))}")
    return wanted
