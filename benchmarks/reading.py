"""One process: what a whole audit costs against the least that anybody must do with the same files."""

import gc
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.audit import Auditor
from auditor.cache import pack, unpack
from auditor.readers import read_file
from auditor.segment import segment
from auditor.writers import write


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the figure, and what was asked of it (empty: nothing was)."""

    name: str
    figure: str
    asked: str = ""


def seconds(action: Callable[[Path], object], paths: Sequence[Path]) -> float:
    """Processor seconds, so that other work on the machine does not count; the better of two rounds."""
    rounds = []
    for _ in range(2):
        gc.collect()
        began = time.process_time()
        for path in paths:
            action(path)
        rounds.append(time.process_time() - began)
    return min(rounds)


def bare_pdfium(path: Path) -> str:
    """The text of every page and nothing else."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def bare_pdfplumber(path: Path) -> str:
    """extract_text of every page, each closed after use."""
    import pdfplumber

    parts = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            parts.append(page.extract_text())
            page.close()
    return "".join(parts)


def bare_pymupdf(path: Path) -> str:
    """For comparison where it happens to be installed."""
    import pymupdf  # type: ignore[import-not-found]

    with pymupdf.open(path) as document:
        return "".join(page.get_text() for page in document)


def bare_docx(path: Path) -> str:
    """Unzip, lxml, join the text."""
    from lxml import etree

    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "".join(root.itertext("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))


def pdf_lines(paths: Sequence[Path], auditor: Auditor) -> Iterator[Line]:
    """Whole audits of PDFs with a text layer against three libraries' bare text."""
    pages = sum(read_file(path).pages or 0 for path in paths)
    ours = seconds(lambda path: whole(path, auditor), paths)
    bare = seconds(bare_pdfium, paths)
    yield Line(f"PDF 整个审查，每页（{len(paths)} 份 {pages} 页）", f"{1000 * ours / pages:.2f} ms")
    yield Line("　÷ pypdfium2 只取文字", f"{ours / bare:.1f} 倍", "≤ 6（力争 4）")
    plumber = seconds(bare_pdfplumber, paths[:3])
    yield Line(
        "　比 pdfplumber extract_text 快（3 份）", f"{plumber / seconds(lambda p: whole(p, auditor), paths[:3]):.1f} 倍", "≥ 4"
    )
    try:
        yield Line("　÷ pymupdf 只取文字", f"{ours / seconds(bare_pymupdf, paths):.1f} 倍")
    except ImportError:
        yield Line("　÷ pymupdf 只取文字", "未安装")


def docx_lines(paths: Sequence[Path], auditor: Auditor) -> Iterator[Line]:
    """Whole audits of DOCX against unzip + lxml."""
    ours, bare = seconds(lambda path: whole(path, auditor), paths), seconds(bare_docx, paths)
    yield Line(f"DOCX 整个审查，每份（{len(paths)} 份）", f"{1000 * ours / len(paths):.0f} ms")
    yield Line("　÷ 只解压、lxml 解析、取文字", f"{ours / bare:.1f} 倍", "≤ 8（力争 4）")


def judging_lines(paths: Sequence[Path], auditor: Auditor) -> Iterator[Line]:
    """Where the time goes, and what the cache saves."""
    documents = {path: read_file(path) for path in paths}
    reports = {path: auditor.audit(document) for path, document in documents.items()}
    packed = {path: pack(document) for path, document in documents.items()}
    characters = sum(len(document.text) for document in documents.values())
    read, judge = seconds(read_file, paths), seconds(lambda path: auditor.audit(documents[path]), paths)
    told = seconds(lambda path: write(reports[path], documents[path], "json"), paths)
    page = seconds(lambda path: write(reports[path], documents[path], "html"), paths)
    again = seconds(lambda path: unpack(packed[path]), paths)
    total = read + judge + told
    clauses = {path: segment(document) for path, document in documents.items()}
    score, count = seconds(lambda path: auditor.model.score(clauses[path]), paths), sum(map(len, clauses.values()))
    yield Line(
        f"判断（分条到问题），每千字（{len(paths)} 份 {characters / 1e4:.0f} 万字）",
        f"{1e6 * judge / characters:.2f} ms",
        "≤ 3（力争 1.5）",
    )
    yield Line("　模型评分，连同上下文，每秒每核", f"{count / score:,.0f} 条", "≥ 5,000")
    yield Line("　读取 : 判断 : 写 JSON", " : ".join(f"{100 * part / total:.0f} %" for part in (read, judge, told)))
    yield Line("　另写 HTML", f"{100 * page / total:.0f} %")
    yield Line("缓存：取出一份 ÷ 读取一份", f"{100 * again / read:.0f} %")
    yield Line("　改规则后重审 ÷ 首次", f"{100 * (again + judge + told) / total:.0f} %", "一小部分")


def whole(path: Path, auditor: Auditor) -> bytes:
    """Read, judge, JSON."""
    document = read_file(path)
    return write(auditor.audit(document), document, "json")
