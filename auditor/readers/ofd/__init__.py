"""OFD (GB/T 33190): zip and XML give glyphs and rules, the shared geometry gives lines, tables and paragraphs.

package (documents, pages, templates) -> content (glyphs, strokes) -> layout (Page) -> margins, compose -> Document
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from auditor.document import Document, Notice, Place, Span
from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, ReadError
from auditor.readers._embedded import moved, read_embedded
from auditor.readers._layout.compose import compose
from auditor.readers._layout.margins import part_margins
from auditor.readers._layout.pages import Page
from auditor.readers._parts import Parts, parts
from auditor.readers.ofd.content import Sheet, read_sheet
from auditor.readers.ofd.layout import lay_out
from auditor.readers.ofd.package import Leaf, Volume, volumes

SUFFIXES = (".ofd",)
MAX_PAGES = 5_000
MAX_ATTACHMENTS = 20


def read(path: Path) -> Document:
    """All documents of the file, their pages counted through. Raises EncryptedFile, DamagedFile, LimitExceeded."""
    with parts(path) as package:
        found = list(volumes(package))
        leaves = [(volume, leaf) for volume in found for leaf in volume.leaves]
        if len(leaves) > MAX_PAGES:
            raise LimitExceeded(f"OFD 共 {len(leaves)} 页，超过 {MAX_PAGES} 页的上限，请拆分后再审查")
        comments: list[tuple[int, str]] = []
        pages = [_page(volume, leaf, number, comments) for number, (volume, leaf) in enumerate(leaves, 1)]
        attached = {name: _attached(package, part) for volume in found for name, part in volume.attachments[:MAX_ATTACHMENTS]}
    if not pages:
        raise DamagedFile("OFD 中没有可读的页，请重新下载，或用 OFD 阅读器打开后另存")
    notices = [notice for page in pages for notice in page.notices]
    text, places = _commented(*compose(part_margins(pages)), comments)
    if comments:
        message = f"文件带有 {len(comments)} 条批注，已列在正文之后；发布前请删除"
        notices.append(Notice("comments", message, comments[0][0]))
    for document in attached.values():
        text, places = _quoted(text, places, document) if document is not None else (text, places)
    notices += _attachment_notices(attached)
    return Document(str(path), "", "ofd", text, places, tuple(notices), len(pages))


def sheets(path: Path, numbers: Collection[int]) -> dict[int, Sheet]:
    """What is printed on the pages of those numbers (from 1), for whoever draws them; a page that cannot be read is left out.

    Raises EncryptedFile, DamagedFile.
    """
    found: dict[int, Sheet] = {}
    with parts(path) as package:
        leaves = [(volume, leaf) for volume in volumes(package) for leaf in volume.leaves]
        for number in sorted(set(numbers)):
            try:
                if 1 <= number <= len(leaves):
                    found[number] = read_sheet(*leaves[number - 1])
            except (ReadError, ValueError):
                continue
    return found


def _commented(text: str, places: tuple[Place, ...], comments: Sequence[tuple[int, str]]) -> tuple[str, tuple[Place, ...]]:
    """The words of notes (with their pages) after what is there."""
    for page, words in comments:
        start, text = len(text), f"{text}{words}\n"
        places = (*places, Place(Span(start, start + len(words)), part="comment", page=page))
    return text, places


def _attached(package: Parts, part: str) -> Document | None:
    try:
        return read_embedded(package.bytes(part))
    except (DamagedFile, EncryptedFile):
        return None


def _quoted(text: str, places: tuple[Place, ...], document: Document) -> tuple[str, tuple[Place, ...]]:
    """The text of an attachment after what is there."""
    text = text if not text or text.endswith("\n") else text + "\n"
    tables = max((place.table or 0 for place in places), default=0)
    return text + document.text, (*places, *(moved(place, len(text), tables) for place in document.places))


def _attachment_notices(attached: Mapping[str, Document | None]) -> Iterator[Notice]:
    closed = [name for name, document in attached.items() if document is None]
    if closed:
        names = "、".join(closed)[:100]
        yield Notice("attachments", f"OFD 带有 {len(closed)} 个未能审查的附件（{names}），请在 OFD 阅读器中另存后单独审查")
    if len(attached) > len(closed):
        names = "、".join(name for name, document in attached.items() if document is not None)[:100]
        yield Notice("embedded_read", f"OFD 带有 {len(attached) - len(closed)} 个附件（{names}），其内容已列在正文之后一并审查")
    for name, document in attached.items():
        for notice in document.notices if document is not None else ():
            yield Notice(notice.code, f"附件 {name}：{notice.message}")


def _page(volume: Volume, leaf: Leaf, number: int, comments: list[tuple[int, str]]) -> Page:
    try:
        sheet = read_sheet(volume, leaf)
    except (DamagedFile, ValueError):
        return Page(number, 0, 0, notices=(Notice("bad_page", f"第 {number} 页已损坏，未能读取，请人工核对", number),))
    comments += [(number, words) for words in sheet.comments]
    return lay_out(sheet, number, _notices(sheet, number))


def _notices(sheet: Sheet, number: int) -> tuple[Notice, ...]:
    found = []
    if not sheet.count and sheet.drawn:
        found.append(Notice("no_text_layer", f"第 {number} 页只有图像，没有文字，未能审查，请人工核对", number))
    if sheet.lost:
        found.append(
            Notice("bad_page", f"第 {number} 页的 {sheet.lost} 个模板页或批注缺失或已损坏，其中的文字未能读取，请人工核对", number)
        )
    if sheet.watermark:
        found.append(Notice("watermark", "页面上的水印文字未计入正文"))
    return tuple(found)
