"""The batch as a workbook: 汇总, 明细, 覆盖情况, 未能读取; ready to filter and to print on A4."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from auditor.writers import Entry, _rows
from auditor.writers._overview import href

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIX = ".xlsx"
ALL = "审查结果.xlsx"

_MOST_ROWS = 1_000_000
_MOST_LINKS = 60_000
"""Excel opens a sheet with more than 65,530 links only after a repair."""
_SHEETS = (
    ("汇总", _rows.FILES, _rows.files, (44, 10, 7, 7, 7, 40, 22, 16, 9, 36, 18, 12)),
    ("明细", _rows.FINDINGS, _rows.findings, (30, 6, 7, 8, 22, 46, 22, 26, 12, 40, 40, 44, 40, 14, 20, 22, 12)),
    ("覆盖情况", _rows.COVERAGE, _rows.coverage, (40, 9, 14, 34, 10, 60)),
    ("未能读取", _rows.FAILED, _rows.failed, (50, 8, 80, 18)),
)
_TONES = {"违规": "#A3161B", "有违规": "#A3161B", "疑似": "#855100", "有疑似": "#855100", "未能读取": "#40356B"}


def write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes:
    """The workbook; nothing in it is taken for a formula, a number or a link that was text in a tender."""
    import xlsxwriter

    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **never})
    styles = _styles(book)
    for name, head, rows, widths in _SHEETS:
        _sheet(book.add_worksheet(name), styles, head, rows(entries), widths)
    book.set_properties({"title": "公平竞争条款审查结果"})
    book.close()
    return out.getvalue()


def _styles(book: "Workbook") -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#C9D0D8"}
    styles = {tone: book.add_format(cell | {"font_color": tone, "bold": True}) for tone in set(_TONES.values())}
    styles["cell"] = book.add_format(cell)
    head = {"bold": True, "bg_color": "#E8EDF3", "align": "center", "valign": "vcenter", "font_name": "黑体"}
    styles["head"] = book.add_format(cell | head)
    styles["link"] = book.add_format(cell | {"font_color": "#173D68", "underline": 1})
    return styles


def _sheet(
    sheet: "Worksheet", styles: dict[str, Any], head: Sequence[str], rows: Iterator[_rows.Row], widths: Sequence[int]
) -> None:
    _layout(sheet, styles, head, widths)
    last = 0
    for last, row in enumerate(rows, 1):
        if last > _MOST_ROWS:
            sheet.write_string(last, 0, "行数超过 Excel 上限，其余见 CSV 结果", styles["cell"])
            break
        for column, value in enumerate(row):
            _write(sheet, styles, last, column, head[column], value)
    sheet.autofilter(0, 0, last, len(head) - 1)


def _layout(sheet: "Worksheet", styles: dict[str, Any], head: Sequence[str], widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 24)
    for column, name in enumerate(head):
        sheet.write_string(0, column, name, styles["head"])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write(sheet: "Worksheet", styles: dict[str, Any], row: int, column: int, head: str, value: str | int) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, styles["cell"])
    elif head == "报告" and value and row <= _MOST_LINKS:
        # A link too long for Excel (2,079 characters) is refused with -2 or -3: then the path stands as text.
        if sheet.write_url(row, column, "external:" + href(value), styles["link"], "打开报告"):
            sheet.write_string(row, column, value, styles["cell"])
    else:
        style = _TONES.get(value) if head in ("程度", "结果") else None
        sheet.write_string(row, column, value, styles[style or "cell"])
