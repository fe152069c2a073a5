"""What a batch that is interrupted finds again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.journal import Journal, Row

DONE = Row(
    "甲/招标文件.docx", "10-1", "audited", "ab", {"html": "报告/甲/招标文件.docx.html"}, "报告/x.json", {"违规": 2}, 30, True
)
FAILED = Row("乙.pdf", "20-1", "failed", reason="damaged", message="文件已损坏")
BUNDLE = Row("丙.zip", "30-1", "bundle", members=("丙.zip!/a.docx", "丙.zip!/b.docx"))


def written(path: Path, *rows: Row) -> None:
    with Journal(path) as journal:
        journal.begin({"regime": "G"}, {})
        for row in rows:
            journal.add(row)


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    written(tmp_path / "j", DONE, FAILED, BUNDLE)
    with Journal(tmp_path / "j") as journal:
        past = journal.past()
    assert past is not None and not past.ended
    assert past.settings == {"regime": "G"}
    assert past.rows == {row.source: row for row in (DONE, FAILED, BUNDLE)}


@given(cut=st.integers(min_value=0, max_value=2000))
def test_a_journal_cut_anywhere_keeps_every_whole_row(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("j") / "j"
    written(path, DONE, FAILED, BUNDLE)
    data = path.read_bytes()
    path.write_bytes(data[:cut])
    with Journal(path) as journal:
        past = journal.past()
    whole = data[:cut].count(b"\n")
    assert (past is None) if not whole else (past is not None and len(past.rows) == whole - 1)


def test_foreign_files_are_no_past(tmp_path: Path) -> None:
    for content in (
        b"",
        b"\x00\xff\n",
        b"[1]\n",
        b'{"journal": 99}\n',
        b'{"journal": 1, "settings": {}}\n{"source": 5, "odd": 1}\n',
    ):
        (tmp_path / "j").write_bytes(content)
        with Journal(tmp_path / "j") as journal:
            past = journal.past()
        assert past is None or not past.rows


def test_a_batch_that_ended_says_so(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        journal.begin({}, {DONE.source: DONE})
        journal.end()
        past = journal.past()
    assert past is not None and past.ended and list(past.rows) == [DONE.source]


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path / "j"), pytest.raises(UsageError, match="另一次审查"):
        Journal(tmp_path / "j")
    Journal(tmp_path / "j").__exit__(None, None, None)
