"""Bundles: members streamed out under names of ours, every byte counted, one budget for all that is inside."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Final

from auditor.errors import DamagedFile, LimitExceeded, ReadError
from auditor.readers._limits import MB, Limits
from auditor.readers._sniff import sniff
from auditor.report import Failure

GRACE = 64 * MB
"""Unpacked bytes below which no ratio is suspicious: empty tables compress a thousandfold."""

Unpacked = tuple[str, Path | ReadError]
"""Name inside the bundle, and where the bytes are or why there are none."""

Unpack = Callable[[Path, "Budget"], Iterator[Unpacked]]

_JUNK = re.compile(r"(?i)(?:^|/)(?:__MACOSX/|\._|~\$|\.~|\.DS_Store$|Thumbs\.db$|desktop\.ini$)|/$")


@dataclass(frozen=True, slots=True)
class Member:
    """A file taken out of a bundle: `name` for people (bundle.zip!/文件.docx), `path` where its bytes now are."""

    name: str
    path: Path


class Sink:
    """A file of ours being written; raises LimitExceeded as soon as the budget or the ratio is spent."""

    def __init__(self, budget: "Budget", path: Path, packed: int) -> None:
        self.path = path
        self.written = 0
        self._budget = budget
        self._most = max(packed * budget.limits.ratio, GRACE)
        self._file: BinaryIO = path.open("wb")

    def write(self, data: bytes) -> int:
        self.written += len(data)
        self._budget.spend(len(data))
        if self.written > self._most:
            raise LimitExceeded("压缩比异常（疑似压缩炸弹），请核实来源后解压再审查")
        return self._file.write(data)

    def __enter__(self) -> "Sink":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
        if error is not None:
            self.path.unlink(missing_ok=True)


LOCKED: Final = "压缩包内文件设有密码，请解压并去除密码后再审查"
BROKEN: Final = "压缩包内此文件已损坏，请重新下载"
LINK: Final = "压缩包内此项只是一个链接，没有内容"


class Budget:
    """What may still be unpacked, for a bundle and all bundles inside it."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self._members = 0
        self._bytes = 0

    def spend(self, count: int) -> None:
        self._bytes += count
        if self._bytes > self.limits.total:
            raise LimitExceeded(f"解压后超过 {self.limits.total // MB} MB，请解压后分批审查")

    def promise(self, count: int) -> None:
        """Raises LimitExceeded where a member announces more than may still come."""
        if self._bytes + count > self.limits.total:
            self.spend(count)

    def sink(self, name: str, packed: int) -> Sink:
        """A new file for the member `name`, of which only a plain suffix is kept; `packed` is its size inside the bundle."""
        self._members += 1
        if self._members > self.limits.members:
            raise LimitExceeded(f"压缩包内文件超过 {self.limits.members} 个，请解压后分批审查")
        suffix = PurePosixPath(name).suffix
        plain = suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else ""
        return Sink(self, self.folder / f"{self._members:05}{plain}", packed)


def wanted(name: str) -> bool:
    """False for folders and for what file managers and editors leave behind."""
    return not _JUNK.search(name.replace("\\", "/"))


def shown(name: str) -> str:
    """The member's name for people: forward slashes, no way out of the bundle, nothing unprintable."""
    parts = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", name.replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def expand(path: Path, budget: Budget, unpack: Unpack, *, name: str, depth: int) -> Iterator[Member | Failure]:
    """The members of a bundle and, `depth` deep, of the bundles in it, in their order; see `auditor.readers.expand`."""
    empty = True
    for inner, outcome in _safely(path, budget, unpack):
        empty = False
        full = f"{name}!/{shown(inner)}" if inner else name
        if isinstance(outcome, ReadError):
            yield Failure(full, outcome.reason, str(outcome))
        elif not _is_bundle(outcome):
            yield Member(full, outcome)
        elif depth > 1:
            yield from expand(outcome, budget, unpack, name=full, depth=depth - 1)
            outcome.unlink(missing_ok=True)
        else:
            yield Failure(full, LimitExceeded.reason, "压缩包嵌套过深，请解压后再审查")
    if empty:
        yield Failure(name, DamagedFile.reason, "压缩包中没有可读的文件（可能为空、已损坏或设有密码），请解压后再审查")


def _is_bundle(path: Path) -> bool:
    try:
        return sniff(path) == "archive"
    except ReadError:
        return False  # read_file says what is wrong with it


def _safely(path: Path, budget: Budget, unpack: Unpack) -> Iterator[Unpacked]:
    """Trouble with the bundle itself comes under the empty name; nothing foreign leaves this room."""
    try:
        yield from unpack(path, budget)
    except ReadError as error:
        yield "", error
    except (MemoryError, RecursionError):
        yield "", LimitExceeded("压缩包过大，请解压后再审查")
    except ImportError as error:
        yield "", ReadError(f"解压此格式需要的组件没有安装（{error.name}），请解压后再审查")
    except Exception as error:  # whatever a library makes of hostile bytes, the batch must go on
        yield "", DamagedFile(f"压缩包已损坏或没有下载完整，请重新下载（{type(error).__name__}）")
