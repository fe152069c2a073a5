"""Files that are either whole or not there, on this machine or wherever fsspec reaches (s3://, sftp://, webdav://).

A place is a Path, or a URL as a string. Credentials and endpoints come from the environment, as fsspec documents for each protocol.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from auditor.errors import AuditorError, EngineError, LimitExceeded, ReadError, UsageError

Place = Path | str

FULL = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""No later file would fare better: the run stops."""

OBJECTS = {"s3", "s3a", "gs", "gcs", "az", "abfs", "oss", "obs", "memory"}
"""Protocols under which an object appears only when it is whole; elsewhere a draft is renamed."""

LARGEST = 300 << 20
"""Bytes of a file that is fetched."""


def place(text: str | Path) -> Place:
    """What a user typed, as a place."""
    return text.rstrip("/") if isinstance(text, str) and "://" in text else Path(text)


def at(root: Place, relative: str) -> Place:
    """The place `relative` (with / as separator) below `root`."""
    return f"{root}/{relative}" if isinstance(root, str) else root / relative


def write_whole(target: Place, data: bytes, *, durable: bool = True) -> None:
    """`data` under a temporary name, on the disk, then renamed: a reader or a crash never meets half a file, nor, if `durable`,
    does a power cut.

    Raises EngineError when the disk is full or read-only or the store out of reach, AuditorError when only this file fails.
    """
    if isinstance(target, str):
        return _send(target, data)
    draft = target.with_name(f".{os.getpid()}-{target.name[-40:]}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(draft, data, durable)
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise _wrapped(error, target) from error


def read_whole(source: Place) -> bytes:
    """The bytes. Raises OSError when there is no such file."""
    if isinstance(source, Path):
        return source.read_bytes()
    fs, path = reach(source)
    data: bytes = fs.cat_file(path)
    return data


def exists(source: Place) -> bool:
    """True when there is such a file."""
    if isinstance(source, Path):
        return source.is_file()
    fs, path = reach(source)
    return bool(fs.isfile(path))


def remove_tree(root: Place) -> None:
    """The folder and all in it, if it is there."""
    if isinstance(root, Path):
        import shutil

        return shutil.rmtree(root, ignore_errors=True)
    fs, path = reach(root)
    if fs.exists(path):
        fs.rm(path, recursive=True)


@contextmanager
def fetched(source: Place) -> Iterator[Path]:
    """The file on this machine for as long as the context lasts. Raises ReadError when it cannot be had."""
    if isinstance(source, Path):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        local = Path(folder) / f"file{PurePosixPath(source).suffix[:9]}"
        _fetch(source, local)
        yield local


def reach(url: str) -> tuple[Any, str]:
    """The fsspec file system and the path in it. Raises UsageError when its protocol is unknown or not installed."""
    try:
        import fsspec

        fs, path = fsspec.core.url_to_fs(url)
        return fs, path
    except ImportError as error:
        raise UsageError(f"读写 {url.partition('://')[0]}:// 需要的组件没有安装（{error.name or error}）") from error
    except ValueError as error:
        raise UsageError(f"不支持的地址：{url}") from error


def _fetch(url: str, local: Path) -> None:
    fs, path = reach(url)
    try:
        if fs.size(path) > LARGEST:
            raise LimitExceeded(f"文件超过 {LARGEST >> 20} MB，请拆分后再审查")
        fs.get_file(path, str(local))
    except FileNotFoundError as error:
        raise ReadError("文件不存在，可能已被移动或删除") from error
    except AuditorError:
        raise
    except Exception as error:  # each protocol has errors of its own
        raise ReadError(f"文件取不下来，请检查网络和权限（{type(error).__name__}）") from error


def _send(url: str, data: bytes) -> None:
    fs, path = reach(url)
    try:
        if url.partition("://")[0] in OBJECTS:
            return fs.pipe_file(path, data)  # type: ignore[no-any-return]
        draft = f"{path}.{os.getpid()}.part"
        fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        fs.pipe_file(draft, data)
        if fs.exists(path):
            fs.rm_file(path)
        fs.mv(draft, path)
    except Exception as error:  # each protocol has errors of its own
        raise EngineError(f"无法写入 {url}，请检查网络和权限（{type(error).__name__}）") from error


def _wrapped(error: OSError, path: Path) -> AuditorError:
    if error.errno in FULL:
        return EngineError(f"无法写入 {path.name}：磁盘已满或只读，请清理空间")
    return AuditorError(f"无法写入结果 {path.name}：文件可能正被打开或没有权限，请关闭后重试（{type(error).__name__}）")


def _write(path: Path, data: bytes, durable: bool) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())
