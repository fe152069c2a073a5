"""What a paragraph shows but another part holds: embedded files, words of charts and diagrams, boxes of old controls."""

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from auditor.document import Document
from auditor.errors import DamagedFile, ReadError
from auditor.readers._embedded import read_embedded
from auditor.readers._symbols import EMPTY, TICKED
from auditor.readers.docx.control import Control, read_control
from auditor.readers.docx.package import Package

MAX_FILES: Final = 50
"""Embedded files that are opened; each costs as much as a file of its own."""

_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class Attached:
    """The parts that the part `main` refers to by id; embedded files are not opened where they are `closed`.

    What cannot be had is None or empty: the caller counts it for a notice.
    """

    def __init__(self, package: Package, main: str, *, closed: bool) -> None:
        self._package = package
        self._targets = {relation.id: relation.target for relation in package.relations(main)}
        self._left = iter(range(0 if closed else MAX_FILES))

    def of(self, part: str) -> "Attached":
        """What another part refers to by its own ids; the files of all parts are counted together."""
        other = Attached(self._package, part, closed=True)
        other._left = self._left
        return other

    def document(self, key: str | None) -> Document | None:
        """The embedded file as read by its own reader."""
        data = self._bytes(key)
        return read_embedded(data) if data and next(self._left, None) is not None else None

    def words(self, key: str | None) -> Iterator[str]:
        """The lines of a chart or a diagram: titles, names of series and categories, boxes."""
        try:
            root = self._package.xml(self._targets.get(key or "", ""))
        except ReadError:
            root = None
        return iter(()) if root is None else iter(dict.fromkeys(line for line in map(str.strip, _lines(root)) if line))

    def box(self, key: str | None) -> str:
        """The box of an old control as ☑ or ☐ with its words; empty for a control of another kind, or one that cannot be read."""
        target = self._targets.get(key or "", "")
        control = self._control(target)
        return "" if control is None else (TICKED if control.ticked else EMPTY) + control.caption

    def _control(self, target: str) -> Control | None:
        try:
            root = self._package.xml(target)
            stored = [self._package.read(r.target) for r in self._package.relations(target) if r.kind == "activeXControlBinary"]
            return None if root is None else read_control(root, stored[0] if stored else b"")
        except ReadError:
            return None

    def _bytes(self, key: str | None) -> bytes:
        try:
            return self._package.read(self._targets.get(key or "", ""))
        except DamagedFile:
            return b""


def _lines(root: _Element) -> Iterator[str]:
    for element in root.iter(_DRAWN + "p", _CHART + "strCache"):
        if element.tag == _DRAWN + "p":
            yield "".join(element.itertext(_DRAWN + "t"))
        else:
            yield from element.itertext(_CHART + "v")
