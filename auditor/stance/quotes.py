"""Words of others: laws and guidance told, questions repeated before their answer."""

import re

from auditor.clause import Clause
from auditor.stance.said import Reading, Stance
from auditor.stance.scope import SUPPLIER

_QUOTE_HEAD = re.compile(
    r"^[^，。；《]{0,10}《[^》]{2,60}(?<![表单册证书])》(?:（[^）]{0,40}）)?(?:和《[^》]+》)?(?:等)?(?:的)?"
    r"(?:第[^，。：]{1,16}条[^，。：]{0,12})?[^，。：；]{0,12}?(?:规定|明确|指出|要求)?[，：]"
)
_OPERATIVE_AFTER = re.compile(rf"^[^。；]{{0,30}}(?:{SUPPLIER}|本项目|本次)[^。；不]{{0,12}}(?:须|应|必须|需|提供|提交|递交|缴纳)")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百\d]+条[^。]{0,40}(?:采购人|招标人|任何单位|各级|国家|采购代理机构)")
_QUESTION = re.compile(r"^(?:问(?:题)?|质疑(?:事项)?|疑问|提问|异议(?:事项)?)(?:[\d一二三四五六七八九十]+[：、．.]|[：．.])")


def quotes(clause: Clause, start: int, end: int) -> Reading | None:
    """A law is told, not applied."""
    if clause.role == "guidance":
        return Reading(Stance.QUOTES, clause.path[-1] if clause.path else "")
    head = _QUOTE_HEAD.match(clause.text)
    if head and head.end() <= start and not _OPERATIVE_AFTER.match(clause.text[head.end() :]):
        rest = clause.text[head.end() :]
        if head.group().endswith("：") or re.search(r"不得|禁止|应当", rest):
            return Reading(Stance.QUOTES, head.group())
    article = _ARTICLE.match(clause.text)
    return Reading(Stance.QUOTES, article.group()) if article else None


def asked(clause: Clause, start: int, end: int) -> Reading | None:
    """A question tells what it asks about; the answer behind it speaks for itself."""
    block = clause.block or clause.text
    match = _QUESTION.match(block)
    said = block[: max(block.find(clause.text), 0) + start]
    return Reading(Stance.ASKED, match.group()) if match and not re.search(r"答(?:复)?：", said) else None
