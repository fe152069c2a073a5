"""Guarded child processes on this machine: `limits.jobs` at once, one thread of ours for each."""

from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from auditor.engines import Item, Limits, Outcome
from auditor.engines._guard import Guard

I = TypeVar("I", bound=Item)
R = TypeVar("R")


def run(task: Callable[[I], R], items: Iterable[I], limits: Limits) -> Iterator[Outcome[I, R]]:
    """Outcomes as they come; items are drawn when a child is free. Closing the iterator kills every child."""
    desk: _Desk[I, R] = _Desk(iter(items))
    guards = [Guard(task, limits) for _ in range(max(limits.jobs, 1))]
    threads = [Thread(target=desk.work, args=(guard,), daemon=True) for guard in guards]
    for thread in threads:
        thread.start()
    try:
        yield from desk.outcomes(threads)
    finally:
        desk.stop.set()
        for guard in guards:
            guard.close()
        for thread in threads:
            thread.join()


class _Desk(Generic[I, R]):
    """Hands out items, takes in outcomes; shared by the threads of one run."""

    def __init__(self, items: Iterator[I]) -> None:
        self._items, self._lock = items, Lock()
        self._done: SimpleQueue[Outcome[I, R] | BaseException] = SimpleQueue()
        self.stop = Event()

    def work(self, guard: Guard[I, R]) -> None:
        try:
            while not self.stop.is_set():
                with self._lock:
                    item = next(self._items)
                self._done.put(Outcome(item, guard.call(item)))
        except StopIteration:
            return
        except BaseException as error:
            self._done.put(error)

    def outcomes(self, threads: list[Thread]) -> Iterator[Outcome[I, R]]:
        """Until all threads ended and nothing is left. The short wait lets Ctrl-C through on Windows."""
        while True:
            working = any(thread.is_alive() for thread in threads)
            try:
                outcome = self._done.get(timeout=0.2 if working else 0)
            except Empty:
                if working:
                    continue
                return
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
