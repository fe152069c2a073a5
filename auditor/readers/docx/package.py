"""The ZIP package of an OOXML file: parts and relationships, read tolerantly.

Strict OOXML is read as transitional. What a hostile package may cost is bounded in `_parts`, before anything is walked.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml.etree import _Element

from auditor.errors import DamagedFile, EncryptedFile
from auditor.readers._limits import MB
from auditor.readers._parts import BROKEN, Parts, parse
from auditor.readers.docx.names import DOCUMENT

MAX_BYTES: Final = 100 * MB
"""Unpacked XML of all parts that are read."""

_SAVE_AGAIN = "请用 Word 或 WPS 打开并另存为新的 .docx 文件后再审查"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: `kind` is the last word of its type (styles, header ...), `target` a part name."""

    id: str
    kind: str
    target: str


class Package:
    """An open package; use it in a `with` statement. Raises EncryptedFile, DamagedFile, LimitExceeded."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN as error:
            raise _not_a_zip(path) from error
        self._parts = Parts(self._zip, MAX_BYTES)

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """The part unpacked, strict namespaces replaced; empty where there is no such part."""
        if part not in self._parts:
            return b""
        data = self._parts.bytes(part)
        if b"http://purl.oclc.org/ooxml" in data:
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        return data

    def xml(self, part: str) -> _Element | None:
        """The root of the part; None where it is absent or empty."""
        data = self.read(part)
        return parse(data) if data.strip() else None

    def relations(self, part: str = "") -> tuple[Relation, ...]:
        """The relationships of `part` inside the package, of the package itself by default."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        return () if root is None else tuple(_relations(root, folder))

    def main(self) -> str:
        """The name of the part that holds the text."""
        named = [relation.target for relation in self.relations() if relation.kind == "officeDocument"]
        usual = [name for name in self._parts.names() if name == "word/document.xml"]
        others = [name for name in self._parts.names() if posixpath.basename(name).startswith("document") and name.endswith(".xml")]
        for name in (*named, *usual, *others):
            if name in self:
                return name
        raise DamagedFile(f"文件中没有正文部件，不是完整的 Word 文件，{_SAVE_AGAIN}")


def main_body(root: _Element | None) -> _Element:
    """The body of the main part. Raises DamagedFile where the part is no Word document."""
    if root is None or root.tag != DOCUMENT or len(root) == 0:
        raise DamagedFile(f"正文部件不是 Word 文档，{_SAVE_AGAIN}")
    return root


def _relations(root: _Element, folder: str) -> Iterator[Relation]:
    for element in root:
        target = (element.get("Target") or "").replace("\\", "/")
        if element.get("TargetMode") == "External" or not target:
            continue
        path = target if target.startswith("/") else posixpath.join("/", folder, target)
        kind = (element.get("Type") or "").rsplit("/", 1)[-1]
        yield Relation(element.get("Id") or "", kind, posixpath.normpath(path).lstrip("/"))


def _not_a_zip(path: Path) -> Exception:
    with path.open("rb") as file:
        data = file.read(64 * MB)
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return DamagedFile(f"文件结构已损坏或没有下载完整，请重新下载，或{_SAVE_AGAIN[1:]}")
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedFile("文件设有打开密码，请在 Word 或 WPS 中取消密码并另存后再审查")
    return DamagedFile(f"这是旧版 Word 文件，扩展名与内容不符，{_SAVE_AGAIN}")
