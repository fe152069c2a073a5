"""The overviews of a batch: summary.json, index.html and whatever else was asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from auditor.journal import Row
from auditor.report import Failure
from auditor.storage import Place, at, read_whole, write_whole
from auditor.writers import Entry, formats, write_all
from auditor.writers.json import read_json

ALWAYS = ("html", "json")
KEEP = 200
"""Reports held in memory while the overviews are made; of a larger batch each is read again when it is needed."""


def write_overview(out: Place, wanted: Sequence[str], rows: Sequence[Row]) -> Mapping[str, str]:
    """Writes every overview of the formats `wanted` and says where: format -> path relative to `out`."""
    reports = {n: f.batch for n, f in formats((*wanted, *ALWAYS)).items() if f.batch}
    entries = Entries(out, rows) if len(rows) > KEEP else list(Entries(out, rows))
    for name, path in reports.items():
        write_whole(at(out, path), write_all(entries, name, reports=reports))
    return reports


class Entries(Collection[Entry]):
    """The batch as the writers want it, each report read from the disk when its turn comes."""

    def __init__(self, out: Place, rows: Sequence[Row]) -> None:
        self._out, self._rows = out, rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Entry]:
        return map(self._entry, self._rows)

    def __contains__(self, entry: object) -> bool:
        return any(entry == other for other in self)

    def _entry(self, row: Row) -> Entry:
        if row.status == "audited":
            return Entry(row.source, row.status, report=read_json(read_whole(at(self._out, row.store))), files=row.files)
        failure = Failure(row.source, row.reason, row.message, row.digest) if row.status == "failed" else None
        return Entry(row.source, row.status, failure=failure, files=row.files, message=row.message)
