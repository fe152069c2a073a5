"""Word files (DOCX and its macro and template kinds), read as Word prints them.

Automatic numbers and tick boxes are text; tracked deletions and struck-out text are left out, hidden text stands at the end
under its own part. `Place.paragraph` is the position of the w:p among all of its XML part (from 1), so that it can be found again.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from lxml.etree import _Element

from auditor.document import BODY, Document
from auditor.errors import DamagedFile, LimitExceeded
from auditor.readers._parts import parse
from auditor.readers.docx import names as n
from auditor.readers.docx.attached import Attached
from auditor.readers.docx.inline import Tally
from auditor.readers.docx.numbering import Numbering
from auditor.readers.docx.package import Package, main_body
from auditor.readers.docx.sheet import Sheet
from auditor.readers.docx.styles import Styles
from auditor.readers.docx.walker import Walker

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")

_SYMBOL_FONTS: Final = (b"dings", b"Dingbats", b"Symbol")
_PICTURE: Final = re.compile(rb"<\w+:(?:blip|imagedata) ")
_LITTLE_TEXT: Final = 200


def read(path: Path) -> Document:
    """Raises EncryptedFile, DamagedFile or LimitExceeded."""
    return _open(path, embedded=False)


def read_embedded(path: Path) -> Document:
    """A file inside another one, its own embedded files left closed. Raises as `read` does."""
    return _open(path, embedded=True)


def _open(path: Path, *, embedded: bool) -> Document:
    sheet = Sheet()
    try:
        with Package(path) as package:
            _read(package, sheet, embedded)
    except RecursionError as error:
        raise LimitExceeded("文件内表格或控件嵌套过深，请另存或拆分后再审查") from error
    return sheet.document(path, "docx")


def _read(package: Package, sheet: Sheet, embedded: bool) -> None:
    main = package.main()
    parts = _Parts(package, main, sheet)
    styles = Styles(parts.first("styles"))
    walker = Walker(sheet, styles, Numbering(parts.first("numbering"), styles))
    data = package.read(main)
    root = main_body(parse(data) if data.strip() else None)
    attached = Attached(package, main, closed=embedded)
    walker.story(root, BODY, fonts=any(name in data for name in _SYMBOL_FONTS), attached=attached)
    if sheet.size < _LITTLE_TEXT and _PICTURE.search(data):
        sheet.notice("no_text_layer", "文件内容主要是图片，其中的文字未能读取，请使用文字版文件，或用 OCR 软件识别后再审查")
    del data
    _margins(parts, walker, attached)
    _notes(parts, walker, attached)
    for text, ordinal in walker.tally.hidden:
        sheet.line(text, "hidden", ordinal, None, None)
    for code, message in _messages(walker.tally):
        sheet.notice(code, message)


class _Parts:
    """The parts that the main part refers to; one that is damaged is a notice, the text goes on."""

    def __init__(self, package: Package, main: str, sheet: Sheet) -> None:
        self._package = package
        self._relations = package.relations(main)
        self._sheet = sheet

    def all(self, kind: str) -> Iterator[tuple[str, _Element]]:
        """Name and root of all parts of that kind (styles, header ...), each part once."""
        for target in dict.fromkeys(relation.target for relation in self._relations if relation.kind == kind):
            root = self._open(target)
            if root is not None:
                yield target, root

    def first(self, kind: str) -> _Element | None:
        """The root of the first part of that kind, None where there is none."""
        return next((root for _, root in self.all(kind)), None)

    def _open(self, target: str) -> _Element | None:
        try:
            return self._package.xml(target)
        except DamagedFile:
            self._sheet.notice("part_damaged", f"文件部件 {target.rsplit('/', 1)[-1]} 已损坏，其中的内容未能读取")
            return None


def _margins(parts: _Parts, walker: Walker, attached: Attached) -> None:
    """Headers, then footers, each text (with the kinds of files it holds) once however many sections show it."""
    for part in ("header", "footer"):
        shown: set[tuple[str, ...]] = {("",)}
        for target, margin in parts.all(part):
            held = ("".join(margin.itertext(n.T)).strip(), *(thing.get("ProgID") or "" for thing in margin.iter(n.OLE)))
            if held not in shown:
                walker.story(margin, part, attached=attached.of(target))
            shown.add(held)


def _notes(parts: _Parts, walker: Walker, attached: Attached) -> None:
    """Footnotes and endnotes that the text has marks of, then the comments."""
    for part, marks in (("footnote", walker.tally.footnotes), ("endnote", walker.tally.endnotes), ("comment", None)):
        for target, root in islice(parts.all(part + "s"), 1):
            notes = [e for e in root.iterchildren(n.MAIN + part) if marks is None or e.get(n.ID) in marks]
            if notes:
                walker.story(root, part, only=notes, attached=attached.of(target))
                walker.tally.comments = len(notes) if part == "comment" else 0


def _messages(tally: Tally) -> Iterator[tuple[str, str]]:
    if tally.hidden:
        size = sum(len(text) for text, _ in tally.hidden)
        yield "hidden_text", f"文件含有 {len(tally.hidden)} 处隐藏文字（共 {size} 字），打印时不显示，已列在正文之后，请核对其内容"
    if tally.deleted:
        yield "deleted_text", f"文件留有 {tally.deleted} 处修订删除，已按删除后的文字审查；发布前请接受或拒绝全部修订"
    if tally.comments:
        yield "comments", f"文件带有 {tally.comments} 条批注，已列在正文之后；发布前请删除"
    if tally.struck:
        yield "struck_text", f"文件有 {tally.struck} 处带删除线的文字，已视为删除，不予审查"
    if tally.symbols:
        yield "symbols_lost", f"有 {tally.symbols} 个符号字体的字符无法辨认，可能含有勾选标记，请对照原文件"
    if tally.controls:
        yield "ticks_lost", f"有 {tally.controls} 个控件勾选框的状态无法读取，请对照原文件"
    if tally.embedded:
        kinds = "、".join(sorted({program.split(".")[0] for program in tally.embedded if program})) or "其他文件"
        yield (
            "embedded",
            f"文件内嵌了 {len(tally.embedded)} 个对象（{kinds[:60]}），其内容未审查，请双击打开并另存为 DOCX 或 PDF 后单独审查",
        )
    if tally.opened:
        yield "embedded_read", f"文件内嵌了 {tally.opened} 个文件，其内容已列在所在段落之后一并审查"
