"""Workbook and CSV: every finding and every unread file is in them, nothing in them runs, LibreOffice opens them."""

import csv
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from auditor import writers
from auditor.writers import Entry
from tests import report_samples as samples


def book(entries):
    return load_workbook(io.BytesIO(writers.write_all(entries, "xlsx")))


def rows(entries):
    return list(csv.reader(io.StringIO(writers.write_all(entries, "csv").decode("utf-8-sig"), newline="")))


def hostile_entries():
    report, _ = samples.hostile()
    return [Entry("=1+1.docx", "audited", report, files={"html": "=1+1.html"})]


def test_workbook_has_the_four_sheets_with_every_file_and_finding():
    made = book(samples.batch())
    assert made.sheetnames == ["汇总", "明细", "覆盖情况", "未能读取"]
    assert [made[name].max_row - 1 for name in made.sheetnames] == [5, 7, 11, 2]
    for sheet in made:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9


def test_accepted_findings_and_duplicates_are_told_apart():
    sheet = book(samples.batch())["明细"]
    at = [cell.value for cell in sheet[1]].index("状态")
    states = [row[at].value for row in sheet.iter_rows(min_row=2)]
    assert states.count("待处理") == 6 and sum("已认可例外" in s for s in states) == 1


def test_the_reviewer_chooses_an_opinion_for_each_finding():
    (choice,) = book(samples.batch())["明细"].data_validations.dataValidation
    assert str(choice.sqref) == "K2:K8" and choice.formula1 == '"属实,误报,存疑"'


def test_the_same_fault_at_many_places_is_one_row_but_one_line_each_in_csv():
    report, _ = samples.repeated()
    entries = [Entry(report.source, "audited", report)]
    sheet = book(entries)["明细"]
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert sheet.max_row == 3 and first["处数"] == 25
    assert first["位置"].count("\n") == 24 and first["编号"].count("\n") == 24
    assert [row[2] for row in rows(entries)].count("违规") == 25


def test_the_summary_names_purchaser_agency_and_project():
    sheet = book(samples.batch())["汇总"]
    first = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert (first["采购人"], first["代理机构"]) == ("呼和浩特市某中学", "内蒙古某某招标有限公司")
    assert first["项目编号"] == "NMGZC-2026-00123"


def test_the_data_for_training_are_out_of_sight():
    sheet = book(samples.batch())["明细"]
    assert sheet.column_dimensions["U"].hidden and sheet["U1"].value == "训练数据" and sheet["U2"].value.startswith("[{")


def test_links_lead_to_the_report_whatever_the_name():
    targets = [row[-1].hyperlink.target for row in book(samples.batch())["汇总"].iter_rows(min_row=2) if row[-1].hyperlink]
    assert len(targets) == 3
    assert all("%E7" in t or "%E4" in t or "%E5" in t for t in targets)
    assert any("100%25%23%3F.pdf.html" in t for t in targets)


def test_no_cell_is_a_formula_and_none_is_lost():
    sheet = book(hostile_entries())["明细"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert sheet.max_row - 1 == len(samples.HOSTILE_LINES) + 1
    assert any(isinstance(c.value, str) and c.value.endswith("……（过长，已截断）") for c in cells)
    assert all(len(c.value) <= 32_767 for c in cells if isinstance(c.value, str))


def test_csv_has_one_line_a_finding_and_one_a_file_not_read():
    table = rows(samples.batch())
    assert len(table) - 1 == 7 + 2
    assert [row[0] for row in table if row[2] == "未能读取"] == ["甲县/某中学教学设备采购招标文件.docx", "乙县/加密.pdf"]


def test_csv_cells_do_not_run():
    assert not [cell for row in rows(hostile_entries()) for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_ten_thousand_findings():
    findings = samples.report().findings * 1700
    report = replace(samples.report(), findings=tuple(replace(f, quote=f"{n}{f.quote}") for n, f in enumerate(findings)))
    assert book([Entry("大.docx", "audited", report)])["明细"].max_row == 10_202


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_table(tmp_path):
    source = tmp_path / "审查结果.xlsx"
    source.write_bytes(writers.write_all(samples.batch(), "xlsx"))
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    convert = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path, source]
    subprocess.run([*office, *convert], check=True, capture_output=True, timeout=120)
    text = (tmp_path / "审查结果.csv").read_text("utf-8")
    assert "甲县/某中学教学设备采购招标文件.docx" in text and "未能读取" in text


def test_workbook_is_well_formed_xml():
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(writers.write_all(hostile_entries(), "xlsx"))) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))
