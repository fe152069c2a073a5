"""A child process that does one item at a time and can be killed at any moment without harm to anything else.

Each child has pipes of its own: pools that share one pipe among workers (and its lock) hang or lose others' results when a worker
is killed in mid-message. The child leads a process group, so that what it started (soffice) dies with it.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from auditor.engines import Item, Limits
from auditor.engines._call import crashed, out_of_memory, out_of_time
from auditor.errors import AuditorError, EngineError
from auditor.report import Failure

I = TypeVar("I", bound=Item)
R = TypeVar("R")

RECYCLE = 200
"""Items after which a child is replaced: libraries leak."""

START_TIMEOUT = 120.0
"""Seconds until a child must have said that it is ready."""

TRIES = 5
"""Children that may die one after the other before they are ready."""

WATCH = 0.2
"""Seconds between two looks at a child's memory, where the system has no limit of its own."""

START = """
import os, pickle, sys
source = os.fdopen(os.dup(0), "rb")
sys.path[:], settings = pickle.load(source)
from auditor.engines._child import serve
serve(source, settings)
"""
"""The parent's import path comes by stdin, not by PYTHONPATH, which a program started by a reader would inherit."""


class Guard(Generic[I, R]):
    """`call(item)` from one thread; `close()` from any. The child is started at the first call and replaced when it died."""

    def __init__(self, task: Callable[[I], R], limits: Limits, *, watch: bool = sys.platform != "linux") -> None:
        self._task, self._limits, self._watch = task, limits, watch
        self._child: subprocess.Popen[bytes] | None = None
        self._lock, self._closed, self._count = Lock(), False, 0

    def call(self, item: I) -> R | Failure:
        """The task's result or a Failure. Raises UsageError from the task, EngineError when no child can be started."""
        child = self._ready()
        try:
            result = self._exchange(child, item, self._limits.timeout)
        except Ended as end:
            return self._autopsy(child, item, end.reason)
        if isinstance(result, Exception):
            raise result
        return result  # type: ignore[no-any-return]

    def close(self) -> None:
        """Kills the child and whatever it started; a call under way returns a Failure."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            kill(child)

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and (self._count >= RECYCLE or self._child.poll() is not None):
            kill(self._child)
            self._child = None
        if self._child is None:
            self._child, self._count = self._start(), 0
        self._count += 1
        return self._child

    def _start(self) -> "subprocess.Popen[bytes]":
        """A child that is ready; one that is killed on the way (by a system short of memory) gets successors."""
        for _ in range(TRIES):
            with suppress(Ended):
                return self._begin()
        raise EngineError("审查进程一再无法启动，请检查可用内存或重新安装")

    def _begin(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._closed:
                raise EngineError("审查已停止")
            child = self._child = spawn()
        try:
            paths = [entry or os.getcwd() for entry in sys.path]
            settings = pickle.dumps((self._task, self._limits.timeout, self._limits.memory))
            answer = self._exchange(child, (paths, settings), START_TIMEOUT)
        except Ended:
            kill(child)
            raise
        if isinstance(answer, Exception):
            kill(child)
            told = f"审查进程无法启动（{type(answer).__name__}：{answer}）"
            raise answer if isinstance(answer, AuditorError) else EngineError(told)
        return child

    def _exchange(self, child: "subprocess.Popen[bytes]", value: Any, timeout: float) -> Any:
        """The answer to `value`. Raises Ended when the child died or was killed for time or memory."""
        assert child.stdout is not None
        done, reasons = Event(), list[str]()
        Thread(target=self._supervise, args=(child, done, reasons, monotonic() + timeout), daemon=True).start()
        try:
            send(child, value)
            return pickle.load(child.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise Ended(*reasons) from None
        finally:
            done.set()

    def _supervise(self, child: "subprocess.Popen[bytes]", done: Event, reasons: list[str], deadline: float) -> None:
        while not done.wait(min(WATCH, deadline - monotonic()) if self._watch else deadline - monotonic()):
            if monotonic() >= deadline:
                reasons.append("timeout")
            elif self._watch and resident(child.pid) > self._limits.memory << 20:
                reasons.append("memory")
            if reasons:
                return kill(child)

    def _autopsy(self, child: "subprocess.Popen[bytes]", item: I, reason: str) -> Failure:
        kill(child)
        if reason == "timeout":
            return out_of_time(item.source, self._limits.timeout)
        if reason == "memory":
            return out_of_memory(item.source, self._limits.memory)
        return crashed(item.source, child.returncode)


class Ended(Exception):
    """The child is gone; `reason` says why we killed it, "crash" when it went by itself."""

    def __init__(self, reason: str = "crash") -> None:
        super().__init__(reason)
        self.reason = reason


def spawn() -> "subprocess.Popen[bytes]":
    """A new interpreter that leads its own process group (Ctrl-C in the terminal does not reach it)."""
    group: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(
        [sys.executable, "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **group
    )


def send(child: "subprocess.Popen[bytes]", value: Any) -> None:
    """One message to the child. Raises OSError when it is gone."""
    assert child.stdin is not None
    pickle.dump(value, child.stdin)
    child.stdin.flush()


def kill(child: "subprocess.Popen[bytes]") -> None:
    """Ends the child, its descendants and its pipes; harmless when they are gone."""
    for process in descendants(child.pid) if sys.platform == "win32" else ():
        with suppress(Exception):
            process.kill()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL) if hasattr(os, "killpg") else child.kill()
    child.wait()


def descendants(pid: int) -> list[Any]:
    """The living processes below `pid`."""
    import psutil

    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def resident(pid: int) -> int:
    """Bytes that `pid` and its descendants hold in memory."""
    import psutil

    total = 0
    with suppress(psutil.NoSuchProcess):
        for process in (psutil.Process(pid), *descendants(pid)):
            total += process.memory_info().rss
    return total
