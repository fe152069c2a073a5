"""Accepted exceptions: a reviewer's table silences what was accepted, says so, and stops when it runs out."""

from dataclasses import replace
from datetime import date

import pytest

from auditor.errors import UsageError
from auditor.known import HEAD, accept, read_known, write_known
from tests import report_samples as samples

TODAY = date(2026, 11, 24)
FIRST = samples.report().findings[0]


def table(tmp_path, *lines, encoding="utf-8-sig", head="编号,认可理由,认可人,有效期至,文件"):
    path = tmp_path / "例外.csv"
    path.write_bytes("\r\n".join((head, *lines)).encode(encoding))
    return path


def judged(path):
    return accept(samples.report(), read_known(path), TODAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_an_accepted_finding_moves_to_the_exceptions(tmp_path, encoding):
    report = judged(table(tmp_path, f"{FIRST.fingerprint},经论证必要,李四,2027/1/31,", encoding=encoding))
    assert FIRST not in report.findings
    last = report.accepted[-1]
    assert (last.finding, last.reason, last.author, last.expires) == (FIRST, "经论证必要", "李四", date(2027, 1, 31))
    assert report.counts()["违规"] == 2


def test_an_exemption_for_another_file_does_not_hold(tmp_path):
    assert FIRST in judged(table(tmp_path, f"{FIRST.fingerprint},理由,李四,,另一份.docx")).findings
    assert FIRST not in judged(table(tmp_path, f"{FIRST.fingerprint},理由,李四,,某中学教学设备采购招标文件.docx")).findings


def test_an_expired_exemption_silences_nothing_and_is_named(tmp_path):
    report = judged(table(tmp_path, f"{FIRST.fingerprint},理由,李四,2026年11月23日,"))
    assert report.findings[0].quote == FIRST.quote
    assert "2026-11-23 到期" in report.findings[0].why[-1]
    assert FIRST not in judged(table(tmp_path, f"{FIRST.fingerprint},理由,李四,2026-11-24,")).findings


def test_the_written_table_accepts_nothing_until_filled_in(tmp_path):
    path = tmp_path / "例外.csv"
    path.write_bytes(write_known([replace(samples.report(), accepted=())]))
    assert judged(path).findings == samples.report().findings


def test_the_written_table_keeps_what_was_accepted(tmp_path):
    path = tmp_path / "例外.csv"
    path.write_bytes(write_known([samples.report()]))
    again = replace(samples.report(), findings=(samples.report().accepted[0].finding,), accepted=())
    assert accept(again, read_known(path), TODAY).accepted == samples.report().accepted


def test_the_numbers_survive_a_spreadsheet():
    """12345678901234567890 or 12e45678901234567890 would come back rounded: every number begins with #."""
    rows = write_known([samples.report()]).decode("utf-8-sig").splitlines()[1:]
    assert rows and all(row.startswith("#") for row in rows)


def test_formulas_of_a_tender_stay_text():
    report, _ = samples.hostile()
    cells = [cell for line in write_known([report]).decode("utf-8-sig").splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.strip('"').startswith(("=", "+", "@", "-"))]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("abc,理由,,,", "第 2 行没有填写“认可人”"),
        (",理由,李四,,", "第 2 行没有填写“编号”"),
        ("abc,,李四,,", "第 2 行没有填写“认可理由”"),
        ("abc,理由,李四,明年,", "有效期至"),
        ("abc,理由,李四,2027-02-30,", "有效期至"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    with pytest.raises(UsageError, match=said):
        read_known(table(tmp_path, line))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rest", b"a,b\n1,2", b"\xff\xff\xff\x80", "编号,理由\n".encode()])
def test_a_foreign_file_is_refused_with_advice(tmp_path, data):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"x\.csv"):
        read_known(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UsageError, match="无法读取"):
        read_known(tmp_path / "没有.csv")


def test_saved_by_excel_with_tabs_or_semicolons(tmp_path):
    for separator in "\t;":
        line = separator.join((FIRST.fingerprint, "理由", "李四", "", ""))
        assert FIRST not in judged(table(tmp_path, line, head=separator.join(HEAD[:5]))).findings
