"""The program inside a guarded child: takes items from stdin, sends results to stdout, obeys the limits, dies with its parent."""

import ctypes
import faulthandler
import os
import pickle
import signal
import sys
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from auditor.engines._call import call

GRACE = 30.0
"""Seconds after the deadline at which a child whose parent is gone, or stuck, ends itself."""

OUTPUT = 2 << 30
"""Largest file, in bytes, that a child may write."""


def serve(source: IO[bytes], settings: bytes) -> None:
    """Answers "ready" when the task in `settings` (task, timeout, memory) is prepared, then item after item until stdin ends.

    A task may have `prepare()`, for what takes long and is the same for every item: it does not count against the first one's time.
    """
    sink = os.fdopen(os.dup(1), "wb")
    _silence()
    try:
        task, timeout, memory = pickle.loads(settings)
        _limit(memory)
        getattr(task, "prepare", lambda: None)()
        _send(sink, "ready")
    except Exception as error:
        return _send(sink, error)
    items: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_receive, args=(source, items), daemon=True).start()
    trim = _trimmer()
    while True:
        item = items.get()
        faulthandler.dump_traceback_later(timeout + GRACE, exit=True)
        _send(sink, _answer(task, item, memory))
        faulthandler.cancel_dump_traceback_later()
        trim()


def _trimmer() -> Callable[[], object]:
    """Gives freed memory back to the system, which glibc does not do by itself: a large file must not weigh on the next."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        return partial(libc.malloc_trim, 0)
    except (OSError, AttributeError):
        return lambda: None


def _answer(task: Any, item: Any, memory: int) -> Any:
    try:
        return call(task, item, memory)
    except Exception as error:
        return error


def _silence() -> None:
    """Whatever else uses stdin or stdout, a library or a grandchild, gets the null device."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(null, number)
    os.close(null)


def _receive(source: IO[bytes], items: "SimpleQueue[Any]") -> None:
    try:
        while True:
            items.put(pickle.load(source))
    except Exception:
        _end()


def _end() -> None:
    """The parent is gone or wants us gone: with everything we started."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _send(sink: IO[bytes], value: Any) -> None:
    pickle.dump(value, sink)
    sink.flush()


def _limit(memory: int) -> None:
    """Hard limits where the system has them; elsewhere the parent watches. A process started from here inherits them."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, OUTPUT), (resource.RLIMIT_DATA, memory << 20)):
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))
