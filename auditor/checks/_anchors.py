"""Which literal words a pattern cannot match without: they let one pass over a file choose the patterns worth running."""

from collections.abc import Iterator
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

MAX_WORDS = 400
"""Words of one element of a pattern written out."""
MAX_SET = 4000
"""Words of one set: the pass over a clause costs the same for many as for few."""
MAX_SETS = 4
"""Sets of words of one pattern, and as many of characters: more would cost more than they save."""
_MAX_CLASS = 12
COMMON = (
    ".标的，人。、1投）2（0件：文|中3应合采项方同定招不工供分有购评或目要；行提在业为54用和本价政法一以理求规证单内明及其保时公关包商6资务条审格表作第程员部"
    "机款交性7对成数发据位期8府可书通进出式报备设质信具按上承能与/电制得企名料国后情容于相C实系量日金计知下所等开准体须他产号》《9并章责服权称术面约如间委会由"
    "代管照过技施示-T建构年任品全前市货况经效附动查当收现加需联确签小限未形统安参M息地支者判A二家组到自担将告G材清费专范无高认修额履子生付响个处检物验三主向果"
)
"""The characters of tender documents, the commonest first: of a word the rarest one tells most."""


@lru_cache(maxsize=8192)
def anchors(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of words: every match of `pattern` contains a word of each set. Empty when there is no such set; the most telling first,
    and last those of single characters: where a set holds one, a character of each of its other words stands for that word.

    Patterns are written in the common subset of `re` and `regex`. Raises re.error for anything else.
    """
    useful = {words for words in map(_shortest, _sequence(list(_parser.parse(pattern)))) if words and len(words) <= MAX_SET}
    best = sorted(useful, key=lambda words: (_score(words), sorted(words)), reverse=True)
    telling = [words for words in best if min(map(len, words)) > 1][:MAX_SETS] or best[:1]
    letters = [frozenset(map(_rarest, words)) for words in best if words not in telling and min(map(len, words)) == 1]
    return (*telling, *letters[:MAX_SETS])


def _rarest(word: str) -> str:
    return max(word, key=lambda char: COMMON.index(char) if char in COMMON else len(COMMON))


def _shortest(words: frozenset[str]) -> frozenset[str]:
    """Without the words that contain another one: where they stand, it stands too."""
    return frozenset(word for word in words if not any(part in words for part in _parts(word)))


def _parts(word: str) -> Iterator[str]:
    """Every shorter piece of `word`, the empty one too."""
    return (word[start:end] for start in range(len(word)) for end in range(start, len(word) + 1) if end - start < len(word))


def _score(words: frozenset[str] | None) -> tuple[int, int]:
    """Longer shortest word first, then fewer words."""
    return (min(map(len, words)), -len(words)) if words else (0, 0)


def _best(options: list[frozenset[str]]) -> frozenset[str] | None:
    useful = [o for o in options if o]
    return max(useful, key=_score, default=None)


def _exact(op: Any, value: Any) -> frozenset[str] | None:
    """The full list of words an element stands for, when it is short."""
    if op is _constants.LITERAL:
        return frozenset((chr(value),))
    if op is _constants.IN and all(o is _constants.LITERAL for o, _ in value) and len(value) <= _MAX_CLASS:
        return frozenset(chr(v) for _, v in value)
    if op is _constants.SUBPATTERN:
        return _exact_sequence(list(value[3]))
    if op is _constants.BRANCH:
        branches = [_exact_sequence(list(b)) for b in value[1]]
        return frozenset().union(*branches) if all(b is not None for b in branches) else None  # type: ignore[arg-type]
    if op is _constants.MAX_REPEAT and value[1] == 1:
        inner = _exact_sequence(list(value[2]))
        return (inner | {""} if value[0] == 0 else inner) if inner is not None else None
    if op in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return frozenset(("",))
    return None


def _exact_sequence(items: list[Any]) -> frozenset[str] | None:
    words = frozenset(("",))
    for op, value in items:
        part = _exact(op, value)
        if part is None or len(words) * len(part) > MAX_WORDS:
            return None
        words = frozenset(a + b for a in words for b in part)
    return words


def _sequence(items: list[Any]) -> list[frozenset[str]]:
    """Candidate anchor sets of a concatenation: runs of exact elements, and what single elements need."""
    options: list[frozenset[str]] = []
    run: frozenset[str] = frozenset(("",))
    for op, value in items:
        part = _exact(op, value)
        if part is not None and len(run) * len(part) <= MAX_WORDS:
            run = frozenset(a + b for a in run for b in part)
            continue
        options.append(run)
        run = part if part is not None else frozenset(("",))
        options += _inside(op, value) if part is None else []
    options.append(run)
    return [o for o in options if "" not in o]


def _inside(op: Any, value: Any) -> list[frozenset[str]]:
    if op is _constants.SUBPATTERN:
        return _sequence(list(value[3]))
    if op is _constants.MAX_REPEAT or op is _constants.MIN_REPEAT:
        return _sequence(list(value[2])) if value[0] > 0 else []
    if op is _constants.BRANCH:
        branches = [_best(_sequence(list(b))) for b in value[1]]
        if all(branches):
            return [frozenset().union(*branches)]  # type: ignore[arg-type]
    return []
