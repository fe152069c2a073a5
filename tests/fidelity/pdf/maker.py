"""Makes small PDF files, one for each trap of the PDF reader: every glyph and line stands where a test wants it.

Chinese is set in a font that is named but not embedded, full-width characters one em wide, Latin half an em.
"""

import zlib
from dataclasses import dataclass, field
from pathlib import Path

CHINESE, SYMBOLS, LATIN = "F1", "F2", "F3"


@dataclass
class Sheet:
    """One page; positions in points from the top left of the unturned page. `rotate` is the page's own turn in degrees,
    `crop` its visible box in PDF space."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    crop: str = ""
    drawn: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(
        self, x: float, top: float, text: str, *, size: float = 12, turn: str = "1 0 0 1", grey: float = 0, mode: int = 0
    ) -> None:
        """Text whose first glyph begins at x and hangs from `top`; `turn` is the matrix of its direction, `mode` how it is
        rendered (3: not at all)."""
        code = text.encode("utf-16-be").hex()
        baseline = self.height - top - 0.88 * size
        self.drawn.append(f"BT {grey} g {mode} Tr /{CHINESE} {size} Tf {turn} {x} {baseline} Tm <{code}> Tj ET")

    def symbol(self, x: float, top: float, code: int, *, size: float = 12) -> None:
        """One glyph of Wingdings 2, which the file maps to the private-use character of its code."""
        self.drawn.append(f"BT 0 g /{SYMBOLS} {size} Tf 1 0 0 1 {x} {self.height - top - 0.88 * size} Tm <{code:02X}> Tj ET")

    def lines(self, x: float, top: float, *texts: str, step: float = 20, size: float = 12) -> None:
        """Printed lines one below the other."""
        for index, text in enumerate(texts):
            self.text(x, top + index * step, text, size=size)

    def latin(self, x: float, top: float, text: str, *, size: float = 10) -> None:
        """ASCII in a font that every program has: quick to read, for long files."""
        self.drawn.append(f"BT 0 g /{LATIN} {size} Tf 1 0 0 1 {x} {self.height - top - 0.88 * size} Tm ({text}) Tj ET")

    def line(self, x0: float, top: float, x1: float, bottom: float, *, grey: float = 0) -> None:
        self.drawn.append(f"{grey} G 0.5 w {x0} {self.height - top} m {x1} {self.height - bottom} l S")

    def grid(self, columns: list[float], rows: list[float], *, grey: float = 0) -> None:
        """All lines of a table with these column and row positions."""
        for x in columns:
            self.line(x, rows[0], x, rows[-1], grey=grey)
        for y in rows:
            self.line(columns[0], y, columns[-1], y, grey=grey)

    def fill(self, x0: float, top: float, x1: float, bottom: float, *, colour: str = "1 1 1", sheer: bool = False) -> None:
        """A filled box; one that is `sheer` lets through what lies under it."""
        self.drawn.append(
            f"q {'/Sheer gs' if sheer else ''} {colour} rg {x0} {self.height - bottom} {x1 - x0} {bottom - top} re f Q"
        )

    def cut(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """What is drawn next, up to `whole`, shows inside of this box only."""
        self.drawn.append(f"q {x0} {self.height - bottom} {x1 - x0} {bottom - top} re W n")

    def whole(self) -> None:
        self.drawn.append("Q")

    def note(self, x0: float, top: float, x1: float, bottom: float, entries: str) -> None:
        """Something that lies over the page: `entries` of its dictionary; `/FT` makes it a field of the form."""
        box = f"{x0} {self.height - bottom} {x1} {self.height - top}"
        self.notes.append(f"<< /Type /Annot /F 4 /Rect [{box}] {entries} >>")

    def image(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A grey picture."""
        self.drawn.append(f"q {x1 - x0} 0 0 {bottom - top} {x0} {self.height - bottom} cm /Im Do Q")


def write_pdf(path: Path, *sheets: Sheet, broken: tuple[int, ...] = ()) -> Path:
    """Writes the sheets as one file; the pages whose numbers are in `broken` point at nothing."""
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    catalog, tree = add("<< /Type /Catalog /Pages 2 0 R >>"), add("")
    latin = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    fonts = f"<< /{CHINESE} {_chinese(add)} 0 R /{SYMBOLS} {_symbols(add)} 0 R /{LATIN} {latin} 0 R >>"
    grey = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = add(_stream(bytes([128]), grey))
    kids, fields = [], []
    for number, sheet in enumerate(sheets, start=1):
        content = add(_stream("\n".join(sheet.drawn).encode(), ""))
        box = f"/MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.rotate}"
        box += f" /CropBox [{sheet.crop}]" if sheet.crop else ""
        resources = f"/Resources << /Font {fonts} /XObject << /Im {image} 0 R >> /ExtGState << /Sheer << /ca 0.4 >> >> >>"
        notes = [add(note) for note in sheet.notes]
        fields += [at for at, note in zip(notes, sheet.notes, strict=True) if "/FT" in note]
        over = f"/Annots [{_references(notes)}]" if notes else ""
        page = f"<< /Type /Page /Parent {tree} 0 R {box} {resources} /Contents {content} 0 R {over} >>"
        kids.append(add("null" if number in broken else page))
    objects[tree - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{_references(kids)}] >>".encode()
    if fields:
        form = f"<< /Fields [{_references(fields)}] /DA (/{LATIN} 12 Tf 0 g) /DR << /Font {fonts} >> >>"
        objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R /AcroForm {form} >>".encode()
    path.write_bytes(_file(objects, catalog))
    return path


def _references(numbers: list[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _chinese(add) -> int:  # type: ignore[no-untyped-def]
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    descriptor = add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
        " /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    descendant = add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light {system} /FontDescriptor {descriptor} 0 R"
        " /DW 1000 /W [1 95 500] >>"
    )
    return add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H /Encoding /UniGB-UTF16-H"
        f" /DescendantFonts [{descendant} 0 R] >>"
    )


def _symbols(add) -> int:  # type: ignore[no-untyped-def]
    ranges = "<00> <FF> <F000>"
    cmap = (
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF>"
        f" endcodespacerange 1 beginbfrange {ranges} endbfrange endcmap end end"
    )
    unicode = add(_stream(cmap.encode(), ""))
    widths = " ".join(["900"] * 256)
    return add(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Wingdings2 /FirstChar 0 /LastChar 255"
        f" /Widths [{widths}] /ToUnicode {unicode} 0 R >>"
    )


def _stream(data: bytes, entries: str) -> bytes:
    packed = zlib.compress(data)
    return f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: list[bytes], catalog: int) -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root {catalog} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
