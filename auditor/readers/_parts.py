"""The XML parts of a zipped document, within limits: counted bytes, no entity, no DOCTYPE, no depth."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded
from auditor.readers._limits import MB

PART = 200 * MB
TOTAL = 600 * MB
"""Unpacked bytes of one part and of all parts that are read."""


class Parts:
    """Names are found whatever their case and slashes; zips made in China often have them in GBK."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = {_plain(zip_name(info)): info for info in package.infolist()}
        self._read = 0

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    def names(self) -> list[str]:
        """All names, lower case, without leading slash."""
        return list(self._names)

    def bytes(self, name: str) -> bytes:
        """The part unpacked. Raises DamagedFile where it is missing or spoilt, LimitExceeded, EncryptedFile."""
        info = self._names.get(_plain(name))
        if info is None:
            raise DamagedFile("文件内部缺少必要的部分，请用原软件打开并另存后再审查")
        if info.flag_bits & 0x1:
            raise EncryptedFile("文件设有密码，请取消密码并另存后再审查")
        try:
            with self._package.open(info) as stream:
                data = stream.read(PART + 1)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise DamagedFile("文件内部已损坏，请重新下载，或用原软件打开并另存后再审查") from error
        self._read += len(data)
        if len(data) > PART or self._read > TOTAL:
            raise LimitExceeded("文件解压后过大，请拆分后再审查")
        return data

    def xml(self, name: str) -> Any:
        """The root element of the part; raises as `bytes` does."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self.bytes(name), parser)
        except etree.XMLSyntaxError as error:
            raise DamagedFile("文件内部已损坏，请用原软件打开并另存后再审查") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DamagedFile("文件内部含有不应有的定义（DOCTYPE），请核实来源，或用原软件另存后再审查")
        return root


@contextmanager
def parts(path: Path) -> Iterator[Parts]:
    """Opens a zipped document. Raises DamagedFile where the zip itself is spoilt."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedFile("文件结构已损坏，请重新下载") from error
    with package:
        yield Parts(package)


def local(element: Any) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def zip_name(info: zipfile.ZipInfo) -> str:
    """Chinese programs write names in GBK (or UTF-8) without saying so; zipfile then reads them as CP437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _plain(name: str) -> str:
    """One form for all spellings of a name, dots resolved."""
    resolved: list[str] = []
    for step in name.replace("\\", "/").lower().split("/"):
        if step == ".." and resolved:
            resolved.pop()
        elif step not in ("", ".", ".."):
            resolved.append(step)
    return "/".join(resolved)
