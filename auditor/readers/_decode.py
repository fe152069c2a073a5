"""Bytes of a Chinese text to characters: BOM, strict UTF-8, strict GB18030, and guessing only for what is left."""

import codecs
import re

from auditor.errors import DamagedFile, UnsupportedFormat

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff]")
_CHINESE = re.compile("[\t\n\r -~\u2010-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decode(data: bytes, declared: str = "") -> tuple[str, int]:
    """The text of `data` and how many characters of it could not be read.

    `declared` is the encoding a page names for itself; it is believed only where the bytes agree, and gb2312 or gbk mean GB18030.
    Raises UnsupportedFormat for bytes that are no text at all, DamagedFile for text in which too much is unreadable.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _judged(data.decode(encoding, "replace").lstrip("\ufeff"))
    for encoding in _candidates(data, declared):
        text = _strict(data, encoding)
        if text is not None and not _binary(text):
            return text, 0
    return _judged(_best(data))


def _candidates(data: bytes, declared: str) -> list[str]:
    wide = [name for name in ("utf-16-le", "utf-16-be") if b"\x00" in data and _mostly_chinese(data, name)]
    narrow = ["utf-8"] if re.fullmatch("(?i)|utf-?8|gb.*|hz.*|x-gbk|cp936|unicode", declared) else ["utf-8", declared]
    return [*wide, *narrow, "gb18030"]


def _mostly_chinese(data: bytes, encoding: str) -> bool:
    sample = data[:20_000].decode(encoding, "replace")
    return len(_CHINESE.findall(sample)) > 0.9 * len(sample)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > 2 + 0.002 * len(text)


def _best(data: bytes) -> str:
    """The decoding that loses least: one bad byte must not turn a whole file into another encoding."""
    lossy = min((data.decode(name, "replace") for name in ("utf-8", "gb18030")), key=lambda text: text.count("\ufffd"))
    if lossy.count("\ufffd") <= 0.02 * len(lossy) and not _binary(lossy):
        return lossy
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:1_000_000]).best()
    return lossy if guess is None else data.decode(guess.encoding, "replace")


def _judged(text: str) -> tuple[str, int]:
    if _binary(text):
        raise UnsupportedFormat("这不是文本文件，请在原软件或平台中导出 PDF 或 Word 文件后再审查")
    lost = text.count("\ufffd")
    if lost > 0.05 * len(text):
        raise DamagedFile("文字编码无法识别，请用记事本打开并另存为 UTF-8 编码后再审查")
    return text, lost
