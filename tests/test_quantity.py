"""Quantities in the spellings real files use."""

from decimal import Decimal

import pytest

from auditor.normalise import normalise
from auditor.quantity import find, header_unit, limit


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("人民币伍佰万元整", "money", 5_000_000),
    ("500万元", "money", 5_000_000),
    ("五百万", "money", 5_000_000),
    ("￥5,000,000.00元", "money", 5_000_000),
    ("0.05亿元", "money", 5_000_000),
    ("3千万元", "money", 30_000_000),
    ("贰拾万元整", "money", 200_000),
    ("一亿二千万元", "money", 120_000_000),
    ("三年", "duration", 1095),
    ("叁年（含）", "duration", 1095),
    ("36个月", "duration", 1080),
    ("三十六个月", "duration", 1080),
    ("六十日", "duration", 60),
    ("90个日历日", "duration", 90),
    ("5个工作日", "duration", 7),
    ("三十（30）日", "duration", 30),
    ("一年半", "duration", 365),
    ("三个半月", "duration", 105),
    ("两旬", "duration", 20),
    ("2%", "percent", 2),
    ("百分之二十五", "percent", 25),
    ("2％", "percent", 2),
    ("50人", "count", 50),
    ("十五个工作日", "duration", 21),
    ("2 0 个工作日", "duration", 28),
    ("1 2 0 天", "duration", 120),
])
def test_spellings(text: str, kind: str, value: int) -> None:
    found = find(normalise(text).text)
    assert (found[0].kind, found[0].value) == (kind, Decimal(value))


def test_dates_are_ordinal_days() -> None:
    first, second = find("2022年1月1日之前，2022年3月")
    assert first.kind == second.kind == "date"
    assert second.value - first.value == 59


def test_a_year_number_is_no_duration() -> None:
    assert find("2024年度预算") == []


def test_ranges_give_both_ends() -> None:
    assert [int(q.value) for q in find("300万（含）-500万元")] == [3_000_000, 5_000_000]


def test_unit_of_the_column_head() -> None:
    assert header_unit("合同金额（万元）") == "万元"
    assert [int(q.value) for q in find("不低于800", unit="万元")] == [8_000_000]


def test_limit_is_one_quantity() -> None:
    assert limit("60日").value == 60
    with pytest.raises(ValueError):
        limit("60日或90日")
