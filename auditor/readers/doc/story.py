"""The paragraphs and tables of one story (body, footnotes, headers ...) as WordprocessingML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.readers.doc.binary import Binary
from auditor.readers.doc.markup import box, numbering, xml
from auditor.readers.doc.sprms import Column, Look, Shape, look, shape
from auditor.readers.doc.styles import CHARACTER, Style, said

MAX_DEPTH = 16
"""Tables inside tables."""

_FIELD = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
_PLAIN = {"\t": "<w:tab/>", "\x0b": "<w:br/>", "\x0e": "<w:br/>", "\x0c": "<w:br/>", "\x1e": "<w:noBreakHyphen/>"}
_CELL, _END, _SECTION, _ANCHOR = "\x07", "\r", "\x0c", "\x08"


@dataclass(slots=True)
class _Table:
    """A table being read: finished rows, the cells of the row being read, and the paragraphs of the cell being read."""

    rows: list[tuple[list[str], tuple[Column, ...]]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


class Story:
    """Writes stretches of one file's text. `anchored` are the text boxes by the character they hang on; each is written once,
    in the paragraph of that character."""

    def __init__(self, binary: Binary, styles: dict[int, Style], fonts: list[str]) -> None:
        self._binary = binary
        self._styles = styles
        self._fonts = fonts
        self.anchored: Mapping[int, str] = {}

    def write(self, start: int, end: int) -> str:
        """Characters `start` to `end` as paragraphs and tables."""
        top: list[str] = []
        tables: list[_Table] = []
        for text, shaped, mark in self._paragraphs(start, end):
            depth = min(max(shaped.depth or 0, int(shaped.in_table)), MAX_DEPTH)
            while len(tables) > depth:
                _close(tables, top)
            while len(tables) < depth:
                tables.append(_Table())
            if not tables:
                top.append(text)
            elif shaped.row_end:
                tables[-1].rows.append((tables[-1].cells, shaped.columns))
                tables[-1].cells, tables[-1].cell = [], []
            else:
                tables[-1].cell.append(text)
                if mark == _CELL or shaped.cell_end:
                    tables[-1].cells.append("".join(tables[-1].cell))
                    tables[-1].cell = []
        while tables:
            _close(tables, top)
        return "".join(top)

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[str, Shape, str]]:
        """Each paragraph as XML, with its shape and the mark that ends it."""
        runs: list[str] = []
        for position, piece, text in self._binary.text(start, end):
            at = 0
            while at < len(text):
                byte = piece.at + (position + at - piece.start) * piece.width
                until, paragraph = self._binary.paragraphs.at(byte)
                last = min(at + max((until - byte) // piece.width, 1), len(text))
                stop = _stop(text, at, last, byte + (last - at) * piece.width >= until)
                self._runs(text[at:stop], byte, piece.width, piece.extra, paragraph, runs)
                if _ANCHOR in text[at:stop]:
                    hanging = (self.anchored.get(position + index, "") for index in range(at, stop) if text[index] == _ANCHOR)
                    runs.extend(box(inside) for inside in hanging if inside)
                at = stop
                mark = text[at - 1]
                if mark in (_CELL, _END) or (mark == _SECTION and at == last):
                    shaped = self._shape(paragraph, piece.extra)
                    if runs or mark != _SECTION:  # the mark of a section alone has no number, whatever its style
                        yield self._paragraph(runs, shaped), shaped, mark
                    runs = []
        if runs:
            yield self._paragraph(runs, Shape()), Shape(), _END

    def _shape(self, paragraph: bytes, extra: bytes) -> Shape:
        style = int.from_bytes(paragraph[:2], "little")
        return shape(extra, self._binary.data, shape(paragraph[2:], self._binary.data, Shape(style=style)))

    def _paragraph(self, runs: list[str], shaped: Shape) -> str:
        style = f'<w:pStyle w:val="s{shaped.style}"/>' if shaped.style in self._styles else ""
        return f"<w:p><w:pPr>{style}{numbering(shaped)}</w:pPr>{''.join(runs)}</w:p>"

    def _runs(self, text: str, byte: int, width: int, extra: bytes, paragraph: bytes, runs: list[str]) -> None:
        """The runs of a stretch inside one paragraph; the mark at its end is not written."""
        text = text[:-1] if text[-1:] in (_CELL, _END, _SECTION) else text
        base = self._base(int.from_bytes(paragraph[:2], "little"))
        at = 0
        while at < len(text):
            until, properties = self._binary.characters.at(byte + at * width)
            stop = min(at + max((until - byte) // width - at, 1), len(text))
            runs.append(self._run(text[at:stop], look(extra, look(properties, base))))
            at = stop

    def _base(self, style: int) -> Look:
        """What the paragraph's style says of runs, so that a toggle knows what it turns; not repeated in the run."""
        found = self._styles.get(style)
        return Look(struck=found.look.struck, hidden=found.look.hidden) if found is not None else Look()

    def _run(self, text: str, looked: Look) -> str:
        named = self._styles.get(looked.style)
        style = f'<w:rStyle w:val="s{looked.style}"/>' if named is not None and named.kind == CHARACTER else ""
        properties = f"<w:rPr>{style}{said(looked, self._fonts)}</w:rPr>"
        if looked.symbol is not None:
            font, code = looked.symbol
            name = self._fonts[font] if font < len(self._fonts) else ""
            inside = f'<w:sym w:font="{xml(name)}" w:char="{code:04X}"/>' * len(text.strip(_SECTION))
        else:
            inside = "".join(_characters(text))
        run = f"<w:r>{properties}{inside}</w:r>" if inside else ""
        return (
            f'<w:del w:id="0">{run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")}</w:del>'
            if looked.deleted
            else run
        )


def _stop(text: str, at: int, last: int, whole: bool) -> int:
    """The end of the paragraph that begins at `at`, or of its stretch before `last`.

    A page break looks like the end of a section; it ends a paragraph only where the paragraph's properties end (`whole`).
    """
    marks = [found for found in (text.find(_END, at, last), text.find(_CELL, at, last)) if found >= 0]
    return min(marks) + 1 if marks else last


def _characters(text: str) -> Iterator[str]:
    """The inside of a run; fields become field characters, anchors of pictures and notes nothing."""
    plain = ""
    for character in text:
        if character >= " ":
            plain += character
            continue
        if plain:
            yield f'<w:t xml:space="preserve">{xml(plain)}</w:t>'
            plain = ""
        if character in _FIELD:
            yield f'<w:fldChar w:fldCharType="{_FIELD[character]}"/>'
        else:
            yield _PLAIN.get(character, "")
    if plain:
        yield f'<w:t xml:space="preserve">{xml(plain)}</w:t>'


def _close(tables: list[_Table], top: list[str]) -> None:
    """Writes the innermost table into the cell or story around it."""
    table = tables.pop()
    if table.cells or table.cell:  # a row without an end
        table.rows.append(([*table.cells, "".join(table.cell)] if table.cell else table.cells, ()))
    target = tables[-1].cell if tables else top
    target.append("".join(_table(table)))


def _table(table: _Table) -> Iterator[str]:
    """Columns are what lies between any two sides of cells of any row."""
    edges = sorted({x for _, columns in table.rows for c in columns for x in (c.left, c.right)})
    grid = _joined(edges)
    yield f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * max(len(set(grid.values())) - 1, 1)}</w:tblGrid>"
    for cells, columns in table.rows:
        yield "<w:tr>"
        for index, cell in enumerate(cells):
            column = columns[index] if index < len(columns) else None
            yield f"<w:tc><w:tcPr>{_cell(column, grid, index)}</w:tcPr>{cell or '<w:p/>'}</w:tc>"
        yield "</w:tr>"
    yield "</w:tbl>"


def _joined(edges: list[int], near: int = 60) -> dict[int, int]:
    """x position -> number of the grid line; positions nearly alike (twips) are one line."""
    lines: dict[int, int] = {}
    last, number = None, -1
    for x in edges:
        if last is None or x - last > near:
            number, last = number + 1, x
        lines[x] = number
    return lines


def _cell(column: Column | None, grid: dict[int, int], index: int) -> str:
    if column is None:
        return ""
    span = max(grid[column.right] - grid[column.left], 1)
    parts = [f'<w:gridSpan w:val="{span}"/>'] if span > 1 else []
    if column.covered and index:
        parts.append("<w:hMerge/>")
    if column.continues or column.begins:
        parts.append('<w:vMerge w:val="restart"/>' if column.begins else "<w:vMerge/>")
    return "".join(parts)
