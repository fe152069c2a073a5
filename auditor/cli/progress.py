"""How far a batch is, on stderr: a bar on a terminal, a line now and then elsewhere."""

from time import monotonic
from types import TracebackType
from typing import Any, TextIO

from auditor.batch.ledger import Progress

EVERY = 15.0
"""Seconds between two plain lines."""


class Meter:
    """A context manager; `show` takes each Progress. `seconds` is the time since it was opened."""

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self._stream, self._quiet = stream, quiet
        self._began = self._told = monotonic()
        self._bar: Any = None
        self._id: Any = None

    @property
    def seconds(self) -> float:
        return monotonic() - self._began

    def show(self, progress: Progress) -> None:
        if self._quiet:
            return
        if self._bar is not None:
            words = f"{self._pace(progress)}{self._failed(progress)}"
            self._bar.update(self._id, total=progress.total, completed=progress.done, words=words)
        elif monotonic() - self._told >= EVERY:
            self._told = monotonic()
            left = self._left(progress)
            print(
                f"已审查 {progress.done}/{progress.total} 份{self._pace(progress)}{left}{self._failed(progress)}",
                file=self._stream,
                flush=True,
            )

    def _pace(self, progress: Progress) -> str:
        minutes = max(self.seconds, 0.001) / 60
        pages = f"，{progress.pages} 页" if progress.pages else ""
        return f"{pages}，每分钟 {(progress.done - progress.kept) / minutes:.0f} 份"

    def _left(self, progress: Progress) -> str:
        new = progress.done - progress.kept
        left = (progress.total - progress.done) * self.seconds / new if new else 0
        return f"，约剩 {left / 60:.0f} 分钟" if left >= 60 else ""

    def _failed(self, progress: Progress) -> str:
        return f"，{progress.failed} 份未能读取" if progress.failed else ""

    def __enter__(self) -> "Meter":
        if not self._quiet and self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("审查"),
                BarColumn(),
                TextColumn("{task.completed}/{task.total} 份{task.fields[words]}  剩余"),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=Console(file=self._stream), transient=True)
            self._id = self._bar.add_task("", total=None, words="")
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
