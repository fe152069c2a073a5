"""Options to be ticked: □ and ☑."""

import re

from auditor.clause import Clause
from auditor.stance.said import Reading, Stance

_MARKS = re.compile(r"[□☑■√☒]")
_LABEL = re.compile(r"[^，。；|□☑■√☒]{1,12}[：|](?=□)")
_CHOICE_WORD = re.compile(r"□(?:是|否|有|无|不?接受|不?要求|不?允许|适用|不适用|需要?|不需要?|不收取|收取|本项目)")

_REST = re.compile("□其[他它余]")  # the rest, not chosen, says nothing of what is
_NONE_CHOSEN = re.compile(r"[☑■√](?:无(?!效|条件)|否|不(?:需|要求|适用|涉及|设|收))")

_ANSWERED_NO = re.compile(r"^[^。；□☑■√]{0,8}?[：|]?(?:□|（）)(?:是|需要?|要求|有|适用)[^□☑■√。]{0,24}[☑■√]）?(?:否|不|无)")


def unticked(clause: Clause, start: int, end: int) -> Reading | None:
    """The option that the words belong to is not chosen."""
    block = clause.block or clause.text
    at = max(block.find(clause.text), 0) + start
    answer = _ANSWERED_NO.match(block[at + end - start :])  # 是否附厂家授权：□是 ☑否
    if answer:
        return Reading(Stance.UNTICKED, answer.group())
    marks = list(_MARKS.finditer(block))
    label = _LABEL.match(block, at, at + end - start)  # a match may begin at 业绩要求： before the first option
    before = [m for m in marks if m.start() <= (label.end() if label else at)]
    chosen = any(m.group() in "☑■√" for m in marks)
    # ☑平台查询□供应商附截图: the demand is the second option
    reached = [m for m in marks if at < m.start() < at + end - start and not _REST.match(block, m.start())]
    if chosen and reached and (reached[-1].group() == "□" or _NONE_CHOSEN.search(block)):
        return Reading(Stance.UNTICKED, block[reached[-1].start() : reached[-1].start() + 12])
    if not before:
        return _under_unticked(clause.lead_in)
    if before[-1].group() != "□":
        return None
    if chosen or len(marks) > 1 or _CHOICE_WORD.match(block, before[-1].start()):
        return Reading(Stance.UNTICKED, block[before[-1].start() : before[-1].start() + 12])
    return None


def _under_unticked(lead_in: str) -> Reading | None:
    # ☑不要求 □要求，具体如下： and □第一类： hold for the items below them; the innermost line with a mark decides.
    for line in reversed(lead_in.splitlines()):
        marks = list(_MARKS.finditer(line))
        if not marks:
            continue
        last = marks[-1]
        chosen = any(m.group() in "☑■√" for m in marks)
        if last.group() == "□" and (chosen or line.startswith("□")):
            return Reading(Stance.UNTICKED, line[last.start() : last.start() + 12])
        return None
    return None
