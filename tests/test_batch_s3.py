"""Tenders in an S3 store, reports back into it, against a real local S3 server."""

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.batch.run import audit_all
from auditor.batch.task import Task
from auditor.engines import Limits
from auditor.errors import UsageError
from tests import tenders

pytest.importorskip("s3fs", reason="the extra [s3] is not installed")
server = pytest.importorskip("moto.server", reason="moto is not installed")

LIMITS = Limits(jobs=2, timeout=60, memory=900)


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """s3://tenders with two counties and a bundle."""
    import fsspec

    running = server.ThreadedMotoServer(port=0, verbose=False)
    running.start()
    _, port = running.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "NO_PROXY": "*",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    fs = fsspec.filesystem("s3")
    fs.makedirs("tenders", exist_ok=True)
    local = tenders.folder(tmp_path / "in", 4)
    with zipfile.ZipFile(local / "项目.zip", "w") as archive:
        archive.writestr("招标文件.txt", tenders.BAD.format(n="包"))
    fs.put(f"{local}/", "tenders/2025/", recursive=True)
    yield "s3://tenders"
    running.stop()


def test_a_bucket_is_audited_like_a_folder(bucket: str, tmp_path: Path) -> None:
    import fsspec

    far = audit_all([f"{bucket}/2025"], Task(f"{bucket}/结果"), limits=LIMITS)
    near = audit_all([tmp_path / "in"], Task(tmp_path / "out"), limits=LIMITS)
    assert [(r.source, r.status, r.counts) for r in far.rows] == [(r.source, r.status, r.counts) for r in near.rows]
    assert "项目.zip!/招标文件.txt" in {row.source for row in far.rows}
    fs = fsspec.filesystem("s3")
    fs.invalidate_cache()
    summary = json.loads(fs.cat_file("tenders/结果/summary.json"))
    assert len(summary["files"]) == 5
    for path in near.rows[0].files.values():
        assert fs.cat_file(f"tenders/结果/{path}") == (tmp_path / "out" / path).read_bytes()
    assert not [path for path in fs.find("tenders/结果") if "bundles" in path]

    kept = []
    again = audit_all([f"{bucket}/2025"], Task(f"{bucket}/结果"), limits=LIMITS, watch=lambda p: kept.append(p.kept))
    assert again.rows == far.rows and kept[-1] == 6


def test_a_bucket_that_is_not_there_is_wrong_use(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        audit_all(["s3://nowhere/x"], Task(tmp_path / "out"), limits=LIMITS)
    with pytest.raises(UsageError, match="不支持"):
        audit_all(["warp://x"], Task(tmp_path / "out"), limits=LIMITS)
    assert os.environ["AWS_ENDPOINT_URL"]
