"""Review decisions: workbook or page -> labelled clauses -> training takes them, with everything the verdict was made of."""

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from auditor import decisions, training, writers
from auditor.audit import audit_text
from auditor.errors import UsageError
from auditor.labelled import parts_of, read_labelled
from auditor.report import Report
from auditor.writers import Entry
from tests import report_samples as samples
from tests.test_cli import auditor
from tests.test_training import corpus

TEXT = """供应商须满足下列条件：
（一）注册资本不低于500万元；
（二）在本市设有分公司。
评审因素\t分值\t年营业收入2000万元以上的得10分
"""


@pytest.fixture(scope="module")
def report() -> Report:
    made = audit_text(TEXT, section="第二章 资格要求 > 2.1 资格条件", role="qualification", regime="G")
    assert len(made.findings) >= 2
    return replace(made, source="招标文件.docx")


def filled(report: Report, path: Path, *said: str) -> Path:
    """The workbook of `report` with the decisions of its first rows filled in."""
    book = load_workbook(io.BytesIO(writers.write_all([Entry(report.source, "audited", report)], "xlsx")))
    sheet = book["明细"]
    column = [cell.value for cell in sheet[1]].index("复核结论") + 1
    for row, word in enumerate(said, 2):
        sheet.cell(row, column).value = word
    book.save(path)
    return path


def test_a_filled_workbook_becomes_clauses_that_are_judged_as_before(report, tmp_path):
    read = decisions.read_book(filled(report, tmp_path / "审查结果.xlsx", "属实", "误报"))
    assert (read.real, read.false) == (1, 1)
    out = tmp_path / "复核.jsonl"
    out.write_bytes(read.jsonl())
    real, false = read_labelled(out)
    assert real.verdict in ("violation", "suspected") and false.verdict == "lawful" and not false.spans
    first = sorted(report.findings, key=lambda f: (-f.severity.rank, f.span))[0]
    assert [real.text[start:end] for start, end in real.spans] == [first.quote]
    assert (real.atom, real.role, real.regime, real.path) == (first.atom, first.role, "G", first.place.path)
    clause = next(part.clause for part in parts_of([real]) if part.faulty)
    assert clause.lead_in == first.lead_in and clause.role == first.role and clause.path == first.place.path


def test_training_takes_the_decisions(report, tmp_path):
    out = tmp_path / "复核.jsonl"
    out.write_bytes(decisions.read_book(filled(report, tmp_path / "b.xlsx", "属实", "误报")).jsonl())
    sheet = training.train(tmp_path / "model", corpus=corpus(tmp_path / "c"), add=[out])
    assert sheet["overall"]["f1"] > 0.5


def test_the_command_says_what_it_took(report, tmp_path):
    filled(report, tmp_path / "审查结果.xlsx", "误报")
    done = auditor("decisions", "审查结果.xlsx", "--out", "复核.jsonl", cwd=tmp_path)
    assert done.returncode == 0 and "误报 1 项" in done.stdout
    assert json.loads((tmp_path / "复核.jsonl").read_text("utf-8").splitlines()[0])["verdict"] == "lawful"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_another_office_program_still_teaches(report, tmp_path):
    book = filled(report, tmp_path / "审查结果.xlsx", "属实", "误报")
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "saved", book]
    subprocess.run([*office, *convert], check=True, capture_output=True, timeout=120)
    assert decisions.read_book(tmp_path / "saved" / book.name) == decisions.read_book(book)


def test_an_empty_or_foreign_workbook_is_refused_with_advice(report, tmp_path):
    assert auditor("decisions", filled(report, tmp_path / "空.xlsx"), cwd=tmp_path).returncode == 2
    with pytest.raises(UsageError, match=r"第 2 行.*只能填 属实、误报 或 存疑"):
        decisions.read_book(filled(report, tmp_path / "a.xlsx", "大概"))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError, match="无法读取"):
        decisions.read_book(tmp_path / "b.xlsx")
    book = load_workbook(filled(report, tmp_path / "c.xlsx", "属实"))
    book["明细"].delete_cols(book["明细"].max_column)
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(UsageError, match="缺少列：训练数据"):
        decisions.read_book(tmp_path / "c.xlsx")


def test_a_fault_at_many_places_teaches_each_clause_once():
    report, _ = samples.repeated()
    taught = json.loads(decisions.lessons(report.findings[:25], "G"))
    assert len(taught) == 1


def test_a_very_long_clause_is_cut_around_the_words():
    clause = "前" * 5000 + "注册资本不低于500万元" + "后" * 5000
    finding = replace(samples.report().findings[0], clause=clause, clause_at=5000)
    (taught,) = json.loads(decisions.lessons([finding], "unknown"))
    ((start, end),) = taught["spans"]
    assert len(taught["text"]) == 600 and taught["text"][start:end] == finding.quote and taught["regime"] is None


def test_hostile_findings_stay_one_line_of_json_each():
    report, _ = samples.hostile()
    for finding in report.findings:
        for lesson in json.loads(decisions.lessons([finding], "G")):
            assert "\n" not in lesson["text"] and lesson["spans"][0][1] <= len(lesson["text"]) <= 600
