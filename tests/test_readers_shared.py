"""Odd and malformed files of public test suites: each a sound Document or an error that says what to do, in bounded time."""

import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"
EVERY = 24
"""One of so many files is read here; benchmarks read them all."""

CHILD = """
import sys, tempfile
from pathlib import Path
from auditor.errors import ReadError
from auditor.readers import Member, expand, is_bundle, read_file
from tests.document_rules import assert_sound

def read(path):
    try:
        assert_sound(read_file(path))
    except ReadError as error:
        assert any("\\u4e00" <= c <= "\\u9fff" for c in str(error)), error

for name in sys.argv[1:]:
    print(name, flush=True)
    if is_bundle(name):
        with tempfile.TemporaryDirectory() as folder:
            for found in expand(name, Path(folder)):
                if isinstance(found, Member):
                    read(found.path)
    else:
        read(name)
print("done")
"""


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/hostile")
def test_every_odd_file_ends_as_a_document_or_a_named_error() -> None:
    files = [str(path) for path in sorted((SHARED / "hostile").iterdir()) if path.suffix != ".tsv"][::EVERY]
    code = [sys.executable, "-c", CHILD, *files]
    done = subprocess.run(code, capture_output=True, text=True, timeout=240, check=False, cwd=Path(__file__).parents[1])
    assert done.stdout.endswith("done\n"), f"{done.stdout.splitlines()[-1:]}: {done.stderr[-2000:]}"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/real")
def test_legacy_word_tenders_keep_numbers_and_tables() -> None:
    """Facts seen in Word: chapters numbered by the program, and the shape of a table."""
    from auditor.readers import read_file

    document = read_file(SHARED / "real" / "tenders" / "b1fadef353.doc")
    lines = document.text.splitlines()
    assert "第一章 磋商邀请" in lines
    assert any(line.startswith("16.1") for line in lines)
    assert "（☑纸质□电子版）" in document.text.replace(" ", "")
    assert max(place.table or 0 for place in document.places) == 10
