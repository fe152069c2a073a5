"""The command as people and platforms use it: words, files, exit codes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import tenders

ROOT = Path(__file__).parents[1]


def auditor(*arguments: str | Path, cwd: Path, encoding: str = "utf-8", **environment: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, **environment}
    return subprocess.run(
        [sys.executable, "-m", "auditor", *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding=encoding,
        timeout=120,
    )


def bad(folder: Path) -> Path:
    (folder / "有问题.txt").write_text(tenders.BAD.format(n=1), encoding="utf-8")
    return folder / "有问题.txt"


def good(folder: Path) -> Path:
    (folder / "没问题.txt").write_text(tenders.GOOD.format(n=1), encoding="utf-8")
    return folder / "没问题.txt"


def test_a_folder_is_audited_into_the_default_place(tmp_path: Path) -> None:
    tenders.folder(tmp_path / "招标", 3)
    done = auditor("audit", "招标", "--fail-on", "无", cwd=tmp_path)
    assert done.returncode == 0 and all(line.startswith("已审查") for line in done.stderr.splitlines())
    assert "3 份文件" in done.stdout and str(Path("审查结果/index.html")) in done.stdout
    assert len(json.loads((tmp_path / "审查结果/summary.json").read_bytes())["files"]) == 3


@pytest.mark.parametrize(("least", "code"), [("违规", 0), ("疑似", 1), ("提示", 1), ("无", 0)])
def test_the_asked_severity_decides_the_exit_code(tmp_path: Path, least: str, code: int) -> None:
    """The file has one 疑似 and nothing graver."""
    file = bad(tmp_path)
    assert auditor("audit", file, "--fail-on", least, cwd=tmp_path).returncode == code


def test_unread_files_are_named_and_outweigh_findings(tmp_path: Path) -> None:
    bad(tmp_path)
    (tmp_path / "空.pdf").write_bytes(b"")
    done = auditor("audit", ".", "--fail-on", "疑似", cwd=tmp_path)
    assert done.returncode == 3
    assert re.search(r"未能读取 1 份：\s+空\.pdf：\S+", done.stdout)


def test_wrong_use_is_told_in_chinese(tmp_path: Path) -> None:
    for arguments in (
        ["audit"],
        ["audit", "没有.pdf"],
        ["audit", ".", "--format", "odt"],
        ["audit", ".", "--jobs", "x"],
        ["审查"],
        ["audit", ".", "--fromat", "x"],
        ["audit", ".", "--as-of", "x"],
        ["audit", ".", "--engine", "spark"],
        ["audit", ".", "--rulesets", "没有"],
        ["explain", "M999"],
        ["gate", "没有.pdf"],
    ):
        done = auditor(*arguments, cwd=tmp_path)
        assert done.returncode == 2, arguments
        assert done.stderr.startswith("错误：") and not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]", done.stderr), done.stderr
        assert done.stdout == ""


def test_a_wrong_ruleset_stops_before_the_first_file(tmp_path: Path) -> None:
    bad(tmp_path)
    (tmp_path / "规则").mkdir()
    (tmp_path / "规则" / "own.yaml").write_text("- id: X\n", encoding="utf-8")
    done = auditor("audit", "有问题.txt", "--rulesets", "规则", cwd=tmp_path)
    assert done.returncode == 2 and "own.yaml" in done.stderr
    assert not (tmp_path / "审查结果" / "报告").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["audit", "--help"],
        ["gate", "-h"],
        ["rules", "--help"],
        ["explain", "--help"],
        ["doctor", "--help"],
        ["train", "--help"],
        ["evaluate", "--help"],
    ],
)
def test_help_is_chinese(tmp_path: Path, arguments: list[str]) -> None:
    done = auditor(*arguments, cwd=tmp_path)
    assert done.stdout.startswith("用法：auditor")
    assert not re.search(r"Usage|Options|Show this|default:|required", done.stdout)


def test_the_version_is_there_at_once(tmp_path: Path) -> None:
    """In seconds of processor time: other work on the machine must not fail the test."""
    before = os.times()
    assert auditor("--version", cwd=tmp_path).stdout.startswith("auditor")
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 0.2
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "auditor", "--version"], cwd=ROOT, capture_output=True, text=True
    )
    assert not re.search(r"\b(typer|rich|lxml|sklearn|pydantic|numpy)\b", done.stderr)


def test_a_gbk_console_does_not_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "表情😀ไทย.txt").write_bytes(b"")
    done = auditor("audit", ".", cwd=tmp_path, encoding="gbk")
    assert done.returncode == 3 and "未能读取 1 份" in done.stdout
    assert auditor("--help", cwd=tmp_path, encoding="gbk").returncode == 0


def test_gate_says_one_word(tmp_path: Path) -> None:
    scan = tmp_path / "扫描.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 40)
    for file, word, code in ((good(tmp_path), "pass", 0), (bad(tmp_path), "review", 5), (scan, "review", 5)):
        done = auditor("gate", file, cwd=tmp_path)
        assert (done.stdout, done.returncode) == (word + "\n", code), done.stderr
        assert done.stderr.strip()


def test_rules_are_listed_explained_and_tested(tmp_path: Path) -> None:
    listing = auditor("rules", cwd=tmp_path).stdout.splitlines()
    rule = listing[0].split("\t")[0]
    told = auditor("explain", rule, cwd=tmp_path)
    assert told.returncode == 0 and "依据" in told.stdout and "会报" in told.stdout
    own = tmp_path / "own"
    own.mkdir()
    assert "条规则" in auditor("rules", "test", own, cwd=tmp_path).stdout


def test_doctor_names_formats_and_what_is_missing(tmp_path: Path) -> None:
    done = auditor("doctor", cwd=tmp_path)
    assert done.returncode == 0
    for word in ("读取 pdf：.pdf", "读取 docx：.docx", "输出格式", "html", "office_oxide"):
        assert word in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path: Path) -> None:
    tenders.folder(tmp_path / "in", 100)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.Popen(
        [sys.executable, "-m", "auditor", "audit", "in", "--jobs", "1"], cwd=tmp_path, env=env, stderr=subprocess.PIPE
    )
    journal = tmp_path / "审查结果/.auditor/journal.jsonl"
    deadline = time.monotonic() + 30
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 5) and time.monotonic() < deadline:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    assert run.returncode == 130 and "从中断处继续" in told.decode()
    done = auditor("audit", "in", "--fail-on", "无", cwd=tmp_path)
    assert done.returncode == 0 and "接着上次" in done.stdout and "100 份文件" in done.stdout


def test_plain_lines_tell_how_far_it_is(tmp_path: Path) -> None:
    from io import StringIO

    from auditor.batch.ledger import Progress
    from auditor.cli import progress

    stream = StringIO()
    with progress.Meter(stream) as meter:
        meter._told -= 60
        meter.show(Progress(total=100, done=50, failed=2, pages=700))
    assert re.fullmatch(r"已审查 50/100 份，700 页，每分钟 \d+ 份.*，2 份未能读取\n", stream.getvalue())


def test_exceptions_are_written_and_taken(tmp_path: Path) -> None:
    bad(tmp_path)
    assert auditor("audit", "有问题.txt", "--fail-on", "疑似", "--write-known", "例外.csv", cwd=tmp_path).returncode == 1
    table = (tmp_path / "例外.csv").read_text("utf-8-sig")
    head, first, *rest = table.splitlines()
    fields = first.split(",")
    for column, value in (("认可理由", "已核实"), ("认可人", "张三")):
        fields[head.split(",").index(column)] = value
    (tmp_path / "例外.csv").write_text("\n".join([head, ",".join(fields), *rest]), encoding="utf-8-sig")
    done = auditor("audit", "有问题.txt", "--fail-on", "疑似", "--known", "例外.csv", cwd=tmp_path)
    assert done.returncode == 0 and "已认可例外有变化" in done.stdout
