"""Our text of Word files against LibreOffice's, line by line; what differs is named here with its reason.

LibreOffice leaves out symbol fonts and form fields, keeps deleted words, and knows fewer number formats: those have tests of their
own.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.readers.docx import read
from auditor.readers.docx.numerals import written
from tests.fidelity.docx.maker import abstract, level, num, p, save, tbl, tc, tr
from tests.test_docx_numbers import CHAPTERS, DOTTED, items
from tests.test_docx_text import INLINE

SOFFICE = shutil.which("soffice")
SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")

FORMATS = [
    "decimal",
    "decimalZero",
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
    "ideographTraditional",
    "ideographZodiac",
    "decimalEnclosedCircle",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
]
EXPLAINED = {
    "hyphens": "LibreOffice keeps the special hyphens, a search needs the plain one",
    "formula": "LibreOffice exports no formula",
    "simple field": "LibreOffice counts the pages anew",
    "a field that is never ended loses nothing": "LibreOffice drops the words after the broken instruction",
    "phonetic guide drawn by a field": "LibreOffice does not draw overlays",
    "circled number drawn by a field": "LibreOffice does not draw overlays",
}


def made(folder: Path) -> Iterator[Path]:
    agreed = [paragraph for name, (paragraph, _) in INLINE.items() if name not in EXPLAINED]
    yield save(folder / "inline.docx", *agreed)
    yield save(folder / "chapters.docx", *items(0, 1, 2, 2, 3, 1, 2, 0, 1, 3), numbering=CHAPTERS)
    yield save(folder / "dotted.docx", *items(1, 1, 0, 2, 1, 0, 1), numbering=DOTTED)
    lists = [abstract(index, level(0, "%1、", fmt)) for index, fmt in enumerate(FORMATS)]
    nums = [num(index + 1, index) for index in range(len(FORMATS))]
    blocks = [p(fmt, num=(index + 1, 0)) for index, fmt in enumerate(FORMATS) for _ in range(20)]
    yield save(folder / "formats.docx", *blocks, numbering="".join(lists + nums))
    inner = tbl(tr("内一", "内二"), tr("内三", "内四"))
    merged = tr(tc("资质", pr='<w:vMerge w:val="restart"/>'), "甲"), tr(tc("", pr="<w:vMerge/>"), tc("乙"))
    yield save(folder / "tables.docx", tbl(tr(tc(p("前"), inner, p("后")), "右"), tr(tc(inner, p()), "末")), p("完"), tbl(*merged))


def lines(text: str, breaks: str) -> Counter[str]:
    """The lines of a text without their white space."""
    return Counter(line for line in ("".join(part.split()) for part in re.split(breaks, text)) if line)


def test_the_same_lines_as_libreoffice(tmp_path: Path) -> None:
    paths = [*made(tmp_path), *(Path(shutil.copy(path, tmp_path)) for path in sorted(SAMPLES.glob("*.docx")))]
    profile = (tmp_path / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, *paths], check=True, capture_output=True, timeout=120)
    for path in paths:
        theirs = lines(path.with_suffix(".txt").read_text(encoding="utf-8-sig"), "\n")
        document = read(path)
        ours = lines(document.text, "[\n\t]")
        margins = Counter("".join(document.text[q.span.start : q.span.end].split()) for q in document.places if q.part != "body")
        assert ours - margins == theirs - margins, path.name


def test_a_format_both_know_is_really_compared() -> None:
    assert all(written(3, fmt) != "3" for fmt in FORMATS if fmt != "decimal")
