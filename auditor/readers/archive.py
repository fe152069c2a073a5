"""zip, 7z, rar and tar: a tender is often several files. See `_bundle.py` for the limits and the names."""

import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, ReadError, UnsupportedFormat
from auditor.readers._bundle import BROKEN, LINK, LOCKED, Budget, Unpacked, wanted
from auditor.readers._parts import zip_name
from auditor.readers._rar import expand_rar
from auditor.readers._tar import expand_tar

SUFFIXES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz")


def expand(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Each file of the bundle once: its name there, and where its bytes now are or the error that kept them."""
    with path.open("rb") as file:
        magic = file.read(4)
    unpack = {b"7z\xbc\xaf": _expand_7z, b"Rar!": expand_rar, b"PK\x03\x04": _expand_zip, b"PK\x05\x06": _expand_zip}.get(
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
        raise EncryptedFile(LOCKED)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnsupportedFormat(LINK)
    try:
        with bundle.open(info) as source, budget.sink(name, info.compress_size) as sink:
            shutil.copyfileobj(source, sink)
            return sink.path
    except ReadError:
        raise
    except NotImplementedError as error:
        raise UnsupportedFormat("压缩方式无法识别，请解压后再审查") from error
    except Exception as error:  # zlib, CRC, overlap: zipfile raises many kinds
        raise DamagedFile(BROKEN) from error


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
                raise EncryptedFile(LOCKED)
            if names:
                bundle.extract(targets=names, factory=sinks)
    except py7zr.PasswordRequired:
        trouble = EncryptedFile(LOCKED)
    except ReadError as error:
        trouble = error
    except Exception:  # lzma, CRC, struct: py7zr raises many kinds
        trouble = DamagedFile("压缩包已损坏或没有下载完整，其中的文件未能全部取出，请重新下载")
    yield from sinks.finished(complete=trouble is None)
    if trouble is not None:
        yield "", trouble
