"""Names of the elements and attributes the walker knows, as lxml spells them, and the few questions asked of any element."""

from typing import Final

from lxml.etree import _Element

MAIN: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
ALTERNATE: Final = MC + "AlternateContent"
RID: Final = RELATION + "id"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"

DOCUMENT, P, PPR, R, RPR, T = (MAIN + n for n in ["document", "p", "pPr", "r", "rPr", "t"])
TAB, BR, CR, SYM = (MAIN + n for n in ["tab", "br", "cr", "sym"])
TBL, TR, TC, SECTION = (MAIN + n for n in ["tbl", "tr", "tc", "sectPr"])
SDT, SDTPR, SDTCONTENT, TXBX = (MAIN + n for n in ["sdt", "sdtPr", "sdtContent", "txbxContent"])
OLE, CONTROL, ALT_CHUNK = OFFICE + "OLEObject", MAIN + "control", MAIN + "altChunk"
DEL, MOVE_FROM = MAIN + "del", MAIN + "moveFrom"
PSTYLE, RSTYLE, NUMPR, OUTLINE, RFONTS = (MAIN + n for n in ["pStyle", "rStyle", "numPr", "outlineLvl", "rFonts"])
VANISH, STRIKE, DSTRIKE, ROW_HIDDEN = (MAIN + n for n in ["vanish", "strike", "dstrike", "hidden"])
GRID_SPAN, V_MERGE, H_MERGE, GRID_BEFORE = (MAIN + n for n in ["gridSpan", "vMerge", "hMerge", "gridBefore"])
FIELD_CHAR, FIELD_CODE = MAIN + "fldChar", MAIN + "instrText"
FOOTNOTE, ENDNOTE = MAIN + "footnoteReference", MAIN + "endnoteReference"
VAL, FONT, CHAR, ID, TYPE, ASCII = (MAIN + n for n in ["val", "font", "char", "id", "type", "ascii"])


def value(element: _Element, name: str) -> str | None:
    """`w:val` of the child called `name` (without namespace); None where there is no such child or value."""
    child = element.find(MAIN + name)
    return None if child is None else child.get(VAL)


def number(text: str | None) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    text = (text or "").strip()
    return int(text) if len(text) <= 9 and text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() else None


def is_on(element: _Element | None) -> bool | None:
    """An on/off property: None where it is absent, False where it is set to off."""
    return None if element is None else element.get(VAL, "true").lower() not in ("0", "false", "off", "none")
