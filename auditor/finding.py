"""One fault: which words, where, which rule, which law, why, and what to write instead."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditor.document import Place, Span


class Severity(StrEnum):
    """违规: the words themselves break a per-se ban. 疑似: a missing fact decides. 提示: never counts against a file."""

    VIOLATION = "违规"
    SUSPECTED = "疑似"
    NOTE = "提示"

    @property
    def rank(self) -> int:
        """3 for the gravest, 1 for a note."""
        return {"违规": 3, "疑似": 2, "提示": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Basis:
    """One citation. `verified` says whether the citation, not its wording, was checked; if not it is shown as 待核对.

    `regimes` limits it to files under those laws; empty for any.
    """

    law: str
    number: str = ""
    article: str = ""
    since: date | None = None
    until: date | None = None
    verified: bool = False
    regimes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Complete when made. `context` is the surrounding raw text and `context_at` where the quote begins in it.

    `clause` is the raw text of the clause that was judged, `clause_at` where the quote begins in it, `lead_in` the sentence above a list.
    """

    rule_id: str
    title: str
    measure: int | None
    role: str
    severity: Severity
    quote: str
    context: str
    context_at: int
    span: Span
    place: Place
    message: str
    basis: tuple[Basis, ...]
    advice: str
    why: tuple[str, ...]
    fingerprint: str = ""
    clause: str = ""
    clause_at: int = 0
    lead_in: str = ""

    @property
    def atom(self) -> str:
        """The catalogue's atom: `M137-c` of `M137-c-branch/score`, `X1` of `X1-deposit-cap`."""
        head = self.rule_id.split("/")[0].split("-")
        return head[0] if head[0].startswith("X") else "-".join(head[:2])


def fingerprint(rule_id: str, path: tuple[str, ...], quote: str, ordinal: int) -> str:
    """Stable under edits elsewhere: rule, headings, quote without white space, ordinal among equals; no position in it."""
    key = "\n".join((rule_id, *path, "".join(quote.split()), str(ordinal)))
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:20]
