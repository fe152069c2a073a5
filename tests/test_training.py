"""Training: the same numbers every time, wrong files refused, the old model kept until the new one is as good."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor import training
from auditor.checks import classifier
from auditor.errors import UsageError
from auditor.labelled import parts_of, read_labelled

BAD = ["注册资本不低于{}万元", "注册资金须达到{}万元以上", "企业注册资本在{}万元及以上方可投标", "净资产不少于{}万元"]
GOOD = ["注册资本不作要求，{}万元以下也可投标", "合同金额为{}万元", "履约保证金为{}万元，可用保函", "预算金额{}万元"]


def corpus(folder: Path, *, flip: bool = False) -> Path:
    """A small labelled corpus; with `flip` every verdict is wrong."""
    rows = []
    for number in range(12):
        for text, faulty in [(t, True) for t in BAD] + [(t, False) for t in GOOD]:
            verdict = "violation" if faulty != flip else "lawful"
            rows.append(
                {
                    "text": "投标人" + text.format(100 + number) + "。",
                    "verdict": verdict,
                    "atom": "M137-d",
                    "role": "qualification",
                    "family": f"f{number}",
                }
            )
    rows += [{"text": f"第{n}包采购课桌{n}张。", "verdict": "lawful", "atom": "none", "family": f"n{n}"} for n in range(12)]
    folder.mkdir(exist_ok=True)
    (folder / "small.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return folder


def test_training_twice_gives_the_same_numbers(tmp_path: Path) -> None:
    small = corpus(tmp_path / "c")
    one, two = tmp_path / "one", tmp_path / "two"
    assert training.train(one, corpus=small) == training.train(two, corpus=small)
    assert classifier.load(one).digest == classifier.load(two).digest


def test_a_trained_model_is_used_from_its_folder(tmp_path: Path) -> None:
    training.train(tmp_path / "m", corpus=corpus(tmp_path / "c"))
    items = read_labelled(tmp_path / "c" / "small.jsonl")
    scores = classifier.load(tmp_path / "m").score([part.clause for part in parts_of(items)])
    faulty = [part.faulty for part in parts_of(items)]
    assert min(s for s, f in zip(scores.fault, faulty) if f) > max(s for s, f in zip(scores.fault, faulty) if not f)


def test_reviewed_clauses_change_the_model(tmp_path: Path) -> None:
    small, more = corpus(tmp_path / "c"), tmp_path / "review.jsonl"
    more.write_text(
        json.dumps({"text": "投标人办公面积不小于五百平方米。", "verdict": "violation", "atom": "M137-d"}, ensure_ascii=False),
        "utf-8",
    )
    training.train(tmp_path / "plain", corpus=small)
    training.train(tmp_path / "more", corpus=small, add=[more])
    clause = [part.clause for part in parts_of(read_labelled(more))]
    before, after = (classifier.load(tmp_path / name).score(clause).fault[0] for name in ("plain", "more"))
    assert after > before


def test_wrong_lines_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    more = tmp_path / "review.jsonl"
    more.write_text('{"text": "好", "verdict": "lawful"}\n{"text": "坏", "verdict": "confirmed"}\n\n不是JSON\n[1]\n', "utf-8")
    with pytest.raises(UsageError) as told:
        training.train(tmp_path / "m", corpus=corpus(tmp_path / "c"), add=[more])
    assert all(f"第 {n} 行" in str(told.value) for n in (2, 4, 5)) and "第 1 行" not in str(told.value)
    assert not (tmp_path / "m").exists()


def test_a_worse_model_does_not_replace_the_old_one(tmp_path: Path) -> None:
    small, model = corpus(tmp_path / "c"), tmp_path / "m"
    training.train(model, corpus=small)
    before = classifier.load(model).digest
    wrong = corpus(tmp_path / "wrong", flip=True) / "small.jsonl"
    with pytest.raises(UsageError, match="未替换"):
        training.train(model, corpus=small, add=[wrong])
    assert classifier.load(model).digest == before
    assert sorted(p.name for p in model.iterdir()) == ["model.json", "scores.json", "weights.npz"]


def test_the_shipped_model_was_trained_on_the_shipped_corpus() -> None:
    items = [item for path in training.corpus_files() for item in read_labelled(path)]
    sheet = json.loads((Path(classifier.__file__).parents[1] / "model" / "scores.json").read_text("utf-8"))
    assert sheet["texts"] == len(items), "auditor train --model auditor/model"


def test_the_command_trains_and_audit_uses_the_folder(tmp_path: Path) -> None:
    folder, tender = tmp_path / "m", tmp_path / "文件.txt"
    tender.write_text("招标公告\n投标人须知\n", "utf-8")
    done = command("train", "--model", folder, "--corpus", corpus(tmp_path / "c"))
    assert done.returncode == 0 and "F1" in done.stdout, done.stderr
    audited = command("audit", tender, "--model", folder, "--out", tmp_path / "o", "--no-cache")
    assert audited.returncode == 0, audited.stderr
    (report,) = [p for p in (tmp_path / "o").rglob("*.json") if "summary" not in p.name and "versions" in p.read_text("utf-8")]
    assert json.loads(report.read_text("utf-8"))["versions"]["model"] == classifier.load(folder).digest


def command(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    root = Path(__file__).parents[1]
    asked = [sys.executable, "-m", "auditor", *map(str, arguments)]
    return subprocess.run(
        asked, cwd=root, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
