"""Read Documents kept on disk: reading is the costly part, and the same file is often audited again with other rules.

An entry is named by the file's digest and the version of the readers; columns of plain JSON and one of doubles, packed. Whatever is
wrong with an entry, it is thrown away and the file read again. Several runs may share the folder.
"""

import hashlib
import json
import os
import sys
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache
from importlib import metadata
from itertools import accumulate, pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from auditor import catalog, document, readers
from auditor.document import Document, Notice, Place, Span
from auditor.errors import AuditorError
from auditor.storage import write_whole

LIBRARIES = ("pypdfium2", "pdfplumber", "python-docx", "lxml", "office_oxide", "python-calamine", "openpyxl", "xlrd", "rapidocr")
"""What reads for us: another version may read otherwise."""

WORTH = 0.1
"""Seconds of reading below which an entry would save nothing."""

LIMIT = 2 << 30
"""Bytes that the folder may hold; the longest unused entries go first."""

_COLUMNS = [f.name for f in fields(Place) if f.name not in ("span", "edges")]


class Cache:
    """The folder. Nothing here raises: without a cache everything works, only slower."""

    def __init__(self, folder: Path, limit: int = LIMIT, limits: readers.Limits = readers.LIMITS) -> None:
        self._folder, self._limit, self._puts, self._limits = folder, limit, 0, limits

    def read(self, path: Path) -> Document:
        """The Document of `path`, from the cache or from its reader. Raises ReadError like `readers.read_file`."""
        found = self._known(path)
        if found is not None:
            return replace(found, source=str(path))
        began = perf_counter()
        fresh = readers.read_file(path, limits=self._limits)
        if perf_counter() - began > WORTH:
            self.put(fresh)
        return fresh

    def _known(self, path: Path) -> Document | None:
        try:
            return self.get(readers.digest(path)) if path.is_file() else None
        except OSError:
            return None  # the reader says what is wrong

    def get(self, digest: str) -> Document | None:
        """The entry; None when there is none or it is damaged."""
        path = self._path(digest)
        try:
            found = unpack(path.read_bytes())
            os.utime(path)
        except FileNotFoundError:
            return None
        except Exception:  # damage takes many forms
            found = None
        if found is None or found.digest != digest:
            self._remove(path)
            return None
        return found

    def put(self, given: Document) -> None:
        """Keeps `given`; makes room now and then."""
        try:
            write_whole(self._path(given.digest), pack(given), durable=False)
        except AuditorError:
            return
        self._puts += 1
        if self._puts % 50 == 1:
            self.shrink()

    def shrink(self) -> None:
        """Removes the longest unused entries until the folder is within its limit, and with them those of other reader versions."""
        held = sorted(self._entries(), reverse=True)
        for (_, _, path), total in zip(held, accumulate(size for _, size, _ in held), strict=True):
            if total > self._limit:
                self._remove(path)

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.glob("*/*"):
            try:
                stat = path.stat()
            except OSError:
                continue
            yield stat.st_mtime, stat.st_size, path

    def _path(self, digest: str) -> Path:
        """Named by everything that decides what a Document holds."""
        return self._folder / digest[:2] / f"{digest}-{version()}-{self._limits.recognised}"

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def folder() -> Path:
    """Where the user's caches are."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("auditor", appauthor=False)) / "documents"


@lru_cache(maxsize=1)
def version() -> str:
    """Changes whenever a Document could: the code of the readers, the libraries under them, the shape of a Document."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted((catalog.PACKAGE / "readers").rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update(Path(document.__file__).read_bytes() + Path(__file__).read_bytes())
    for library in LIBRARIES:
        try:
            digest.update(metadata.version(library).encode())
        except metadata.PackageNotFoundError:
            digest.update(b"-")
    return digest.hexdigest()[:12]


def pack(given: Document) -> bytes:
    """The Document as bytes."""
    edges = array("d", [x for place in given.places for x in place.edges or ()])
    head: dict[str, Any] = {
        "digest": given.digest,
        "format": given.format,
        "text": given.text,
        "pages": given.pages,
        "notices": [[n.code, n.message, n.page] for n in given.notices],
        "starts": [place.span.start for place in given.places],
        "ends": [place.span.end for place in given.places],
        "edges": [-1 if place.edges is None else len(place.edges) for place in given.places],
        "places": {name: _shortened([getattr(place, name) for place in given.places]) for name in _COLUMNS},
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zlib.compress(len(text).to_bytes(8, "little") + text + edges.tobytes(), 1)


def unpack(data: bytes) -> Document:
    """The Document that was packed, equal in every field but `source`. Raises whatever damaged bytes provoke."""
    raw = zlib.decompress(data)
    size = int.from_bytes(raw[:8], "little")
    head = json.loads(raw[8 : 8 + size].decode("utf-8", "surrogatepass"))
    edges = array("d", raw[8 + size :])
    bounds = pairwise(accumulate((max(n, 0) for n in head["edges"]), initial=0))
    known = [tuple(edges[a:b]) if n >= 0 else None for n, (a, b) in zip(head["edges"], bounds, strict=True)]
    columns = {name: _lengthened(column) for name, column in head["places"].items()}
    columns["box"] = [tuple(box) if box else None for box in columns["box"]]
    columns["path"] = [tuple(path) for path in columns["path"]]
    spans = map(Span, head["starts"], head["ends"])
    names = list(columns)
    places = tuple(
        Place(span, edges=edge, **dict(zip(names, row, strict=True)))
        for span, edge, row in zip(spans, known, zip(*columns.values(), strict=True), strict=True)
    )
    notices = tuple(Notice(*notice) for notice in head["notices"])
    return Document("", head["digest"], head["format"], head["text"], places, notices, head["pages"])


def _shortened(column: list[Any]) -> list[Any]:
    """Most columns hold one value throughout: kept as [count, value]; others as [None, values]."""
    same = bool(column) and all(value == column[0] for value in column)
    return [len(column), column[0]] if same else [None, column]


def _lengthened(column: list[Any]) -> list[Any]:
    count, value = column
    return value if count is None else [value] * count
