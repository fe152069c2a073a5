"""axe-core, the checker that accessibility auditors use, finds nothing on any page we write."""

from importlib.resources import files
from pathlib import Path

import pytest

from auditor import writers
from auditor.evaluate import evaluate, to_html
from tests import report_samples as samples
from tests.browser import PROGRAM

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LABELLED = """{"text": "投标人注册资本不低于500万元。", "verdict": "violation", "atom": "M137-d", "role": "qualification"}
{"text": "投标保证金可以采用保函形式提交。", "verdict": "lawful", "atom": "M140-a", "role": "procedure"}
{"text": "投标人须为行业内口碑良好的企业。", "verdict": "violation", "atom": "M139-a", "role": "qualification"}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    document = samples.document()
    made = {
        "report": writers.write(samples.report(document), document, "html"),
        "stored": writers.write(samples.report(), None, "html"),
        "clean": writers.write(samples.clean(), document, "html"),
        "repeated": writers.write(*samples.repeated(), "html"),
        "hostile": writers.write(*samples.hostile(), "html"),
        "index": writers.write_all(samples.batch(), "html"),
        "empty": writers.write_all([], "html"),
    }
    (folder / "labelled.jsonl").write_text(LABELLED, "utf-8")
    made["evaluation"] = to_html(evaluate(folder / "labelled.jsonl"))
    for name, data in made.items():
        (folder / f"{name}.html").write_bytes(data)
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("width", [1440, 390], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["report", "stored", "clean", "repeated", "hostile", "index", "empty", "evaluation"])
def test_axe_finds_nothing(browser, pages, name, width):
    browser.open(pages[name], width=width)
    browser.run(f"{AXE}; 0")
    told = "r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary])"
    assert browser.run(f"axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations']}}).then({told})") == []
