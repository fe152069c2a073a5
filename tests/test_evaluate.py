"""`auditor evaluate`: figures that can be checked by hand, errors listed, a page that is safe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor import evaluate
from auditor.audit import Auditor
from auditor.errors import UsageError

AUDITOR = Auditor.load()


def labelled(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "标注.jsonl"
    path.write_text("\n".join(json.dumps({"role": "qualification", **row}, ensure_ascii=False) for row in rows), "utf-8")
    return path


ROWS = (
    {"text": "投标人须提供“信用中国”网站查询结果截图，否则资格审查不通过。", "verdict": "violation", "atom": "M138-a"},
    {"text": "信用记录由采购人在开标当天自行查询。", "verdict": "lawful", "atom": "M138-a"},
    {"text": "详见后附图纸。", "verdict": "violation", "atom": "M139-a3", "role": "technical"},
    {"text": "难说。", "verdict": "unclear", "atom": "M138-a"},
)


def test_counts_and_rates_are_those_of_the_clauses(tmp_path: Path) -> None:
    found = evaluate.evaluate(labelled(tmp_path, *ROWS), auditor=AUDITOR)
    assert (found.overall["violation"], found.overall["violation_flagged"]) == (2, 1)
    assert (found.overall["recall"], found.overall["precision"], found.overall["false_alarms"]) == (0.5, 1.0, 0.0)
    assert set(found.atoms) == {"M138-a", "M139-a3"}
    assert found.confusion[("M138-a", "M138-a")] == 1


def test_every_error_is_listed_with_its_line(tmp_path: Path) -> None:
    found = evaluate.evaluate(labelled(tmp_path, *ROWS), auditor=AUDITOR).to_json()
    assert [(error["line"], error["kind"]) for error in found["errors"]] == [(3, "漏报")]


def test_rules_alone_leave_the_model_unheard(tmp_path: Path) -> None:
    found = evaluate.evaluate(labelled(tmp_path, *ROWS), auditor=AUDITOR, mode="rules")
    assert not any(f.rule_id.endswith("/model") for error in found.errors for f in error.findings)


def test_the_page_escapes_what_the_file_says(tmp_path: Path) -> None:
    evil = {"text": "<script>alert(1)</script>课桌。", "verdict": "violation", "family": "<b>"}
    page = evaluate.to_html(evaluate.evaluate(labelled(tmp_path, evil), auditor=AUDITOR)).decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "<svg" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        evaluate.evaluate(path, auditor=AUDITOR)


def test_the_command_prints_rates_and_writes_both_reports(tmp_path: Path) -> None:
    page, data = tmp_path / "o.html", tmp_path / "o.json"
    done = command("evaluate", labelled(tmp_path, *ROWS), "--html", page, "--json", data)
    assert done.returncode == 0, done.stderr
    assert "合计" in done.stdout and "违规 1/2" in done.stdout
    assert page.read_bytes().startswith(b"<!DOCTYPE html>") and json.loads(data.read_text("utf-8"))["overall"]["violation"] == 2


def test_the_command_refuses_a_wrong_file_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "坏.jsonl"
    path.write_text('{"text": "好", "verdict": "lawful"}\n{"text": "坏"}\n', "utf-8")
    done = command("evaluate", path)
    assert done.returncode == 2 and "第 2 行" in done.stderr


def command(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    root = Path(__file__).parents[1]
    asked = [sys.executable, "-m", "auditor", *map(str, arguments)]
    return subprocess.run(
        asked, cwd=root, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )


def test_the_model_alone_names_the_atom_it_hears(tmp_path: Path) -> None:
    bad = {"text": "投标人注册资本不得低于1000万元，否则投标无效。", "verdict": "violation", "family": "规模"}
    found = evaluate.evaluate(labelled(tmp_path, bad), auditor=AUDITOR, mode="model")
    assert found.confusion == {("规模", "M137-d"): 1}
