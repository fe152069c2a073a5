"""CSV of all findings of a batch, for Excel, WPS and scripts: UTF-8 with BOM, lines end with CRLF."""

import csv
import io
import re
from collections.abc import Collection, Mapping

from auditor.writers import Entry, _rows

MEDIA_TYPE = "text/csv; charset=utf-8"
SUFFIX = ".csv"
ALL = "问题明细.csv"
_HEAD = _rows.FINDINGS[:-1]
"""Without the data for training, which belong to a workbook that is filled in."""
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")


def write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes:
    """One line a finding, however often it repeats; a file that could not be read has one too: nothing goes missing in a filter."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEAD)
    for entry in entries:
        table.writerows([_plain(cell) for cell in row[: len(_HEAD)]] for row in _rows.findings(entry, together=False))
        for path, page, message, _ in _rows.failed(entry):
            place = f"第 {page} 页" if isinstance(page, int) else page
            said = {"文件": path, "程度": "未能读取", "位置": place, "说明": message}
            table.writerow([_plain(said.get(name, "")) for name in _HEAD])
    return out.getvalue().encode("utf-8-sig", "replace")


def _plain(cell: str | int) -> str | int:
    # A spreadsheet runs what begins like a formula; the apostrophe makes it text.
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell
