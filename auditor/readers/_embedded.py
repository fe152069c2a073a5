"""Files inside other files: taken out of what wraps them and read by their own readers, whose text a reader may then quote."""

import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from auditor import catalog
from auditor.document import Document, Place, Span
from auditor.readers._limits import LIMITS
from auditor.readers._sniff import sniff

_OLE: Final = b"\xd0\xcf\x11\xe0"


def read_embedded(data: bytes) -> Document | None:
    """The embedded file as a Document; None where there is no reader for it, it is damaged, or it has no text."""
    try:
        found = _read(unwrapped(data))
    except Exception:  # whatever a library makes of hostile bytes, the file around it is read
        return None
    return found if found is not None and found.text.strip() else None


def moved(place: Place, by: int, tables: int) -> Place:
    """The place in the text that quotes it; its paragraph, page and box are those of another file."""
    span = Span(place.span.start + by, place.span.end + by)
    table = None if place.table is None else place.table + tables
    return replace(place, span=span, table=table, paragraph=None, page=None, box=None, edges=None, sideways=False)


def unwrapped(data: bytes) -> bytes:
    """The file that an OLE object holds; the bytes themselves where it is the file."""
    import olefile

    if not data.startswith(_OLE):
        return data
    with olefile.OleFileIO(BytesIO(data)) as file:
        for name in ("Package", "CONTENTS"):
            if file.exists(name):
                return bytes(file.openstream(name).read())
        return _native(file.openstream("\x01Ole10Native").read()) if file.exists("\x01Ole10Native") else data


def _native(data: bytes) -> bytes:
    """A packaged file stands after its label, its path, and the path it was copied to."""
    at = data.index(b"\x00", data.index(b"\x00", 6) + 1) + 5
    at += 4 + int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : at + 4 + int.from_bytes(data[at : at + 4], "little")]


def _read(data: bytes) -> Document | None:
    with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "embedded"
        path.write_bytes(data)
        reader: Any = catalog.entry("readers", sniff(path))
        if hasattr(reader, "read_embedded"):
            document: Document = reader.read_embedded(path)
        elif hasattr(reader, "RECOGNISES"):
            document = reader.read(path, replace(LIMITS, recognised=0))
        elif hasattr(reader, "read"):
            document = reader.read(path)
        else:
            return None
    return document
