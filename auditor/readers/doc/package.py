"""The parts of the DOCX that a binary file becomes."""

import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from auditor.readers.doc.binary import HEADERS, Binary
from auditor.readers.doc.boxes import find_boxes
from auditor.readers.doc.lists import write_lists
from auditor.readers.doc.markup import box
from auditor.readers.doc.story import Story
from auditor.readers.doc.styles import read_styles, write_styles

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns:w="{_MAIN}" xmlns:r="{_RELATION}" xmlns:v="urn:schemas-microsoft-com:vml"'
_FOOTER_PLACES = (2, 3, 5)
"""Of the six margins a section has: even header, odd header, even footer, odd footer, first header, first footer."""


def write_docx(binary: Binary, path: Path) -> None:
    """Writes the file as DOCX. What its index leads to nowhere raises struct.error, IndexError or the like."""
    fonts = binary.fonts()
    styles = read_styles(binary)
    story = Story(binary, styles, fonts)
    bounds = _bounds(binary)
    story.anchored, boxes = _boxes(binary, story, *bounds[5])
    body, notes, _, comments, endnotes, _, header_boxes = (story.write(a, b) if b > a else "" for a, b in bounds)
    body += _paragraph(box(boxes + header_boxes)) if boxes or header_boxes else ""
    body += _paragraph('<w:r><w:footnoteReference w:id="1"/></w:r>') if notes else ""
    body += _paragraph('<w:r><w:endnoteReference w:id="1"/></w:r>') if endnotes else ""
    top, foot = _margins(binary, story, bounds[2][0])
    parts = {
        "styles": _root("styles", "".join(write_styles(styles, fonts))),
        "numbering": _root("numbering", "".join(write_lists(binary, fonts))),
        "header": _root("hdr", top),
        "footer": _root("ftr", foot),
        "footnotes": _root("footnotes", f'<w:footnote w:id="1">{notes}</w:footnote>' if notes else ""),
        "endnotes": _root("endnotes", f'<w:endnote w:id="1">{endnotes}</w:endnote>' if endnotes else ""),
        "comments": _root("comments", f'<w:comment w:id="1">{comments}</w:comment>' if comments else ""),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        package.writestr("word/document.xml", _root("document", f"<w:body>{body}</w:body>"))
        package.writestr("word/_rels/document.xml.rels", _relations({kind: f"{kind}.xml" for kind in parts}))
        for kind, text in parts.items():
            package.writestr(f"word/{kind}.xml", text)


def _bounds(binary: Binary) -> list[tuple[int, int]]:
    """Start and end of each story in the text."""
    at, found = 0, []
    for length in binary.lengths:
        found.append((at, at + length))
        at += length
    return found


def _margins(binary: Binary, story: Story, start: int) -> tuple[str, str]:
    """Headers and footers, each text once. The first six stories are the rules over notes."""
    raw, _ = binary.indexed(HEADERS)
    bounds = [start + cp for cp in struct.unpack_from(f"<{len(raw) // 4}i", raw)]
    found: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for index, (a, b) in enumerate(list(pairwise(bounds[:-1]))[6:]):  # the last bound means nothing
        if b > a:
            found[index % 6 in _FOOTER_PLACES][story.write(a, b)] = None
    return "".join(found[0]), "".join(found[1])


def _boxes(binary: Binary, story: Story, first: int, last: int) -> tuple[dict[int, str], str]:
    """Text boxes by the character they hang on, and those that hang on nothing."""
    anchored: dict[int, str] = {}
    loose = "" if (found := list(find_boxes(binary))) else story.write(first, last)
    for start, end, anchor in found:
        text = story.write(first + start, min(first + end, last))
        if anchor is None:
            loose += text
        else:
            anchored[anchor] = anchored.get(anchor, "") + text
    return anchored, loose


def _paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def _root(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{inside}</w:{name}>'


def _relations(targets: dict[str, str]) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(_each(targets))}</Relationships>'


def _each(targets: dict[str, str]) -> Iterator[str]:
    for number, (kind, target) in enumerate(targets.items(), 1):
        yield f'<Relationship Id="r{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
