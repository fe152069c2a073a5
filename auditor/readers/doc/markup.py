"""Small pieces of WordprocessingML."""

import re
from xml.sax.saxutils import escape

from auditor.readers.doc.sprms import Shape

_NEVER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """`text` for an element or an attribute; what XML cannot hold is left out, halves of a character are put together."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return escape(_NEVER.sub("", whole), {'"': "&quot;"})


def box(text: str) -> str:
    """A run with a text box in which `text` (paragraphs, tables) stands."""
    return f"<w:r><w:pict><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></w:pict></w:r>"


def numbering(shape: Shape) -> str:
    """Number and outline level as they stand inside of w:pPr."""
    parts = []
    if shape.number is not None or shape.level is not None:
        level = f'<w:ilvl w:val="{shape.level}"/>' if shape.level is not None else ""
        number = f'<w:numId w:val="{shape.number}"/>' if shape.number is not None else ""
        parts.append(f"<w:numPr>{level}{number}</w:numPr>")
    if shape.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{shape.outline}"/>')
    return "".join(parts)
