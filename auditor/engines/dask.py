"""Beyond one machine: a Dask scheduler hands the items to its workers, and each worker does them in a guarded child of its own.

A worker that dies loses nothing: its items go to another one. An item whose workers die again and again is a Failure, not retried
for ever. Without `limits.scheduler` a small cluster on this machine is started and ended.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from threading import get_ident
from typing import Any, TypeVar
from uuid import uuid4

from auditor.engines import Item, Limits, Outcome
from auditor.engines._guard import Guard
from auditor.errors import AuditorError, EngineError, UsageError
from auditor.report import Failure

I = TypeVar("I", bound=Item)
R = TypeVar("R")

CONNECT = 15
"""Seconds to reach the scheduler."""

WINDOW = 1000
"""Items given to the scheduler at a time: enough for a cluster that grows, and a scheduler that stays small."""


def run(task: Callable[[I], R], items: Iterable[I], limits: Limits) -> Iterator[Outcome[I, R]]:
    """Outcomes as they come. Raises UsageError without the extra [cluster], EngineError when the scheduler is out of reach."""
    with _client(limits) as client:
        yield from _stream(client, task, iter(items), limits)


def _stream(client: Any, task: Callable[[I], R], items: Iterator[I], limits: Limits) -> Iterator[Outcome[I, R]]:
    from distributed import as_completed

    completed: Any = as_completed  # the library is not typed

    run_id = uuid4().hex
    waiting: dict[str, I] = {}

    def submitted(item: I) -> Any:
        future = client.submit(guarded, run_id, task, limits, item, key=f"audit-{run_id}-{uuid4().hex}", pure=False)
        waiting[future.key] = item
        return future

    done = completed([submitted(item) for item in islice(items, WINDOW)])
    for future in done:
        item = waiting.pop(future.key)
        yield Outcome(item, _result(future, item))
        for following in islice(items, 1):
            done.add(submitted(following))


def _result(future: Any, item: Item) -> Any:
    from distributed import KilledWorker

    error = future.exception() if future.status != "finished" else None
    if isinstance(error, KilledWorker):
        return Failure(item.source, "crash", "处理此文件的工作机多次失联，已放弃；请检查工作机内存，或单独审查此文件")
    if isinstance(error, AuditorError):
        raise error
    if error is not None:
        raise EngineError(f"集群运行出错（{type(error).__name__}：{error}）") from error
    return future.result()


def guarded(run_id: str, task: Callable[[I], R], limits: Limits, item: I) -> R | Failure:
    """On a worker: `task` in the guarded child of this thread and run."""
    from distributed import get_worker

    worker = get_worker()
    guards: dict[int, tuple[str, Guard[Any, Any]]] = worker.__dict__.setdefault("auditor_guards", {})
    known, guard = guards.get(get_ident(), ("", None))
    if guard is None or known != run_id:
        if guard is not None:
            guard.close()
        guard = Guard(task, limits)
        guards[get_ident()] = (run_id, guard)
    result: R | Failure = guard.call(item)
    return result


@contextmanager
def _client(limits: Limits) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        raise UsageError("没有安装集群组件，请执行 pip install tender-auditor[cluster]") from error
    library: Any = distributed  # not typed
    if limits.scheduler is not None:
        try:
            client = library.Client(limits.scheduler, timeout=CONNECT)
        except (OSError, ValueError) as error:
            raise EngineError(f"无法连接调度器 {limits.scheduler}，请检查地址和网络") from error
        with client:
            yield client
        return
    options = {"threads_per_worker": 1, "dashboard_address": ":0", "memory_limit": 0, "silence_logs": logging.CRITICAL}
    with library.LocalCluster(n_workers=max(limits.jobs, 1), **options) as cluster, library.Client(cluster) as client:
        yield client
