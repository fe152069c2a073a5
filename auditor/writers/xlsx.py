"""The batch as a workbook: 汇总, 明细, 覆盖情况, 未能读取; ready to filter and to print on A4."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor import decisions
from auditor.writers import Entry, _rows
from auditor.writers._overview import href

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIX = ".xlsx"
ALL = "审查结果.xlsx"

_Rows = Callable[[Entry], Iterator[_rows.Row]]
_MOST_ROWS = 1_000_000
_MOST_LINKS = 60_000
"""Excel opens a sheet with more than 65,530 links only after a repair."""


class _Layout(NamedTuple):
    """One sheet: `widths` in characters, `printed` the number of columns that go on paper."""

    name: str
    head: Sequence[str]
    rows: _Rows
    widths: Sequence[int]
    printed: int


_FINDINGS = (22, 5, 6, 6, 16, 34, 5, 15, 33, 33, 10, 24, 26, 12, 40, 40, 14, 22, 24, 10, 10)
_SHEETS = (
    _Layout("汇总", _rows.FILES, _rows.files, (40, 10, 6, 6, 6, 34, 24, 24, 20, 9, 26, 34, 20, 16, 18, 10), 11),
    _Layout(decisions.SHEET, _rows.FINDINGS, _rows.findings, _FINDINGS, 11),
    _Layout("覆盖情况", _rows.COVERAGE, _rows.coverage, (40, 9, 14, 34, 10, 60), 6),
    _Layout("未能读取", _rows.FAILED, _rows.failed, (50, 8, 80, 18), 4),
)
_LINE, _HIGHEST = 13.5, 400
"""Points of a line of text, and of the highest row (Excel stops at 409)."""
_OPINIONS = [decisions.REAL, decisions.FALSE, decisions.OPEN]
_TONES = {"违规": "#A3161B", "有违规": "#A3161B", "疑似": "#855100", "有疑似": "#855100", "未能读取": "#40356B"}


def write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes:
    """The workbook; nothing in it is taken for a formula, a number or a link that was text in a tender."""
    import xlsxwriter

    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **never})
    styles = _styles(book)
    sheets = [_Sheet(book.add_worksheet(layout.name), styles, layout) for layout in _SHEETS]
    # One pass: a large batch reads each report from the disk.
    for entry in entries:
        for sheet in sheets:
            sheet.add(entry)
    for sheet in sheets:
        sheet.close()
    book.set_properties({"title": "公平竞争条款审查结果"})
    book.close()
    return out.getvalue()


def _styles(book: "Workbook") -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#C9D0D8"}
    styles = {tone: book.add_format(cell | {"font_color": tone, "bold": True}) for tone in set(_TONES.values())}
    styles["cell"] = book.add_format(cell)
    styles["number"] = book.add_format(cell | {"align": "center"})
    head = {"bold": True, "bg_color": "#E8EDF3", "align": "center", "valign": "vcenter", "font_name": "黑体"}
    styles["head"] = book.add_format(cell | head)
    styles["link"] = book.add_format(cell | {"font_color": "#173D68", "underline": 1})
    return styles


class _Sheet:
    """One worksheet that grows row by row."""

    def __init__(self, sheet: "Worksheet", styles: Mapping[str, Any], layout: _Layout) -> None:
        self._sheet, self._styles, self._layout = sheet, styles, layout
        self._last = 0
        for column, (name, width) in enumerate(zip(layout.head, layout.widths, strict=True)):
            sheet.set_column(column, column, width, None, {"hidden": name == decisions.LESSONS})
            sheet.write_string(0, column, name, styles["head"])
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def add(self, entry: Entry) -> None:
        """The rows of `entry`; past Excel's limit one row that says so."""
        for row in self._layout.rows(entry):
            self._last += 1
            if self._last == _MOST_ROWS:
                row = ["行数已到 Excel 上限，其余见 CSV 结果"]
            if self._last <= _MOST_ROWS:
                self._sheet.set_row(self._last, self._height(row))
                for column, value in enumerate(row):
                    self._write(column, value)

    def close(self) -> None:
        """Puts the filter, the print area and the choice of opinions over all rows."""
        last = min(self._last, _MOST_ROWS)
        self._sheet.autofilter(0, 0, last, len(self._layout.head) - 1)
        self._sheet.print_area(0, 0, last, self._layout.printed - 1)
        if decisions.VERDICT in self._layout.head and last:
            column = self._layout.head.index(decisions.VERDICT)
            self._sheet.data_validation(1, column, last, column, {"validate": "list", "source": _OPINIONS})

    def _height(self, row: _rows.Row) -> float:
        """Points that the printed cells need; WPS and LibreOffice do not fit rows of a made file by themselves."""
        printed = zip(row[: self._layout.printed], self._layout.widths, strict=False)
        return min(_LINE * max(_lines(str(value), width) for value, width in printed) + 2, _HIGHEST)

    def _write(self, column: int, value: str | int) -> None:
        name, plain = self._layout.head[column], self._styles["cell"]
        if isinstance(value, int):
            self._sheet.write_number(self._last, column, value, self._styles["number"])
        elif name == "报告" and value and self._last <= _MOST_LINKS:
            # A link too long for Excel (2,079 characters) is refused: then the path stands as text.
            if self._sheet.write_url(self._last, column, "external:" + href(value), self._styles["link"], "打开报告"):
                self._sheet.write_string(self._last, column, value, plain)
        else:
            tone = _TONES.get(value, "cell") if name in ("程度", "结果") else "cell"
            self._sheet.write_string(self._last, column, value, self._styles[tone])


def _lines(text: str, width: int) -> int:
    """Lines that `text` takes in a column of `width` characters; a Chinese character is two wide."""
    widths = (sum(2 if sign > "\u2e7f" else 1 for sign in line) for line in text[:4000].split("\n"))
    return sum(max(-(-taken // max(width - 1, 1)), 1) for taken in widths)
