"""Which citations a finding shows."""

from datetime import date

from auditor.finding import Basis
from auditor.law import in_force

OLD = Basis("旧条例", since=date(2020, 9, 1), until=date(2025, 6, 1))
NEW = Basis("新条例", since=date(2025, 6, 1))
PROCUREMENT = Basis("采购条例", regimes=("G", "F"))
TENDERING = Basis("招标条例", regimes=("W", "GW"))


def test_the_law_of_the_day_is_cited() -> None:
    assert in_force((OLD, NEW), date(2024, 1, 1)) == (OLD,)
    assert in_force((OLD, NEW), date(2025, 6, 1)) == (NEW,)
    assert in_force((OLD, NEW), None) == (NEW,)


def test_a_citation_is_shown_only_for_files_under_its_law() -> None:
    both = (PROCUREMENT, TENDERING, NEW)
    assert in_force(both, None, "G") == (PROCUREMENT, NEW)
    assert in_force(both, None, "W") == (TENDERING, NEW)
    assert in_force(both, None, "unknown") == both
