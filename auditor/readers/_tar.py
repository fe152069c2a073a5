"""tar, plain or packed, and single files packed by gzip, bzip2 or xz."""

import bz2
import gzip
import lzma
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from auditor.errors import UnsupportedFormat
from auditor.readers._bundle import LINK, Budget, Unpacked, wanted

_OPENERS: Mapping[bytes, Callable[[Path, str], Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
_BLOCK = 512


def expand_tar(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Each file of the bundle, read in one pass; a single packed file under its name without the last suffix."""
    packed = path.stat().st_size
    with _opened(path) as stream:
        lone = stream.read(_BLOCK)[257:262] != b"ustar"
    with _opened(path) as stream:
        if lone:
            with budget.sink(path.stem, packed) as sink:
                shutil.copyfileobj(stream, sink)
            yield path.stem, sink.path
        else:
            yield from _members(stream, packed, budget)


def _members(stream: IO[bytes], packed: int, budget: Budget) -> Iterator[Unpacked]:
    with tarfile.open(fileobj=stream, mode="r|", encoding="gb18030", errors="surrogateescape") as bundle:
        for info in bundle:
            name = _name(info.name)
            if info.isdir() or not wanted(name):
                continue
            source = bundle.extractfile(info) if info.isreg() else None
            if source is None:
                yield name, UnsupportedFormat(LINK)
                continue
            budget.promise(info.size)
            with budget.sink(name, packed) as sink:
                shutil.copyfileobj(source, sink)
            yield name, sink.path


def _name(name: str) -> str:
    """Names in old headers have no encoding: UTF-8 where the bytes agree, else GB18030, in which they were read."""
    try:
        return name.encode("gb18030", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return name


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        magic = file.read(2)
    opener = _OPENERS.get(magic)
    return path.open("rb") if opener is None else opener(path, "rb")
