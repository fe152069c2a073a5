"""Files that are either whole or not there."""

import errno
import os
from pathlib import Path

from auditor.errors import AuditorError, EngineError

FULL = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""No later file would fare better: the run stops."""


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """`data` under a temporary name, on the disk, then renamed: a reader or a crash never meets half a file, nor, if `durable`,
    does a power cut.

    Raises EngineError when the disk is full or read-only, AuditorError when only this file cannot be written.
    """
    draft = path.with_name(f".{os.getpid()}-{path.name[-40:]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(draft, data, durable)
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise wrapped(error, path) from error


def wrapped(error: OSError, path: Path) -> AuditorError:
    """What to tell people when `path` could not be written."""
    if error.errno in FULL:
        return EngineError(f"无法写入 {path.name}：磁盘已满或只读；请清理空间后用同一命令继续")
    return AuditorError(f"无法写入结果 {path.name}：文件可能正被打开或没有权限，请关闭后重试（{type(error).__name__}）")


def _write(path: Path, data: bytes, durable: bool) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())
