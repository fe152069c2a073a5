"""What a file is, by its bytes; the suffix only helps to name what cannot be read."""

import re
import zipfile
from pathlib import Path

from auditor.errors import DamagedFile, EncryptedFile, UnsupportedFormat

HEAD = 65_536
"""Bytes looked at."""

_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_PACKED = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
"""gzip, bzip2 and xz, around a tar or around a single file."""

_OLD_WORD = (b"\xdb\xa5", b"\x31\xbe\x00\x00", b"\x9b\xa5", b"\xffWPC")
"""Word for DOS and Windows before 6, Write, WordPerfect."""

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body)[\s>]")
_TABLE = re.compile(rb"(?is)\s*<(?:table|div|p|meta|title|h[1-6])[\s>]")
_MHT = re.compile(rb"(?im)^content-type:\s*multipart/related|^content-type:\s*text/html")
_CONTAINER = re.compile(
    r"(?i)\.(?:[a-z]{2,4}(?:zf|tf|cf|zbj|tbj|zb|tb)|[a-z]{0,3}[zt]b[jsx]|gef|gcz|gz[bj]\d?|gt[bj]\d?|gbq\d?|gccp\d?|g[pt]b|jmbs|bfbs)"
)
"""Suffixes of the containers that bidding platforms and pricing programs make (新点, 广联达, 政采云 ...)."""

_EXPORT = "请在平台或编制软件中打开后导出 PDF 或 Word 文件再审查"
_IN_ZIP = (
    ("ofd.xml", "ofd"),
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "doc",
    b"application/vnd.oasis.opendocument.spreadsheet": "xlsx",
}
_IN_OLE = (("WordDocument", "doc"), ("Workbook", "xlsx"), ("Book", "xlsx"))


def sniff(path: Path) -> str:
    """The entry of the readers room for the file: pdf, docx, doc, ofd, html, text, xlsx or archive.

    Raises UnsupportedFormat, EncryptedFile or DamagedFile with what to do; OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00 \t\r\n"):
        raise DamagedFile("文件是空的，请重新下载或向发布方索取")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(path)
    if head.startswith((*_ARCHIVES, *_PACKED)) or head[257:262] == b"ustar":
        return "archive"
    if head.startswith(_OLD_WORD):
        raise UnsupportedFormat("这是很早版本的 Word 或 WordPerfect 文件，请用 Word 或 LibreOffice 打开并另存为 DOCX 后再审查")
    if head.startswith(_IMAGES) or head[:4] + head[8:12] == b"RIFFWEBP":
        raise UnsupportedFormat("这是图片，没有可审查的文字，请使用文字版文件，或用 OCR 软件识别后另存为 PDF 再审查")
    return _in_text(path, head)


def _in_text(path: Path, head: bytes) -> str:
    if head.startswith(b"{\\rtf") or b"<w:wordDocument" in head or b'progid="Word.Document"' in head:
        return "doc"
    if _HTML.search(head) or _TABLE.match(head) or _MHT.search(head[:4096]):
        return "html"
    if _HTML.search(head.replace(b"\x00", b"")):
        return "html"
    if b"%PDF-" in head or path.suffix.lower() == ".pdf":
        return "pdf"  # without its first line; its reader says whether it can be mended
    if _CONTAINER.fullmatch(path.suffix):
        raise EncryptedFile(f"这是平台专用格式（{path.suffix}），{_EXPORT}")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise UnsupportedFormat(f"这是 XML 数据文件，{_EXPORT}")
    if _looks_like_text(head):
        return "text"
    raise UnsupportedFormat(f"无法识别的文件格式（{path.suffix or '无扩展名'}），{_EXPORT}")


def _looks_like_text(head: bytes) -> bool:
    from auditor.readers._decode import decode

    try:
        decode(head[: len(head) - 3] if len(head) == HEAD else head)
    except (DamagedFile, UnsupportedFormat):
        return False
    return True


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lower().replace("\\", "/").lstrip("/") for name in package.namelist()}
            mimetype = package.read("mimetype")[:100] if "mimetype" in package.namelist() else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise DamagedFile("压缩结构已损坏，文件可能没有下载完整，请重新下载") from error
    for name, kind in _IN_ZIP:
        if name in names:
            return kind
    if mimetype in _MIMETYPES:
        return _MIMETYPES[mimetype]
    if "encryptedpackage" in names:
        raise EncryptedFile("文件已加密，请解除密码后再审查")
    if "ppt/presentation.xml" in names or mimetype.startswith(b"application/"):
        raise UnsupportedFormat("这是演示文稿或其他办公文件，请另存为 DOCX 或 PDF 后再审查")
    if "[content_types].xml" in names:
        return "docx"  # the main part may have any name; the reader follows the relationships
    return "archive"


def _in_ole(path: Path) -> str:
    import olefile

    try:
        with olefile.OleFileIO(path) as file:
            streams = {"/".join(parts).lower() for parts in file.listdir(streams=True, storages=True)}
    except Exception as error:  # olefile raises whatever a broken structure leads it into
        raise DamagedFile("文件结构已损坏，请用 Word 或 WPS 打开并另存为 DOCX 后再审查") from error
    if "encryptedpackage" in streams:
        raise EncryptedFile("文件设有打开密码，请在 Word 或 WPS 中取消密码并另存后再审查")
    for name, kind in _IN_OLE:
        if name.lower() in streams:
            return kind
    if _CONTAINER.fullmatch(path.suffix):
        raise EncryptedFile(f"这是平台专用格式（{path.suffix}），{_EXPORT}")
    raise UnsupportedFormat("不是 Word 或表格文件，请在原软件中另存为 DOCX 或 PDF 后再审查")
