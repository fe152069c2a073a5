"""Concepts: lists of words that say one thing. Which of them stand in a clause, alone and in pairs, tells what it does in words
that the model never met together (一律 + 保函 + 退回: a guarantee turned down)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_MOST = 40
"""Concepts of one clause that are paired: a longer clause says everything."""


@dataclass(frozen=True)
class Concepts:
    """`words`: by name of the concept, the words of which one must stand in a text."""

    words: Mapping[str, Sequence[str]]

    @cached_property
    def _search(self) -> Any:
        import ahocorasick

        search, owners = ahocorasick.Automaton(), dict[str, list[int]]()
        for number, words in enumerate(self.words.values()):
            for word in words:
                owners.setdefault(word, []).append(number)
        for word, numbers in owners.items():
            search.add_word(word, tuple(numbers))
        if owners:
            search.make_automaton()
        return search

    def found(self, text: str) -> set[int]:
        """The numbers of the concepts in normalised `text`, by the order of `words`."""
        return set(chain.from_iterable(map(itemgetter(1), self._search.iter(text)))) if len(self._search) else set()


def together(found: Sequence[Iterable[int]]) -> tuple[Ints, Ints, Ints]:
    """Row, lower and higher number of every pair of numbers that stand in one row; a number with itself stands for it alone."""
    rows = [np.array(sorted(numbers)[:_MOST], dtype=np.int64) for numbers in found]
    corners = [_corners(len(row)) for row in rows]
    if not rows:
        return (np.zeros(0, dtype=np.int64),) * 3
    low = np.concatenate([row[first] for row, (first, _) in zip(rows, corners)])
    high = np.concatenate([row[second] for row, (_, second) in zip(rows, corners)])
    return np.repeat(np.arange(len(rows)), [len(first) for first, _ in corners]), low, high


@lru_cache(maxsize=_MOST + 1)
def _corners(size: int) -> tuple[Ints, Ints]:
    first, second = np.triu_indices(size)
    return first, second
