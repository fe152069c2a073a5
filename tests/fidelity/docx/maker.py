"""Makes small Word files out of a few words of XML, one for each trap of the DOCX reader.

The functions are named after the elements they write; what a test does not say is left out of the file, as far as Word allows.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = {
    "w": W,
    "r": RELATIONS,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_KINDS = {"document": "document.main", "numbering": "numbering", "styles": "styles"}
PLAIN_STYLES = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'


def root(name: str, inside: str, *, space: str = W) -> str:
    """A whole part."""
    declared = _DECLARED.replace(f'"{W}"', f'"{space}"')
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {declared}>{inside}</w:{name}>'


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(*inside: str, pr: str = "") -> str:
    """A run; what does not begin with a bracket is text."""
    held = "".join(piece if piece.startswith("<") else t(piece) for piece in inside)
    return f"<w:r>{f'<w:rPr>{pr}</w:rPr>' if pr else ''}{held}</w:r>"


def p(*inside: str, pr: str = "", style: str = "", num: tuple[int, int] | None = None) -> str:
    """A paragraph; text becomes a run. `num` is numId and level."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        said += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    said += pr
    held = "".join(piece if piece.startswith("<") else r(piece) for piece in inside)
    return f"<w:p>{f'<w:pPr>{said}</w:pPr>' if said else ''}{held}</w:p>"


def tc(*inside: str, pr: str = "") -> str:
    """A cell; text becomes a paragraph."""
    held = "".join(piece if piece.startswith("<") else p(piece) if piece else "<w:p/>" for piece in inside)
    return f"<w:tc>{f'<w:tcPr>{pr}</w:tcPr>' if pr else ''}{held}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    """A row; text becomes a cell."""
    held = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{pr}</w:trPr>' if pr else ''}{held}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def field(code: str, *result: str, data: str = "") -> str:
    """The runs of a complex field; without `result` there is no separator either."""
    shown = r('<w:fldChar w:fldCharType="separate"/>') + "".join(map(r, result)) if result else ""
    begin = f'<w:fldChar w:fldCharType="begin">{data}</w:fldChar>' if data else '<w:fldChar w:fldCharType="begin"/>'
    return f"{r(begin)}{r(f'<w:instrText>{escape(code)}</w:instrText>')}{shown}{r(END)}"


BEGIN, SEPARATE, END = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))


def sdt(inside: str, pr: str = "") -> str:
    """A content control, inline or around blocks."""
    return f"<w:sdt><w:sdtPr>{pr}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: a drawing, and the same again for old programs."""
    held = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    new = (
        '<w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="b"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{held}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict>"
    return f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'


def level(depth: int, text: str, fmt: str = "decimal", extra: str = "", *, start: int = 1) -> str:
    """One level of a list; `extra` holds what else it says (suff, lvlRestart, isLgl, pStyle, rPr) in the order of the schema."""
    first, last = ("", extra) if extra.startswith("<w:rPr") else (extra, "")
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{first}'
        f'<w:lvlText w:val="{text}"/>{last}</w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, *overrides: str) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{"".join(overrides)}</w:num>'


def style(style_id: str, name: str, inside: str = "", *, kind: str = "paragraph", based: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>{on}{inside}</w:style>'


def save(
    path: Path, *blocks: str, styles: str = "", numbering: str = "", parts: Mapping[str, str] | None = None, space: str = W
) -> Path:
    """Writes a file. `parts` maps the kind of a part (header, footnotes, comments ...; header2 for another) to its inside."""
    inside = {"styles": PLAIN_STYLES + styles, "numbering": numbering, **(parts or {})}
    names = {"header": "hdr", "footer": "ftr"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _types(inside))
        package.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        package.writestr("word/_rels/document.xml.rels", _relations({kind: f"{kind}.xml" for kind in inside}))
        references = "".join(
            f'<w:{kind.rstrip("23")}Reference w:type="default" r:id="{kind}"/>' for kind in inside if kind.rstrip("23") in names
        )
        section = f"<w:sectPr>{references}</w:sectPr>" if references else ""
        package.writestr("word/document.xml", root("document", f"<w:body>{''.join(blocks)}{section}</w:body>", space=space))
        for kind, held in inside.items():
            package.writestr(f"word/{kind}.xml", root(names.get(kind.rstrip("23"), kind), held))
    return path


def _types(kinds: Mapping[str, str]) -> str:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    named = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{base}.{_KINDS.get(kind, kind.rstrip("23"))}+xml"/>'
        for kind in ("document", *kinds)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    held = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind.rstrip("23")}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{space}">{held}</Relationships>'
