"""Golden files: what each writer gives for the samples. `python tests/gold/update.py` writes them anew; look at the diff."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOM = Path(__file__).parent
sys.path.insert(0, str(ROOM.parents[1]))

from openpyxl import load_workbook  # noqa: E402

from auditor import known, writers  # noqa: E402
from tests import report_samples as samples  # noqa: E402


def html(data: bytes) -> str:
    """The page without style, script and their hashes: those are looked at in a browser."""
    text = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1\3", data.decode(), flags=re.S)
    return re.sub(r"sha256-[\w+/=]+", "sha256-", text)


def cells(data: bytes) -> str:
    """Every cell of a workbook, a line each row."""
    book = load_workbook(io.BytesIO(data))
    rows = [[sheet.title, *(repr(c.value) for c in row if c.value is not None)] for sheet in book for row in sheet.iter_rows()]
    return "\n".join("\t".join(row) for row in rows) + "\n"


def plain(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def report(fmt: str) -> bytes:
    document = samples.document()
    return writers.write(samples.report(document), document, fmt)


def batch(fmt: str) -> bytes:
    return writers.write_all(samples.batch(), fmt, reports={"html": "index.html", "json": "summary.json", "xlsx": "审查结果.xlsx"})


GOLD: dict[str, Callable[[], str]] = {
    "report.html": lambda: html(report("html")),
    "report.json": lambda: plain(report("json")),
    "report.md": lambda: plain(report("md")),
    "report.sarif": lambda: plain(report("sarif")),
    "index.html": lambda: html(batch("html")),
    "summary.json": lambda: plain(batch("json")),
    "batch.sarif": lambda: plain(batch("sarif")),
    "batch.csv": lambda: plain(batch("csv")),
    "batch.xlsx.txt": lambda: cells(batch("xlsx")),
    "known.csv": lambda: plain(known.write_known([samples.report()])),
}

if __name__ == "__main__":
    for name, make in GOLD.items():
        (ROOM / name).write_text(make(), encoding="utf-8", newline="\n")
