"""Legacy Word and WPS files, turned into the XML that the DOCX reader reads: one walker, one numbering, one set of ticks.

    binary (streams, pieces, runs) -> styles, lists, story (paragraphs, tables) -> package -> the DOCX reader

RTF, ODT and Word XML, and what is damaged beyond our own reading, go through LibreOffice where it is installed; without it RTF is
read by ourselves.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from auditor import catalog
from auditor.document import Document
from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded, ReadError, UnsupportedFormat
from auditor.readers._office import as_docx, soffice
from auditor.readers.doc.binary import Binary
from auditor.readers.doc.package import write_docx
from auditor.readers.doc.rtf import read_rtf

SUFFIXES = (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt")

_OLE = b"\xd0\xcf\x11\xe0"
_RTF = b"{\\rt"
_SAVE_AS = "请用 Word 或 WPS 打开并另存为 DOCX 后再审查"


def read(path: Path) -> Document:
    """Raises EncryptedFile, LimitExceeded, UnsupportedFormat (Word 95, what only LibreOffice could read), DamagedFile."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == _RTF and soffice() is None:
        return read_rtf(path)
    if magic != _OLE:
        return _converted(path, UnsupportedFormat(f"本机没有能读取此格式的组件，{_SAVE_AS}"))
    try:
        return read_binary(path)
    except (EncryptedFile, LimitExceeded):
        raise
    except ReadError as error:
        return _converted(path, error)
    except Exception as error:  # offsets of a broken file lead anywhere
        return _converted(path, DamagedFile(f"文件内容已损坏，{_SAVE_AS}（{type(error).__name__}）"))


def read_binary(path: Path) -> Document:
    """Our own reading, without LibreOffice to fall back on; a broken file raises anything."""
    with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "made.docx"
        write_docx(Binary.open(path), copy)
        return _as_docx(path, copy)


def _converted(path: Path, otherwise: ReadError) -> Document:
    program = soffice()
    if program is None:
        raise otherwise
    with as_docx(path, program) as copy:
        return _as_docx(path, copy)


def _as_docx(path: Path, copy: Path) -> Document:
    document: Document = catalog.entry("readers", "docx").read(copy)
    if not document.text.strip():
        raise DamagedFile("文件中没有文字（可能全是图片），请使用文字版文件，或用 OCR 软件识别后再审查")
    return replace(document, source=str(path), format="doc")
