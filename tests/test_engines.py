"""What an engine promises: one item's misfortune is that item's Failure and nobody else's."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from auditor.engines import Limits, Outcome, run
from auditor.engines._guard import Guard
from auditor.errors import EngineError, UsageError
from auditor.report import Failure
from tests.faulty import Slow, Stumbling, Thing, echo, grow, whoami

LIMITS = Limits(jobs=2, timeout=3, memory=500)


def outcomes(names: list[str], limits: Limits = LIMITS, engine: str = "processes") -> dict[str, str | Failure]:
    return {o.item.source: o.result for o in run(engine, echo, [Thing(n) for n in names], limits)}


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_every_item_comes_back_once(engine: str) -> None:
    names = [f"file{n}" for n in range(30)]
    assert outcomes(names, engine=engine) == {n: n for n in names}


@pytest.mark.parametrize("engine", ["serial", "processes"])
@pytest.mark.parametrize(("fault", "reason"), [("raise", "internal"), ("damaged", "damaged"), ("deep", "internal")])
def test_an_error_is_a_failure_with_its_reason(engine: str, fault: str, reason: str) -> None:
    result = outcomes(["a", fault, "b"], engine=engine)
    failure = result.pop(fault)
    assert isinstance(failure, Failure) and failure.reason == reason and failure.source == fault
    assert result == {"a": "a", "b": "b"}


@pytest.mark.parametrize(
    ("fault", "reason", "told"),
    [
        ("hang", "timeout", "3 秒"),
        ("busy", "timeout", "3 秒"),
        ("abort", "crash", "信号 6"),
        ("segfault", "crash", "信号 11"),
        ("killed", "crash", "信号 9"),
        ("exit", "crash", "退出码 7"),
        ("bomb", "memory", "500 MB"),
    ],
)
def test_a_dying_process_costs_one_item(fault: str, reason: str, told: str) -> None:
    result = outcomes(["a", "b", fault, "c", "d"])
    failure = result.pop(fault)
    assert isinstance(failure, Failure)
    assert failure.reason == reason and told in failure.message
    assert result == {n: n for n in "abcd"}


def test_a_killed_child_takes_what_it_started_with_it() -> None:
    outcomes(["hang"], Limits(timeout=1))
    assert not [p for p in psutil.process_iter() if "time.sleep(777)" in " ".join(_command(p))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def test_memory_is_watched_where_the_system_sets_no_limit() -> None:
    """As on Windows: the parent looks at the child's memory, a limit of the system does not bite first."""
    guard = Guard(grow, Limits(timeout=30, memory=300), watch=True)
    try:
        failure = guard.call(Thing("leak"))
    finally:
        guard.close()
    assert isinstance(failure, Failure) and failure.reason == "memory"


def test_idle_and_busy_children_killed_from_outside_lose_nothing_else() -> None:
    guard: Guard[Thing, int] = Guard(whoami, LIMITS)
    try:
        first = guard.call(Thing("a"))
        assert isinstance(first, int)
        os.kill(first, signal.SIGKILL)
        time.sleep(0.1)
        second = guard.call(Thing("b"))
        assert isinstance(second, int) and second != first
    finally:
        guard.close()


@pytest.mark.parametrize(("fault", "error"), [("usage", UsageError), ("full", EngineError)])
@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_a_wrong_ruleset_or_a_full_disk_stops_the_run(engine: str, fault: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        outcomes(["a", fault, "b"], engine=engine)


def test_a_task_that_cannot_be_sent_to_a_child_is_an_engine_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone.py").write_text("def work(thing):\n    return 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    import gone  # type: ignore[import-not-found]

    (tmp_path / "gone.py").unlink()
    with pytest.raises(EngineError):
        list(run("processes", gone.work, [Thing("a")], LIMITS))


def test_items_are_drawn_only_when_a_child_is_free() -> None:
    drawn = []

    def items() -> Iterator[Thing]:
        for n in range(1000):
            drawn.append(n)
            yield Thing(f"f{n}")

    stream = run("processes", echo, items(), LIMITS)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert len(drawn) < 100


def test_closing_the_stream_leaves_no_child_behind() -> None:
    before = {p.pid for p in psutil.Process().children(recursive=True)}
    stream: Iterator[Outcome[Thing, str]] = run("processes", echo, [Thing("a"), Thing("hang")], Limits(jobs=2, timeout=60))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert {p.pid for p in psutil.Process().children(recursive=True)} <= before


def test_children_die_with_a_parent_that_is_killed() -> None:
    code = "from auditor.engines import *; from tests.faulty import *; list(run('processes', echo, [Thing('hang')], Limits()))"
    parent = subprocess.Popen([sys.executable, "-c", code])
    family: list[psutil.Process] = []
    deadline = time.monotonic() + 20
    while len(family) < 2 and time.monotonic() < deadline:
        family = psutil.Process(parent.pid).children(recursive=True)
        time.sleep(0.1)
    assert len(family) >= 2
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


def test_an_unknown_engine_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="processes"):
        run("spark", echo, [], LIMITS)


def test_preparing_does_not_count_against_the_first_item() -> None:
    results = list(run("processes", Slow(), [Thing("a")], Limits(timeout=1)))
    assert [o.result for o in results] == ["ready a"]


def test_a_child_killed_while_it_starts_gets_a_successor(tmp_path: Path) -> None:
    results = list(run("processes", Stumbling(tmp_path / "mark"), [Thing("a")], Limits(timeout=5)))
    assert [o.result for o in results] == ["a"]
