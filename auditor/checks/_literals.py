"""The words that a pattern is a list of: what words.yaml names for the rules, the classifier learns as concepts."""

from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from auditor.checks._anchors import _exact, _joined, _shortest

LONGEST = 10
"""Characters of a word; what is longer is a sentence, and rare."""
SINGLE = frozenset("须应需")
"""Single characters that are words; others stand in too many words that mean something else."""
_MOST = 4000
_NONE: frozenset[str] = frozenset()


def literals(pattern: str) -> frozenset[str]:
    """The words that `pattern` matches, whatever must or must not stand beside them; ways to match that no short list can tell are
    left out. Raises re.error for a wrong pattern."""
    words = _sequence(list(_parser.parse(pattern)))
    return _shortest(frozenset(word for word in words if 1 < len(word) <= LONGEST or word in SINGLE)) if words else _NONE


def _sequence(items: list[Any]) -> frozenset[str]:
    words = frozenset(("",))
    for op, value in items:
        part = _words(op, value)
        words = _joined(words, part) if len(words) * len(part) <= _MOST else _NONE
    return words


def _words(op: Any, value: Any) -> frozenset[str]:
    if op is _constants.BRANCH:
        return frozenset().union(*(_sequence(list(branch)) for branch in value[1]))
    if op is _constants.SUBPATTERN:
        return _sequence(list(value[3]))
    if op is _constants.MAX_REPEAT and value[1] == 1:
        return _sequence(list(value[2])) | (frozenset(("",)) if value[0] == 0 else _NONE)
    return _exact(op, value) or _NONE
