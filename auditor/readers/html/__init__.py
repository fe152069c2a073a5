"""Saved pages of trading platforms: the words of the notice, without the menus around it.

bytes -> source (decode) -> tree -> prune (menus out, hidden aside) -> walk (paragraphs, headings, tables)
"""

from pathlib import Path
from typing import Any

from auditor.document import Document
from auditor.errors import DamagedFile
from auditor.readers._draft import Draft
from auditor.readers.html.data import is_markup, strings
from auditor.readers.html.page import source, tree
from auditor.readers.html.prune import prune
from auditor.readers.html.walk import walk

SUFFIXES = (".html", ".htm", ".xhtml", ".mht", ".mhtml")


def read(path: Path) -> Document:
    """Raises DamagedFile for a page without words, UnsupportedFormat for bytes that are no text, LimitExceeded when too deep."""
    text, lost = source(path.read_bytes())
    root = tree(text)
    pruned = prune(root)
    draft = Draft()
    if lost:
        draft.notice("undecodable", f"有 {lost} 处字符无法识别，相关文字请对照原文件")
    walk(draft, root, skip=pruned.skip)
    if draft.blank:
        _walk_data(draft, root)
    if draft.blank:
        raise DamagedFile(
            "网页中没有正文（可能只是链接列表，或内容由脚本加载），请在浏览器中打开后打印为 PDF 或另存为完整网页再审查"
        )
    for element in pruned.hidden:
        walk(draft, element, skip=pruned.skip, part="hidden")
        draft.notice("hidden_text", "网页中有不显示的文字，已列在文末，请核对")
    return draft.document(path, "html")


def _walk_data(draft: Draft, root: Any) -> None:
    """The words that a script would have shown."""
    for text in strings(root):
        if is_markup(text):
            inner = tree(text)
            walk(draft, inner, skip=prune(inner).skip)
        else:
            for line in text.splitlines():
                draft.paragraph(line)
    if not draft.blank:
        draft.notice("script_text", "网页正文由脚本显示，文字取自网页内的数据，次序和取舍可能与浏览器所见不同，请对照原网页核对")
