"""The folder for office PCs without internet: starters that a Chinese Windows understands, and nothing forgotten for it."""

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def wheelhouse() -> ModuleType:
    path = Path(__file__).parents[1] / "offline" / "wheelhouse.py"
    spec = importlib.util.spec_from_file_location("wheelhouse", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_batch_files_have_the_code_page_and_line_ends_of_windows(wheelhouse: ModuleType, tmp_path: Path) -> None:
    wheelhouse.starters(tmp_path, "3.11")
    for name in ("安装.bat", "审查.bat"):
        data = (tmp_path / name).read_bytes()
        text = data.decode("gbk")
        assert data.count(b"\r\n") == data.count(b"\n") and "{" not in text
        assert text.startswith("@echo off\r\n")
    assert "%*" in (tmp_path / "审查.bat").read_text("gbk") and "-3.11" in (tmp_path / "安装.bat").read_text("gbk")
    assert (tmp_path / "安装.sh").read_text("utf-8").startswith("#!/bin/sh\n")


def test_what_only_the_target_needs_is_fetched_too(wheelhouse: ModuleType, tmp_path: Path) -> None:
    """pip reads conditions for the machine it runs on and would leave such packages out."""
    wishes = [
        "colorama>=0.4; platform_system == 'Windows'",
        "uvloop; sys_platform == 'linux'",
        "here",
        "odd; extra == 'dev'",
        "old; python_version < '3.9'",
    ]
    metadata = "Metadata-Version: 2.1\nName: own\n" + "".join(f"Requires-Dist: {wish}\n" for wish in wishes)
    for name, text in (("own", metadata), ("here", "Metadata-Version: 2.1\nName: here\n")):
        with zipfile.ZipFile(tmp_path / f"{name}-1-py3-none-any.whl", "w") as package:
            package.writestr(f"{name}-1.dist-info/METADATA", text)
    assert wheelhouse.left_out(tmp_path, "win_amd64", "3.11") == ["colorama>=0.4"]
    assert wheelhouse.left_out(tmp_path, "manylinux_2_28_x86_64", "3.11") == ["uvloop"]
