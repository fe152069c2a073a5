"""Pictures of a PDF or OFD page around findings: framed, few, and only a help."""

import base64
import io
import re
from dataclasses import replace

from lxml import etree
from PIL import Image

from auditor import writers
from auditor.finding import Severity
from auditor.readers import read_file
from tests import ofd_samples as ofd
from tests import report_samples as samples
from tests.test_writers_pdf import QUOTE, make


def shown(path, count=1) -> list[Image.Image]:
    document = read_file(path)
    finding = samples.finding(document, QUOTE, "M137-d", "规模门槛", Severity.VIOLATION)
    findings = tuple(replace(finding, rule_id=f"M137-{n}") for n in range(count))
    text = writers.write(replace(samples.report(), findings=findings), document, "html").decode()
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', text)]


def test_the_words_are_framed_in_red(tmp_path):
    (picture,) = shown(make(tmp_path / "x.pdf"))
    red = [at for at, pixel in enumerate(picture.convert("RGB").get_flattened_data()) if pixel == (163, 22, 27)]
    rows = {at // picture.width for at in red}
    assert red and 20 < max(rows) - min(rows) < 40
    assert picture.height < 300 and picture.width == round(595 * 1.6)


def drawn(path, quote):
    """The facsimile of the only finding, as an XML tree."""
    document = read_file(path)
    finding = samples.finding(document, quote, "M137-d", "规模门槛", Severity.VIOLATION)
    text = writers.write(replace(samples.report(), format="ofd", findings=(finding,)), document, "html").decode()
    assert "页面示意" in text
    (data,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', text)
    return etree.fromstring(base64.b64decode(data))


def test_an_ofd_page_is_drawn_with_its_words_and_rules(tmp_path):
    quote = "注册资本不低于500万元"
    line = ofd.text(f"投标人{quote}。", 30, 100)
    tree = drawn(ofd.save(tmp_path / "x.ofd", [ofd.page(line, ofd.text("远处", 30, 250), ofd.grid([20, 190], [90, 110]))]), quote)
    texts = ["".join(e.itertext()) for e in tree.iter("{*}text")]
    assert texts == [f"投标人{quote}。"]
    places = [float(x) for x in tree.find("{*}text").get("x").split()]
    frame = next(e for e in tree.iter("{*}rect") if e.get("stroke") == "#a3161b")
    left, right = float(frame.get("x")), float(frame.get("x")) + float(frame.get("width"))
    framed = [sign for sign, x in zip(texts[0], places, strict=True) if left <= x < right - 2]
    assert "".join(framed) == quote
    assert sum(e.get("fill") == "#555" for e in tree.iter("{*}rect")) == 4


def test_words_of_an_ofd_cannot_become_markup(tmp_path):
    quote = "<script>alert(1)</script>"
    tree = drawn(ofd.save(tmp_path / "x.ofd", [ofd.page(ofd.text(quote, 30, 100))]), quote)
    assert {etree.QName(e).localname for e in tree.iter()} == {"svg", "rect", "text"}


def test_a_long_list_has_few_pictures(tmp_path):
    assert len(shown(make(tmp_path / "x.pdf"), 60)) == 24


def test_without_the_source_the_report_stands_alone(tmp_path):
    path = make(tmp_path / "x.pdf")
    document = read_file(path)
    path.unlink()
    finding = samples.finding(document, QUOTE, "M137-d", "规模门槛", Severity.VIOLATION)
    text = writers.write(replace(samples.report(), findings=(finding,)), document, "html").decode()
    assert QUOTE in text and "data:image" not in text
