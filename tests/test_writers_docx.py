"""The commented Word copy: comments at the faulty words, everything else as it was, LibreOffice opens it."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from auditor import writers
from auditor.errors import DamagedFile, UsageError
from auditor.finding import Severity
from auditor.readers import read_file
from tests import report_samples as samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUOTES = (
    "注册资本不低于500万元", "成立满三年", "设有分公司", "不接受保函", "须到场报名", "年营业收入达到2000万元", "本地企业优先",
    "财政资金到位",
)  # fmt: skip


def raw(xml: str):
    return parse_xml(re.sub("<w:p>", f"<w:p {nsdecls('w')}>", xml, count=1))


@pytest.fixture
def source(tmp_path):
    """Faulty words in plain runs, over two runs, in an insertion, a hyperlink, a content control, a cell, a header, a text box."""
    made = docx.Document()
    made.add_heading("第二章 供应商资格要求", 1)
    split = made.add_paragraph("2.1 供应商注册资")
    split.add_run("本不低于").bold = True
    split.add_run("500万元，并提供资料；注册资本不低于500万元。")
    body = made.element.body
    last = body[-1]
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    removed = "<w:del w:id='8' w:author='甲'><w:r><w:delText>成立满五年</w:delText></w:r></w:del>"
    inserted = f"<w:ins w:id='9' w:author='甲'>{run.format('须成立满三年以上')}</w:ins>"
    last.addprevious(raw(f"<w:p>{run.format('2.2 供应商')}{removed}{inserted}{run.format('。')}</w:p>"))
    linked = f"<w:hyperlink w:anchor='x'>{run.format('设有分公司的')}</w:hyperlink>"
    last.addprevious(raw(f"<w:p>{run.format('2.3 供应商在本市')}{linked}</w:p>"))
    control = f"<w:sdt><w:sdtContent>{run.format('以现金提交，不接受保函')}</w:sdtContent></w:sdt>"
    last.addprevious(raw(f"<w:p>{run.format('2.4 保证金')}{control}</w:p>"))
    last.addprevious(raw(f"<w:p>{run.format('2.5')}<w:r><w:tab/><w:t>供应商须到场</w:t><w:br/><w:t>报名。</w:t></w:r></w:p>"))
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "评审因素", "评分标准"
    table.cell(1, 0).text, table.cell(1, 1).text = "实力", "年营业收入达到2000万元得10分"
    made.sections[0].header.paragraphs[0].text = "本项目本地企业优先"
    last_paragraph = made.add_paragraph("4.1 待财政资金到位后付款。")
    made.add_comment(last_paragraph.runs, "原有批注", author="乙")
    made.save(tmp_path / "招标文件.docx")
    return tmp_path / "招标文件.docx"


def commented(source):
    document = read_file(source)
    found = []
    for quote in QUOTES:
        place = re.search(r"\s*".join(quote), document.text)
        assert place, quote
        found.append(samples.finding(document, place[0], "M137-x", f"问题“{quote}”", Severity.VIOLATION))
    report = replace(samples.report(), source=str(source), findings=tuple(found))
    return document, report, writers.write(report, document, "docx")


def main(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def marked(root, number: str) -> str:
    """The characters between the marks of one comment."""
    text, inside = "", False
    for element in root.iter():
        if element.tag in (W + "commentRangeStart", W + "commentRangeEnd") and element.get(W + "id") == number:
            inside = element.tag.endswith("Start")
        elif inside and element.tag == W + "t":
            text += element.text
    return text


def test_each_comment_embraces_exactly_the_faulty_words(source):
    _, _, data = commented(source)
    root = main(data)
    numbers = [e.get(W + "id") for e in root.iter(W + "commentRangeStart")]
    around = [marked(root, n) for n in numbers]
    for quote in QUOTES:
        if quote != "本地企业优先":
            assert quote in around, quote


def test_what_word_cannot_comment_stands_in_the_first_comment(source):
    _, _, data = commented(source)
    texts = [c.text for c in docx.Document(io.BytesIO(data)).comments]
    (opening,) = [t for t in texts if "审查结论" in t]
    assert "页眉" in opening and "本地企业优先" in opening
    assert "原有批注" in texts and len(texts) == len(QUOTES) + 1


def test_nothing_else_is_changed(source, tmp_path):
    document, _, data = commented(source)
    copy = tmp_path / "批注.docx"
    copy.write_bytes(data)
    assert body(read_file(copy)) == body(document)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy) as new:
        touched = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert touched <= {"word/document.xml", "word/comments.xml"}


def body(document) -> str:
    return "\n".join(document.text[p.span.start : p.span.end] for p in document.places if p.part != "comment")


def test_same_words_twice_in_a_paragraph_are_told_apart(source):
    document = read_file(source)
    second = document.text.rindex("注册资本不低于500万元")
    one = samples.finding(document, "注册资本不低于500万元", "M137-x", "问题", Severity.VIOLATION)
    from auditor.document import Span

    span = Span(second, second + len(one.quote))
    data = writers.write(replace(samples.report(), findings=(replace(one, span=span),)), document, "docx")
    text = "".join(e.text if e.tag == W + "t" else "<" for e in main(data).iter(W + "t", W + "commentRangeStart"))
    assert "并提供资料；<注册资本不低于500万元" in text


def test_a_package_without_comments_gets_a_part_that_is_announced(tmp_path):
    made = docx.Document()
    made.add_paragraph("注册资本不低于500万元")
    path = tmp_path / "无批注.docx"
    made.save(path)
    document = read_file(path)
    one = samples.finding(document, "不低于500万元", "M137-x", "问题", Severity.VIOLATION)
    data = writers.write(replace(samples.report(), findings=(one,)), document, "docx")
    assert [c.author for c in docx.Document(io.BytesIO(data)).comments] == ["公平竞争审查"] * 2


def test_hostile_findings_make_well_formed_comments(tmp_path):
    made = docx.Document()
    made.add_paragraph("注册资本")
    path = tmp_path / "x.docx"
    made.save(path)
    document = read_file(path)
    report, _ = samples.hostile()
    at = samples.finding(document, "注册资本", "x", "x", Severity.NOTE)
    findings = tuple(replace(f, span=at.span, place=at.place) for f in report.findings)
    data = writers.write(replace(report, findings=findings), document, "docx")
    assert len(list(docx.Document(io.BytesIO(data)).comments)) == len(findings) + 1


def test_only_from_the_source_and_only_from_docx(source, tmp_path):
    document, report, _ = commented(source)
    with pytest.raises(UsageError, match="需要文件原文"):
        writers.write(report, None, "docx")
    with pytest.raises(UsageError, match="HTML 报告"):
        writers.write(report, replace(document, format="pdf"), "docx")
    whole = source.read_bytes()
    with zipfile.ZipFile(source) as package:
        theme = package.getinfo("word/theme/theme1.xml").header_offset + 60
    source.write_bytes(whole[:theme] + b"\0" * 40 + whole[theme + 40 :])
    with pytest.raises(DamagedFile, match="HTML 报告"):
        writers.write(report, document, "docx")
    source.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(DamagedFile, match="HTML 报告"):
        writers.write(report, document, "docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_every_comment_and_the_text(source, tmp_path):
    _, _, data = commented(source)
    copy = tmp_path / "批注.docx"
    copy.write_bytes(data)
    old, new = (convert(path, tmp_path, "fodt") for path in (source, copy))
    assert new.count("<office:annotation ") == old.count("<office:annotation ") + len(QUOTES)
    assert without_comments(old) == without_comments(new)


def convert(path, folder, kind) -> str:
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    out = folder / path.stem
    subprocess.run([*office, "--convert-to", kind, "--outdir", out, path], check=True, capture_output=True, timeout=180)
    return (out / f"{path.stem}.{kind}").read_text("utf-8")


def without_comments(flat: str) -> str:
    root = etree.fromstring(flat.encode(), etree.XMLParser(huge_tree=True))
    text = root.find(".//{*}body")
    for who in list(text.iter("{*}change-info")):
        who.getparent().remove(who)
    for note in [*text.iter("{*}annotation"), *text.iter("{*}annotation-end")]:
        previous = note.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + (note.tail or "")
        else:
            note.getparent().text = (note.getparent().text or "") + (note.tail or "")
        note.getparent().remove(note)
    return "".join("".join(text.itertext()).split())
