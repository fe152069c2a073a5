"""Corrections: what stood before, what was struck out, what stands instead."""

import re

from auditor.clause import Clause
from auditor.stance.said import Reading, Stance

_BEFORE_AFTER = re.compile(
    r"(更正前|修改前|变更前|原文为?|原招标文件|原采购文件|原内容|原条款|原为|原：)|"
    r"(更正后|修改后|变更后|现更正为|现修改为|现变更为|现：|现为|改为|修改为|更正为|变更为|调整为|现改为)"
)
_DELETED = re.compile(
    r"^(?:(?!否则|逾期|其[他它余]|别的|未|缺|无|不(?!合理)|者|撤回|投标|响应|标书|报价|拒收)[^。；]){0,30}?(?:现)?(?:予以)?"
    r"(?:删除|删去|取消|撤销|作废|废止|不再执行|停止执行)"
    r"(?:该|此|本|上述)?(?:项|条|款|内容|要求|规定|条件|[，。；\"）]|$)"
)
_REPLACED = re.compile(r"^[^。；，|]{0,8}\"?(?:现)?(?:改为|修改为|更正为|变更为|调整为)")
_SWAPPED = re.compile(
    r"(?:[^\"。；，]{0,40}\"|\"?)[^\"。；]{1,60}\"(?:[^\"。；，]{0,4}|(?:系|为|属)?(?:笔误|误写)，(?:现|应)?)(?:改为|修改为|更正为|变更为|调整为)"
)
_STRUCK = re.compile(r"(?:删去|删除|取消|去掉|废止|撤销|不再执行)[^。；，]{0,30}[\"（][^\"）。]*$")
_GONE = re.compile(r"(?:\"(?:予以)?(?:取消|删除|删去|作废|废止)|(?:不再|停止)执行|予以(?:删除|取消|删去))$")


def superseded(clause: Clause, start: int, end: int) -> Reading | None:
    """The words as they were before a correction, or struck out by one."""
    context = "\n".join((*clause.path[-1:], clause.row.label if clause.row else "", clause.lead_in, clause.text[:start]))
    found = list(_BEFORE_AFTER.finditer(context))
    last = found[-1] if found else None
    if last is not None and last.group(1):
        return Reading(Stance.SUPERSEDED, last.group())
    struck = (
        _GONE.search(clause.text[start:end])
        or _STRUCK.search(clause.text[: max(start + 1, clause.text.find('"', start, end) + 1)])
        or _STRUCK.match("".join(clause.text[start:end].partition('"')[:2]))
    )
    if struck:
        return Reading(Stance.SUPERSEDED, struck.group())
    replaced = _REPLACED.match(clause.text[end:]) or _SWAPPED.match(clause.text, start)
    if replaced:
        return Reading(Stance.SUPERSEDED, replaced.group())
    deleted = _DELETED.match(clause.text[end:])
    return Reading(Stance.WAIVES, deleted.group()) if deleted else None
