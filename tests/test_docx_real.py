"""Real tenders, where they stand beside the repository: nothing printed is lost, and our numbers are those Word printed itself."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from auditor.document import Document
from auditor.readers.docx import read
from auditor.readers.docx.names import DEL, MC, MOVE_FROM, T
from tests.document_rules import assert_sound

TENDERS = Path(__file__).parents[1].parent / "shared" / "real" / "tenders"
pytestmark = pytest.mark.skipif(not TENDERS.is_dir(), reason="the real tenders stand beside the repository only at its makers'")

CONTENTS_IN_STEP = ("39d326f62b", "3adc47ac8f", "3e9b42a1f3", "6a50668b65", "bcfd8fab1d")
"""Tenders whose table of contents was brought up to date after the last change."""
_LEFT_OUT = (DEL, MOVE_FROM, MC + "Fallback")
_SYMBOLS = set("\u00fe\u00a8R£")
"""Letters that symbol fonts turn into ticks and boxes."""


def words(path: Path) -> Counter[str]:
    """The characters of all printed w:t, struck-out and hidden ones among them."""
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    texts = (e.text or "" for e in root.iter(T) if next(e.iterancestors(*_LEFT_OUT), None) is None)
    return Counter(character for text in texts for character in text if not character.isspace())


def squeezed(document: Document, part: str) -> list[str]:
    return [
        re.sub(r"[\s.…·]+", "", document.text[place.span.start : place.span.end])
        for place in document.places
        if (place.part == "contents") == (part == "contents")
    ]


@pytest.mark.parametrize("path", sorted(TENDERS.glob("*.docx"))[::4], ids=lambda path: path.stem)
def test_nothing_printed_is_lost(path: Path) -> None:
    document = read(path)
    assert_sound(document)
    lost = words(path) - Counter(document.text)
    struck = any(notice.code == "struck_text" for notice in document.notices)
    assert struck or set(lost) <= _SYMBOLS, lost


@pytest.mark.parametrize("stem", CONTENTS_IN_STEP)
def test_our_numbers_are_those_in_the_contents(stem: str) -> None:
    path = TENDERS / f"{stem}.docx"
    if not path.is_file():
        pytest.skip("this tender is not among the files here")
    document = read(path)
    headings, entries = set(squeezed(document, "body")), squeezed(document, "contents")
    missing = [entry for entry in entries if not any(entry[: len(entry) - digits] in headings for digits in range(4))]
    assert len(entries) > 15 and not missing


def test_ticks_set_as_letters_of_a_symbol_font() -> None:
    path = TENDERS / "3adc47ac8f.docx"
    if not path.is_file():
        pytest.skip("this tender is not among the files here")
    assert read(path).text.count("☑") > 15
