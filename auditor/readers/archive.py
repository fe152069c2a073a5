"""zip, 7z, rar and tar: a tender is often several files. See `_bundle.py` for the limits and the names."""

import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, ReadError, UnsupportedFormat
from auditor.readers._bundle import Budget, Unpacked, wanted
from auditor.readers._parts import zip_name
from auditor.readers._tar import expand_tar

SUFFIXES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz")

_LOCKED = "压缩包内文件设有密码，请解压并去除密码后再审查"
_SPLIT = "这是分卷压缩包的一卷，请把各卷放在一起解压后再审查"
_SPLIT_FLAGS = 0x03
_BROKEN = "压缩包内此文件已损坏，请重新下载"


def expand(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Each file of the bundle once: its name there, and where its bytes now are or the error that kept them."""
    with path.open("rb") as file:
        magic = file.read(4)
    unpack = {b"7z\xbc\xaf": _expand_7z, b"Rar!": _expand_rar, b"PK\x03\x04": _expand_zip, b"PK\x05\x06": _expand_zip}.get(
        magic, expand_tar
    )
    yield from unpack(path, budget)


def _expand_zip(path: Path, budget: Budget) -> Iterator[Unpacked]:
    with zipfile.ZipFile(path) as bundle:
        for info in bundle.infolist():
            name = zip_name(info)
            if not wanted(name):
                continue
            try:
                yield name, _take(bundle, info, name, budget)
            except LimitExceeded:
                raise
            except ReadError as error:
                yield name, error


def _take(bundle: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> Path:
    if info.flag_bits & 0x1:
        raise EncryptedFile(_LOCKED)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnsupportedFormat("压缩包内此项只是一个链接，没有内容")
    try:
        with bundle.open(info) as source, budget.sink(name, info.compress_size) as sink:
            shutil.copyfileobj(source, sink)
            return sink.path
    except ReadError:
        raise
    except NotImplementedError as error:
        raise UnsupportedFormat("压缩方式无法识别，请解压后再审查") from error
    except Exception as error:  # zlib, CRC, overlap: zipfile raises many kinds
        raise DamagedFile(_BROKEN) from error


def _expand_7z(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """All at once, since members share one stream; what was complete before an error is kept."""
    import py7zr

    from auditor.readers._sevenzip import Sinks

    sinks = Sinks(budget, path.stat().st_size)
    trouble: ReadError | None = None
    try:
        with py7zr.SevenZipFile(path) as bundle:
            names = [item.filename for item in bundle.list() if not item.is_directory and wanted(item.filename)]
            if bundle.needs_password():
                raise EncryptedFile(_LOCKED)
            if names:
                bundle.extract(targets=names, factory=sinks)
    except py7zr.PasswordRequired:
        trouble = EncryptedFile(_LOCKED)
    except ReadError as error:
        trouble = error
    except Exception:  # lzma, CRC, struct: py7zr raises many kinds
        trouble = DamagedFile("压缩包已损坏或没有下载完整，其中的文件未能全部取出，请重新下载")
    yield from sinks.finished(complete=trouble is None)
    if trouble is not None:
        yield "", trouble


def _expand_rar(path: Path, budget: Budget) -> Iterator[Unpacked]:
    from unrar.cffi import unrarlib

    with path.open("rb") as file:
        head = file.read(16)
    if _names_locked(head):
        yield "", EncryptedFile(_LOCKED)
        return
    try:
        with unrarlib.RarArchive.open_for_processing(path) as bundle:
            for header in bundle.iterate_headers():
                name = header.FileNameW
                if header.Flags & unrarlib.FLAGS_RHDF_DIRECTORY or not wanted(name):
                    header.skip()
                    continue
                if header.Flags & _SPLIT_FLAGS:  # asked for it, the library would wait for the next volume for ever
                    yield name, UnsupportedFormat(_SPLIT)
                    return
                yield name, _take_rar(header, name, budget, unrarlib)
    except unrarlib.BadRarPassword:
        yield "", EncryptedFile(_LOCKED)


def _names_locked(head: bytes) -> bool:
    """True where even the names are enciphered: the library then finds an empty bundle."""
    if head[6:8] == b"\x01\x00":
        return len(head) > 13 and head[13] == 4
    return len(head) > 11 and bool(head[10] & 0x80)


def _take_rar(header: Any, name: str, budget: Budget, unrarlib: Any) -> Path | ReadError:
    """Errors inside the library's callback are lost, so the first one is kept and raised here; limits end the bundle."""
    errors: list[ReadError] = []
    packed = header.PackSize + (header.PackSizeHigh << 32)
    try:
        with budget.sink(name, packed) as sink:
            budget.promise(header.UnpSize + (header.UnpSizeHigh << 32))
            header.test(lambda data: None if errors else _write(sink, data, errors))
            if errors:
                raise errors[0]
            return sink.path
    except unrarlib.BadRarPassword:
        return EncryptedFile(_LOCKED)
    except unrarlib.BadRarFile:
        return DamagedFile(_BROKEN)


def _write(sink: Any, data: bytes, errors: list[ReadError]) -> None:
    try:
        sink.write(data)
    except ReadError as error:
        errors.append(error)
