"""Labelled clauses -> a model: one command, the same numbers every time, and a score sheet that says how good they are.

The only file that needs scikit-learn, and only while it trains. Every figure of the sheet is of clauses whose family the model had
not seen (grouped folds).
"""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor import catalog
from auditor.checks._literals import literals
from auditor.checks.classifier import FAULT, Floats, load, weighted
from auditor.concepts import Concepts
from auditor.errors import UsageError
from auditor.features import BUCKETS, NEGATION, gather
from auditor.labelled import NONE, Labelled, Part, parts_of, read_labelled
from auditor.rulefile import words

FOLDS = 5
RARE = 3
"""n-grams of fewer clauses are not learned."""
BLOCKS = (1.0, 0.3, 0.5)
"""Weights of a clause's own words, of its surroundings and of its concepts."""
PENALTY = 1.0
SHARPNESS = 3.0
"""Of the softmax over the margins; chosen, like the penalty, on real clauses that were never trained on (docs/model)."""
SLACK = 0.01
"""A new model may score this much less than the old one on the shipped corpus; else the old one stays."""
SETTINGS = {"blocks": BLOCKS, "sharpness": SHARPNESS, "speak": 0.92, "soften": 0.01}
"""`speak`: from this score on the model alone makes a 疑似; `soften`: below it a rule's finding becomes one step milder."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A model not yet written, and its score sheet."""

    classes: tuple[str, ...]
    settings: dict[str, Any]
    concepts: Concepts
    arrays: dict[str, NDArray[Any]]
    sheet: dict[str, Any]


def corpus_files(folder: Path | None = None) -> list[Path]:
    """The files of the shipped corpus, or of `folder`. Raises UsageError when there are none."""
    try:
        found = sorted((folder or catalog.data("corpus") / "clauses").glob("*.jsonl"))
    except FileNotFoundError as error:
        raise UsageError("本次安装没有训练语料，请用目录参数指定") from error
    if not found:
        raise UsageError("语料目录里没有 *.jsonl")
    return found


def train(model: Path, *, add: Sequence[Path] = (), corpus: Path | None = None) -> dict[str, Any]:
    """Learns from the corpus and the files of `add`, and writes the model into the folder `model`; gives its score sheet.

    Raises UsageError for a wrong file, and when the new model scores below the one it would replace (which then stays).
    """
    base = [item for path in corpus_files(corpus) for item in read_labelled(path)]
    more = [item for path in add for item in read_labelled(path)]
    learned = learn(_usable(base), _usable(more))
    _check_floor(learned.sheet, _old_sheet(model))
    write(learned, model)
    return learned.sheet


def _usable(items: Sequence[Labelled]) -> list[Labelled]:
    return [item for item in items if item.verdict != "unclear" and (item.atom or not item.faulty)]


def learn(base: Sequence[Labelled], more: Sequence[Labelled] = ()) -> Learned:
    """A model of both lots; the sheet is of `base` alone, so that sheets of different additions compare."""
    items = [*base, *more]
    parts = parts_of(items)
    names = np.array([_class(items[part.owner], part) for part in parts])
    groups = np.array([_family(items[part.owner]) for part in parts])
    judged = np.array([part.owner < len(base) for part in parts])
    classes, wanted = np.unique(names, return_inverse=True)
    concepts = _concepts()
    margins = _unseen_margins(parts, wanted, groups, len(classes), concepts)
    settings = {**SETTINGS, "calibration": _calibrate(margins[judged], np.array([p.faulty for p in parts])[judged], classes)}
    sheet = _sheet(margins, parts, items, classes, settings, judged)
    return Learned(tuple(map(str, classes)), settings, concepts, _fit(parts, wanted, len(classes), concepts), sheet)


def _concepts() -> Concepts:
    """What the rules' own named pieces list as words, and the words of negation."""
    named = words(catalog.data("rulesets"))
    listed = {name: sorted(literals(pattern)) for name, pattern in named.items()} | {"negation": NEGATION.split("|")}
    return Concepts({name: found for name, found in listed.items() if found})


def _class(item: Labelled, part: Part) -> str:
    atom = item.atom or NONE
    return atom + FAULT if part.faulty and atom != NONE else atom


def _family(item: Labelled) -> str:
    return item.family or item.text


def _fit(parts: Sequence[Part], wanted: NDArray[np.int64], size: int, concepts: Concepts) -> dict[str, NDArray[Any]]:
    """The arrays of a model (checks/classifier.py) fitted on `parts`."""
    from sklearn.svm import LinearSVC

    grams = gather([part.clause for part in parts], concepts)
    seen = np.bincount(np.unique(grams.rows * BUCKETS + grams.buckets) % BUCKETS, minlength=BUCKETS)
    buckets = np.flatnonzero(seen >= RARE).astype(np.int32)
    idf = (np.log((1 + len(parts)) / (1 + seen[buckets])) + 1).astype(np.float32)
    machine = LinearSVC(C=PENALTY, random_state=0, max_iter=3000)
    machine.fit(_matrix(parts, buckets, idf, concepts), wanted)
    whole = np.zeros((len(buckets), size), dtype=np.float32)
    bias = np.full(size, -1.0, dtype=np.float32)
    whole[:, machine.classes_], bias[machine.classes_] = machine.coef_.T, machine.intercept_
    scale = np.maximum(np.abs(whole).max(axis=0), 1e-6) / 127
    weights = np.round(whole / scale).astype(np.int8)
    return {"buckets": buckets, "idf": idf, "weights": weights, "scale": scale.astype(np.float32), "bias": bias}


def _matrix(parts: Sequence[Part], buckets: NDArray[np.int32], idf: Floats, concepts: Concepts) -> Any:
    from scipy.sparse import csr_matrix

    place = np.full(BUCKETS, -1, dtype=np.int32)
    place[buckets] = np.arange(len(buckets), dtype=np.int32)
    rows, places, values = weighted(gather([part.clause for part in parts], concepts), place, idf, BLOCKS)
    return csr_matrix((values, (rows, places)), shape=(len(parts), len(buckets)))


def _unseen_margins(
    parts: Sequence[Part], wanted: NDArray[np.int64], groups: NDArray[Any], size: int, concepts: Concepts
) -> Floats:
    """The margins that each part gets from a model that saw nothing of its family."""
    from sklearn.model_selection import GroupKFold

    margins = np.zeros((len(parts), size), dtype=np.float32)
    for seen, unseen in GroupKFold(FOLDS, shuffle=True, random_state=0).split(wanted, groups=groups):
        arrays = _fit([parts[i] for i in seen], wanted[seen], size, concepts)
        matrix = _matrix([parts[i] for i in unseen], arrays["buckets"], arrays["idf"], concepts)
        margins[unseen] = matrix @ arrays["weights"].astype(np.float32) * arrays["scale"] + arrays["bias"]
    return margins


def _shares(margins: Floats, classes: NDArray[Any]) -> tuple[Floats, Floats]:
    """Softmax shares, and their sum over the classes at fault."""
    sharp = margins * SHARPNESS
    spread = np.exp(sharp - sharp.max(axis=1, keepdims=True))
    shares = spread / spread.sum(axis=1, keepdims=True)
    return shares, shares[:, [str(name).endswith(FAULT) for name in classes]].sum(axis=1)


def _calibrate(margins: Floats, faulty: NDArray[Any], classes: NDArray[Any]) -> list[float]:
    """Slope and offset of the sigmoid that makes unseen probabilities true."""
    from sklearn.linear_model import LogisticRegression

    raw = np.clip(_shares(margins, classes)[1], 1e-6, 1 - 1e-6)
    curve = LogisticRegression(C=1e3).fit(np.log(raw / (1 - raw))[:, None], faulty)
    return [round(float(curve.coef_[0, 0]), 4), round(float(curve.intercept_[0]), 4)]


def _sheet(
    margins: Floats,
    parts: Sequence[Part],
    items: Sequence[Labelled],
    classes: NDArray[Any],
    settings: dict[str, Any],
    judged: NDArray[Any],
) -> dict[str, Any]:
    """Precision, recall, F1, area under the curve and reliability of unseen clauses, overall and per atom."""
    from sklearn.metrics import roc_auc_score

    shares, raw = _shares(margins, classes)
    slope, offset = settings["calibration"]
    raw = np.clip(raw, 1e-6, 1 - 1e-6)
    sure = (1 / (1 + np.exp(-(slope * np.log(raw / (1 - raw)) + offset))))[judged]
    faulty = np.array([part.faulty for part in parts])[judged]
    atoms = np.array([items[part.owner].atom or NONE for part in parts])[judged]
    fault_classes = [i for i, name in enumerate(classes) if str(name).endswith(FAULT)]
    named = np.array([str(classes[i]).removesuffix(FAULT) for i in fault_classes])[shares[judged][:, fault_classes].argmax(axis=1)]
    table = {str(atom): _cell(sure[atoms == atom], faulty[atoms == atom]) for atom in np.unique(atoms)}
    return {
        "texts": len({part.owner for part, own in zip(parts, judged) if own}),
        "clauses": len(faulty),
        "families": len({item.family for item in items}),
        "overall": _cell(sure, faulty),
        "auc": round(float(roc_auc_score(faulty, sure)), 4),
        "atom_named": round(float((named == atoms)[faulty].mean()), 4),
        "reliability": _reliability(sure, faulty),
        "atoms": table,
    }


def _cell(sure: Floats, faulty: NDArray[Any]) -> dict[str, Any]:
    said = sure >= 0.5
    hit, precision = int((said & faulty).sum()), float((said & faulty).sum() / max(said.sum(), 1))
    recall = hit / max(int(faulty.sum()), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {
        "faulty": int(faulty.sum()),
        "lawful": int((~faulty).sum()),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "false_alarms": round(float((said & ~faulty).sum() / max((~faulty).sum(), 1)), 4),
    }


def _reliability(sure: Floats, faulty: NDArray[Any]) -> list[list[float]]:
    """For each tenth of probability: mean probability said, share truly at fault, how many."""
    tenth = np.minimum((sure * 10).astype(int), 9)
    return [
        [round(float(sure[tenth == i].mean()), 4), round(float(faulty[tenth == i].mean()), 4), int((tenth == i).sum())]
        for i in range(10)
        if (tenth == i).any()
    ]


def _old_sheet(folder: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads((folder / "scores.json").read_text("utf-8")))
    except (OSError, ValueError):
        return None


def _check_floor(new: dict[str, Any], old: dict[str, Any] | None) -> None:
    for name, value in ({"F1": old["overall"]["f1"], "AUC": old["auc"]} if old else {}).items():
        reached = new["auc"] if name == "AUC" else new["overall"]["f1"]
        if reached < value - SLACK:
            raise UsageError(f"新模型的 {name} 为 {reached:.3f}，低于原模型的 {value:.3f}，未替换。请检查新增的标注")


def write(learned: Learned, folder: Path) -> None:
    """The model into `folder`, each file replaced whole, the description last."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {
        "classes": learned.classes,
        "settings": learned.settings,
        "concepts": {name: "|".join(found) for name, found in learned.concepts.words.items()},
    }
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        fresh = Path(aside)
        np.savez_compressed(fresh / "weights.npz", **learned.arrays)  # type: ignore[arg-type]
        (fresh / "scores.json").write_text(json.dumps(learned.sheet, ensure_ascii=False, indent=1) + "\n", "utf-8")
        (fresh / "model.json").write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")
        load(fresh)
        for name in ("weights.npz", "scores.json", "model.json"):
            os.replace(fresh / name, folder / name)
