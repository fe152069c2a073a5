"""Tables that go on over a page break: the parts become one table, a row cut by the break becomes one row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.readers._layout.lines import Line
from auditor.readers._layout.pages import Entry, Table
from auditor.readers._layout.paragraphs import ENDS, goes_on, inner

NEAR = 4.0
"""Columns of two pages within this distance (points) are the same."""
MAX_HEADER = 3
"""Rows of a header that a page may repeat."""

Row = tuple[Entry, ...]


def join_tables(items: Iterable[Line | Table]) -> Iterator[Line | Table]:
    """The same in order, with tables that follow each other on consecutive pages with the same columns made one."""
    held: Table | None = None
    for item in items:
        if isinstance(item, Table) and held is not None and _belongs(held, item):
            held = _joined(held, item)
            continue
        if held is not None:
            yield held
        held = item if isinstance(item, Table) else None
        if held is None:
            yield item
    if held is not None:
        yield held


def _belongs(table: Table, after: Table) -> bool:
    """On the next page, the outer edges alike, the columns of one among those of the other."""
    if after.first != table.last + 1:
        return False
    few, many = sorted((table.columns, after.columns), key=len)
    outer = abs(few[0] - many[0]) <= NEAR and abs(few[-1] - many[-1]) <= NEAR
    return outer and all(any(abs(x - y) <= NEAR for y in many) for x in few)


def _joined(table: Table, after: Table) -> Table:
    columns = table.columns if len(table.columns) >= len(after.columns) else after.columns
    rows = list(table.rows) if columns is table.columns else _placed(table.rows, columns)
    rows, more = rows[: len(rows) - _blank(rows[::-1])], _placed(after.rows, columns)
    more = more[_blank(more) :]
    repeats = _repeats(rows, more)
    repeated = tuple(line for row in more[:repeats] for entry in row for line in entry.lines)
    more = more[repeats:]
    if more and _continues(rows[-1], more[0]):
        rows, more = [*rows[:-1], _merged(rows[-1], more[0])], more[1:]
    return Table(table.first, after.last, table.top, columns, (*rows, *more), table.repeated + repeated)


def _blank(rows: Sequence[Row]) -> int:
    """How many rows at the head are empty, where others are not: beside a page break they are what the page cut off a row."""
    filled = (any(part.lines or part.inner for entry in row for part in entry.parts) for row in rows)
    return next((count for count, some in enumerate(filled) if some), 0)


def _placed(rows: Sequence[Row], columns: Sequence[float]) -> list[Row]:
    """The rows with the columns of their entries counted in `columns`."""

    def nearest(x: float) -> int:
        return min(range(len(columns)), key=lambda i: abs(columns[i] - x))

    def placed(entry: Entry) -> Entry:
        left, right = nearest(entry.parts[0].box[0]), nearest(entry.parts[0].box[2])
        return replace(entry, column=left, column_span=max(right - left, 1))

    return [tuple(placed(entry) for entry in row) for row in rows]


def _repeats(rows: Sequence[Row], more: Sequence[Row]) -> int:
    """How many rows at the head of `more` say the same as those at the head of the table."""
    count = 0
    for row, again in zip(rows, more[: min(MAX_HEADER, len(more) - 1)], strict=False):
        words = _words(row)
        if not any(words) or words != _words(again):
            break
        count += 1
    return count


def _words(row: Row) -> list[str]:
    return ["".join("".join(line.text for line in entry.lines).split()) for entry in row if entry.lines]


def _continues(last: Row, row: Row) -> bool:
    """The row is the rest of the last one: nothing in its first column, and its broadest text goes on from the last row's."""
    filled = [entry for entry in row if entry.lines]
    before = {entry.column: entry for entry in last if entry.lines}
    if not filled or any(_reach(before.get(entry.column)) != _reach(entry) for entry in filled):
        return False
    if len(row) > 1 and filled[0].column == row[0].column:
        return False
    if row[0].column != last[0].column and len(filled) > 1:
        return False
    broad = max(filled, key=lambda entry: entry.parts[0].box[2] - entry.parts[0].box[0])
    return len(filled) == 1 < len(row) or _unfinished(before[broad.column], broad)


def _reach(entry: Entry | None) -> tuple[int, int] | None:
    return (entry.column, entry.column_span) if entry else None


def _unfinished(entry: Entry, after: Entry) -> bool:
    edges = {part.page: inner(part.lines, part.box) for part in (*entry.parts, *after.parts)}
    return not entry.lines[-1].text.endswith(ENDS) and goes_on(entry.lines, after.lines[0], edges)


def _merged(last: Row, row: Row) -> Row:
    rest = {entry.column: entry.parts for entry in row}
    return tuple(replace(entry, parts=entry.parts + rest.get(entry.column, ())) for entry in last)
