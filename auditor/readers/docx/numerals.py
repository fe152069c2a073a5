"""A counter as Word prints it in each of its number formats."""

from collections.abc import Callable, Mapping
from typing import Final

_HAN, _FINANCIAL, _FINANCIAL_OLD = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *_TEENS]
_TENS = ["ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FIRST = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def written(count: int, style: str) -> str:
    """`count` in the number format `style` (a value of w:numFmt); unknown formats come out as digits, `none` as nothing."""
    if style in ("none", "bullet"):
        return ""
    if not 0 <= count < 100_000:
        return str(count)
    return _STYLES.get(style, str)(count)


def _digits(signs: str) -> Callable[[int], str]:
    return lambda count: "".join(signs[int(digit)] for digit in str(count))


def _cycle(signs: str) -> Callable[[int], str]:
    """One sign each, digits beyond the last."""
    return lambda count: signs[count - 1] if 1 <= count <= len(signs) else str(count)


def _repeated(signs: str) -> Callable[[int], str]:
    """A … Z, AA, BB: the sign is doubled at each turn."""
    return lambda count: signs[(count - 1) % len(signs)] * min((count - 1) // len(signs) + 1, 30) if count else ""


def _counting(
    digits: str = _HAN, units: tuple[str, ...] = ("", "十", "百", "千", "万"), *, one_ten: bool = False, gap: bool = True
) -> Callable[[int], str]:
    """一百零三: digits with their units. `one_ten` keeps the 一 of 一十二, `gap` the 零 for left-out places."""

    def write(count: int) -> str:
        if count == 0:
            return "零" if digits[0] == "〇" else digits[0]
        text, places = "", str(count)
        for index, digit in enumerate(places):
            unit = units[len(places) - index - 1]
            text += digits[int(digit)] + unit if digit != "0" else "0"
        while "00" in text:
            text = text.replace("00", "0")
        text = text.rstrip("0").replace("0", "零" if gap else "")
        return text.removeprefix(digits[1]) if not one_ten and 10 <= count < 20 else text

    return write


def _below_hundred(count: int) -> str:
    return _counting()(count) if count < 100 else _digits(_HAN)(count)


def _japanese(count: int) -> str:
    """百二, not 一百零二: no 一 before 十, 百 and 千, no 零."""
    text = _counting(gap=False)(count)
    for unit in "十百千":
        text = text.replace("一" + unit, unit)
    return text


def _roman(count: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        text += sign * min(count // size, 30)
        count %= size
    return text


def _words(count: int) -> str:
    if count < 20:
        return _ONES[count]
    if count < 100:
        return _TENS[count // 10 - 1] + (f"-{_ONES[count % 10]}" if count % 10 else "")
    head, rest = divmod(count, 100) if count < 1000 else divmod(count, 1000)
    return _words(head) + (" hundred" if count < 1000 else " thousand") + (f" {_words(rest)}" if rest else "")


def _nth_word(count: int) -> str:
    head, dash, last = _words(count).rpartition("-")
    return head + dash + _FIRST.get(last, last.removesuffix("y") + "ieth" if last.endswith("y") else last + "th")


def _nth(count: int) -> str:
    teen = 10 <= count % 100 <= 20
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


def _capital(write: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: write(count).capitalize()


def _circled(count: int) -> str:
    for first, start, last in ((1, "①", 20), (21, "㉑", 35), (36, "㊱", 50)):
        if first <= count <= last:
            return chr(ord(start) + count - first)
    return str(count)


def _row(first: str, length: int) -> str:
    return "".join(chr(ord(first) + offset) for offset in range(length))


_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_STYLES: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02}",
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _repeated(_row("A", 26)),
    "lowerLetter": _repeated(_row("a", 26)),
    "ordinal": _nth,
    "cardinalText": _capital(_words),
    "ordinalText": _capital(_nth_word),
    "chicago": _repeated("*†‡§"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _cycle(_row("⒈", 20)),
    "decimalEnclosedParen": _cycle(_row("⑴", 20)),
    "ideographDigital": _digits(_HAN),
    "japaneseDigitalTenThousand": _digits(_HAN),
    "koreanDigital2": _digits(_HAN),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "chineseCounting": _below_hundred,
    "taiwaneseCounting": _below_hundred,
    "chineseCountingThousand": _counting(),
    "taiwaneseCountingThousand": _counting(),
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _counting(_FINANCIAL, ("", "拾", "佰", "仟", "萬"), one_ten=True),
    "ideographLegalTraditional": _counting(_FINANCIAL_OLD, ("", "拾", "佰", "仟", "萬"), one_ten=True),
    "japaneseLegal": _counting("零壱弐参四伍六七八九", ("", "拾", "百", "阡", "萬"), one_ten=True, gap=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda n: _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12],
    "ideographEnclosedCircle": _cycle(_row("㊀", 10)),
    "aiueoFullWidth": _cycle(_KANA),
    "aiueo": _cycle(_KANA),
    "irohaFullWidth": _cycle(_IROHA),
    "iroha": _cycle(_IROHA),
    "ganada": _cycle("가나다라마바사아자차카타파하"),
    "chosung": _cycle("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
}
