"""What lies over the cells of a sheet: text boxes and comments, in parts that the sheet refers to."""

import posixpath
from collections.abc import Iterator
from typing import Any

from auditor.errors import DamagedFile
from auditor.readers._parts import Parts, local


def boxes(package: Parts, sheet: str) -> tuple[str, ...]:
    """The paragraphs of the text boxes, in their order."""
    return tuple(_paragraphs(_roots(package, sheet, "drawing"), "p"))


def comments(package: Parts, sheet: str) -> tuple[str, ...]:
    """Each comment as one line."""
    return tuple(_paragraphs(_roots(package, sheet, "comments"), "comment"))


def _roots(package: Parts, sheet: str, kind: str) -> Iterator[Any]:
    """The parts of that kind; a damaged one costs only itself."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    try:
        for link in package.xml(links) if links in package else ():
            target = posixpath.join("/", folder, link.get("Target") or "")
            if (link.get("Type") or "").endswith("/" + kind) and target in package:
                yield package.xml(target)
    except DamagedFile:
        return


def _paragraphs(roots: Iterator[Any], tag: str) -> Iterator[str]:
    for root in roots:
        for element in (e for e in root.iter() if local(e) == tag):
            text = "".join(e.text or "" for e in element.iter() if local(e) == "t").strip()
            if text:
                yield text
