"""Engines: one file a way of running many items. Each has `run(task, items, limits) -> Iterator[Outcome]`.

A task is a picklable callable (a module-level function, or a frozen dataclass with `__call__`); an item is a small picklable value
with a `source`, the name people know it by. Outcomes come in the order they are ready. A task that raises, hangs, eats memory or
kills its process costs its own item only: the outcome holds a Failure that names the reason.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, Protocol, TypeVar

from auditor import catalog
from auditor.errors import UsageError
from auditor.report import Failure


class Item(Protocol):
    """Anything an engine carries: only its name is known here."""

    @property
    def source(self) -> str: ...


I = TypeVar("I", bound=Item)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[I, R]):
    """What became of one item."""

    item: I
    result: R | Failure


@dataclass(frozen=True, slots=True)
class Limits:
    """`jobs` at once; for each item `timeout` seconds and `memory` MB; `scheduler` is its address for engines that have one."""

    jobs: int = 1
    timeout: float = 120.0
    memory: int = 1500
    scheduler: str | None = None


def run(name: str, task: Callable[[I], R], items: Iterable[I], limits: Limits) -> Iterator[Outcome[I, R]]:
    """Runs `task` over `items` on the engine `name`. Raises UsageError when there is none, EngineError when it fails itself."""
    outcomes: Iterator[Outcome[I, R]] = find(name).run(task, items, limits)
    return outcomes


def find(name: str) -> ModuleType:
    """The engine `name`. Raises UsageError when there is none."""
    try:
        return catalog.entry("engines", name)
    except KeyError:
        raise UsageError(f"没有名为 {name} 的引擎，可用：{'、'.join(catalog.room('engines'))}") from None
