"""From bytes to a tree: the declared encoding is only a hint, and MHT pages are unwrapped."""

import re
from email import policy
from email.parser import BytesParser
from html import escape
from typing import Any

from lxml import etree, html

from auditor.errors import DamagedFile, LimitExceeded
from auditor.readers._decode import decode

DEPTH = 2_000
"""Elements inside elements; a page that people read stays under 100."""

_CHARSET = re.compile(rb"(?i)<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)")
_MHT = re.compile(rb"(?im)^content-type:\s*(?:multipart/related|text/html)")


def source(data: bytes) -> tuple[str, int]:
    """The page's own text, and how many of its characters could not be read."""
    if _MHT.search(data[:4096]) and not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        pages = [_decoded(*page) for page in _unwrapped(data)]
        return _together([text for text, _ in pages]), sum(lost for _, lost in pages)
    return _decoded(data, "")


def _together(pages: list[str]) -> str:
    """Several pages as one that shows them in frames."""
    return pages[0] if len(pages) == 1 else "".join(f'<iframe srcdoc="{escape(page, quote=True)}"></iframe>' for page in pages)


def _decoded(data: bytes, declared: str) -> tuple[str, int]:
    named = _CHARSET.search(data[:8192])
    if named:
        declared = (named[1] or named[2]).decode("ascii", "replace")
    return decode(data, declared)


def _unwrapped(data: bytes) -> list[tuple[bytes, str]]:
    """The pages of an archive: the page itself, then those in its frames; each with the encoding it was sent with."""
    message: Any = BytesParser(policy=policy.compat32).parsebytes(data)
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if parts:
        return [(part.get_payload(decode=True) or b"", str(part.get_content_charset() or "")) for part in parts]
    raise DamagedFile("网页存档中没有网页正文，请在浏览器中打开后打印为 PDF 再审查")


def tree(text: str) -> Any:
    """The root element; pages that stand in the page as frames are beside their frames.

    Raises DamagedFile for a page without elements, LimitExceeded for one nested too deep.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    clean = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(clean, parser=parser)
    except etree.LxmlError as error:
        raise DamagedFile("网页内容无法读取，请在浏览器中打开后打印为 PDF 再审查") from error
    for frame in [frame for frame in root.iter("iframe") if frame.get("srcdoc")]:
        page = html.fragment_fromstring(frame.get("srcdoc").encode("utf-8", "replace"), create_parent="div", parser=parser)
        page.tail, frame.tail = frame.tail, None
        frame.addnext(page)
    _measure(root)
    return root


def _measure(root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            raise LimitExceeded(f"网页嵌套超过 {DEPTH} 层，请在浏览器中打开后打印为 PDF 再审查")
