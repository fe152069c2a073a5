"""The report in a real browser: filter, travel, copy, print; no error, no request, no script from a tender, readable for all."""

import base64
import io
import time
from dataclasses import replace
from itertools import cycle
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from auditor import writers
from auditor.finding import Severity
from auditor.labelled import read_labelled
from auditor.readers import read_file
from tests import ofd_samples as ofd
from tests import report_samples as samples
from tests.browser import PROGRAM, Browser

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")
SHOWN = "document.querySelectorAll('.card:not([hidden])').length"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    document = samples.document()
    made = {"report": (samples.report(document), document), "hostile": samples.hostile()}
    made |= {"long": samples.long(), "repeated": samples.repeated()}
    for name, (report, text) in made.items():
        (folder / f"{name}.html").write_bytes(writers.write(report, text, "html"))
    read = read_file(ofd.save(folder / "页面.ofd", [ofd.page(ofd.text("投标人注册资本不低于500万元。", 30, 100))]))
    fault = samples.finding(read, "注册资本不低于500万元", "M137-d-capital", "以注册资本设置规模门槛", Severity.VIOLATION)
    drawn = replace(samples.report(), format="ofd", findings=(fault,), accepted=())
    (folder / "ofd.html").write_bytes(writers.write(drawn, read, "html"))
    (folder / "index.html").write_bytes(writers.write_all(samples.batch(), "html"))
    many = [replace(e, path=f"{n:04d}/{e.path}") for n, e in zip(range(5000), cycle(samples.batch()), strict=False)]
    (folder / "many.html").write_bytes(writers.write_all(many, "html"))
    return folder


@pytest.fixture
def opened(browser, pages):
    def go(name, **size):
        browser.errors.clear()
        browser.requests.clear()
        browser.open(pages / f"{name}.html", **size)
        return browser

    yield go
    assert browser.errors == [] and browser.requests == []


def choose(browser, name, value):
    browser.run(f"(() => {{ const e = document.querySelector('[name={name}]'); e.value = '{value}'; "
                "e.dispatchEvent(new Event('input', {bubbles: true})); })()")  # fmt: skip


def test_filter_by_severity_measure_role_rule_and_words(opened):
    tab = opened("report")
    assert tab.run(SHOWN) == 6
    tab.click(".toggle.violation")
    assert tab.run(SHOWN) == 3
    tab.click(".toggle.violation")
    for name, value, left in (("measure", "140", 1), ("measure", "x", 1), ("role", "scoring", 1), ("rule", "M137-f-years", 1)):
        choose(tab, name, value)
        assert tab.run(SHOWN) == left, name
        choose(tab, name, "")
    choose(tab, "words", "M137-c 分公司")
    assert tab.run(SHOWN) == 1
    assert tab.run("document.querySelector('.shown').textContent") == "显示 1 / 6 项"


def test_travel_by_keyboard_brings_the_place_into_view(opened):
    tab = opened("report", height=500)
    for key, at in (("j", "f1"), ("j", "f2"), ("k", "f1"), ("k", "f1")):
        tab.press(key)
        assert tab.run("document.activeElement.id") == at
    for _ in range(4):
        tab.press("j")
    assert tab.run("document.activeElement.id") == "f5"
    assert tab.run("document.querySelector('mark.current').textContent") == "年营业收入达到2000万元以上的得10分"
    inside = "(() => { const m = document.querySelector('mark.current').getBoundingClientRect(), "
    inside += "p = document.getElementById('text').getBoundingClientRect(); return m.top >= p.top && m.bottom <= p.bottom; })()"
    assert tab.run(inside)
    tab.press("/")
    assert tab.run("document.activeElement.name") == "words"
    tab.press("j")
    assert tab.run("document.querySelector('[name=words]').value") == "j"


def test_the_number_in_the_text_leads_back_even_when_filtered_away(opened):
    tab = opened("report")
    choose(tab, "measure", "140")
    tab.click(".back[href='#f5']")
    assert tab.run("document.activeElement.id") == "f5" and tab.run(SHOWN) == 6


def test_copy_gives_the_advice(opened, browser):
    tab = opened("report")
    tab.run("document.addEventListener('copy', e => { window.copied = String(document.activeElement.value); })")
    tab.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    tab.click("#f2 .copy")
    assert tab.run("document.querySelector('#f2 .copy').textContent").startswith("已复制")
    assert tab.run("window.copied") == samples.report().findings[1].advice


def test_decisions_are_kept_and_exported_as_training_takes_them(opened, tmp_path):
    tab = opened("report")
    tab.run("localStorage.clear()")
    tab = opened("report")
    tab.click("#f1 [data-said='属实']")
    for key in ("j", "n", "j", "n", "n"):
        tab.press(key)
    assert tab.run("document.querySelector('.export').textContent") == "导出复核结论（2）"
    tab = opened("report")
    assert tab.run("document.querySelector('#f2 .review [aria-pressed=true]').textContent") == "误报"
    assert tab.run("document.querySelector('#f2 .sign').textContent") == "复核结论：□ 属实　☑ 误报　□ 存疑"
    tab.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    tab.click(".export")
    made = tmp_path / f"{samples.document().source}.复核.jsonl"
    for _ in range(50):
        if made.exists() and made.stat().st_size:
            break
        tab.run("new Promise(done => setTimeout(done, 100))")
    real, false = read_labelled(made)
    quotes = [f.quote for f in samples.report().findings]
    assert real.verdict == "violation" and [real.text[a:b] for a, b in real.spans] == [quotes[0]]
    assert false.verdict == "lawful" and quotes[1] in false.text and false.atom == "M137-f" and false.lead_in
    choose(tab, "said", "open")
    assert tab.run(SHOWN) == 4


def settled(tab: Browser, condition: str) -> bool:
    """True as soon as `condition` holds; scrolling takes its time on a busy machine."""
    deadline = time.monotonic() + 10
    while not (held := bool(tab.run(condition))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def test_each_place_of_a_repeated_fault_is_shown_in_the_text(opened):
    tab = opened("repeated", height=500)
    tab.run("document.querySelector('#f1 .places').open = true")
    tab.click("#f1 .places li:nth-child(20) a")
    assert tab.run("document.querySelectorAll('mark.current').length") == 25
    shown = "(() => { const m = document.querySelector('mark[data-of=\"20\"]').getBoundingClientRect(), "
    shown += "p = document.getElementById('text').getBoundingClientRect(); return m.top >= p.top && m.bottom <= p.bottom; })()"
    assert settled(tab, shown)
    tab.click(".back[data-pin='7']")
    assert tab.run("document.activeElement.id") == "f1"


def test_the_drawn_page_of_an_ofd_is_shown(opened):
    tab = opened("ofd")
    tab.click(".picture summary")
    image = "document.querySelector('.picture img')"
    assert tab.run(f"{image}.decode().then(() => {image}.naturalWidth)") > 800


def test_nothing_of_a_hostile_tender_runs(opened):
    tab = opened("hostile")
    tab.press("j")
    tab.click("#f1 .go")
    assert tab.run("typeof window.hacked") == "undefined"
    assert tab.run("document.querySelectorAll('img, iframe, object, embed, link, [onerror]').length") == 0
    assert tab.run(SHOWN) == len(samples.HOSTILE_LINES)


def test_index_sorts_and_filters(opened):
    tab = opened("index")
    rows = "[...document.querySelectorAll('.files tbody tr:not([hidden])')].map(r => r.cells[1].firstChild.textContent)"
    choose(tab, "status", "failed")
    assert tab.run(rows) == ["乙县/加密.pdf"]
    choose(tab, "status", "")
    choose(tab, "measure", "137")
    assert len(tab.run(rows)) == 1
    choose(tab, "measure", "")
    choose(tab, "words", "内蒙古某某招标 呼和浩特市某中学")
    assert len(tab.run(rows)) == 3
    choose(tab, "words", "")
    tab.click(".files th:nth-child(3) button")
    assert tab.run(rows)[0].startswith("甲县/某中学")
    tab.click(".files th:nth-child(3) button")
    assert tab.run(rows)[-1].startswith("甲县/某中学")
    assert tab.run("document.querySelector('.files th:nth-child(3)').ariaSort") == "ascending"


def test_large_pages_open_and_answer_quickly(opened, pages):
    tab = opened("report")
    assert tab.open(pages / "long.html") < 2
    assert tab.open(pages / "many.html") < 4
    began = tab.worked()
    choose(tab, "status", "failed")
    tab.run("document.body.offsetHeight")
    assert tab.worked() - began < 1
    choose(tab, "status", "")
    began = tab.worked()
    tab.click(".files th:nth-child(2) button")
    tab.run("document.body.offsetHeight")
    assert tab.worked() - began < 2


def test_phone_has_no_sideways_scroll(opened):
    for name in ("report", "hostile", "index"):
        tab = opened(name, width=390, height=844)
        assert tab.run("document.documentElement.scrollWidth") <= 390, name


def test_prints_a4_with_page_numbers_and_everything_found(opened):
    tab = opened("report")
    data = tab.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
    pdf = PdfReader(io.BytesIO(base64.b64decode(data)))
    assert [round(float(v)) for v in pdf.pages[0].mediabox[2:]] == [595, 842]
    text = "".join("".join(normalize("NFKC", page.extract_text() or "").split()) for page in pdf.pages)
    for finding in samples.report().findings:
        assert normalize("NFKC", finding.quote) in text and finding.fingerprint in text
    assert "—1—" in text and f"—{len(pdf.pages)}—" in text
    assert "审查人" in text and "覆盖情况" in text


def test_the_overview_prints_its_list_across_a_landscape_page(opened):
    tab = opened("index")
    data = tab.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    last = PdfReader(io.BytesIO(base64.b64decode(data))).pages[-1]
    assert [round(float(v)) for v in last.mediabox[2:]] == [842, 595]
    text = "".join((last.extract_text() or "").split())
    for words in ("文件清单", "采购人", "适用体系", "乙县/加密.pdf", "呼和浩特市某中学"):
        assert words in normalize("NFKC", text), words


# Contrast as WCAG 2 counts it, over every visible text on its own background.
CONTRAST = """
(() => {
  const part = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
  const rgb = s => s.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255];
  };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.offsetParent || /SCRIPT|STYLE|OPTION/.test(e.tagName)) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) bad.push(e.className + ': ' + walk.currentNode.data.trim().slice(0, 20));
  }
  return bad;
})()
"""
# Names, headings, landmarks and ids, as a screen reader needs them.
OUTLINE = """
(() => {
  const bad = [];
  const by = e => document.getElementById(e.getAttribute('aria-labelledby'));
  const named = e => e.getAttribute('aria-label') || by(e) || e.textContent.trim() || (e.labels && e.labels.length);
  for (const e of document.querySelectorAll('a[href], button, input, select, section'))
    if (!named(e)) bad.push('no name: ' + e.outerHTML.slice(0, 80));
  const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]));
  levels.forEach((l, i) => { if (i ? l > levels[i - 1] + 1 : l !== 1) bad.push('heading level jumps to ' + l + ' at ' + i); });
  for (const tag of ['main', 'header', 'footer']) if (!document.querySelector('body > ' + tag)) bad.push('no ' + tag);
  if (!document.documentElement.lang) bad.push('no lang');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size !== ids.length) bad.push('ids repeat');
  return bad;
})()
"""


@pytest.mark.parametrize("name", ["report", "index", "hostile"])
def test_contrast_and_landmarks(opened, name):
    tab = opened(name)
    assert tab.run(CONTRAST) == []
    assert tab.run(OUTLINE) == []
