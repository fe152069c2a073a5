"""What is known of each file of a batch: done before, a copy of another, done now, still to do."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from natsort import natsorted, ns

from auditor.batch.copies import Copies
from auditor.batch.names import Names
from auditor.batch.task import Audited, Expanded, Job
from auditor.batch.walk import Input
from auditor.engines import Outcome
from auditor.journal import Journal, Row
from auditor.report import Failure
from auditor.storage import Place, at, exists


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: `total` grows when a bundle is opened, `kept` files were done by an earlier run, `row` is the latest."""

    total: int = 0
    done: int = 0
    kept: int = 0
    failed: int = 0
    pages: int = 0
    row: Row | None = None


class Ledger:
    """`open` inputs, run the jobs it gives, `enter` each outcome (which may give new inputs), and have the `rows` at the end."""

    def __init__(
        self, out: Place, nests: Place, journal: Journal, kept: Mapping[str, Row], watch: Callable[[Progress], None]
    ) -> None:
        self._out, self._nests, self._journal, self._kept, self._watch = out, nests, journal, kept, watch
        self._names, self._copies = Names(), Copies()
        self._rows: dict[str, Row] = {}
        self._open: dict[str, Input] = {}
        self._progress = Progress()

    def open(self, inputs: Iterable[Input]) -> list[Job]:
        """The jobs that are left: not for a copy of an earlier file, nor for what the journal has already.

        The largest files come first, so that no worker is left alone with one at the end.
        """
        jobs = []
        for given in inputs:
            name = self._names.name(given.source)
            self._step(total=1)
            first = self._copies.first(given)
            if first is not None:
                self._add(Row(given.source, given.stamp, "duplicate", message=f"内容与“{first}”相同，见该文件的报告", first=first))
            elif not self._recall(given):
                self._open[given.source] = given
                jobs.append(Job(given.path, given.source, name, at(self._nests, _key(given.source))))
        return sorted(jobs, key=lambda job: -self._open[job.source].size)

    def enter(self, outcome: Outcome[Job, Audited | Expanded]) -> Iterator[Input]:
        """Writes the outcome down; gives the members of a bundle as new inputs."""
        given, result = self._open.pop(outcome.item.source), outcome.result
        if isinstance(result, Expanded):
            yield from self._unfold(given, result)
        elif isinstance(result, Failure):
            self._add(_failed(replace(result, source=given.source), given.stamp))
        else:
            self._add(_audited(given, result))

    def rows(self) -> tuple[Row, ...]:
        """Every file once, in natural order; a bundle itself only when it could not be unpacked to its end."""
        rows = [_shown(row) for row in self._rows.values() if row.status != "bundle" or row.reason]
        return tuple(natsorted(map(self._pointed, rows), key=lambda row: row.source, alg=ns.PATH | ns.IGNORECASE))

    def _recall(self, given: Input) -> bool:
        """Takes over what an earlier run knows of the same, unchanged file, when all of it is still there."""
        row = self._kept.get(given.source)
        if row is None or row.stamp != given.stamp:
            return False
        members = [self._kept[m] for m in row.members if m in self._kept]
        if len(members) < len(row.members) or not all(self._whole(known, row) for known in (row, *members)):
            return False
        self._step(total=len(members))
        for known in (row, *members):
            self._names.name(known.source)
            self._rows[known.source] = known
            self._step(done=1, kept=1, failed=known.status == "failed", row=known)
        return True

    def _whole(self, row: Row, bundle: Row) -> bool:
        paths = {*row.files.values(), *([row.store] if row.store else [])}
        sound = not row.first or row.first in self._rows or row.first in bundle.members
        return sound and all(exists(at(self._out, path)) for path in paths)

    def _unfold(self, given: Input, bundle: Expanded) -> Iterator[Input]:
        own = next((f for f in bundle.failures if f.source == given.source), None)
        others = [f for f in bundle.failures if f is not own]
        members = (*(m.source for m in bundle.members), *(f.source for f in others))
        if not members:
            own = own or Failure(given.source, "empty", "压缩包内没有可审查的文件")
            return self._add(_failed(own, given.stamp))
        self._step(total=len(others))
        for failure in others:
            self._add(_failed(failure, given.stamp))
        told = (own.reason, own.message) if own else ("", "")
        self._add(Row(given.source, given.stamp, "bundle", reason=told[0], message=told[1], members=members))
        for member in bundle.members:
            yield replace(member, stamp=given.stamp)

    def _pointed(self, row: Row) -> Row:
        """A copy with the reports of the file it is a copy of."""
        first = self._rows.get(row.first)
        return replace(row, files=first.files, digest=first.digest) if first else row

    def _add(self, row: Row) -> None:
        self._journal.add(row)
        self._rows[row.source] = row
        self._step(done=1, failed=bool(row.reason), pages=row.pages, row=row)

    def _step(self, *, row: Row | None = None, **more: int) -> None:
        sums: dict[str, Any] = {name: getattr(self._progress, name) + count for name, count in more.items()}
        self._progress = replace(self._progress, **sums, row=row)
        self._watch(self._progress)


def _audited(given: Input, result: Audited) -> Row:
    return Row(
        given.source, given.stamp, "audited", result.digest, result.files, result.store, result.counts, result.pages, result.unread
    )


def _failed(failure: Failure, stamp: str) -> Row:
    return Row(failure.source, stamp, "failed", failure.digest, reason=failure.reason, message=failure.message)


def _shown(row: Row) -> Row:
    return replace(row, status="failed", members=()) if row.status == "bundle" else row


def _key(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]
