"""The overview of a batch: every file is in it, what was not read comes first, links lead to the reports."""

from dataclasses import replace
from itertools import cycle
from urllib.parse import unquote

from auditor import writers
from auditor.report import Failure
from auditor.writers import Entry
from tests import report_samples as samples
from tests.test_html import Page


def index(entries, **reports) -> tuple[Page, str]:
    data = writers.write_all(entries, "html", reports=reports or None)
    return Page(data), data.decode("utf-8")


def test_every_file_is_listed_and_linked():
    entries = samples.batch()
    read, text = index(entries, html="index.html", xlsx="审查结果.xlsx")
    links = {unquote(link) for link in read.links()}
    assert {"./" + e.files["html"] for e in entries if e.files} <= links
    assert "./审查结果.xlsx" in links
    assert all(e.path in text for e in entries)


def test_findings_are_counted_by_purchaser_and_agency():
    first, *rest = samples.batch()
    other = replace(first.report, purchaser=None, agency=None)
    _, text = index([first, replace(first, path="另一份.docx", report=other), *rest])
    for title in ("按采购人", "按代理机构"):
        chart = text[text.index(f"<figcaption>{title}") :]
        chart = chart[: chart.index("</figure>")]
        assert "（文件未写明）" in chart and "3" in chart
    assert "代理：内蒙古某某招标有限公司" in text


def test_what_was_not_read_stands_before_the_list():
    _, text = index(samples.batch())
    assert text.index("文件有密码") < text.index('id="files"')
    assert text.index("第 2 页没有文字层") < text.index('id="files"')
    assert "不能视为没有问题" in text


def test_duplicates_are_not_counted_twice():
    _, text = index(samples.batch())
    assert "违规 3，疑似 2，提示 1" in text


def test_file_names_cannot_become_markup_or_schemes():
    report, _ = samples.hostile()
    bad = "javascript:alert(1)"
    entries = [
        Entry(samples.MARKUP, "audited", report, files={"html": samples.MARKUP}),
        Entry(bad, "audited", report, files={"html": bad, "docx": bad}),
        Entry(samples.MARKUP, "failed", failure=Failure(samples.MARKUP, "damaged", samples.MARKUP)),
    ]
    read, _ = index(entries)
    assert [t for t, _ in read.tags].count("script") == 1
    assert "img" not in [t for t, _ in read.tags]
    assert all(link.startswith(("#", "./")) for link in read.links())


def test_an_empty_batch_is_a_page_too():
    _, text = index([])
    assert "共 0 份文件" in text


def test_five_thousand_files_stay_under_four_megabytes():
    entries = [replace(e, path=f"{n:04d}/{e.path}") for n, e in zip(range(5000), cycle(samples.batch()), strict=False)]
    read, text = index(entries)
    assert len(text.encode()) < 4_000_000
    assert [a.get("data-status") for t, a in read.tags if t == "tr" and "data-status" in a].count("failed") == 1000
