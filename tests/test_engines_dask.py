"""The same promises beyond one machine, on a real cluster of two worker processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from auditor.batch.run import audit_all
from auditor.engines import Limits, run
from auditor.errors import EngineError, UsageError
from auditor.report import Failure
from tests import tenders
from tests.faulty import FaultyTask, Thing, echo

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers as an operator starts them: three processes of their own."""
    folder = tmp_path_factory.mktemp("cluster")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s"}
    note = folder / "scheduler.json"
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--no-dashboard",
        "--port",
        "0",
        "--scheduler-file",
        str(note),
    ]
    started = [subprocess.Popen(command, env=env, cwd=folder, stderr=subprocess.DEVNULL)]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--scheduler-file",
        str(note),
        "--nthreads",
        "1",
        "--no-dashboard",
    ]
    started += [subprocess.Popen(worker, env=env, cwd=folder, stderr=subprocess.DEVNULL) for _ in range(2)]
    with distributed.Client(scheduler_file=str(note), timeout=30) as client:
        client.wait_for_workers(2, timeout=30)
        yield client.scheduler.address
    for process in reversed(started):
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait()


def test_faults_cost_their_own_item_only(scheduler: str) -> None:
    names = ["a", "hang", "b", "abort", "bomb", "killed", "damaged", *[f"file{n}" for n in range(40)]]
    limits = Limits(timeout=3, memory=500, scheduler=scheduler)
    results = {o.item.source: o.result for o in run("dask", echo, [Thing(n) for n in names], limits)}
    reasons = {name: result.reason for name, result in results.items() if isinstance(result, Failure)}
    assert reasons == {"hang": "timeout", "abort": "crash", "bomb": "memory", "killed": "crash", "damaged": "damaged"}
    assert {n: r for n, r in results.items() if n not in reasons} == {n: n for n in names if n not in reasons}


def test_a_killed_worker_loses_nothing(scheduler: str, tmp_path: Path) -> None:
    root = tenders.folder(tmp_path / "in", 60)
    (root / "中止.txt").write_text("!abort\n", encoding="utf-8")
    calm = audit_all([root], FaultyTask(tmp_path / "calm", formats=("json",)), limits=Limits(jobs=2))
    struck = False

    def strike(progress: object) -> None:
        """After some files, one of the two workers is killed with its child."""
        nonlocal struck
        if not struck and getattr(progress, "done", 0) >= 10:
            struck = True
            with distributed.Client(scheduler) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    limits = Limits(timeout=20, memory=800, scheduler=scheduler)
    task = FaultyTask(tmp_path / "out", formats=("json",))
    done = audit_all([root], task, engine="dask", limits=limits, watch=strike)
    assert struck
    assert [(r.source, r.status, r.reason) for r in done.rows] == [(r.source, r.status, r.reason) for r in calm.rows]
    for row in calm.rows:
        for path in row.files.values():
            assert (tmp_path / "out" / path).read_bytes() == (tmp_path / "calm" / path).read_bytes()


def test_a_cluster_of_this_machine_starts_and_ends_by_itself() -> None:
    before = set(psutil.Process().children(recursive=True))
    results = [o.result for o in run("dask", echo, [Thing("a"), Thing("b")], Limits(jobs=1))]
    assert sorted(map(str, results)) == ["a", "b"]
    deadline = time.monotonic() + 10
    while set(psutil.Process().children(recursive=True)) - before and time.monotonic() < deadline:
        time.sleep(0.1)
    left = [p for p in set(psutil.Process().children(recursive=True)) - before if "resource_tracker" not in " ".join(p.cmdline())]
    assert not left


def test_a_wrong_ruleset_stops_the_run(scheduler: str) -> None:
    with pytest.raises(UsageError, match="规则有误"):
        list(run("dask", echo, [Thing("usage")], Limits(scheduler=scheduler)))


def test_a_scheduler_out_of_reach_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from auditor.engines import dask

    monkeypatch.setattr(dask, "CONNECT", 1)
    with pytest.raises(EngineError, match="调度器"):
        list(run("dask", echo, [Thing("a")], Limits(scheduler="tcp://127.0.0.1:9")))
