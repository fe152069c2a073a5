"""Our text of old Word files, OpenDocument, RTF, saved pages and workbooks against LibreOffice's own reading of the same files.

The files are made by LibreOffice from our DOCX and XLSX samples. What is compared: every character, and that each of our lines
stands in the other text as it is. Left out on both sides is what the two print in different ways, by its kind and not by its file:
white space, lines between cells, numbers of HTML lists (LibreOffice goes on counting where a browser begins anew), references
that it counts anew; dates and numbers are compared as such.
"""

import csv
import re
import shutil
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from auditor.document import BODY, Document
from auditor.readers import read_file
from auditor.readers._office import soffice
from tests.fidelity.docx.maker import p, save, tbl, tc, tr
from tests.test_docx_numbers import CHAPTERS, items
from tests.test_docx_oracle import EXPLAINED, SAMPLES
from tests.test_docx_text import INLINE

pytestmark = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed here")

KINDS = {"doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf", "html": "html:HTML (StarWriter)"}
CONVERTED_TWICE = ("odt", "rtf")
"""LibreOffice is what reads these, file by file: one does."""
SHEETS = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1"
_LIST_NUMBER = re.compile(r"^(?:\d{1,3}|[A-Za-z]|[ivxIVX]+)\.(?=\D)", re.MULTILINE)
_DATE = re.compile(r"(?P<y>\d{4})[年/-](?P<m>\d{1,2})[月/-](?P<d>\d{1,2})日?|(?P<M>\d{2})/(?P<D>\d{2})/(?P<Y>\d{4})")


def convert(to: str, folder: Path, *paths: Path, filter_in: str = "") -> None:
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    more = [f"--infilter={filter_in}"] if filter_in else []
    command = [str(soffice()), profile, "--headless", *more, "--convert-to", to, "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("samples")
    told = [block for name, (block, _) in INLINE.items() if name not in EXPLAINED and " ref " not in block.lower()]
    merged = tr(tc("资质", pr='<w:vMerge w:val="restart"/>'), "甲"), tr(tc("", pr="<w:vMerge/>"), tc("乙"))
    made = [
        save(folder / "inline.docx", *told, tbl(tr(tc(p("前"), tbl(tr("内一", "内二")), p("后")), "右")), p("完"), tbl(*merged)),
        save(folder / "chapters.docx", *items(0, 1, 2, 2, 3, 1, 2, 0, 1, 3), numbering=CHAPTERS),
    ]
    return [*made, *(Path(shutil.copy(path, folder / f"{path.name[:2]}.docx")) for path in sorted(SAMPLES.glob("*.docx")))]


def joined(text: str, kind: str) -> str:
    """The text without white space and lines between cells, and in HTML without the numbers of lists."""
    lines = "\n".join(re.sub(r"[\s|]", "", line) for line in re.split(r"[\n\t]", text))
    return (_LIST_NUMBER.sub("", lines) if kind == "html" else lines).replace("\n", "")


def shown(document: Document) -> str:
    """What paper shows of the text itself: headers, and what stands behind the text, are no lines of LibreOffice's."""
    return "\n".join(document.text[q.span.start : q.span.end] for q in document.places if q.part in (BODY, "contents", "textbox"))


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_those_libreoffice_reads(kind: str, samples: list[Path], tmp_path: Path) -> None:
    chosen = [path for path in samples if path.stem == "05"] if kind in CONVERTED_TWICE else samples
    convert(KINDS[kind], tmp_path / kind, *chosen)
    paths = [tmp_path / kind / f"{path.stem}.{kind}" for path in chosen]
    convert("txt:Text (encoded):UTF8", tmp_path / "txt", *paths, filter_in="HTML (StarWriter)" if kind == "html" else "")
    for path in paths:
        theirs = joined((tmp_path / "txt" / f"{path.stem}.txt").read_text("utf-8-sig"), kind)
        ours = shown(read_file(path))
        assert Counter(joined(ours, kind)) == Counter(theirs), path.name
        assert [line for line in ours.split("\n") if joined(line, kind) not in theirs] == [], path.name


def cell_of(text: str) -> object:
    """A date, a number (a truth value is one) or words, however they are written."""
    text = "".join(text.split())
    if found := _DATE.fullmatch(text):
        return date(*(int(found[name] or found[name.swapcase()]) for name in "ymd"))
    try:
        return float(text.replace(",", "")) if not text.endswith("%") else round(float(text[:-1]) / 100, 6)
    except ValueError:
        return {"TRUE": 1.0, "是": 1.0, "FALSE": 0.0, "否": 0.0}.get(text, text)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "评分表"
    rows: list[list[object]] = [["评审因素", "分值", "截止", "权重"], ["业绩\n（近三年）", 10, date(2026, 3, 1), 0.125]]
    rows += [["单价", 1234567.5, None, 1], ["是否进口", True, None, 0.05], [None, None, None, None], ["合并", None, "右", "甲\t乙"]]
    for row in rows:
        sheet.append(row)
    for at in range(2, 5):
        sheet.cell(at, 4).number_format = "0.0%"
    sheet["B3"].number_format = "#,##0.00"
    sheet["C2"].number_format = "yyyy/m/d"
    sheet.merge_cells("A6:B6")
    book.create_sheet("采购清单").append(["品牌", "不限", "②项", "<&>"])
    book.save(path)
    return path


def test_cells_are_those_libreoffice_shows(tmp_path: Path) -> None:
    first = workbook(tmp_path / "xlsx.xlsx")
    for kind in ("xls", "ods"):
        convert(kind, tmp_path / kind, first)
    paths = [first, *(shutil.copy(tmp_path / kind / f"xlsx.{kind}", tmp_path / f"{kind}.{kind}") for kind in ("xls", "ods"))]
    convert(SHEETS, tmp_path / "csv", *paths)
    for path in map(Path, paths):
        document = read_file(path)
        for number, name in enumerate(["评分表", "采购清单"], start=1):
            with (tmp_path / "csv" / f"{path.stem}-{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                lines = enumerate(csv.reader(file, delimiter="\t"), start=1)
                theirs = {(y, x): cell_of(text) for y, line in lines for x, text in enumerate(line, start=1) if text.strip()}
            places = [place for place in document.places if place.table == number]
            ours = {(q.row, q.column): cell_of(document.text[q.span.start : q.span.end]) for q in places}
            assert ours == theirs, (path.name, name)
