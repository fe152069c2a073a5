"""200 files, some of them out to do harm, a worker killed and the whole run killed half way: in the end every good file has exactly
one report, equal to that of an undisturbed run, and every bad file one named Failure."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from auditor.batch.run import audit_all
from auditor.engines import Limits
from tests import tenders
from tests.faulty import FaultyTask

ROOT = Path(__file__).parents[1]
LIMITS = Limits(jobs=2, timeout=4, memory=600)
FAULTS = {
    "挂起.txt": ("!hang", "timeout"),
    "中止.txt": ("!abort", "crash"),
    "内存.txt": ("!bomb", "memory"),
    "损坏.txt": ("!damaged", "damaged"),
    "空.txt": ("", "damaged"),
    "消失.txt": ("会消失", "unreadable"),
}
RUN = """
import sys
from pathlib import Path
from auditor.batch.run import audit_all
from tests.faulty import FaultyTask
from tests.test_batch_faults import LIMITS
audit_all([Path(sys.argv[1])], FaultyTask(Path(sys.argv[2]), formats=("json",)), limits=LIMITS)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tenders.folder(tmp_path / "in", 200 - len(FAULTS))
    for name, (content, _) in FAULTS.items():
        (root / name).write_text(content + f"\n{name}" if content else "", encoding="utf-8")
    return root


def started(root: Path, out: Path) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", RUN, str(root), str(out)], env=env)


def until(out: Path, rows: int) -> None:
    journal, deadline = out / ".auditor" / "journal.jsonl", time.monotonic() + 60
    while not (journal.exists() and journal.read_bytes().count(b"\n") > rows):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def reports(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in (out / "报告").rglob("*.*")}


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_nothing_is_lost_whatever_happens(folder: Path, tmp_path: Path) -> None:
    calm = tmp_path / "calm"
    (folder / "消失.txt").rename(tmp_path / "away")
    undisturbed = audit_all([folder], FaultyTask(calm, formats=("json",)), limits=LIMITS)
    (tmp_path / "away").rename(folder / "消失.txt")

    out = tmp_path / "out"
    run = started(folder, out)
    until(out, 10)
    (folder / "消失.txt").unlink()
    psutil.Process(run.pid).children()[0].send_signal(signal.SIGKILL)
    until(out, 90)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert not (out / "summary.json").exists()
    for path in (out / "报告").rglob("*.json"):
        json.loads(path.read_bytes())

    (folder / "消失.txt").write_text("会消失", encoding="utf-8")
    resumed = started(folder, out)
    until(out, 95)
    (folder / "消失.txt").unlink(missing_ok=True)
    assert resumed.wait(timeout=100) == 0

    files = {f["path"]: f for f in json.loads((out / "summary.json").read_bytes())["files"]}
    expected = {row.source: (row.status, row.reason) for row in undisturbed.rows}
    victims = [p for p in expected if files[p]["reason"] == "crash" and p not in FAULTS]
    assert len(victims) <= 1, "the killed worker costs at most the file it had in hand"
    for path, (status, reason) in expected.items():
        if path not in victims:
            assert (files[path]["status"], files[path]["reason"] or "") == (status, reason)
    for name, (_, reason) in FAULTS.items():
        if name != "消失.txt":
            assert files[name]["status"] == "failed" and files[name]["reason"] == reason and files[name]["message"]
    assert files["消失.txt"]["status"] in ("failed", "audited")
    wanted = {path: data for path, data in reports(calm).items() if not any(path == f"报告/{v}.json" for v in victims)}
    found = {path: data for path, data in reports(out).items() if path != "报告/消失.txt.json"}
    assert found == wanted


def test_a_full_disk_stops_the_run_and_loses_nothing(folder: Path, tmp_path: Path) -> None:
    """The journal cannot be written: a clear word, exit code 4, and the next run goes on."""
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
    code = f"{limit} from auditor.cli import main; main(sys.argv[1:])"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    arguments = ["audit", str(folder / "甲县"), "--out", str(tmp_path / "out"), "--format", "json", "--fail-on", "无"]
    stopped = subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, encoding="utf-8")
    assert stopped.returncode == 4 and "继续" in stopped.stderr
    again = subprocess.run([sys.executable, "-m", "auditor", *arguments], env=env, capture_output=True, encoding="utf-8")
    assert again.returncode == 0 and "接着上次" in again.stdout
