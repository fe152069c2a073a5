"""The classifier: how likely a clause is at fault, and of which atom. Plain numbers, read without scikit-learn.

A model is a folder with `model.json` (classes, settings, thresholds) and `weights.npz` (arrays). Every class is an atom together
with a verdict (at fault, lawful), or `none`; the probability of a fault is the sum over the classes at fault, calibrated.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.clause import Clause
from auditor.concepts import Concepts
from auditor.errors import UsageError
from auditor.features import BLOCKS, BUCKETS, LONGEST, Grams, gather
from auditor.model import SHIPPED, digest

FAULT = "!"
"""Marks the classes at fault: `M137-c!`; `M137-c` is the lawful look-alike."""
SHORTEST_QUOTE = 6
"""Characters of the shortest quote; the surroundings alone may carry a score, two characters explain nothing."""
_STEP = 200
_CHUNK = 512
_PARTS = "，；：。|"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Per clause: `fault`, the calibrated probability that it is at fault, and `table`, the share of each of `atoms` in it (rows
    sum to 1)."""

    fault: Floats
    atoms: tuple[str, ...]
    table: Floats

    def atom(self, index: int) -> str:
        """The likeliest atom of clause `index`."""
        return self.atoms[int(self.table[index].argmax())]


@dataclass(frozen=True)
class Model:
    """`buckets` (sorted) are the features known, `idf` how rare each is, `weights` one column per class in steps of `scale`;
    `concepts` are those it was trained with."""

    classes: tuple[str, ...]
    settings: Mapping[str, Any]
    concepts: Concepts
    buckets: NDArray[np.int32]
    idf: Floats
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats
    digest: str

    @cached_property
    def _place(self) -> NDArray[np.int32]:
        place = np.full(BUCKETS, -1, dtype=np.int32)
        place[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return place

    @cached_property
    def atoms(self) -> tuple[str, ...]:
        """The atoms that the model can name, in the order of `Scores.table`."""
        return tuple(name.removesuffix(FAULT) for name in self.classes if name.endswith(FAULT))

    def score(self, clauses: Sequence[Clause]) -> Scores:
        """The opinion on each clause; a long clause is read in overlapping windows, the gravest speaks."""
        if not clauses:
            return Scores(np.zeros(0, np.float32), self.atoms, np.zeros((0, len(self.atoms)), np.float32))
        windows = [(row, window) for row, clause in enumerate(clauses) for window in _windows(clause)]
        shares = self._shares([window for _, window in windows])
        at_fault = shares[:, [name.endswith(FAULT) for name in self.classes]]
        owner = np.array([row for row, _ in windows])
        raw = at_fault.sum(axis=1)
        order = np.lexsort((raw, owner))
        best = order[np.append(np.flatnonzero(np.diff(owner[order])), len(order) - 1)]
        table = at_fault[best] / np.maximum(raw[best, None], 1e-9)
        return Scores(self.calibrated(raw[best]), self.atoms, table)

    def calibrated(self, raw: Floats) -> Floats:
        """The probability behind a raw share (Platt's sigmoid, fitted on folds the model had not seen)."""
        slope, offset = self.settings["calibration"]
        odds = np.log(np.clip(raw, 1e-6, 1 - 1e-6) / np.clip(1 - raw, 1e-6, 1))
        return np.asarray(1 / (1 + np.exp(-(slope * odds + offset))), dtype=np.float32)

    def _shares(self, clauses: Sequence[Clause]) -> Floats:
        """Shares of all classes, one row per clause."""
        parts = [self._chunk(clauses[at : at + _CHUNK]) for at in range(0, len(clauses), _CHUNK)]
        return np.concatenate(parts)

    def _chunk(self, clauses: Sequence[Clause]) -> Floats:
        rows, places, values = weighted(gather(clauses, self.concepts), self._place, self.idf, self.settings["blocks"])
        margins = np.zeros((len(clauses), len(self.classes)), dtype=np.float32)
        begins = [*np.flatnonzero(np.diff(rows, prepend=-1)).tolist(), len(rows)]
        for start, end in pairwise(begins):
            weights = self.weights.take(places[start:end], axis=0).astype(np.float32)
            margins[rows[start]] = np.einsum("f,fc->c", values[start:end], weights)  # `@` would start threads in every worker
        margins = (margins * self.scale + self.bias) * np.float32(self.settings["sharpness"])
        spread = np.exp(margins - margins.max(axis=1, keepdims=True))
        return np.asarray(spread / spread.sum(axis=1, keepdims=True), dtype=np.float32)

    def window(self, clause: Clause, atom: str, share: float = 0.8) -> tuple[int, int]:
        """The shortest run of phrases (between commas, cells, ...) that alone keeps `share` of the clause's odds for `atom`."""
        runs = [run for run in _runs(clause.text) if run[1] - run[0] >= SHORTEST_QUOTE]
        shares = self._shares([clause, *(replace(clause, text=clause.text[start:end]) for start, end in runs)])
        column = shares[:, self.classes.index(atom + FAULT)]
        kept = [run for run, value in zip(runs, column[1:]) if value >= share * column[0]]
        return min(kept, key=lambda run: run[1] - run[0], default=(0, len(clause.text)))


def weighted(
    grams: Grams, place: NDArray[np.int32], idf: Floats, blocks: Sequence[float]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Rows, features and TF-IDF values (1 + log tf, each block of a row scaled to its length in `blocks`)."""
    known = place[grams.buckets]
    hit = known >= 0
    key, counts = np.unique((grams.rows[hit] * BLOCKS + grams.blocks[hit]) * BUCKETS + known[hit], return_counts=True)
    group, places = key // BUCKETS, key % BUCKETS
    values = (1 + np.log(counts)) * idf[places]
    length = np.sqrt(np.bincount(group, values * values, minlength=BLOCKS * grams.size))
    values = values / length[group] * np.array(blocks)[group % BLOCKS]
    return group // BLOCKS, places, values.astype(np.float32)


def _windows(clause: Clause) -> Iterable[Clause]:
    if len(clause.text) <= LONGEST:
        return (clause,)
    return (replace(clause, text=clause.text[at : at + LONGEST]) for at in range(0, len(clause.text) - LONGEST + _STEP, _STEP))


def _runs(text: str) -> list[tuple[int, int]]:
    """Every run of up to four phrases, as (start, end)."""
    cuts = [-1, *(i for i, c in enumerate(text) if c in _PARTS), len(text)]
    phrases = [(a + 1, b) for a, b in pairwise(cuts) if b > a + 1]
    return [(phrases[i][0], phrases[j][1]) for i in range(len(phrases)) for j in range(i, min(i + 4, len(phrases)))]


def load(folder: Path | None = None) -> Model:
    """The model in `folder`, or the one that comes with the tool. Raises UsageError for a folder that holds none."""
    folder = folder or SHIPPED
    try:
        stored = json.loads((folder / "model.json").read_bytes())
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            named = {name: arrays[name] for name in ("buckets", "idf", "weights", "scale", "bias")}
        concepts = Concepts({name: found.split("|") for name, found in stored["concepts"].items()})
        return Model(tuple(stored["classes"]), stored["settings"], concepts, digest=digest(folder), **named)
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"模型目录 {folder.name} 不可用，应有 model.json 和 weights.npz（{error}）") from error


def validate(fields: Mapping[str, Any], *, compiling: bool) -> None:
    """No rule may ask for this check: the model speaks for all atoms. Raises ValueError."""
    raise ValueError("classifier 不用于单条规则，模型对全部检查项发表意见")
