"""Every finding in the samples of every format is found again at its place, as other libraries see the file."""

from pathlib import Path

from benchmarks.positions import check, make

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


def test_findings_stand_where_they_are_said_to_stand(tmp_path):
    made = tmp_path / "made"
    made.mkdir()
    make(made)
    totals = check([SAMPLES, made], tmp_path / "away")
    assert [name for name in totals if name.endswith("wrong")] == []
    assert all(totals[f"{kind} findings"] > 10 for kind in ("docx", "pdf", "text", "ofd", "xlsx", "html"))
