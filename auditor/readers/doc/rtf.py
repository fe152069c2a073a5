"""RTF, read by ourselves where LibreOffice is not installed: paragraphs, rows and cells, notes, boxes, and what is not to be read.

tokens -> groups (what is in force, where words go) -> Draft -> Document
"""

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.document import BODY, Document
from auditor.errors import DamagedFile, LimitExceeded
from auditor.readers._draft import Cell, Draft
from auditor.readers._symbols import glyph, is_symbol_font

MAX_DEPTH = 1_000
"""Groups inside of each other."""
HEAD = 400_000
"""Characters in which the table of fonts stands."""

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL)
_FONT = re.compile(r"\{\\f(\d{1,6})((?:[^{};]|\{[^{};]*\})*);")
_CHARSET = re.compile(r"\\fcharset(\d{1,3})")
_CONTROL = re.compile(r"\{[^{}]*\}|\\[a-z]+-?\d* ?")
_CODECS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
_PAGES = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949"}

_SKIPPED = {
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "nonshppict",
    "sp",
    "shprslt",
    "nonesttables",
    "template",
    "themedata",
    "colorschememapping",
    "datastore",
    "fldinst",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "xe",
    "tc",
    "txe",
    "rxe",
    "pgptbl",
    "filetbl",
}
_KEPT = {"shpinst", "shppict", "do", "listtext", "pntext", "result"}
"""Groups that a reader may skip (`\\*`) and that hold words."""
_PARTS = {"footnote": "footnote", "annotation": "comment", "shptxt": "textbox", "dptxbxtext": "textbox"}
_PARTS |= {f"{part}{side}": part for part in ("header", "footer") for side in ("", "l", "r", "f")}
_SIGNS = {"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}
_SIGNS |= {"bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "nestcell": " ", "nestrow": "\n", "sect": "\n", "page": "\n"}


@dataclass(frozen=True, slots=True)
class _Force:
    """What is in force in a group: where its words go, its font, and how they are to be taken."""

    sink: list[str]
    part: str = BODY
    font: int = -1
    fallback: int = 1
    skipped: bool = False
    table: bool = False
    level: int | None = None
    hidden: bool = False
    struck: bool = False
    deleted: bool = False


@dataclass(slots=True)
class _Walk:
    draft: Draft
    fonts: dict[int, tuple[str, str]]
    codec: str
    force: _Force
    held: list[_Force] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: int = 0
    deleted: int = 0
    table: int = 0
    row: int = 0
    skip: int = 0
    rest: bytes = b""

    def open(self) -> None:
        if len(self.held) >= MAX_DEPTH:
            raise LimitExceeded("文件嵌套过深，请用 Word 或 WPS 打开并另存为 DOCX 后再审查")
        self.held.append(self.force)

    def close(self) -> None:
        closed, self.force = self.force, self.held.pop() if self.held else self.force
        if closed.sink is not self.force.sink:
            self.notes.append((closed.part, "".join(closed.sink)))

    def put(self, text: str) -> None:
        """Words where they belong; those that nobody sees are kept apart or counted."""
        force = self.force
        if force.deleted or force.struck:
            self.deleted, self.struck = self.deleted + force.deleted, self.struck + (force.struck and not force.deleted)
        elif force.hidden:
            self.hidden.append(text)
        elif not force.skipped:
            force.sink.append(text)

    def bytes(self, data: bytes) -> None:
        """Words in the code of their font; a character may be cut in two by the way they are written."""
        name, codec = self.fonts.get(self.force.font, ("", self.codec))
        if is_symbol_font(name):
            self.put("".join(glyph(name, code) or chr(code) for code in data))
            return
        decoder = codecs.getincrementaldecoder(codec)("replace")
        text = decoder.decode(self.rest + data)
        self.rest = decoder.getstate()[0]
        if text:
            self.put(text)

    def paragraph(self) -> None:
        if self.force.part != BODY or self.force.table or self.cells:
            self.put("\n")
            return
        words, self.table = "".join(self.force.sink), 0
        self.force.sink.clear()
        self.draft.paragraph(words, level=self.force.level)

    def cell(self) -> None:
        if self.force.part == BODY:
            self.cells.append("".join(self.force.sink))
            self.force.sink.clear()
        else:
            self.put("\t")

    def end_row(self) -> None:
        if self.force.part == BODY and self.cells:
            if not self.table:
                self.table, self.row = self.draft.table(), 0
            self.row += 1
            self.draft.row(self.table, self.row, [Cell(text, column) for column, text in enumerate(self.cells, 1)])
            self.cells = []

    def word(self, word: str, number: int | None) -> None:
        """A control word: a destination, a mark, or what is in force from here on."""
        if word in _SKIPPED:
            self.force = replace(self.force, skipped=True)
        elif word in _PARTS:
            self.force = replace(self.force, sink=[], part=_PARTS[word], skipped=False, table=False)
        elif self.force.skipped:
            return
        elif word == "par":
            self.paragraph()
        elif word in ("cell", "row"):
            self.cell() if word == "cell" else self.end_row()
        elif word in _SIGNS:
            self.put(_SIGNS[word])
        else:
            self.force = _changed(self.force, word, number)


def _changed(force: _Force, word: str, number: int | None) -> _Force:
    on = number != 0
    if word == "f":
        return replace(force, font=number or 0)
    if word == "uc":
        return replace(force, fallback=max(number if number is not None else 1, 0))
    if word in ("v", "deleted"):
        return replace(force, hidden=on) if word == "v" else replace(force, deleted=on)
    if word in ("strike", "striked"):
        return replace(force, struck=on)
    if word == "plain":
        return replace(force, hidden=False, struck=False, deleted=False)
    if word in ("intbl", "pard"):
        return replace(force, table=True) if word == "intbl" else replace(force, table=False, level=None)
    return replace(force, level=(number or 0) + 1) if word == "outlinelevel" else force


def read_rtf(path: Path, kind: str = "doc") -> Document:
    """Raises DamagedFile for a file without words, LimitExceeded for one nested too deeply or too long."""
    text = path.read_bytes().decode("latin-1")
    page = re.search(r"\\ansicpg(\d{1,5})", text[:HEAD])
    codec = _codec(int(page[1]) if page else 936)
    walk = _Walk(Draft(), _fonts(text[:HEAD], codec), codec, _Force([]))
    _walk(text, walk)
    walk.end_row()
    walk.force = replace(walk.force, table=False)
    walk.paragraph()
    _append(walk)
    document = walk.draft.document(path, kind)
    if not document.text.strip():
        raise DamagedFile("文件中没有文字（可能全是图片），请使用文字版文件，或用 OCR 软件识别后再审查")
    return document


def _walk(text: str, walk: _Walk) -> None:
    at, starred = 0, False
    while match := _TOKEN.match(text, at):
        at = match.end()
        word, number, code, sign, brace, plain = match.groups()
        if brace:
            walk.skip, walk.rest = 0, b""
            walk.open() if brace == "{" else walk.close()
        elif word:
            if starred and word not in _KEPT and word not in _PARTS:
                walk.force = replace(walk.force, skipped=True)
            at += max(int(number or 0), 0) if word == "bin" else 0
            _write_word(walk, word, int(number) if number else None)
        elif walk.force.skipped:
            pass
        elif code:
            _write_bytes(walk, bytes.fromhex(code))
        elif plain:
            _write_bytes(walk, plain.encode("latin-1"))
        elif sign:
            walk.put({"~": "\xa0", "_": "-", "-": ""}.get(sign, sign if sign in "\\{}" else ""))
            walk.paragraph() if sign in "\r\n" else None
        starred = sign == "*"


def _write_word(walk: _Walk, word: str, number: int | None) -> None:
    if word == "u" and number is not None:
        name, _ = walk.fonts.get(walk.force.font, ("", ""))
        character = number % 0x10000
        walk.put((glyph(name, character) if 0xF000 <= character <= 0xF0FF else "") or chr(character))
        walk.skip = walk.force.fallback
    else:
        walk.word(word, number)


def _write_bytes(walk: _Walk, data: bytes) -> None:
    """Words after a character given by its number are what stands for it elsewhere."""
    skipped = min(walk.skip, len(data))
    walk.skip -= skipped
    if data[skipped:]:
        walk.bytes(data[skipped:])


def _append(walk: _Walk) -> None:
    """Notes, boxes, running lines and hidden words after the body; what was left out is said."""
    hidden = "".join(walk.hidden).strip()
    for part, words in (*walk.notes, ("hidden", hidden)):
        for line in words.splitlines():
            walk.draft.paragraph(line, part=part)
    comments = sum(part == "comment" for part, _ in walk.notes)
    if comments:
        walk.draft.notice("comments", f"文件带有 {comments} 条批注，已列在正文之后；发布前请删除")
    if hidden:
        walk.draft.notice("hidden_text", f"文件含有隐藏文字（共 {len(hidden)} 字），已列在正文之后，请核对其内容")
    if walk.struck:
        walk.draft.notice("struck_text", f"文件有 {walk.struck} 处带删除线的文字，已视为删除，不予审查")
    if walk.deleted:
        walk.draft.notice("deleted_text", f"文件含有 {walk.deleted} 处修订删除的文字，按修改后的文字审查")


def _codec(page: int) -> str:
    name = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "gb18030"
    return name


def _fonts(text: str, codec: str) -> dict[int, tuple[str, str]]:
    """Font number -> its name and the codec of its words."""
    found: dict[int, tuple[str, str]] = {}
    start = text.find("\\fonttbl")
    for match in _FONT.finditer(text, start) if start >= 0 else ():
        charset = _CHARSET.search(match[2])
        name = _CONTROL.sub("", match[2]).strip()
        found.setdefault(int(match[1]), (name, _CODECS.get(int(charset[1]) if charset else 0, codec)))
    return found
