"""From bytes to a tree: the declared encoding is only a hint, and MHT pages are unwrapped."""

import re
from email import policy
from email.parser import BytesParser
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
    declared = ""
    if _MHT.search(data[:4096]) and b"<html" not in data[:512].lower():
        data, declared = _unwrapped(data)
    named = _CHARSET.search(data[:8192])
    if named:
        declared = (named[1] or named[2]).decode("ascii", "replace")
    return decode(data, declared)


def _unwrapped(data: bytes) -> tuple[bytes, str]:
    message: Any = BytesParser(policy=policy.compat32).parsebytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return part.get_payload(decode=True) or b"", str(part.get_content_charset() or "")
    raise DamagedFile("网页存档中没有网页正文，请在浏览器中打开后打印为 PDF 再审查")


def tree(text: str) -> Any:
    """The root element. Raises DamagedFile for a page without elements, LimitExceeded for one nested too deep."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    clean = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(clean, parser=parser)
    except etree.LxmlError as error:
        raise DamagedFile("网页内容无法读取，请在浏览器中打开后打印为 PDF 再审查") from error
    _measure(root)
    return root


def _measure(root: Any) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            raise LimitExceeded(f"网页嵌套超过 {DEPTH} 层，请在浏览器中打开后打印为 PDF 再审查")
