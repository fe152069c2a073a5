"""Readers: one file a format. Each has SUFFIXES and `read(path) -> Document`; bundles have `expand(path, folder)`. One that reads
pictures of text too has RECOGNISES and takes the limits: `read(path, limits)`.

`read_file` chooses by content, never by suffix (`_sniff.py`); a file name in this folder is the registration of its format.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor import catalog
from auditor.document import Document
from auditor.errors import DamagedFile, LimitExceeded, ReadError, UnsupportedFormat
from auditor.readers._bundle import Budget, Member
from auditor.readers._bundle import expand as expand_bundle
from auditor.readers._limits import LIMITS, MB, Limits
from auditor.readers._sniff import sniff
from auditor.report import Failure

__all__ = ["LIMITS", "Limits", "Member", "digest", "expand", "is_bundle", "read_file"]


def read_file(path: str | Path, *, name: str = "", limits: Limits = LIMITS) -> Document:
    """The file as a Document; `name` is shown as its source instead of the path.

    Raises UnsupportedFormat (also for a bundle: expand it), EncryptedFile, DamagedFile, LimitExceeded, or ReadError where the file
    is missing or locked. Foreign exceptions of a reader come out as DamagedFile. Call it in a guarded process: no limit here stops
    a library that hangs or allocates.
    """
    path = Path(path)
    kind = _kind(path, limits)
    reader = catalog.entry("readers", kind)
    if not hasattr(reader, "read"):
        raise UnsupportedFormat("这是压缩包，请解压后审查其中的文件")
    document = _read(reader, path, limits)
    return replace(document, source=name or str(path), digest=digest(path))


def is_bundle(path: str | Path) -> bool:
    """True when the file holds files of its own (zip, 7z, rar). Raises nothing: what cannot be told is no bundle."""
    try:
        return hasattr(catalog.entry("readers", _kind(Path(path), LIMITS)), "expand")
    except ReadError:
        return False


def expand(path: str | Path, folder: Path, *, name: str = "", limits: Limits = LIMITS) -> Iterator[Member | Failure]:
    """The files of a bundle, written one by one into `folder` under names of ours, bundles inside it expanded too.

    What cannot be unpacked (a password, damage, a limit) comes as a Failure in its turn and the rest goes on; nothing is raised.
    Call it in a guarded process, like `read_file`.
    """
    unpack = catalog.entry("readers", "archive").expand
    return expand_bundle(Path(path), Budget(folder, limits), unpack, name=name or Path(path).name, depth=limits.depth)


def digest(path: Path) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kind(path: Path, limits: Limits) -> str:
    try:
        if path.is_dir():
            raise ReadError("这是文件夹，请指定文件")
        kind = sniff(path)
        most = limits.total if kind == "archive" else limits.file
        if path.stat().st_size > most:
            raise LimitExceeded(f"文件超过 {most // MB} MB，请拆分后再审查")
    except FileNotFoundError as error:
        raise ReadError("文件不存在，可能已被移动或删除") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"文件无法打开，可能正被其他程序占用或没有权限，请关闭后重试（{type(error).__name__}）") from error
    if kind not in catalog.room("readers"):
        raise UnsupportedFormat(f"本次安装没有 {kind} 格式的读取组件，请另存为 DOCX 或 PDF 后再审查")
    return kind


def _read(reader: Any, path: Path, limits: Limits) -> Document:
    try:
        document: Document = reader.read(path, limits) if hasattr(reader, "RECOGNISES") else reader.read(path)
        return document
    except ReadError:
        raise
    except (MemoryError, RecursionError) as error:
        raise LimitExceeded("文件内容过大或嵌套过深，请拆分或另存后再审查") from error
    except ImportError as error:
        raise UnsupportedFormat(f"读取此格式需要的组件没有安装（{error.name}），请另存为 DOCX 或 PDF 后再审查") from error
    except FileNotFoundError as error:
        raise ReadError("文件不存在，可能已被移动或删除") from error
    except Exception as error:  # whatever a library makes of hostile bytes, the batch must go on
        raise DamagedFile(f"文件内容已损坏，无法读取，请用原软件打开并另存后再审查（{type(error).__name__}）") from error
