"""Nothing may be found in the files of corpus/clean."""

from pathlib import Path

import pytest

from auditor.audit import audit_file

FILES = sorted((Path(__file__).resolve().parents[1] / "corpus" / "clean").iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_nothing_is_found(path: Path) -> None:
    assert [(f.rule_id, f.quote) for f in audit_file(path).findings] == []


def test_there_are_files() -> None:
    assert FILES
