"""Pictures of what users see: `python docs/pictures.py OUT` after `auditor audit corpus/samples --out OUT`."""

import base64
import io
import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from tests.browser import Browser  # noqa: E402

SAMPLE = "报告/01-医疗设备采购.docx.html"


def save(image: Image.Image, name: str) -> None:
    """With 96 colours a page of text stays under 300 KB."""
    image.convert("RGB").quantize(96).save(DOCS / name, optimize=True)


def screen(browser: Browser, page: Path, name: str, width: int, height: int, *keys: str) -> None:
    browser.open(page, width, height)
    for key in keys:
        browser.press(key)
    browser.run("new Promise(done => setTimeout(done, 300))")
    data = browser.call("Page.captureScreenshot", format="png")["data"]
    save(Image.open(io.BytesIO(base64.b64decode(data))), name)


def printed(browser: Browser, page: Path, name: str) -> None:
    """The first two pages as printed, side by side."""
    browser.open(page)
    pdf = pdfium.PdfDocument(base64.b64decode(browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]))
    sheets = [pdf[number].render(scale=1).to_pil() for number in range(min(2, len(pdf)))]
    both = Image.new("RGB", (sum(sheet.width + 12 for sheet in sheets), sheets[0].height + 12), "#8a96a5")
    for number, sheet in enumerate(sheets):
        both.paste(sheet, (6 + number * (sheet.width + 12), 6))
    save(both, name)


if __name__ == "__main__":
    out = Path(sys.argv[1]).resolve()
    tab = Browser()
    screen(tab, out / SAMPLE, "report.png", 1360, 1000)
    screen(tab, out / SAMPLE, "travel.png", 1360, 860, "j", "j", "y")
    screen(tab, out / SAMPLE, "phone.png", 390, 844)
    screen(tab, out / "index.html", "index.png", 1360, 900)
    printed(tab, out / SAMPLE, "print.png")
    tab.close()
