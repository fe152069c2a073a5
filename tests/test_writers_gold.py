"""What the writers give is what was looked at last: `python tests/gold/update.py` after a wanted change."""

import pytest

from tests.gold.update import GOLD, ROOM


@pytest.mark.parametrize("name", sorted(GOLD))
def test_output_is_the_golden_file(name):
    assert GOLD[name]() == (ROOM / name).read_text("utf-8"), "run python tests/gold/update.py and look at the diff"
