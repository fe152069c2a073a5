"""Legacy Word and WPS files, and RTF, ODT and Word XML where LibreOffice is installed to turn them into DOCX."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor import catalog
from auditor.document import BODY, Document
from auditor.errors import DamagedFile, EncryptedFile, ReadError, UnsupportedFormat
from auditor.readers._draft import Draft
from auditor.readers._grid import Grid
from auditor.readers._office import as_docx, soffice

SUFFIXES = (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt")

_OLE = b"\xd0\xcf\x11\xe0"
_WORD_97 = 0xC1
_ENCRYPTED = 0x0100


def read(path: Path) -> Document:
    """Raises EncryptedFile, UnsupportedFormat (Word 95 and what only LibreOffice could read), DamagedFile."""
    with path.open("rb") as file:
        if file.read(4) != _OLE:
            return _converted(path, UnsupportedFormat("请用 Word 或 WPS 打开此文件并另存为 DOCX 后再审查"))
    _look_at_head(path)
    try:
        return _read_word(path)
    except ReadError:
        raise
    except Exception as error:  # office_oxide has one exception for everything, and there may be others
        return _converted(path, DamagedFile(f"文件内容已损坏，请用 Word 打开并另存为 DOCX 后再审查（{type(error).__name__}）"))


def _converted(path: Path, otherwise: ReadError) -> Document:
    program = soffice()
    if program is None:
        raise otherwise
    with as_docx(path, program) as copy:
        document: Document = catalog.entry("readers", "docx").read(copy)
    return replace(document, source=str(path), format="doc")


def _look_at_head(path: Path) -> None:
    """The first bytes of the main stream tell the version and whether there is a password."""
    import olefile

    with olefile.OleFileIO(path) as file, file.openstream("WordDocument") as stream:
        head = stream.read(12)
    if len(head) < 12:
        raise DamagedFile("文件内容不完整，请重新下载")
    version, flags = struct.unpack_from("<H", head, 2)[0], struct.unpack_from("<H", head, 10)[0]
    if flags & _ENCRYPTED:
        raise EncryptedFile("文件设有打开密码，请在 Word 或 WPS 中取消密码并另存后再审查")
    if version < _WORD_97:
        raise UnsupportedFormat("这是 Word 95 或更早的文件，请用 Word 或 WPS 打开并另存为 DOCX 后再审查")


def _read_word(path: Path) -> Document:
    import office_oxide

    with office_oxide.Document.from_bytes(path.read_bytes(), "doc") as file:
        sections = file.to_ir()["sections"]
    draft = Draft()
    for section in sections:
        for element in section["elements"]:
            _put(draft, element)
    for part in ("footnote", "endnote"):
        for note in (e for section in sections for e in section["elements"] if e["type"] == part):
            for line in _lines(note):
                draft.paragraph(line, part=part)
    if draft.blank:
        raise DamagedFile("文件中没有文字（可能全是图片），请使用文字版文件，或用 OCR 软件识别后再审查")
    draft.notice("numbering_lost", "旧版 Word 文件的自动编号未能还原，条款序号请对照原文件")
    return draft.document(path, "doc")


def _put(draft: Draft, element: Any) -> None:
    kind = element["type"]
    if kind == "table":
        _grid(element).write(draft)
    elif kind not in ("footnote", "endnote", "image"):
        level = min(element["level"], 9) if kind == "heading" else None
        part = "textbox" if kind == "text_box" else BODY
        for line in _lines(element):
            draft.paragraph(line, level=level, part=part)


def _grid(table: Any) -> Grid:
    grid = Grid()
    for row in table["rows"]:
        grid.next_row()
        for cell in row["cells"]:
            grid.open(cell.get("row_span", 1), cell.get("col_span", 1))
            for line in _lines(cell):
                grid.say(line)
            grid.close()
    return grid


def _lines(node: Any) -> Iterator[str]:
    """The paragraphs anywhere below, tables inside a cell line by line."""
    if node.get("type") in ("paragraph", "heading"):
        yield from _words(node).split("\n")
        return
    for child in (*node.get("content", ()), *node.get("items", ()), *node.get("rows", ()), *node.get("cells", ())):
        if isinstance(child, dict):
            yield from _lines(child)
    if isinstance(node.get("nested"), dict):
        yield from _lines(node["nested"])


def _words(paragraph: Any) -> str:
    runs = (run for run in paragraph.get("content", ()) if not run.get("strikethrough"))
    return "".join("\n" if run.get("type") == "line_break" else run.get("text", "") for run in runs)
