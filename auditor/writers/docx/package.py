"""The ZIP package of a Word file, copied part by part; only the text, the comments and what announces them are written anew."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from copy import copy as copy_of
from pathlib import Path
from typing import Final

from lxml import etree
from lxml.etree import _Element

from auditor.errors import DamagedFile, LimitExceeded
from auditor.writers import _words

_MOST: Final = 600_000_000
"""Bytes of all parts unpacked; pictures count."""
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"

_BROKEN: Final = (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError)
_NO_COPY: Final = "文件部件已损坏，未生成批注副本；问题请看 HTML 报告"

Comment = tuple[int, Sequence[str]]
"""A number and the lines of a comment."""


class WordPackage:
    """An open DOCX: `body` is the root of its text, `first_comment` a free number. Raises DamagedFile, LimitExceeded."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            # The last entry of a name is the one that counts.
            self._parts = {_plain(info.filename): info for info in self._zip.infolist()}
            if sum(info.file_size for info in self._parts.values()) > _MOST:
                raise LimitExceeded("文件展开后过大，不生成批注副本；问题请看 HTML 报告")
            self._main = self._target("_rels/.rels", "", "officeDocument") or "word/document.xml"
            self.body = self._xml(self._main)
            self._comments = self._target(self._relations_of_main, posixpath.dirname(self._main), "comments")
        except _BROKEN as error:
            raise DamagedFile(_NO_COPY) from error
        self._word = etree.QName(self.body).namespace or ""
        self._root = self._xml(self._comments) if self._comments else etree.Element(self._tag("comments"), nsmap={"w": self._word})
        self.first_comment = max((int(c.get(self._tag("id"), "0")) for c in self._root), default=-1) + 1

    def __enter__(self) -> "WordPackage":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def save(self, comments: Sequence[Comment]) -> bytes:
        """The package with `comments` added and `body` as it now is."""
        changed = {self._main: self.body}
        if not self._comments:
            self._comments = self._announce(changed)
        for number, lines in comments:
            self._root.append(self._comment(number, lines))
        changed[self._comments] = self._root
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for name, info in self._parts.items():
                copy.writestr(copy_of(info), _bytes(changed.pop(name)) if name in changed else self._read(info))
            for name, root in changed.items():
                copy.writestr(zipfile.ZipInfo(name), _bytes(root), zipfile.ZIP_DEFLATED)
        return out.getvalue()

    @property
    def _relations_of_main(self) -> str:
        folder, name = posixpath.split(self._main)
        return posixpath.join(folder, "_rels", name + ".rels")

    def _tag(self, name: str) -> str:
        return f"{{{self._word}}}{name}"

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        try:
            return self._zip.read(info)
        except _BROKEN as error:
            raise DamagedFile(_NO_COPY) from error

    def _xml(self, name: str) -> _Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self._zip.read(self._parts[name]), parser)
        except etree.XMLSyntaxError as error:
            raise DamagedFile(_NO_COPY) from error

    def _target(self, relations: str, folder: str, kind: str) -> str:
        """The part a relationship of that kind leads to; empty where there is none."""
        if relations not in self._parts:
            return ""
        for element in self._xml(relations):
            if element.get("Type", "").rsplit("/", 1)[-1] == kind and element.get("TargetMode") != "External":
                name = _plain(posixpath.normpath(posixpath.join("/", folder, element.get("Target", "").replace("\\", "/"))))
                if name in self._parts:
                    return name
        return ""

    def _announce(self, changed: dict[str, _Element]) -> str:
        """A new comments part: its name, its content type, its relationship."""
        folder = posixpath.dirname(self._main)
        name = posixpath.join(folder, "auditcomments.xml")
        types = self._xml("[content_types].xml")
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName="/" + name, ContentType=_COMMENTS)
        known = self._relations_of_main in self._parts
        relations = self._xml(self._relations_of_main) if known else etree.Element(f"{{{_RELATIONS}}}Relationships")
        base = _STRICT if "purl.oclc.org" in self._word else _TRANSITIONAL
        etree.SubElement(
            relations, f"{{{_RELATIONS}}}Relationship", Id="auditComments", Type=f"{base}/comments", Target=posixpath.basename(name)
        )
        changed |= {"[content_types].xml": types, self._relations_of_main: relations}
        return name

    def _comment(self, number: int, lines: Sequence[str]) -> _Element:
        w = self._tag
        comment = etree.Element(w("comment"), {w("id"): str(number), w("author"): "公平竞争审查", w("initials"): "审"})
        for line in lines:
            run = etree.SubElement(etree.SubElement(comment, w("p")), w("r"))
            text = etree.SubElement(run, w("t"), {_XML + "space": "preserve"})
            text.text = _words.visible(_words.clip(line, 3000))
        return comment


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _bytes(root: _Element) -> bytes:
    made: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
