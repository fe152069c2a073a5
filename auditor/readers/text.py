"""Plain text and Markdown: each line a paragraph, lines that were merely wrapped joined again, drawn tables as rows."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from unicodedata import east_asian_width

from auditor.document import Document
from auditor.readers._decode import decode
from auditor.readers._draft import Cell, Draft

SUFFIXES = (".txt", ".md", ".markdown", ".text", ".log")

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"[\s|:+\-=─━┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛═╔╦╗╠╬╣╚╩╝]+")
_BAR = re.compile(r"\s*[|│┃║].*[|│┃║]\s*")
_BARS = re.compile(r"(?<!\\)[|│┃║]")
_ENDS = "。；：！？…;:!?.”』》】"
_BEGINS = re.compile(
    r"\s|[第（(【\[★▲*#●■□☑☐√◆·\-—•①-⑳㈠-㈩]|[一二三四五六七八九十百]{1,4}[、.．)）]|[0-9A-Za-z]{1,3}(?:[.．][0-9]+)*[、.．)）\s]"
)


def read(path: Path) -> Document:
    """Raises UnsupportedFormat for bytes that are no text, DamagedFile where the encoding cannot be told."""
    text, lost = decode(path.read_bytes())
    draft = Draft()
    if lost:
        draft.notice("undecodable", f"有 {lost} 处字符无法识别，相关文字请对照原文件")
    write_lines(draft, text)
    return draft.document(path, "text")


def write_lines(draft: Draft, text: str) -> None:
    """Puts the lines of `text` into `draft`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    width = wrap_width(lines)
    for kind, run in groupby(lines, key=_kind):
        if kind == "prose":
            for level, parts in _paragraphs(list(run), width):
                draft.paragraph(*parts, level=level)
        elif kind:
            _write_table(draft, list(run), kind)


def _kind(line: str) -> str:
    if _BAR.fullmatch(line) or (line.strip() and _RULE.fullmatch(line) and re.search("[|─━═]", line)):
        return "bars"
    return "tabs" if re.search(r"\S\t+\s*\S", line) else "prose"


def _write_table(draft: Draft, lines: list[str], kind: str) -> None:
    if kind == "tabs" and len(lines) < 2:
        draft.paragraph(*lines)
        return
    table, number = draft.table(), 0
    for line in lines:
        if kind == "bars" and _RULE.fullmatch(line):
            continue
        parts = _BARS.split(line.strip().strip("|│┃║")) if kind == "bars" else line.strip().split("\t")
        number += 1
        draft.row(table, number, (Cell(part.replace("\\|", "|"), column) for column, part in enumerate(parts, 1)))


def _paragraphs(lines: list[str], width: int | None) -> Iterator[tuple[int | None, list[str]]]:
    """Heading level and lines of each paragraph."""
    parts: list[str] = []
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if parts and (heading or not _goes_on(parts[-1], line, width)):
            yield None, parts
            parts = []
        if heading:
            yield len(heading[1]), [heading[2]]
        elif line.strip():
            parts.append(line)
    if parts:
        yield None, parts


def _goes_on(before: str, line: str, width: int | None) -> bool:
    if width is None or not line.strip() or _BEGINS.match(line):
        return False
    return columns(before.rstrip()) >= width - 3 and not before.rstrip().endswith(tuple(_ENDS))


def wrap_width(lines: list[str]) -> int | None:
    """The width (in columns) at which the lines were wrapped by hand or by a program; None where they were not.

    Wrapped text has a hard right edge: no line is longer, many reach it, and most of those stop in mid-sentence.
    """
    widths = [(columns(line.rstrip()), line.rstrip()) for line in lines if line.strip()]
    edge = max((width for width, _ in widths), default=0)
    full = [line for width, line in widths if width >= edge - 3]
    if len(widths) < 6 or not 40 <= edge <= 130 or len(full) < 0.25 * len(widths):
        return None
    broken = sum(not line.endswith(tuple(_ENDS)) for line in full)
    return edge if broken >= 0.6 * len(full) else None


def columns(line: str) -> int:
    """Printed width: two for a Chinese character, one for a Latin one."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in line)
