"""A folder of tenders becomes reports and an overview, each file exactly once, whatever lies in the folder."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from auditor import versions
from auditor.batch.ledger import Progress
from auditor.batch.names import Names
from auditor.batch.run import Batch, audit_all
from auditor.batch.task import Task
from auditor.batch.walk import walk
from auditor.engines import Limits
from auditor.errors import EngineError, UsageError
from tests import tenders

LIMITS = Limits(jobs=2, timeout=20, memory=800)


def batch(paths: Path | list[Path], out: Path, *, resume: bool = True, **settings: Any) -> tuple[Batch, list[str]]:
    """The outcome, and the sources that were really audited (not taken over from an earlier run)."""
    audited: list[str] = []
    kept = 0

    def watch(progress: Progress) -> None:
        nonlocal kept
        if progress.row is not None and progress.kept == kept and progress.row.status == "audited":
            audited.append(progress.row.source)
        kept = progress.kept

    given = paths if isinstance(paths, list) else [paths]
    return audit_all(given, Task(out, **settings), limits=LIMITS, resume=resume, watch=watch, engine="serial"), audited


def statuses(done: Batch) -> dict[str, str]:
    return {row.source: row.status for row in done.rows}


def test_a_folder_gives_a_report_for_each_file_and_an_overview(tmp_path: Path) -> None:
    out = tmp_path / "结果"
    done = audit_all([tenders.folder(tmp_path / "in")], Task(out), limits=LIMITS)
    assert [row.source for row in done.rows] == sorted(row.source for row in done.rows)
    assert len(done.rows) == 6 and {row.status for row in done.rows} == {"audited"}
    summary = json.loads((out / "summary.json").read_bytes())
    assert [f["path"] for f in summary["files"]] == [row.source for row in done.rows]
    for entry in summary["files"]:
        report = json.loads((out / entry["reports"]["json"]).read_bytes())
        assert report["source"] == entry["path"] and report["counts"] == entry["counts"]
        assert entry["path"].rpartition("/")[2] in (out / entry["reports"]["html"]).read_text("utf-8")
    assert any(sum(entry["counts"].values()) for entry in summary["files"])
    assert (out / "index.html").is_file() and not list(out.rglob("*.part"))


def test_other_programs_leavings_and_our_own_output_are_left_out(tmp_path: Path) -> None:
    root = tenders.folder(tmp_path / "in", 2)
    for name in ("~$招标文件.docx", ".隐藏.txt", "Thumbs.db"):
        (root / name).write_text("x")
    out = root / "审查结果"
    batch(root, out)
    done, _ = batch(root, out)
    assert len(done.rows) == 2
    other, _ = batch(root, tmp_path / "另一处")
    assert len(other.rows) == 2


def test_files_come_in_the_order_people_count(tmp_path: Path) -> None:
    for n in (10, 2, 1):
        (tmp_path / f"文件{n}.txt").write_text(f"内容 {n}")
    assert [i.source for i in walk([tmp_path], tmp_path / "out")] == ["文件1.txt", "文件2.txt", "文件10.txt"]


def test_a_path_given_twice_is_one_file_and_equal_names_stay_apart(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "文件.txt").write_text(name)
    found = [i.source for i in walk([tmp_path / "甲", tmp_path / "乙", tmp_path / "甲" / "文件.txt"], tmp_path / "out")]
    assert found == ["甲/文件.txt", "乙/文件.txt"]
    single = [i.source for i in walk([tmp_path / "甲" / "文件.txt", tmp_path / "乙" / "文件.txt"], tmp_path / "out")]
    assert len(set(single)) == 2


def test_a_missing_path_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有的"):
        batch(tmp_path / "没有的", tmp_path / "out")


def test_copies_are_reported_once(tmp_path: Path) -> None:
    root = tenders.folder(tmp_path / "in", 2)
    original = root / "甲县" / "招标文件1.txt"
    (root / "甲县" / "招标文件1 - 副本.txt").write_bytes(original.read_bytes())
    (root / "空1.txt").write_bytes(b"")
    (root / "空2.txt").write_bytes(b"")
    done, _ = batch(root, tmp_path / "out")
    found = statuses(done)
    assert sorted(found.values()) == ["audited", "audited", "duplicate", "failed", "failed"]
    copy = next(row for row in done.rows if row.status == "duplicate")
    first = next(row for row in done.rows if row.source == copy.first)
    assert first.status == "audited" and copy.files == first.files and first.source in copy.message


def bundle(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("招标文件.txt", tenders.BAD.format(n="包"))
        archive.writestr("附件/评分表.txt", tenders.GOOD.format(n="包"))
        archive.writestr("附件/照片.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100)
        inner = path.with_name("inner.zip")
        with zipfile.ZipFile(inner, "w") as nested:
            nested.writestr("补充.txt", tenders.BAD.format(n="补"))
        archive.write(inner, "补充.zip")
        inner.unlink()
    return path


def test_a_bundle_gives_a_report_for_each_member(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    bundle(root / "项目.zip")
    done, audited = batch(root, tmp_path / "out")
    assert statuses(done) == {
        "项目.zip!/招标文件.txt": "audited",
        "项目.zip!/附件/评分表.txt": "audited",
        "项目.zip!/附件/照片.jpg": "failed",
        "项目.zip!/补充.zip!/补充.txt": "audited",
    }
    report = json.loads((tmp_path / "out" / "报告/项目.zip!/招标文件.txt.json").read_bytes())
    assert report["source"] == "项目.zip!/招标文件.txt" and str(tmp_path) not in json.dumps(report)
    assert not (tmp_path / "out" / ".auditor" / "bundles").exists()
    again, audited = batch(root, tmp_path / "out")
    assert audited == [] and statuses(again) == statuses(done)


def test_an_empty_or_broken_bundle_is_named(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    zipfile.ZipFile(root / "空.zip", "w").close()
    whole = bundle(root / "断.zip").read_bytes()
    (root / "断.zip").write_bytes(whole[: len(whole) // 2])
    done, _ = batch(root, tmp_path / "out")
    assert statuses(done) == {"空.zip": "failed", "断.zip": "failed"}


def test_the_same_command_again_audits_only_what_is_new_changed_or_failed(tmp_path: Path) -> None:
    root = tenders.folder(tmp_path / "in", 4)
    (root / "坏.txt").write_bytes(b"")
    out = tmp_path / "out"
    _, audited = batch(root, out)
    assert len(audited) == 4
    (root / "新.txt").write_text(tenders.BAD.format(n="新"), encoding="utf-8")
    (root / "坏.txt").write_text(tenders.GOOD.format(n="好了"), encoding="utf-8")
    changed = root / "甲县" / "招标文件1.txt"
    changed.write_text(tenders.GOOD.format(n="改"), encoding="utf-8")
    second, audited = batch(root, out)
    assert sorted(audited) == ["坏.txt", "新.txt", "甲县/招标文件1.txt"]
    assert len(second.rows) == 6 and set(statuses(second).values()) == {"audited"}
    assert "上次已完成" in second.note
    (out / "报告" / "新.txt.html").unlink()
    _, audited = batch(root, out)
    assert audited == ["新.txt"]


def test_other_settings_audit_again_and_say_why(tmp_path: Path) -> None:
    root = tenders.folder(tmp_path / "in", 2)
    batch(root, tmp_path / "out")
    done, audited = batch(root, tmp_path / "out", regime="W")
    assert len(audited) == 2 and "重新审查" in done.note and "regime" not in done.note
    own = tmp_path / "rules"
    own.mkdir()
    (own / "words.yaml").write_text("never: 绝不出现\n", encoding="utf-8")
    done, audited = batch(root, tmp_path / "out", regime="W", rulesets=(own,))
    assert len(audited) == 2 and "规则" in done.note
    _, audited = batch(root, tmp_path / "out", regime="W", rulesets=(own,), resume=False)
    assert len(audited) == 2


def test_a_changed_program_audits_again_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, out = tenders.folder(tmp_path / "in", 2), tmp_path / "out"
    first, _ = batch(root, out)
    report = json.loads((out / first.rows[0].files["json"]).read_bytes())
    assert report["versions"]["code"] == versions.code()
    monkeypatch.setattr(versions, "code", lambda: "another")
    again, audited = batch(root, out)
    assert len(audited) == 2 and "程序代码" in again.note
    assert json.loads((out / again.rows[0].files["json"]).read_bytes())["versions"]["code"] == "another"


def test_formats_that_copy_the_source_and_overviews_only(tmp_path: Path) -> None:
    root = tenders.folder(tmp_path / "in", 2)
    done, _ = batch(root, tmp_path / "out", formats=("md", "csv", "xlsx"))
    assert set(done.reports) >= {"html", "json", "csv", "xlsx"}
    for path in done.reports.values():
        assert (tmp_path / "out" / path).stat().st_size > 0
    for row in done.rows:
        assert all((tmp_path / "out" / path).is_file() for path in row.files.values())
        assert "html" not in row.files and (tmp_path / "out" / row.store).is_file()


@pytest.mark.skipif(os.name == "nt", reason="names that Windows itself refuses")
def test_reports_have_names_that_every_file_system_takes(tmp_path: Path) -> None:
    names = Names()
    sources = [
        "a/CON.txt",
        "a:b?.pdf",
        "尾点./文件 .docx",
        "x" * 300 + ".docx",
        "招标" * 90 + ".pdf",
        "A.txt",
        "a.txt",
        "../../etc/passwd",
        "项目.zip!/a.txt",
    ]
    paths = [names.name(source) for source in sources]
    assert len({p.casefold() for p in paths}) == len(paths)
    for path in paths:
        assert path.startswith("报告/") and ".." not in path.split("/") and len(path) <= 150
        assert not set(path) & set('<>:"|?*\\')
        assert all(part.encode() and len(part.encode()) < 200 and not part.endswith((" ", ".")) for part in path.split("/"))
        assert not any(part.split(".")[0].upper() == "CON" for part in path.split("/"))
    assert [names.name(source) for source in sources] == paths


def test_rules_that_change_in_mid_run_stop_it(tmp_path: Path) -> None:
    """Half a folder by the old rules and half by the new would be worth nothing."""
    root, own = tenders.folder(tmp_path / "in", 4), tmp_path / "rules"
    own.mkdir()
    (own / "words.yaml").write_text("never: 绝不出现\n", encoding="utf-8")

    def change(progress: Progress) -> None:
        (own / "words.yaml").write_text("never: 改过了\n", encoding="utf-8")

    with pytest.raises(EngineError, match="被更改"):
        audit_all([root], Task(tmp_path / "out", rulesets=(own,)), limits=LIMITS, watch=change, engine="serial")
    done = audit_all([root], Task(tmp_path / "out", rulesets=(own,)), limits=LIMITS, engine="serial")
    assert {row.status for row in done.rows} == {"audited"} and done.note in ("", "与上次相比规则有变化，全部重新审查")
