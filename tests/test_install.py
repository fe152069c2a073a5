"""Data and code are found from a wheel, an editable install and a checkout, from any working directory."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpus" / "samples" / "01-医疗设备采购.docx"


def run(*command: str | Path, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(path or "")}
    return subprocess.run([str(c) for c in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


def audited(python: Path | str, folder: Path, path: Path | None = None) -> Path:
    """Runs the main job with that Python; gives where the package came from."""
    done = run(python, "-m", "auditor", "audit", SAMPLE, "--out", folder / "out", "--quiet", "--fail-on", "违规", cwd=folder, path=path)
    assert done.returncode == 1, done.stderr
    summary = json.loads((folder / "out" / "summary.json").read_text("utf-8"))
    assert [f["status"] for f in summary["files"]] == ["audited"]
    home = run(python, "-c", "import auditor; print(auditor.__file__)", cwd=folder, path=path)
    return Path(home.stdout.strip())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # A copy, so that leftovers of an earlier build cannot slip in, nor stay behind.
    tree = shutil.copytree(ROOT, folder / "tree", ignore=shutil.ignore_patterns(".git", ".venv", "build", "*.egg-info", "tests", "docs"))
    done = run(sys.executable, "-m", "pip", "wheel", tree, "--no-deps", "--no-build-isolation", "-q", "-w", folder, cwd=folder)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A new environment that sees the libraries of this one, and not the project."""
    venv.create(tmp_path / "venv", with_pip=False)
    site = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return tmp_path / "venv" / "bin" / "python"


def test_from_a_wheel(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    done = run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", target, wheel, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert audited(sys.executable, tmp_path, target).is_relative_to(target)


def test_the_wheel_carries_every_data_file(wheel: Path) -> None:
    names = run(sys.executable, "-m", "zipfile", "-l", wheel, cwd=wheel.parent).stdout
    for room, pattern in (("rulesets", "*.yaml"), ("templates", "*.html"), ("auditor/model", "*.npz"), ("auditor", "*_schema.json")):
        files = [f.name for f in (ROOT / room).rglob(pattern)]
        assert files, f"no {pattern} in {room}"
        assert [f for f in files if f not in names] == []


def test_editable(bare: Path, tmp_path: Path) -> None:
    done = run(sys.executable, "-m", "pip", "--python", bare, "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert audited(bare, tmp_path).is_relative_to(ROOT)


def test_from_a_checkout(tmp_path: Path) -> None:
    assert audited(sys.executable, tmp_path, ROOT).is_relative_to(ROOT)
