"""JSON keeps its contract, and gives the same Report back."""

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

import auditor
from auditor import writers
from auditor.document import Notice, Place
from auditor.errors import DamagedFile, UsageError
from auditor.finding import Basis, Finding
from auditor.report import Accepted, Coverage, Judged, Report
from auditor.writers.json import read_json
from tests import report_samples as samples

ROOM = Path(auditor.__file__).parent


def schema(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((ROOM / name).read_text("utf-8")))


@pytest.mark.parametrize("report", [samples.report(), samples.clean()], ids=["findings", "clean"])
def test_report_keeps_the_contract_and_comes_back_equal(report):
    data = writers.write(report, None, "json")
    schema("report_schema.json").validate(json.loads(data))
    assert read_json(data) == report


def test_no_field_of_a_report_is_left_out():
    """A field added to a noun must be written, or a resumed run would lose it."""
    raw = json.loads(writers.write(samples.report(), None, "json"))
    finding = raw["findings"][0]
    written = {
        Report: raw, Finding: finding, Place: finding["place"], Basis: finding["basis"][0], Judged: raw["regime"],
        Coverage: raw["coverage"][0], Notice: raw["notices"][0], Accepted: raw["accepted"][0],
    }  # fmt: skip
    beside = {Place: {"span", "edges", "sideways"}}
    for noun, values in written.items():
        assert {f.name for f in fields(noun)} - beside.get(noun, set()) <= set(values), noun


def test_quote_is_the_text_at_its_span():
    document = samples.document()
    for finding in json.loads(writers.write(samples.report(document), document, "json"))["findings"]:
        start, end = finding["span"]["start"], finding["span"]["end"]
        assert document.text[start:end] == finding["quote"]
        at = finding["context_at"]
        assert finding["context"][at : at + len(finding["quote"])] == finding["quote"]


def test_hostile_report_is_still_valid_utf8_json():
    report, document = samples.hostile()
    schema("report_schema.json").validate(json.loads(writers.write(report, document, "json").decode("utf-8")))


def test_summary_names_every_file_with_counts_and_reports():
    summary = json.loads(writers.write_all(samples.batch(), "json", reports={"json": "summary.json", "html": "index.html"}))
    schema("summary_schema.json").validate(summary)
    assert [f["status"] for f in summary["files"]] == ["audited", "audited", "audited", "failed", "duplicate"]
    assert summary["files"][0]["counts"] == {"违规": 3, "疑似": 2, "提示": 1}
    assert summary["files"][3]["reason"] == "encrypted" and "密码" in summary["files"][3]["message"]
    assert summary["reports"]["html"] == "index.html"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": "0"}', b'{"schema": "1"}', b"\xff\xfe", b"null", b"[" * 200_000])
def test_foreign_json_is_refused_with_advice(data):
    with pytest.raises(DamagedFile, match="重新审查"):
        read_json(data)


def test_unknown_format_names_the_known_ones():
    with pytest.raises(UsageError, match="json"):
        writers.write(samples.report(), None, "exe")
