"""Figures of the classifier: kinds of learner, learning curve, reliability, ablation, speed.

    python -m benchmarks.model [LABELLED.jsonl ...] [--quick]

Writes docs/model/figures.json and the plots beside it. Grouped folds throughout: a family is never on both sides. Labelled files
are only judged, never learned from. `--quick` leaves out the slowest learner.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from auditor import evaluate, training
from auditor.audit import Auditor
from auditor.checks import classifier
from auditor.labelled import Labelled, Part, parts_of, read_labelled

OUT = Path(__file__).parents[1] / "docs" / "model"
FOLDS = 3
SHARES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
Scorer = Callable[[Any], Any]
"""Matrix -> one number per row: the greater, the likelier a fault."""
Fit = Callable[[Any, Any, Any], Scorer]
"""Matrix, class names, faulty or not -> a scorer."""


def _joint(machine: Any, sharpness: float | None = None) -> Fit:
    """One class per atom and verdict, the shares of those at fault summed; without `sharpness` margins are scaled alike."""

    def fit(matrix: Any, names: Any, faulty: Any) -> Scorer:
        made = machine().fit(matrix, names)
        return lambda rows: _sum(_margins(made, rows), made.classes_, sharpness)

    return fit


def _binary(machine: Any) -> Fit:
    """At fault or not, whatever the atom."""

    def fit(matrix: Any, names: Any, faulty: Any) -> Scorer:
        made = machine().fit(matrix, faulty)
        return lambda rows: made.predict_proba(rows)[:, 1]

    return fit


def _margins(made: Any, rows: Any) -> Any:
    if hasattr(made, "decision_function"):
        return made.decision_function(rows)
    return made.predict_joint_log_proba(rows)


def _sum(margins: Any, classes: Any, sharpness: float | None) -> Any:
    scaled = margins * (sharpness or 1.5 / np.std(margins))
    spread = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return spread[:, [str(c).endswith(classifier.FAULT) for c in classes]].sum(axis=1) / spread.sum(axis=1)


def _ensemble(fits: Sequence[Fit]) -> Fit:
    def fit(matrix: Any, names: Any, faulty: Any) -> Scorer:
        made = [one(matrix, names, faulty) for one in fits]
        return lambda rows: np.mean([one(rows) for one in made], axis=0)

    return fit


def learners(quick: bool) -> Mapping[str, Fit]:
    """What is compared, by the name shown."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    svm = _joint(lambda: LinearSVC(C=training.PENALTY, random_state=0, max_iter=3000), training.SHARPNESS)
    bayes = _joint(lambda: ComplementNB(alpha=0.3))
    logistic = _binary(lambda: LogisticRegression(C=5, max_iter=500))
    found = {
        "logistic regression, fault or not": logistic,
        "linear SVM calibrated, fault or not": _binary(
            lambda: CalibratedClassifierCV(LinearSVC(C=training.PENALTY, random_state=0), cv=3)
        ),
        "complement naive Bayes, atom x verdict": bayes,
        "linear SVM, atom x verdict (shipped)": svm,
        "ensemble SVM + Bayes + logistic": _ensemble((svm, bayes, logistic)),
    }
    slow = {"multinomial logistic regression, atom x verdict": _joint(lambda: LogisticRegression(C=10, max_iter=60, tol=1e-3))}
    return found if quick else found | slow


class Bench:
    """The corpus as a matrix, and the labelled files to judge."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.items = training._usable([item for path in training.corpus_files() for item in read_labelled(path)])
        self.parts = parts_of(self.items)
        self.names = np.array([training._class(self.items[p.owner], p) for p in self.parts])
        self.faulty = np.array([p.faulty for p in self.parts])
        self.groups = np.array([training._family(self.items[p.owner]) for p in self.parts])
        self.concepts = training._concepts()
        wanted = np.unique(self.names, return_inverse=True)[1]
        arrays = training._fit(self.parts, wanted, len(set(self.names)), self.concepts)
        self.buckets, self.idf = arrays["buckets"], arrays["idf"]
        self.matrix = self.matrix_of(self.parts)
        self.real = {path.name: [i for i in read_labelled(path) if i.verdict != "unclear"] for path in files}

    def matrix_of(self, parts: Sequence[Part]) -> Any:
        """The rows of `parts` by the features of the corpus."""
        return training._matrix(parts, self.buckets, self.idf, self.concepts)

    def folds(self) -> Any:
        from sklearn.model_selection import GroupKFold

        return GroupKFold(FOLDS, shuffle=True, random_state=1).split(self.names, groups=self.groups)

    def compare(self, name: str, fit: Fit) -> dict[str, Any]:
        """Area under the curve and average precision on unseen families and on the labelled files; seconds of one training."""
        scored = np.zeros(len(self.parts))
        for seen, unseen in self.folds():
            scored[unseen] = fit(self.matrix[seen], self.names[seen], self.faulty[seen])(self.matrix[unseen])
        begun = time.perf_counter()
        made = fit(self.matrix, self.names, self.faulty)
        line = {"seconds": round(time.perf_counter() - begun, 1), "folds": _areas(scored, self.faulty)}
        return line | {file: self._real(items, made) for file, items in self.real.items()}

    def _real(self, items: Sequence[Labelled], made: Scorer) -> dict[str, float]:
        parts = parts_of(items)
        highest = np.zeros(len(items))
        np.maximum.at(highest, [p.owner for p in parts], made(self.matrix_of(parts)))
        firm = np.array([i.verdict != "suspected" for i in items])
        return _areas(highest[firm], np.array([i.verdict == "violation" for i in items])[firm])

    def curve(self) -> list[dict[str, Any]]:
        """The shipped learner on ever more families, judged on the same unseen ones."""
        fit, rng = learners(True)["linear SVM, atom x verdict (shipped)"], np.random.default_rng(0)
        order = {name: n for n, name in enumerate(rng.permutation(np.unique(self.groups)))}
        place = np.array([order[g] for g in self.groups])
        points = []
        for share in SHARES:
            scored = np.zeros(len(self.parts))
            for seen, unseen in self.folds():
                used = seen[place[seen] < share * len(order)]
                scored[unseen] = fit(self.matrix[used], self.names[used], self.faulty[used])(self.matrix[unseen])
            points.append({"families": int(share * len(order) * (FOLDS - 1) / FOLDS), **_areas(scored, self.faulty)})
        return points


def _areas(scored: Any, faulty: Any) -> dict[str, float]:
    from sklearn.metrics import average_precision_score, roc_auc_score

    return {"auc": round(float(roc_auc_score(faulty, scored)), 4), "ap": round(float(average_precision_score(faulty, scored)), 4)}


def ablation(files: Mapping[str, Sequence[Labelled]]) -> dict[str, Any]:
    """Rules alone, model alone, both, on the labelled files."""
    auditor = Auditor.load()
    return {
        name: {mode: dict(evaluate.measure(items, auditor, mode=mode).overall) for mode in evaluate.MODES}
        for name, items in files.items()
    }


def speed(parts: Sequence[Part]) -> dict[str, float]:
    """Clauses a second in this process, features included, and milliseconds to load the model."""
    clauses = [part.clause for part in parts]
    begun = time.process_time()
    model = classifier.load()
    loaded = time.process_time() - begun
    model.score(clauses[:100])
    begun = time.process_time()
    model.score(clauses)
    return {"clauses_a_second": round(len(clauses) / (time.process_time() - begun)), "load_ms": round(loaded * 1000, 1)}


def plot(title: str, across: str, points: Sequence[tuple[float, float]], *, low: float, high: float, diagonal: bool = False) -> str:
    """One line as a small SVG; both axes are labelled with their ends."""
    left, right = (0.0, 1.0) if diagonal else (0.0, max(x for x, _ in points))
    spots = [(50 + 380 * (x - left) / (right - left), 230 - 190 * (y - low) / (high - low)) for x, y in points]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in spots)
    true = '<line x1="50" y1="230" x2="430" y2="40" stroke="#999" stroke-dasharray="4 4"/>' if diagonal else ""
    frame = '<rect x="50" y="40" width="380" height="190" fill="none" stroke="#999"/>'
    ends = [
        (44, 44, "end", f"{high:g}"),
        (44, 232, "end", f"{low:g}"),
        (50, 250, "start", f"{left:g}"),
        (430, 250, "end", f"{right:g}"),
    ]
    said = [(50, 22, "start", title), (240, 266, "middle", across), *ends]
    words = "".join(f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>' for x, y, anchor, text in said)
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 280" font-family="sans-serif" font-size="12">'
    line = f'<polyline points="{drawn}" fill="none" stroke="#173d68"/><g fill="#173d68">{dots}</g>'
    return f"{head}{frame}{true}{line}{words}</svg>\n"


def main() -> None:
    """Measures, writes, prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--quick", action="store_true")
    given = options.parse_args()
    bench = Bench(given.files)
    figures: dict[str, Any] = {"learners": {}}
    for name, fit in learners(given.quick).items():
        figures["learners"][name] = bench.compare(name, fit)
        print(name, figures["learners"][name], flush=True)
    figures |= {"curve": bench.curve(), "ablation": ablation(bench.real), "speed": speed(bench.parts)}
    sheet = json.loads((Path(classifier.__file__).parents[1] / "model" / "scores.json").read_text("utf-8"))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    curve = [(point["families"], point["auc"]) for point in figures["curve"]]
    (OUT / "curve.svg").write_text(plot("AUC on unseen families", "families learned from", curve, low=0.7, high=1.0), "utf-8")
    said = [(x, y) for x, y, _ in sheet["reliability"]]
    drawn = plot("share truly at fault, unseen families", "score given", said, low=0.0, high=1.0, diagonal=True)
    (OUT / "reliability.svg").write_text(drawn, "utf-8")
    print(json.dumps({k: figures[k] for k in ("curve", "ablation", "speed")}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
