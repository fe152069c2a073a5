"""Outputs: each public file of this room is one format and the only place that knows it.

A format file holds MEDIA_TYPE, SUFFIX and one or both of
    write(report: Report, document: Document | None) -> bytes    one file's report
    write_all(entries: Collection[Entry], reports: Mapping[str, str]) -> bytes
                                                                 the whole batch; its name in the output folder is ALL
plus, where they apply, NEEDS_TEXT = True (wants the Document) and READS = ("docx",) (copies of a source file of that format).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import ModuleType

from auditor import catalog
from auditor.document import Document
from auditor.errors import UsageError
from auditor.report import Failure, Report


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a batch. `files` maps a format to the path of its report, relative to the output folder, "/" as separator.

    `status` is "audited" (report given), "failed" (failure given) or "duplicate" (`message` names the first file).
    """

    path: str
    status: str
    report: Report | None = None
    failure: Failure | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """What a format can do: `per_file` a report for each input, `batch` the name of its file over the whole batch.

    `reads` names the source formats it copies (empty: any); `needs_text` that it wants the Document, not only the Report.
    """

    name: str
    media_type: str
    suffix: str
    per_file: bool
    batch: str | None
    reads: tuple[str, ...] = ()
    needs_text: bool = False


def formats(names: Collection[str] | None = None) -> dict[str, Format]:
    """Every format by name, or those of `names`; a file of this room is its registration, imported when it is asked for."""
    wanted = sorted(name for name in catalog.room("writers") if names is None or name in names)
    return {name: _format(name, catalog.entry("writers", name)) for name in wanted}


def write(report: Report, document: Document | None, fmt: str) -> bytes:
    """The report of one file in format `fmt`; a batch-only format gets a batch of one.

    Raises UsageError for an unknown format, or one that needs the document or the source file when it is not at hand.
    """
    module = _module(fmt)
    if document is None and getattr(module, "NEEDS_TEXT", False):
        raise UsageError(f"格式 {fmt} 需要文件原文，不能仅凭已保存的结果生成，请重新审查该文件")
    if hasattr(module, "write"):
        data: bytes = module.write(report, document)
        return data
    return write_all([Entry(report.source, "audited", report)], fmt)


def write_all(entries: Collection[Entry], fmt: str, *, reports: Mapping[str, str] | None = None) -> bytes:
    """The overview of a batch in format `fmt`; `entries` may be gone through more than once.

    `reports` names the overviews that lie beside it (format -> path, as in `Entry.files`); by default only this one.
    Raises UsageError for a format without an overview.
    """
    module = _module(fmt)
    if not hasattr(module, "write_all"):
        raise UsageError(f"格式 {fmt} 没有批量汇总")
    data: bytes = module.write_all(entries, {fmt: module.ALL} if reports is None else reports)
    return data


def _module(fmt: str) -> ModuleType:
    if fmt not in catalog.room("writers"):
        raise UsageError(f"没有输出格式 {fmt}，可用：{'、'.join(sorted(catalog.room('writers')))}")
    return catalog.entry("writers", fmt)


def _format(name: str, module: ModuleType) -> Format:
    return Format(
        name=name,
        media_type=module.MEDIA_TYPE,
        suffix=module.SUFFIX,
        per_file=hasattr(module, "write"),
        batch=module.ALL if hasattr(module, "write_all") else None,
        reads=getattr(module, "READS", ()),
        needs_text=getattr(module, "NEEDS_TEXT", False),
    )
