"""One item after the other in this process: for debugging and for a caller that guards itself. No limit of time or memory."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from auditor.engines import Item, Limits, Outcome
from auditor.engines._call import call

I = TypeVar("I", bound=Item)
R = TypeVar("R")


def run(task: Callable[[I], R], items: Iterable[I], limits: Limits) -> Iterator[Outcome[I, R]]:
    """Outcomes in the order of `items`."""
    for item in items:
        yield Outcome(item, call(task, item, limits.memory))
