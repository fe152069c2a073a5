"""What other libraries say of a place: for each format, the words that stand where a Place says they stand."""

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from auditor.document import Box, Place

TICKS = re.compile(r"[\s□☐☑☒■√✓✔×〇○●◆◇•·▪\uf000-\uf0ff\u200b\ufeff]")
MM = 72 / 25.4
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Witness(Protocol):
    """One opened file."""

    def words(self, place: Place) -> str:
        """What stands there."""


def fold(text: str) -> str:
    """White space and ticks left out: ticks of symbol fonts are letters to other libraries."""
    return TICKS.sub("", text)


class Pdf:
    """PDFium's own text inside the box."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(path)
        self._pages: dict[int, Any] = {}

    def words(self, place: Place) -> str:
        page, text = self._page(place.page or 0)
        wide, high = page.get_size()
        x0, top, x1, bottom = place.box or (0, 0, wide, high)
        if not (-2 <= x0 <= x1 <= wide + 2 and -2 <= top <= bottom <= high + 2):
            return f"(box {place.box} is not on the page)"
        return str(text.get_text_bounded(*_unshown(page, (x0 + 0.1, top + 0.5, x1 - 0.1, bottom - 0.5))))

    def _page(self, number: int) -> tuple[Any, Any]:
        if number not in self._pages:
            page = self._document[number - 1]
            self._pages = {number: (page, page.get_textpage())}
        return self._pages[number]


def _unshown(page: Any, box: Box) -> Box:
    """A box as displayed in the space of the PDF: left, bottom, right, top."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation() // 90 % 4
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        corners.append([(left + x, top - y), (left + y, bottom + x), (right - x, bottom + y), (right - y, top - x)][turn])
    x, y = zip(*corners, strict=True)
    return (min(x), min(y), max(x), max(y))


class Docx:
    """python-docx: the paragraph of that number, and the cell at that row and column."""

    def __init__(self, path: Path) -> None:
        import docx

        document = docx.Document(str(path))
        self._paragraphs = list(document.element.iter(f"{W}p"))
        self._tables = list(document.element.iter(f"{W}tbl"))
        with zipfile.ZipFile(path) as package:
            aside = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\w*\.xml")
            names = [name for name in package.namelist() if aside.search(name)]
            self._aside = " ".join(re.sub("<[^>]+>", "", package.read(name).decode("utf-8", "replace")) for name in names)

    def words(self, place: Place) -> str:
        if place.part not in ("body", "contents", "textbox", "hidden") or not place.paragraph:
            return self._aside
        if place.table is None:
            return _text(self._paragraphs[place.paragraph - 1])
        return self._cell(self._tables[place.table - 1], place)

    def _cell(self, table: Any, place: Place) -> str:
        rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        row, column = rows[(place.row or 1) - 1], 1
        before = row.find(f"{W}trPr/{W}gridBefore")
        column += int(before.get(f"{W}val")) if before is not None else 0
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            if column == place.column:
                return _text(cell)
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            column += int(span.get(f"{W}val")) if span is not None else 1
        return "(no such cell)"


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


class Converted:
    """All text of what LibreOffice makes of a file, comments and notes too; for a cell the text of every cell."""

    def __init__(self, path: Path) -> None:
        from lxml import etree

        with tempfile.TemporaryDirectory() as folder:
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(path)]
            subprocess.run(command, capture_output=True, timeout=120, check=True)
            with zipfile.ZipFile(next(Path(folder).glob("*.docx"))) as package:
                stories = [name for name in package.namelist() if re.fullmatch(r"word/[a-z]+\d*\.xml", name)]
                roots = [etree.fromstring(package.read(name)) for name in stories]
        self._text = "\n".join(_text(root) for root in roots)
        self._cells = "\n".join(_text(cell) for root in roots for cell in root.iter(f"{W}tc"))

    def words(self, place: Place) -> str:
        return self._text if place.table is None else self._cells


class Xlsx:
    """openpyxl: the cell at that row and column of that sheet."""

    def __init__(self, path: Path) -> None:
        import openpyxl

        self._book = openpyxl.load_workbook(path, data_only=True)

    def words(self, place: Place) -> str:
        sheet = self._book.worksheets[(place.table or 1) - 1]
        return str(sheet.cell(place.row or 1, place.column or 1).value)


class Html:
    """lxml: for a cell the cells that stand in some row at its place, else all of the page."""

    def __init__(self, path: Path) -> None:
        import lxml.html

        self._root = lxml.html.fromstring(path.read_bytes())

    def words(self, place: Place) -> str:
        if place.table is None:
            return str(self._root.text_content())
        return "\n".join(str(cell.text_content()) for cell in self._root.iter("td", "th"))


class Text:
    """The bytes decoded."""

    def __init__(self, path: Path) -> None:
        from charset_normalizer import from_bytes

        data = path.read_bytes()
        try:
            self._text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._text = str(from_bytes(data).best() or "")

    def words(self, place: Place) -> str:
        return self._text


class Ofd:
    """lxml: the text objects of the page whose boundary meets the box."""

    def __init__(self, path: Path) -> None:
        from lxml import etree

        with zipfile.ZipFile(path) as package:
            main = next(name for name in package.namelist() if name.endswith("Document.xml"))
            names = [page.get("BaseLoc") for page in etree.fromstring(package.read(main)).findall(".//{*}Pages/{*}Page")]
            self._pages = [etree.fromstring(package.read(f"{main.rpartition('/')[0]}/{name}")) for name in names]

    def words(self, place: Place) -> str:
        return "".join(self._met(self._pages[(place.page or 1) - 1], place.box or (0, 0, 0, 0)))

    def _met(self, page: Any, box: Box) -> Iterator[str]:
        for thing in page.iter("{*}TextObject"):
            x, y, wide, high = (float(part) * MM for part in thing.get("Boundary").split())
            if x < box[2] and box[0] < x + wide and y < box[3] and box[1] < y + high:
                yield "".join(thing.itertext())


WITNESSES: dict[str, type[Witness]] = {
    "pdf": Pdf, "docx": Docx, "doc": Converted, "xlsx": Xlsx, "html": Html, "text": Text, "ofd": Ofd,
}  # fmt: skip
