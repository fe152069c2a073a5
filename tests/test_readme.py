"""What the README says holds: its links exist, its commands have the options they use, its Python runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line.split("auditor ", 1)[1] for line in re.findall(r"^auditor .+$", README, re.MULTILINE)]


def test_links_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_know_their_options(command: str) -> None:
    words = shlex.split(command)
    done = subprocess.run([sys.executable, "-m", "auditor", words[0], "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for option in (w for w in words if w.startswith("--")):
        assert option in done.stdout


def test_the_python_example_runs() -> None:
    code = re.search(r"```python\n(.+?)```", README, re.DOTALL)
    assert code
    done = subprocess.run([sys.executable, "-c", code[1]], cwd=ROOT, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    assert "违规" in done.stdout


def test_both_set_up_lines_are_those_that_ci_relies_on() -> None:
    assert ".venv/bin/pip install . && .venv/bin/auditor audit corpus/samples" in README
    assert ".venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest -n 2 -q" in README
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "'.[dev]'" in ci and "-m pytest -n 2 -q" in ci
