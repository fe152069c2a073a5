"""The XML parts of a zipped document, within limits: counted bytes, no entity, no DOCTYPE, no depth."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from lxml import etree

from auditor.errors import DamagedFile, EncryptedFile, LimitExceeded
from auditor.readers._limits import MB

TOTAL: Final = 600 * MB
"""Unpacked bytes of all parts that are read."""
MAX_ENTRIES: Final = 20_000
MAX_NODES: Final = 3_000_000
"""Tags and attributes of one part, by their signs; a tree of that many takes about 400 MB."""

BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
"""What `zipfile` makes of a spoilt package."""
SAVE_AGAIN: Final = "请用原软件打开并另存后再审查"


class Parts:
    """Names are found whatever their case and slashes; zips made in China often have them in GBK. `total` unpacked bytes may be
    read. Raises LimitExceeded for too many parts."""

    def __init__(self, package: zipfile.ZipFile, total: int = TOTAL) -> None:
        self._package, self._total, self._left = package, total, total
        self._names = {_plain(zip_name(info)): info for info in package.infolist()}
        if len(self._names) > MAX_ENTRIES:
            raise LimitExceeded(f"文件内含 {len(self._names)} 个部件，超出审查范围，{SAVE_AGAIN}")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    def names(self) -> list[str]:
        """All names, lower case, without leading slash."""
        return list(self._names)

    def bytes(self, name: str) -> bytes:
        """The part unpacked. Raises DamagedFile where it is missing or spoilt, LimitExceeded, EncryptedFile."""
        info = self._names.get(_plain(name))
        if info is None:
            raise DamagedFile(f"文件内部缺少必要的部分，{SAVE_AGAIN}")
        if info.flag_bits & 0x1:
            raise EncryptedFile("文件设有密码，请取消密码并另存后再审查")
        try:
            with self._package.open(info) as stream:
                data = stream.read(self._left + 1)
        except BROKEN as error:
            raise DamagedFile(f"文件部件 {name.rpartition('/')[2]} 已损坏，请重新下载，或{SAVE_AGAIN[1:]}") from error
        self._left -= len(data)
        if self._left < 0:
            raise LimitExceeded(f"文件展开后超过 {self._total // MB} MB，请拆分后再审查")
        return data

    def xml(self, name: str) -> Any:
        """The root element of the part; raises as `bytes` and `parse` do."""
        return parse(self.bytes(name))


def parse(data: bytes) -> Any:
    """The root of an XML part. Raises DamagedFile (not well-formed, a DOCTYPE), LimitExceeded (too many nodes, too deep)."""
    if data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise LimitExceeded("文件结构过于复杂，请拆分后再审查")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise LimitExceeded("文件内表格或控件嵌套过深，或单段文字过长，请拆分或另存后再审查") from error
        raise DamagedFile(f"文件内容不是完整的 XML，{SAVE_AGAIN}") from error
    if root.getroottree().docinfo.doctype:
        raise DamagedFile(f"文件内容含有不允许的实体声明（DOCTYPE），请核实来源，或{SAVE_AGAIN[1:]}")
    return root


@contextmanager
def parts(path: Path) -> Iterator[Parts]:
    """Opens a zipped document. Raises DamagedFile where the zip itself is spoilt."""
    try:
        package = zipfile.ZipFile(path)
    except BROKEN as error:
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
