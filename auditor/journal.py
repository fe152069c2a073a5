"""What a batch has done so far: JSON lines, each on the disk before the next file is begun.

The first line holds the settings; the last, `{"end": true}`, is there when the batch came to its end. A line that a power cut
left half written ends the journal: everything before it counts.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from auditor.errors import UsageError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one input. `stamp` tells a changed file; `status` is audited, failed, duplicate (of `first`) or bundle.

    `files` maps a format to the report's path relative to DIR; `store` is where its JSON lies (never empty when audited);
    `unread` is true when parts could not be read. `members` are the sources inside a bundle.
    """

    source: str
    stamp: str
    status: str
    digest: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    store: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    pages: int = 0
    unread: bool = False
    reason: str = ""
    message: str = ""
    members: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier run in the same folder: its settings, its rows by source, and whether it came to its end."""

    settings: Mapping[str, Any]
    rows: Mapping[str, Row]
    ended: bool


class Journal:
    """The open journal; `add` returns when the row is on the disk. One process at a time: a second one gets a UsageError."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            raise UsageError(f"{path.parent.parent} 正被另一次审查使用，请等它结束或换一个输出目录") from error

    def begin(self, settings: Mapping[str, Any], rows: Mapping[str, Row]) -> None:
        """A fresh journal that starts with what is kept of the past."""
        self._file.truncate(0)
        self._write([{"journal": VERSION, "settings": settings}, *(asdict(row) for row in rows.values())])

    def add(self, row: Row) -> None:
        self._write([asdict(row)])

    def end(self) -> None:
        self._write([{"end": True}])

    def past(self) -> Past | None:
        """What was written so far; None for an empty or foreign file."""
        self._file.seek(0)
        lines = list(_lines(self._file.read()))
        try:
            if not lines or lines[0]["journal"] != VERSION:
                return None
            rows = [Row(**{**line, "members": tuple(line["members"])}) for line in lines[1:] if "source" in line]
            return Past(lines[0]["settings"], {row.source: row for row in rows}, "end" in lines[-1])
        except (KeyError, TypeError):
            return None

    def _write(self, lines: list[dict[str, Any]]) -> None:
        self._file.write(b"".join(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for line in lines))
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


def _lines(data: bytes) -> Any:
    for line in data.split(b"\n")[:-1]:
        try:
            yield json.loads(line)
        except ValueError:
            return


def _lock(descriptor: int) -> None:
    """Held until the process ends, however it ends. Raises OSError when another holds it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
