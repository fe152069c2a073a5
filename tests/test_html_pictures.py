"""Pictures of a PDF page around findings: framed, few, and only a help."""

import base64
import io
import re
from dataclasses import replace

from PIL import Image

from auditor import writers
from auditor.finding import Severity
from auditor.readers import read_file
from tests import report_samples as samples
from tests.test_writers_pdf import QUOTE, make


def shown(path, count=1) -> list[Image.Image]:
    document = read_file(path)
    finding = samples.finding(document, QUOTE, "M137-d", "规模门槛", Severity.VIOLATION)
    text = writers.write(replace(samples.report(), findings=(finding,) * count), document, "html").decode()
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', text)]


def test_the_words_are_framed_in_red(tmp_path):
    (picture,) = shown(make(tmp_path / "x.pdf"))
    red = [at for at, pixel in enumerate(picture.convert("RGB").get_flattened_data()) if pixel == (163, 22, 27)]
    rows = {at // picture.width for at in red}
    assert red and 20 < max(rows) - min(rows) < 40
    assert picture.height < 300 and picture.width == round(595 * 1.6)


def test_a_long_list_has_few_pictures(tmp_path):
    assert len(shown(make(tmp_path / "x.pdf"), 60)) == 24


def test_without_the_source_the_report_stands_alone(tmp_path):
    path = make(tmp_path / "x.pdf")
    document = read_file(path)
    path.unlink()
    finding = samples.finding(document, QUOTE, "M137-d", "规模门槛", Severity.VIOLATION)
    text = writers.write(replace(samples.report(), findings=(finding,)), document, "html").decode()
    assert QUOTE in text and "data:image" not in text
