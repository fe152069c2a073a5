"""Which files are meant: folders walked in natural order, each file with the name people know it by."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from natsort import natsort_keygen, natsorted, ns

from auditor.errors import UsageError
from auditor.storage import Place, reach

OWN = ".auditor"
"""The folder inside an output folder that marks it as ours."""

JUNK = frozenset({"thumbs.db", "desktop.ini"})

_natural = natsort_keygen(key=lambda entry: entry.name, alg=ns.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to audit: `path` where its bytes are (or its URL), `source` its name for people, `size` in bytes.

    `stamp` changes when the file does.
    """

    path: str
    source: str
    stamp: str = ""
    size: int = 0


def walk(places: Sequence[Place], out: Place) -> Iterator[Input]:
    """Every file below `places` once. Leaves out Office lock files, hidden files, and output folders of ours, `out` among them.

    A file in a folder is called by its path below that folder (with the folder's name before it when several places are given).
    Raises UsageError when a place does not exist or is `out` itself.
    """
    seen: set[str] = set()
    names: set[str] = set()
    for given in places:
        for found in _far(given, str(out)) if isinstance(given, str) else _near(given, out):
            real = os.path.realpath(found.path) if isinstance(given, Path) else found.path
            if real not in seen:
                seen.add(real)
                yield _named(found, given, names, several=len(places) > 1)


def _named(found: Input, given: Place, names: set[str], *, several: bool) -> Input:
    """With a name that nobody else has."""
    folder = given.rpartition("/")[2] if isinstance(given, str) else given.resolve().name if given.is_dir() else ""
    source = f"{folder}/{found.source}" if several and folder and folder != found.source else found.source
    source = (found.path if source in names else source).encode("utf-8", "replace").decode()
    names.add(source)
    return Input(found.path, source, found.stamp, found.size)


def _near(given: Path, out: Place) -> Iterator[Input]:
    if not os.path.lexists(given):
        raise UsageError(f"路径不存在：{given}")
    if isinstance(out, Path) and given.resolve() == out.resolve():
        raise UsageError(f"输出目录不能就是要审查的文件夹：{given}")
    if not given.is_dir():
        yield _input(given, given.name if given.is_absolute() or ".." in given.parts else given.as_posix())
        return
    yield from _below(given, "", out.resolve() if isinstance(out, Path) else None)


def _below(folder: Path, prefix: str, out: Path | None) -> Iterator[Input]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=_natural)
    except OSError:
        yield _input(folder, prefix.rstrip("/") or folder.name)  # the reader says why it cannot be opened
        return
    if any(entry.name == OWN for entry in entries) or folder.resolve() == out:
        return
    for entry in entries:
        if not _wanted(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), f"{prefix}{entry.name}/", out)
        elif entry.is_file():
            yield _input(Path(entry.path), prefix + entry.name)


def _wanted(name: str) -> bool:
    return not name.startswith((".", "~$")) and name.lower() not in JUNK


def _input(path: Path, source: str) -> Input:
    absolute = os.path.abspath(path)
    try:
        stat = os.stat(absolute)
    except OSError:
        return Input(absolute, source)
    return Input(absolute, source, f"{stat.st_size}-{stat.st_mtime_ns}", stat.st_size)


def _far(url: str, out: str) -> Iterator[Input]:
    """The files below a URL, as its store lists them."""
    fs, root = reach(url)
    try:
        found: dict[str, dict[str, Any]] = fs.find(root, detail=True)
    except Exception as error:  # each protocol has errors of its own
        raise UsageError(f"无法列出 {url}，请检查地址、网络和权限（{type(error).__name__}）") from error
    if not found:
        raise UsageError(f"路径不存在或没有文件：{url}")
    for path in natsorted(found, alg=ns.PATH | ns.IGNORECASE):
        name = path.removeprefix(root).lstrip("/") or path.rpartition("/")[2]
        full, info = fs.unstrip_protocol(path), found[path]
        if all(_wanted(part) for part in PurePosixPath(name).parts) and not full.startswith(f"{out}/"):
            mark = info.get("ETag") or info.get("mtime") or info.get("LastModified") or ""
            yield Input(full, name, f"{info['size']}-{mark}", info["size"])
