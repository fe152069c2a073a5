"""The shipped model: what a user and the auditor rely on."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from auditor.audit import Auditor, loose
from auditor.checks import classifier
from auditor.clause import Clause
from auditor.errors import UsageError
from auditor.segment import segment

MODEL = classifier.load()


def clauses(*texts: str, role: str = "qualification") -> list[Clause]:
    return [clause for text in texts for clause in segment(loose(text), role=role)]


def test_a_ban_broken_scores_far_above_its_lawful_twin() -> None:
    pairs = [
        ("投标人注册资本不得低于1000万元。", "投标人注册资本不作要求。"),
        ("投标人须提供制造商针对本项目出具的授权书原件。", "投标人无须提供制造商授权书。"),
        ("供应商须在本市设有分公司并提供房屋租赁合同。", "中标后在本市提供服务即可，不要求设立分公司。"),
        ("投标人成立时间不少于五年。", "成立不足一年的，提供成立以来的财务报表即可。"),
    ]
    for bad, good in pairs:
        sure = MODEL.score(clauses(bad, good)).fault
        assert sure[0] > max(0.5, sure[1] + 0.3), (bad, good, sure)


def test_a_clause_scores_the_same_alone_and_in_a_batch() -> None:
    many = clauses(*(f"投标人须提供近{n}年类似业绩，每项得{n}分。" for n in range(1, 40)), "", "★" * 3, "甲" * 2000)
    together = MODEL.score(many)
    for index in (0, 17, len(many) - 1):
        alone = MODEL.score([many[index]])
        assert np.allclose(alone.fault[0], together.fault[index], atol=1e-5)
        assert np.allclose(alone.table[0], together.table[index], atol=1e-5)


def test_scores_are_probabilities_even_for_odd_text() -> None:
    odd = clauses("\ud800\udfff 𠮷野家", "\x00\x01", "😀" * 50, "（）" * 400, role="procedure")
    scores = MODEL.score(odd)
    assert ((scores.fault >= 0) & (scores.fault <= 1)).all()
    assert np.allclose(scores.table.sum(axis=1), 1, atol=1e-4)
    assert len(MODEL.score([]).fault) == 0


def test_a_fault_late_in_a_long_clause_is_heard() -> None:
    long = replace(
        clauses("甲")[0],
        text="本项目采购内容包括办公桌椅的供货与安装，" * 40 + "投标人注册资本不得低于1000万元，否则资格审查不通过",
    )
    assert MODEL.score([long]).fault[0] > 0.5


def test_the_quote_is_the_phrase_that_carries_the_score() -> None:
    clause = clauses("本项目位于城东新区，工期九十天，投标人须提供制造商针对本项目出具的授权书原件，开标时间另行通知。")[0]
    start, end = MODEL.window(clause, "M136-b")
    assert clause.text[start:end] == "投标人须提供制造商针对本项目出具的授权书原件"


def test_the_verdict_depends_on_the_model_named_in_the_report() -> None:
    assert Auditor.load().versions()["model"] == MODEL.digest


def test_auditing_does_not_import_scikit_learn() -> None:
    audit = "import sys; from auditor import audit_text; audit_text('投标人注册资本不得低于1000万元。'); "
    code = audit + "print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x80\x04pickle"])
def test_a_folder_without_a_sound_model_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "model.json").write_bytes(content)
        (tmp_path / "weights.npz").write_bytes(content)
    with pytest.raises(UsageError, match="模型目录"):
        classifier.load(tmp_path)
