"""docs/inputs.md says what the readers are."""

import re
from pathlib import Path

from auditor import catalog, errors

DOC = (Path(__file__).parents[1] / "docs" / "inputs.md").read_text("utf-8")


def test_every_reader_and_its_suffixes_are_listed() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| ([.\w ]+) \|", DOC, re.MULTILINE))
    listed = {name: tuple(suffixes.split()) for name, suffixes in rows.items() if suffixes.startswith(".")}
    assert listed == {name: catalog.entry("readers", name).SUFFIXES for name in catalog.room("readers")}


def test_every_reason_is_explained() -> None:
    reasons = {error.reason for error in (errors.ReadError, *errors.ReadError.__subclasses__())}
    assert set(re.findall(r"^\| `(\w+)` \|", DOC, re.MULTILINE)) == reasons
