"""Names of the elements and attributes the walker knows, as lxml spells them, and the few questions asked of any element."""

from typing import Final

from lxml.etree import _Element

MAIN: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

ALTERNATE: Final = MC + "AlternateContent"
CHOICE: Final = MC + "Choice"
FALLBACK: Final = MC + "Fallback"

DOCUMENT, BODY, P, PPR, R, RPR, T, TAB, BR, CR = (MAIN + n for n in "document body p pPr r rPr t tab br cr".split())
TBL, TR, TC, TRPR, TCPR, TBLPR = (MAIN + n for n in "tbl tr tc trPr tcPr tblPr".split())
SDT, SDTPR, SDTCONTENT, TXBX = (MAIN + n for n in "sdt sdtPr sdtContent txbxContent".split())
INS, DEL, MOVE_TO, MOVE_FROM = (MAIN + n for n in "ins del moveTo moveFrom".split())
PSTYLE, RSTYLE, NUMPR, OUTLINE, RFONTS, SECTION = (MAIN + n for n in "pStyle rStyle numPr outlineLvl rFonts sectPr".split())
VANISH, SPEC_VANISH, STRIKE, DSTRIKE, ROW_HIDDEN = (MAIN + n for n in "vanish specVanish strike dstrike hidden".split())
GRID_SPAN, V_MERGE, H_MERGE, GRID_BEFORE = (MAIN + n for n in "gridSpan vMerge hMerge gridBefore".split())
SYM, FIELD_CHAR, FIELD_CODE, FOOTNOTE, ENDNOTE = (MAIN + n for n in "sym fldChar instrText footnoteReference endnoteReference".split())
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
VAL, FONT, CHAR, ID, TYPE, ASCII = (MAIN + n for n in "val font char id type ascii".split())


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
