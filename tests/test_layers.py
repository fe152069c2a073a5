"""The house: imports point downwards, every package is in the wheel."""

import configparser
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_imports_point_downwards_only() -> None:
    done = subprocess.run([sys.executable, "-m", "importlinter.cli", "lint-imports", "--config", "setup.cfg"], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_listed() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    listed = set(setup["options"]["packages"].split())
    found = {".".join(p.parent.relative_to(ROOT).parts) for p in (ROOT / "auditor").rglob("__init__.py")}
    assert listed == found | {"auditor.corpus", "auditor.rulesets", "auditor.templates"}
