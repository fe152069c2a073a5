"""Citations by date and regime: which of a rule's bases were in force on the day that decides, and bind the file at hand."""

from collections.abc import Sequence
from datetime import date

from auditor.finding import Basis

MEASURE = Basis("内蒙古自治区以更优营商环境服务市场主体行动方案", "内政发〔2022〕4号", "", date(2022, 2, 1), None, True)
"""The notice whose measures 136-147 are checked; binding in Inner Mongolia only."""


def in_force(bases: Sequence[Basis], day: date | None, regime: str = "unknown") -> tuple[Basis, ...]:
    """The bases in force on `day` for a file under `regime`; without a day those in force now, that is without an end."""
    return tuple(b for b in bases if _holds(b, day) and (regime == "unknown" or not b.regimes or regime in b.regimes))


def _holds(basis: Basis, day: date | None) -> bool:
    if day is None:
        return basis.until is None
    return (basis.since is None or basis.since <= day) and (basis.until is None or day < basis.until)


def of_measure(measure: int) -> Basis:
    """The citation of one measure of the notice."""
    return Basis(MEASURE.law, MEASURE.number, f"第{measure}项措施", MEASURE.since, MEASURE.until, MEASURE.verified)
