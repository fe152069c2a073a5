"""The binary file of Word 97 and later: its streams, the pieces of its text, and the property runs over them ([MS-DOC])."""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, UnsupportedFormat
from auditor.readers._limits import LIMITS

STYLES, NOTES, ENDNOTES, HEADERS, CHARACTER_RUNS, PARAGRAPH_RUNS, FONTS, PIECES = 1, 3, 47, 11, 12, 13, 15, 33
LISTS, LIST_USES = 73, 74
"""Numbers of the pairs in the file's index."""

_WORD_97 = 0xC1
_PAGE = 512
_SAVE_AS = "请用 Word 或 WPS 打开并另存为 DOCX 后再审查"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` stand from byte `at` on, `width` bytes each; `extra` are properties laid over them."""

    start: int
    end: int
    at: int
    width: int
    extra: bytes


@dataclass(frozen=True, slots=True)
class Runs:
    """Property runs by byte: run i reaches from `starts[i]` to `ends[i]` and has the properties `values[i]`."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    values: tuple[bytes, ...]

    def at(self, byte: int) -> tuple[int, bytes]:
        """Where the run over `byte` ends, and its properties; outside of all runs, where the next begins, and none."""
        index = bisect_right(self.starts, byte) - 1
        if index >= 0 and byte < self.ends[index]:
            return self.ends[index], self.values[index]
        following = self.starts[index + 1] if index + 1 < len(self.starts) else 1 << 40
        return following, b""


@dataclass(frozen=True, slots=True)
class Binary:
    """An opened file. `lengths`: characters of the body, footnotes, headers, comments, endnotes, text boxes, header text boxes."""

    word: bytes
    table: bytes
    data: bytes
    lengths: tuple[int, ...]
    pieces: tuple[Piece, ...]
    characters: Runs
    paragraphs: Runs

    @classmethod
    def open(cls, path: Path) -> "Binary":
        """Raises EncryptedFile, UnsupportedFormat (Word 95 and older), DamagedFile, LimitExceeded."""
        word, tables, data = _streams(path)
        if len(word) < 200:
            raise DamagedFile("文件内容不完整，请重新下载")
        version, flags = _short(word, 2), _short(word, 10)
        if flags & 0x0100:
            raise EncryptedFile("文件设有打开密码，请在 Word 或 WPS 中取消密码并另存后再审查")
        if version < _WORD_97:
            raise UnsupportedFormat(f"这是 Word 95 或更早的文件，{_SAVE_AS}")
        table = tables[1 if flags & 0x0200 else 0]
        lengths = tuple(max(n, 0) for n in struct.unpack_from("<3i", word, 0x4C) + struct.unpack_from("<4i", word, 0x5C))
        if sum(lengths) > LIMITS.characters:
            raise LimitExceeded("文件文字过多，请拆分后再审查")
        clx, _ = _indexed(word, table, PIECES)
        pieces = tuple(_pieces(clx, word))
        if not pieces:
            raise DamagedFile(f"文件中没有正文，{_SAVE_AS}")
        characters = _runs(word, _indexed(word, table, CHARACTER_RUNS)[0], _character_page)
        paragraphs = _runs(word, _indexed(word, table, PARAGRAPH_RUNS)[0], _paragraph_page)
        return cls(word, table, data, lengths, pieces, characters, paragraphs)

    def indexed(self, pair: int) -> tuple[bytes, int]:
        """The bytes that the index names under `pair`, and where in the table stream they begin."""
        return _indexed(self.word, self.table, pair)

    def piece(self, position: int) -> Piece | None:
        """The piece that holds the character at `position`."""
        index = bisect_right(self.pieces, position, key=lambda piece: piece.start) - 1
        found = self.pieces[index] if index >= 0 else None
        return found if found is not None and position < found.end else None

    def text(self, start: int, end: int) -> Iterator[tuple[int, Piece, str]]:
        """The characters `start` to `end`, piece by piece: position, piece, text."""
        index = max(bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1, 0)
        for piece in self.pieces[index:]:
            if piece.start >= end:
                return
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                yield first, piece, _decoded(self.word, piece, first, last)

    def fonts(self) -> list[str]:
        """Font names by number."""
        raw, _ = self.indexed(FONTS)
        names, at = [], 4
        count = _short(raw, 0) if len(raw) > 4 else 0
        for _ in range(count):
            if at >= len(raw):
                break
            names.append(raw[at + 40 : at + 1 + raw[at]].decode("utf-16-le", "replace").split("\x00")[0])
            at += 1 + raw[at]
        return names


def _streams(path: Path) -> tuple[bytes, tuple[bytes, bytes], bytes]:
    import olefile

    with olefile.OleFileIO(path) as file:
        names = ("WordDocument", "0Table", "1Table", "Data")
        word, zero, one, data = (file.openstream(name).read() if file.exists(name) else b"" for name in names)
    return word, (zero, one), data


def _short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _indexed(word: bytes, table: bytes, pair: int) -> tuple[bytes, int]:
    at = 154 + 8 * pair
    if pair >= _short(word, 152) or at + 8 > len(word):
        return b"", 0
    start, length = struct.unpack_from("<II", word, at)
    return table[start : start + length], start


def _pieces(clx: bytes, word: bytes) -> Iterator[Piece]:
    """The piece table, after the property sets that its pieces name."""
    extras, at = [], 0
    while at + 3 <= len(clx) and clx[at] == 1:
        length = _short(clx, at + 1)
        extras.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if at + 5 > len(clx) or clx[at] != 2:
        return
    table = clx[at + 5 :]
    count = (len(table) - 4) // 12
    bounds, last = struct.unpack_from(f"<{count + 1}i", table), 0
    for index in range(count):
        where, prm = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * index + 2)
        width = 1 if where & 0x4000_0000 else 2
        start = (where & 0x3FFF_FFFF) // (2 if width == 1 else 1)
        extra = extras[prm >> 1] if prm & 1 and prm >> 1 < len(extras) else b""
        end = min(bounds[index + 1], bounds[index] + max(len(word) - start, 0) // width)
        if last <= bounds[index] < end:  # overlapping pieces would multiply the text
            last = end
            yield Piece(bounds[index], end, start, width, extra)


def _decoded(word: bytes, piece: Piece, start: int, end: int) -> str:
    """One character for each position, whatever the bytes hold."""
    raw = word[piece.at + (start - piece.start) * piece.width : piece.at + (end - piece.start) * piece.width]
    if piece.width == 1:
        return raw.decode("cp1252", "replace")
    units = struct.unpack(f"<{len(raw) // 2}H", raw)
    return "".join(map(chr, units))


def _runs(word: bytes, plc: bytes, read_page: Callable[[bytes], Iterator[tuple[int, int, bytes]]]) -> Runs:
    """All runs of the pages that a table of pages names, in order of their bytes."""
    count = (len(plc) - 4) // 8
    found: list[tuple[int, int, bytes]] = []
    if count > 0:
        for page in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)):
            start = (page & 0x3F_FFFF) * _PAGE
            if start + _PAGE <= len(word):
                found.extend(read_page(word[start : start + _PAGE]))
    found.sort(key=lambda run: run[0])
    starts, ends, values = zip(*found, strict=True) if found else ((), (), ())
    return Runs(starts, ends, values)


def _character_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = min(page[511], 101)
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + index]
        yield bounds[index], bounds[index + 1], page[at + 1 : at + 1 + page[at]] if at else b""


def _paragraph_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The properties begin with the number of the style (2 bytes)."""
    count = min(page[511], 29)
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + 13 * index]
        if not at:
            yield bounds[index], bounds[index + 1], b""
        elif page[at]:
            yield bounds[index], bounds[index + 1], page[at + 1 : at + 2 * page[at]]
        else:
            yield bounds[index], bounds[index + 1], page[at + 2 : at + 2 + 2 * page[at + 1]]
