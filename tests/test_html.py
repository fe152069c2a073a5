"""The HTML report: everything readable without a script, nothing foreign in it, nothing of the tender's alive in it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from auditor import writers
from tests import report_samples as samples

VOID = {"col", "meta", "link", "img", "br", "input", "hr"}


class Page(HTMLParser):
    """Collects what stands in a page: tags with attributes, ids, text by tag; fails on tags that do not close in order."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(data.decode("utf-8"))
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {k: v or "" for k, v in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.tags if "id" in a]

    def links(self) -> list[str]:
        return [a[k] for _, a in self.tags for k in ("href", "src", "action", "data", "poster") if k in a]


def page(report, document=None) -> tuple[Page, str]:
    data = writers.write(report, document, "html")
    return Page(data), data.decode("utf-8")


def test_every_finding_links_to_its_place_in_the_text_and_back():
    document = samples.document()
    read, _ = page(samples.report(document), document)
    ids = read.ids()
    assert len(ids) == len(set(ids))
    assert all(link[1:] in ids for link in read.links() if link.startswith("#"))
    for number in range(1, 7):
        assert f"#m{number}" in read.links() and f"#f{number}" in read.links()


def test_marked_words_are_exactly_the_quotes():
    document = samples.document()
    report = samples.report(document)
    _, text = page(report, document)
    body = text[text.index('id="text"') :]
    marked = set(re.findall(r'<mark class="[a-z]+" data-of="[\d ]+">([^<]*)</mark>', body))
    assert marked == {f.quote for f in report.findings}


def test_a_finding_over_two_cells_and_overlapping_findings_are_marked_once_each():
    document = samples.document()
    first = samples.report(document).findings[0]
    wide = samples.finding(document, "企业实力\t10\t年营业收入", "M137-d-a", "跨单元格", first.severity)
    inner = samples.finding(document, "营业收入达到", "M137-d-b", "重叠", first.severity)
    read, text = page(replace(samples.report(document), findings=(wide, inner)), document)
    assert read.ids().count("m1") == 1 and read.ids().count("m2") == 1
    assert 'data-of="1 2">营业收入<' in text


def test_the_same_fault_at_many_places_is_one_card_that_leads_to_each():
    report, document = samples.repeated()
    read, text = page(report, document)
    assert text.count("<article") == 2
    assert "违规（25 处，1 项）" in text and "同样的文字共 25 处" in text
    assert [f"#m{n}" in read.links() and f"m{n}" in read.ids() for n in range(1, 26)] == [True] * 25
    assert read.links().count("#f1") == 25


def test_a_table_that_goes_on_over_the_page_stays_one_table():
    document = samples.document()
    places = tuple(replace(p, page=3) if p.table and p.row == 2 else p for p in document.places)
    _, text = page(samples.report(document), replace(document, places=places))
    body = text[text.index('id="text"') : text.index('id="coverage"')]
    assert body.count("<table>") == 1 and '<span class="turned">第 3 页</span>企业实力' in body
    assert body.count("第 3 页") == 1


def test_the_head_names_purchaser_agency_and_project():
    _, text = page(samples.report())
    head = text[text.index("<header") : text.index("<main")]
    for words in ("采购人：呼和浩特市某中学", "代理机构：内蒙古某某招标有限公司", "教学设备采购项目", "NMGZC-2026-00123"):
        assert words in head


def test_verdict_coverage_notices_and_evidence_are_stated():
    document = samples.document()
    _, text = page(samples.report(document), document)
    for words in (
        "发现 3 处违规、2 处疑似，建议修改后再发布。",
        "无法判断", "尚未实现", "未发现", "第 2 页没有文字层", "待核对", "2021-01-01 起施行",
        "合同签订前已由采购人书面更正", samples.DIGEST, "采购计划编号〔2026〕00123号", "第 2 页，表 1 第 2 行第 3 列",
    ):  # fmt: skip
        assert words in text, words


def test_a_clean_file_is_not_called_lawful():
    _, text = page(samples.clean())
    assert "在已检查的项目中未发现违规或疑似条款。" in text
    assert "合法" not in text


def test_nothing_is_loaded_from_outside():
    document = samples.document()
    read, text = page(samples.report(document), document)
    assert all(link.startswith("#") for link in read.links())
    assert "@import" not in text and "url(" not in text
    policy = next(a["content"] for t, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_hostile_text_stays_text():
    report, document = samples.hostile()
    read, text = page(report, document)
    assert [t for t, _ in read.tags].count("script") == 1
    assert not [a for _, a in read.tags if any(k.startswith("on") for k in a)]
    assert "img" not in [t for t, _ in read.tags]
    assert "{{7*7}}" in text and "49{%" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", text)


@pytest.mark.parametrize("document", [None, samples.document()], ids=["stored report", "with text"])
def test_written_with_or_without_the_text(document):
    _, text = page(samples.report(), document)
    assert ('id="text"' in text) is (document is not None)


def test_three_hundred_pages_stay_under_five_megabytes():
    report, document = samples.long()
    data = writers.write(report, document, "html")
    assert len(data) < 5_000_000
    assert data.count(b"<article") == len(report.findings) == 150


def test_what_does_not_fit_is_said():
    report, document = samples.long(700)
    many = replace(report, findings=report.findings * 4)
    read, text = page(many, document)
    assert len(text.encode()) < 5_000_000
    assert "另有 400 处未列入本页" in text
    assert "原文过长，以下部分未附" in text
    ids = set(read.ids())
    assert all(link[1:] in ids for link in read.links() if link.startswith("#"))
