"""Which files are meant: folders walked in natural order, each file with the name people know it by."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from natsort import natsort_keygen, ns

from auditor.errors import UsageError

OWN = ".auditor"
"""The folder inside an output folder that marks it as ours."""

JUNK = frozenset({"thumbs.db", "desktop.ini"})

_natural = natsort_keygen(key=lambda entry: entry.name, alg=ns.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to audit: `path` where its bytes are, `source` its name for people, `stamp` changes when the file does, `size` in bytes."""

    path: str
    source: str
    stamp: str = ""
    size: int = 0


def walk(paths: Sequence[Path], out: Path) -> Iterator[Input]:
    """Every file below `paths` once. Leaves out Office lock files, hidden files, and output folders of ours, `out` among them.

    A file in a folder is called by its path below that folder (with the folder's name before it when several paths are given).
    Raises UsageError when a path does not exist.
    """
    missing = [str(path) for path in paths if not os.path.lexists(path)]
    if missing:
        raise UsageError(f"路径不存在：{'、'.join(missing)}")
    seen: set[str] = set()
    names: set[str] = set()
    for path in paths:
        prefix = f"{path.resolve().name}/" if len(paths) > 1 else ""
        found = _below(path, prefix, out.resolve()) if path.is_dir() else iter([(str(path), _given(path))])
        for place, name in found:
            real = os.path.realpath(place)
            if real not in seen:
                seen.add(real)
                source = name if name not in names else place
                names.add(source)
                yield _input(os.path.abspath(place), source)


def _given(path: Path) -> str:
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()


def _below(folder: Path, prefix: str, out: Path) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=_natural)
    except OSError:
        yield str(folder), prefix.rstrip("/") or folder.name  # the reader says why it cannot be opened
        return
    if any(entry.name == OWN for entry in entries) or Path(folder).resolve() == out:
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.lower() in JUNK:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), f"{prefix}{entry.name}/", out)
        elif entry.is_file():
            yield entry.path, prefix + entry.name


def _input(path: str, source: str) -> Input:
    source = source.encode("utf-8", "replace").decode()
    try:
        stat = os.stat(path)
    except OSError:
        return Input(path, source)
    return Input(path, source, f"{stat.st_size}-{stat.st_mtime_ns}", stat.st_size)
