"""RAR through unrar's own library: members, files that are kept once under several names, passwords, volumes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from auditor.errors import DamagedFile, EncryptedFile, ReadError, UnsupportedFormat
from auditor.readers._bundle import BROKEN, LINK, LOCKED, Budget, Unpacked, wanted

_SPLIT: Final = "这是分卷压缩包的一卷，请把各卷放在一起解压后再审查"
_SPLIT_FLAGS: Final = 0x03
_SAME_FILE: Final = (4, 5)
"""Kinds of redirection, a hard link and a copy kept once, whose content is that of a member before; others point anywhere."""
_NAME: Final = 1024


def expand_rar(path: Path, budget: Budget) -> Iterator[Unpacked]:
    """Each file once, as `archive.expand` gives them."""
    from unrar.cffi import unrarlib

    with path.open("rb") as file:
        head = file.read(16)
    if _names_locked(head):
        yield "", EncryptedFile(LOCKED)
        return
    taken: dict[str, Path] = {}
    try:
        with unrarlib.RarArchive.open_for_processing(path) as bundle:
            for header, target in _headers(bundle, unrarlib):
                name = header.FileNameW
                if header.Flags & unrarlib.FLAGS_RHDF_DIRECTORY or not wanted(name):
                    header.skip()
                    continue
                if header.Flags & _SPLIT_FLAGS:  # asked for it, the library would wait for the next volume for ever
                    yield name, UnsupportedFormat(_SPLIT)
                    return
                outcome = _take(header, name, budget, unrarlib) if target is None else _again(header, taken.get(target), budget)
                if isinstance(outcome, Path):
                    taken[_plain(name)] = outcome
                yield name, outcome
    except unrarlib.BadRarPassword:
        yield "", EncryptedFile(LOCKED)


def _names_locked(head: bytes) -> bool:
    """True where even the names are enciphered: the library then finds an empty bundle."""
    if head[6:8] == b"\x01\x00":
        return len(head) > 13 and head[13] == 4
    return len(head) > 11 and bool(head[10] & 0x80)


def _headers(bundle: Any, unrarlib: Any) -> Iterator[tuple[Any, str | None]]:
    """Each member with the one whose content it has; None for its own, empty for a link to who knows what.

    The library tells that name only where it is given room for it, which its own loop does not.
    """
    while True:
        data, room = unrarlib.RARHeaderDataEx(), unrarlib.ffi.new("wchar_t[]", _NAME)
        data.RedirName, data.RedirNameSize = room, _NAME
        if unrarlib.RARReadHeaderEx(bundle.handle, data) != unrarlib.FLAGS_SUCCESS:
            return
        same = data.RedirType in _SAME_FILE
        target = _plain(unrarlib.ffi.string(room)) if same else "" if data.RedirType else None
        yield unrarlib.RarHeader(bundle, data), target


def _plain(name: str) -> str:
    return name.replace("\\", "/")


def _again(header: Any, before: Path | None, budget: Budget) -> Path | ReadError:
    """The content of the member `before` under another name."""
    header.skip()
    if before is None or not before.is_file():
        return UnsupportedFormat(LINK)
    budget.promise(before.stat().st_size)
    with before.open("rb") as source, budget.sink(header.FileNameW, before.stat().st_size) as sink:
        shutil.copyfileobj(source, sink)
        return sink.path


def _take(header: Any, name: str, budget: Budget, unrarlib: Any) -> Path | ReadError:
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
        return EncryptedFile(LOCKED)
    except unrarlib.BadRarFile:
        return DamagedFile(BROKEN)


def _write(sink: Any, data: bytes, errors: list[ReadError]) -> None:
    try:
        sink.write(data)
    except ReadError as error:
        errors.append(error)
