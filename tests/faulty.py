"""Tasks that misbehave on purpose, for tests of engines and batches. Children import them by name."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from auditor.batch.task import Audited, Expanded, Job, Task
from auditor.errors import DamagedFile, EngineError, UsageError


@dataclass(frozen=True)
class Thing:
    """An item whose name says what it does to its process."""

    source: str


def misbehave(how: str) -> None:
    """Does to this process what `how` says; nothing for other words."""
    match how:
        case "hang":
            subprocess.run([sys.executable, "-c", "import time; time.sleep(777)"])
        case "busy":
            while True:
                pass
        case "abort":
            os.abort()
        case "segfault":
            ctypes.string_at(0)
        case "exit":
            os._exit(7)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "bomb":
            hoard = [bytearray(64 << 20) for _ in range(64)]
            print(len(hoard))
        case "raise":
            raise ValueError("表格行数为负")
        case "damaged":
            raise DamagedFile("文件已损坏")
        case "deep":
            misbehave(how)
        case "usage":
            raise UsageError("规则有误")
        case "full":
            raise EngineError("磁盘已满")


def echo(thing: Thing) -> str:
    """Misbehaves as the name says, or gives the name back."""
    misbehave(thing.source.rstrip("0123456789"))
    print("noise that a library writes to stdout")
    return thing.source


def grow(thing: Thing) -> int:
    """Fills memory slowly, as a leak does."""
    hoard = []
    while True:
        hoard.append(bytearray(8 << 20))
        time.sleep(0.01)


def whoami(thing: Thing) -> int:
    """The child's process id."""
    return os.getpid()


@dataclass(frozen=True)
class Slow:
    """A task that needs longer to prepare than an item may take."""

    def prepare(self) -> None:
        time.sleep(2)

    def __call__(self, thing: Thing) -> str:
        return f"ready {thing.source}"


@dataclass(frozen=True)
class Stumbling:
    """A task whose first child is killed before it is ready."""

    mark: Path

    def prepare(self) -> None:
        if not self.mark.exists():
            self.mark.touch()
            misbehave("killed")

    def __call__(self, thing: Thing) -> str:
        return thing.source


@dataclass(frozen=True)
class FaultyTask(Task):
    """The real task; but a file that begins with `!word` does to the worker what the word says."""

    def __call__(self, job: Job) -> Audited | Expanded:
        head = Path(job.path).read_bytes()[:20] if os.path.exists(job.path) else b""
        if head.startswith(b"!"):
            misbehave(head[1:].split()[0].decode())
        return super().__call__(job)
