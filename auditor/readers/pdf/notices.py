"""What a person must know of a whole PDF file: what was left out, put right, or does not show."""

from collections.abc import Iterator, Sequence

from auditor.document import Notice
from auditor.readers._layout.pages import Page

STRAY = 10
"""Characters outside of the pages of a file that are not worth a word."""


def say(pages: Sequence[Page]) -> Iterator[Notice]:
    """The notices of the pages, then those of the file as a whole."""
    for page in pages:
        yield from page.notices
    for found in (_watermark, _struck, _recoded, _hidden, _outside):
        yield from found(pages)


def _watermark(pages: Sequence[Page]) -> Iterator[Notice]:
    marked = [page for page in pages if page.mark]
    if marked:
        words = marked[0].mark.strip()[:40]
        yield Notice("watermark", f"{len(marked)} 页印有水印“{words}”，已略去不审", marked[0].number)


def _struck(pages: Sequence[Page]) -> Iterator[Notice]:
    struck = [(words, page.number) for page in pages for words in page.struck]
    if struck:
        words, number = struck[0]
        message = f"文件有 {len(struck)} 处带删除线的文字（如第 {number} 页“{words[:40]}”），已视为删除，不予审查"
        yield Notice("struck_text", message, number)


def _recoded(pages: Sequence[Page]) -> Iterator[Notice]:
    numbers = [page.number for page in pages if page.recoded]
    if numbers:
        message = f"{len(numbers)} 页的文字编码已损坏（复制出来是乱码），已按宋体的字形编号还原，请抽查核对"
        yield Notice("recoded", message, numbers[0])


def _hidden(pages: Sequence[Page]) -> Iterator[Notice]:
    lines = [line for page in pages for line in page.hidden]
    if lines:
        size = sum(len(line.text) for line in lines)
        how = "白色、透明、被遮盖、被裁去或设为不显示"
        message = f"文件含有 {len(lines)} 行看不见的文字（{how}，共 {size} 字），已列在正文之后，请核对其内容"
        yield Notice("hidden_text", message, lines[0].page)


def _outside(pages: Sequence[Page]) -> Iterator[Notice]:
    cut = [page for page in pages if page.outside]
    size = sum(page.outside for page in cut)
    if size > STRAY:
        message = f"{len(cut)} 页的页面边界以外还有文字（共 {size} 字），打印时不显示，未予审查，请核对原件"
        yield Notice("outside", message, cut[0].number)
