"""Many processes: what a second worker gains, how memory behaves, what a longer file costs."""

import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event, Thread

from auditor.audit import Auditor
from auditor.batch.run import audit_all
from auditor.batch.task import Task
from auditor.engines import Limits
from benchmarks.reading import Line, seconds, whole


def spin(rounds: int) -> int:
    """Pure processor work."""
    total = 0
    for n in range(rounds):
        total += n * n
    return total


def loop_gain() -> float:
    """How much faster this machine, as busy as it is now, does the same loop in two processes."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(spin, [1000, 1000])
        began = time.perf_counter()
        spin(30_000_000)
        single = time.perf_counter() - began
        began = time.perf_counter()
        pool.map(spin, [15_000_000, 15_000_000], chunksize=1)
        return single / (time.perf_counter() - began)


def scaling_lines(paths: Sequence[Path]) -> Iterator[Line]:
    """The gain of a second worker as a share of what a bare loop gains."""
    with tempfile.TemporaryDirectory() as folder:
        taken = {jobs: _batch(paths, Path(folder) / str(jobs), jobs) for jobs in (1, 2)}
    gain, bare = taken[1] / taken[2], loop_gain()
    yield Line(f"两个进程比一个快（{len(paths)} 份）", f"{gain:.2f} 倍；纯循环 {bare:.2f} 倍")
    yield Line("　两者之比", f"{gain / bare:.2f}", "≥ 0.85")


def _batch(paths: Sequence[Path], out: Path, jobs: int) -> float:
    began = time.perf_counter()
    audit_all(list(paths), Task(out, formats=("json",)), limits=Limits(jobs=jobs))
    return time.perf_counter() - began


def growth_lines(pdf: Path, auditor: Auditor) -> Iterator[Line]:
    """The cost of a page in a file of 50 and of 1,600 pages."""
    with tempfile.TemporaryDirectory() as folder:
        made = {pages: _of_pages(pdf, pages, Path(folder)) for pages in (50, 200, 800, 1600)}
        cost = {pages: seconds(lambda p: whole(p, auditor), [path]) / pages for pages, path in made.items()}
    yield Line("每页用时：" + " / ".join(map(str, cost)) + " 页", " / ".join(f"{1000 * c:.2f}" for c in cost.values()) + " ms")
    yield Line("　1,600 页比 50 页", f"{100 * (cost[1600] / cost[50] - 1):+.0f} %", "±20 %")


def _of_pages(pdf: Path, pages: int, folder: Path) -> Path:
    """A file with the first 50 pages of `pdf` again and again."""
    import pypdfium2

    target = folder / f"{pages}.pdf"
    with pypdfium2.PdfDocument(pdf) as source, pypdfium2.PdfDocument.new() as made:
        for start in range(0, pages, 50):
            made.import_pages(source, range(min(50, pages - start)))
        made.save(target)
    return target


def memory_lines(paths: Sequence[Path], copies: int) -> Iterator[Line]:
    """The main process over many files, and the largest worker over real ones."""
    import psutil

    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder) / "in", Path(folder) / "out"
        root.mkdir()
        for n in range(copies):
            (root / f"文件{n}.txt").write_text(f"招标文件 {n}\n采购人：某县\n投标人须成立满三年。\n", encoding="utf-8")
        own, sizes = psutil.Process(), list[int]()
        audit_all([root], Task(out, formats=("json",)), limits=Limits(jobs=2), watch=lambda _: sizes.append(own.memory_info().rss))
        early, late = (statistics.median(sizes[len(sizes) * a // 10 : len(sizes) * (a + 1) // 10]) for a in (2, 9))
        yield Line(f"主进程内存，{copies} 份中的前段与末段", f"{early / 2**20:.0f} / {late / 2**20:.0f} MB", "持平")
    with tempfile.TemporaryDirectory() as folder:
        peak, stop = [0], Event()
        watcher = Thread(target=_watch, args=(peak, stop))
        watcher.start()
        _batch(paths, Path(folder), 2)
        stop.set()
        watcher.join()
    yield Line("工作进程内存峰值", f"{peak[0] / 2**20:.0f} MB", "< 600 MB")


def _watch(peak: list[int], stop: Event) -> None:
    import psutil

    while not stop.wait(0.1):
        for child in psutil.Process().children(recursive=True):
            try:
                peak[0] = max(peak[0], child.memory_info().rss)
            except psutil.Error:
                continue


def start_lines() -> Iterator[Line]:
    """From nothing to an answer in a fresh process, as installed: compiled modules are at hand."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "一页.txt"
        demand = "投标人须在本市设有分公司，注册资金不低于500万元。\n"
        page.write_text("招标文件\n一、投标人资格要求\n" + demand * 30, encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "XDG_CACHE_HOME": f"{folder}/cache"}
        audit = ["audit", str(page), "--out", f"{folder}/out", "--no-resume", "--quiet"]
        for title, arguments, asked in (
            ("--version", ["--version"], "< 0.2 秒"),
            ("gate 一页 TXT", ["gate", str(page)], ""),
            ("audit 一页 TXT", audit, "< 2 秒"),
        ):
            (first, _), *more = (_started(arguments, env) for _ in range(4))
            wall, used = map(min, zip(*more, strict=True))
            yield Line(f"启动：auditor {title}", f"{wall:.2f} 秒（处理器 {used:.2f} 秒；装好后第一次 {first:.2f} 秒）", asked)


def _started(arguments: Sequence[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor, children included."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "auditor", *arguments]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
