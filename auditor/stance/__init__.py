"""What a sentence does with the words a pattern matched: demands them, or only looks as if it did.

`read` walks a fixed list of readers; the first that speaks decides. Each answers with the stance and the words that show it, which
go into the finding's (or the suppression's) `why`. All work on normalised text, inside one clause and what surrounds it.
"""

from collections.abc import Callable

from auditor.clause import Clause
from auditor.stance.bans import forbids, lead_in
from auditor.stance.corrections import superseded
from auditor.stance.harmless import harmless
from auditor.stance.quotes import asked, quotes
from auditor.stance.said import Reading, Stance
from auditor.stance.ticks import unticked
from auditor.stance.waivers import inapplicable, waives

__all__ = ["Reading", "Stance", "read"]

_READERS: tuple[Callable[[Clause, int, int], Reading | None], ...] = (
    quotes,
    lead_in,
    forbids,
    waives,
    inapplicable,
    harmless,
    unticked,
    superseded,
    asked,
)


def read(clause: Clause, start: int, end: int) -> Reading:
    """The stance of `clause.text[start:end]`, a stretch that a pattern matched."""
    for reader in _READERS:
        reading = reader(clause, start, end)
        if reading is not None:
            return reading
    return Reading(Stance.DEMANDS)
