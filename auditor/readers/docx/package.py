"""The ZIP package of an OOXML file: parts and relationships, read tolerantly, with real bytes counted.

Names are compared without case, backslashes count as slashes, and strict OOXML is read as transitional. What a hostile package
may cost is bounded here: bytes, XML nodes and depth before anything is walked, and no DOCTYPE.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree
from lxml.etree import _Element

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded
from auditor.readers._limits import MB
from auditor.readers.docx.names import DOCUMENT

MAX_BYTES: Final = 100 * MB
"""Unpacked XML of all parts that are read."""
MAX_NODES: Final = 3_000_000
"""Tags and attributes of one part, by their signs; a tree of that many takes about 400 MB."""
MAX_ENTRIES: Final = 20_000

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
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


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
        except _BROKEN_ZIP as error:
            raise _not_a_zip(path) from error
        self._names = {_plain(name): name for name in self._zip.namelist()}
        self._left = MAX_BYTES
        if len(self._names) > MAX_ENTRIES:
            raise LimitExceeded(f"文件内含 {len(self._names)} 个部件，超出审查范围，{_SAVE_AGAIN}")

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._names

    def read(self, part: str) -> bytes:
        """The part unpacked, strict namespaces replaced; empty where there is no such part."""
        if part not in self:
            return b""
        data = self._unpack(self._names[_plain(part)])
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
        usual = [name for name in self._names if name == "word/document.xml"]
        others = [name for name in self._names if posixpath.basename(name).startswith("document") and name.endswith(".xml")]
        for name in (*named, *usual, *others):
            if name in self:
                return name
        raise DamagedFile(f"文件中没有正文部件，不是完整的 Word 文件，{_SAVE_AGAIN}")

    def _unpack(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as file:
                data = file.read(self._left + 1)
        except RuntimeError as error:  # zipfile's word for a password
            raise EncryptedFile("文件设有密码，请取消密码并另存后再审查") from error
        except _BROKEN_ZIP as error:
            raise DamagedFile(f"文件部件 {posixpath.basename(name)} 已损坏，{_SAVE_AGAIN}") from error
        self._left -= len(data)
        if self._left < 0:
            raise LimitExceeded(f"文件展开后超过 {MAX_BYTES // MB} MB，请拆分后再审查")
        return data


def parse(data: bytes) -> _Element:
    """The root of an XML part. Raises DamagedFile (not well-formed, a DOCTYPE), LimitExceeded (too many nodes)."""
    if data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise LimitExceeded("文件结构过于复杂，请拆分后再审查")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise LimitExceeded("文件内表格或控件嵌套过深，或单段文字过长，请拆分或另存后再审查") from error
        raise DamagedFile(f"文件内容不是完整的 XML，{_SAVE_AGAIN}") from error
    if root.getroottree().docinfo.doctype:
        raise DamagedFile(f"文件内容含有不允许的实体声明，{_SAVE_AGAIN}")
    return root


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


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _not_a_zip(path: Path) -> Exception:
    with path.open("rb") as file:
        data = file.read(64 * MB)
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return DamagedFile(f"文件结构已损坏或没有下载完整，请重新下载，或{_SAVE_AGAIN[1:]}")
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedFile("文件设有打开密码，请在 Word 或 WPS 中取消密码并另存后再审查")
    return DamagedFile(f"这是旧版 Word 文件，扩展名与内容不符，{_SAVE_AGAIN}")
