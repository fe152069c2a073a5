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

from auditor.errors import EngineError, UsageError
from auditor.storage import write_whole

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
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._locked = path.with_name("lock").open("ab")
        except OSError as error:
            raise UsageError(f"输出目录 {path.parent.parent} 无法写入，请换一个目录（{error.strerror}）") from error
        try:
            _lock(self._locked.fileno())
        except OSError as error:
            self._locked.close()
            raise UsageError(f"{path.parent.parent} 正被另一次审查使用，请等它结束或换一个输出目录") from error
        self._file = path.open("ab", buffering=0)

    def begin(self, settings: Mapping[str, Any], rows: Mapping[str, Row]) -> None:
        """A fresh journal that starts with what is kept of the past; the old one stands until the new one is whole."""
        self._file.close()
        write_whole(self._path, _encoded([{"journal": VERSION, "settings": settings}, *map(asdict, rows.values())]))
        self._file = self._path.open("ab", buffering=0)

    def add(self, row: Row) -> None:
        """Raises EngineError when the disk is full."""
        self._append(asdict(row))

    def end(self) -> None:
        """The batch came to its end."""
        self._append({"end": True})

    def past(self) -> Past | None:
        """What was written so far; None for an empty or foreign file."""
        lines = list(_lines(self._path.read_bytes()))
        try:
            if not lines or lines[0]["journal"] != VERSION:
                return None
            rows = [Row(**{**line, "members": tuple(line["members"])}) for line in lines[1:] if "source" in line]
            return Past(lines[0]["settings"], {row.source: row for row in rows}, "end" in lines[-1])
        except (KeyError, TypeError):
            return None

    def _append(self, line: dict[str, Any]) -> None:
        data = _encoded([line])
        try:
            if self._file.write(data) != len(data):
                raise OSError(0, "写入不完整")
            os.fsync(self._file.fileno())
        except OSError as error:
            raise EngineError(f"无法记录进度（{error.strerror}）：磁盘可能已满，请清理空间") from error

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
        self._locked.close()


def _encoded(lines: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for line in lines)


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

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
