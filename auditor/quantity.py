"""Quantities in normalised text: 伍佰万元 / 500万 / 0.05亿元 / 三年 / 36个月 / 百分之二 / 2% / 5个工作日 / 2022年1月1日.

Values are Decimal in the base unit of their kind: money in yuan, duration in calendar days, percent in percent, date as an ordinal
day, count in pieces. Five working days are a calendar week; a month is 30 days and a year 365, which is how payment terms are
compared (12 months are a year).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"〇": 0, "两": 2, "俩": 2, "弍": 2, "參": 3}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
NUMERALS = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖參弍十拾百佰千仟"
"""Characters of Chinese numbers; every quantity has one, or a digit, or 半."""
NUMBER = (
    rf"(?:\d+(?:\.\d+)?(?:千|仟|百|佰)?[万亿]?|[{NUMERALS}]+(?:[万亿][{NUMERALS}]*)*(?:点[{NUMERALS}]+)?[万亿]?|[{NUMERALS}]*半)"
)
"""Pattern of one number, Arabic or Chinese, with 万/亿 if they follow; no groups."""

_MONEY = re.compile(rf"(?:人民币|RMB|￥|¥)?({NUMBER})(元|圆|块)?(整)?")
_UNITS: dict[str, tuple[str, Decimal]] = {
    "年": ("duration", Decimal(365)),
    "周年": ("duration", Decimal(365)),
    "个年度": ("duration", Decimal(365)),
    "年度": ("duration", Decimal(365)),
    "个会计年度": ("duration", Decimal(365)),
    "整年": ("duration", Decimal(365)),
    "个月": ("duration", Decimal(30)),
    "月": ("duration", Decimal(30)),
    "个自然月": ("duration", Decimal(30)),
    "个季度": ("duration", Decimal(90)),
    "旬": ("duration", Decimal(10)),
    "周": ("duration", Decimal(7)),
    "星期": ("duration", Decimal(7)),
    "个星期": ("duration", Decimal(7)),
    "个周": ("duration", Decimal(7)),
    "日历周": ("duration", Decimal(7)),
    "个日历周": ("duration", Decimal(7)),
    "个自然周": ("duration", Decimal(7)),
    "个工作日": ("duration", Decimal("1.4")),
    "工作日": ("duration", Decimal("1.4")),
    "个交易日": ("duration", Decimal("1.4")),
    "日": ("duration", Decimal(1)),
    "天": ("duration", Decimal(1)),
    "个日历日": ("duration", Decimal(1)),
    "日历日": ("duration", Decimal(1)),
    "个自然日": ("duration", Decimal(1)),
    "日历天": ("duration", Decimal(1)),
    "个日历天": ("duration", Decimal(1)),
    "自然日": ("duration", Decimal(1)),
    "小时": ("duration", Decimal(1) / 24),
    "个小时": ("duration", Decimal(1) / 24),
    "元": ("money", Decimal(1)),
    "圆": ("money", Decimal(1)),
    "%": ("percent", Decimal(1)),
    "‰": ("percent", Decimal("0.1")),
    "人": ("count", Decimal(1)),
    "名": ("count", Decimal(1)),
    "个": ("count", Decimal(1)),
    "家": ("count", Decimal(1)),
    "项": ("count", Decimal(1)),
    "辆": ("count", Decimal(1)),
    "台": ("count", Decimal(1)),
    "份": ("count", Decimal(1)),
    "分": ("points", Decimal(1)),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(rf"(?P<number>{NUMBER})(?:(?P<half>个半)|[（(]?(?:\d+(?:\.\d+)?[)）])?)(?P<unit>{_UNIT})(?!度计划)")
_PERCENT = re.compile(rf"百分之(?P<number>[{NUMERALS}]+(?:点[{NUMERALS}]+)?|\d+(?:\.\d+)?)")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[年./-](1[0-2]|0?[1-9])(?:[月./-](3[01]|[12]\d|0?[1-9])日?|月(?!\d))")
_BARE_MONEY = re.compile(rf"({NUMBER})(?<=[万亿])(?![元圆年月日个人名分份台辆])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` says `value` in the base unit of `kind`: money, duration, percent, date, count or points."""

    kind: str
    value: Decimal
    start: int
    end: int
    unit: str


def number(text: str) -> Decimal:
    """The value of one number as NUMBER matches it. Raises ValueError for anything else."""
    if text.endswith("半"):
        return (number(text[:-1]) if text[:-1] else Decimal(0)) + Decimal("0.5")
    arabic = re.fullmatch(r"(\d+(?:\.\d+)?)([千仟百佰]?)([万亿]?)", text)
    if arabic:
        return Decimal(arabic[1]) * _TENS.get(arabic[2], 1) * _GROUPS.get(arabic[3], 1)
    whole, _, fraction = text.partition("点")
    value = Decimal(_han(whole))
    if fraction:
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return value


def _han(text: str) -> int:
    """Chinese numerals; a run of bare digits (二〇二五) is read digit by digit."""
    if not text or any(c not in _DIGITS and c not in _TENS and c not in _GROUPS for c in text):
        raise ValueError(text)
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = group = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            group, digit = group + (digit or 1) * _TENS[char], 0
        elif _GROUPS[char] == 10**4:
            total, group, digit = total + (group + digit or 1) * 10**4, 0, 0
        else:
            total, group, digit = (total + group + digit or 1) * 10**8, 0, 0
    return total + group + digit


def _dated(year: str, month: str, day: str | None) -> Decimal | None:
    try:
        return Decimal(date(int(year), int(month), int(day or 1)).toordinal())
    except ValueError:
        return None


def _candidates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text) if "20" in text or "19" in text else ():
        value = _dated(match[1], match[2], match[3])
        if value is not None:
            yield Quantity("date", value, match.start(), match.end(), "日")
    for match in _PERCENT.finditer(text) if "百分之" in text else ():
        yield Quantity("percent", number(match["number"]), match.start(), match.end(), "%")
    for match in _QUANTITY.finditer(text):
        kind, factor = _UNITS[match["unit"]]
        value = number(match["number"]) + (Decimal("0.5") if match["half"] else 0)
        if match["unit"] in ("年", "年度") and 1900 <= value < 2100:
            continue
        yield Quantity(kind, value * factor, match.start(), match.end(), match["unit"])
    for match in _BARE_MONEY.finditer(text) if "万" in text or "亿" in text else ():
        yield Quantity("money", number(match[1]), match.start(), match.end(), "元")


def find(text: str, *, unit: str = "") -> list[Quantity]:
    """All quantities of normalised `text` from left to right, none overlapping another.

    `unit` (元, 万元, 日 ...) is what a column head gives to numbers that stand without one.
    """
    found: list[Quantity] = []
    for candidate in sorted(_candidates(text), key=lambda q: (q.start, -q.end)):
        if not found or candidate.start >= found[-1].end:
            found.append(candidate)
    return found + _bare(text, unit, found) if unit else found


def _bare(text: str, unit: str, taken: Sequence[Quantity]) -> list[Quantity]:
    """Numbers without a unit, read in the unit of the column head."""
    scale, base = (_GROUPS[unit[0]], unit[1:]) if unit[0] in _GROUPS else (1, unit)
    kind, factor = _UNITS[base or "元"]
    free = [m for m in re.finditer(NUMBER, text) if not any(q.start < m.end() and m.start() < q.end for q in taken)]
    return [Quantity(kind, number(m[0]) * factor * scale, m.start(), m.end(), unit) for m in free if m[0] not in _TENS]


def header_unit(header: str) -> str:
    """The unit a column head gives: 万元 of `金额（万元）`; empty for none."""
    match = re.search(rf"[（(](?:单位：?)?(?:人民币)?([万亿]?元|{_UNIT})[)）]", header)
    return match[1] if match else ""


def limit(text: str) -> Quantity:
    """One quantity as a rule states it (`60日`, `5个工作日`, `2%`). Raises ValueError for anything else."""
    found = find(text)
    if len(found) != 1:
        raise ValueError(f"not one quantity: {text}")
    return found[0]
