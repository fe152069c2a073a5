"""Bans on the buyer: 不得要求…, 不得以…作为加分条件, a list under 不得有下列情形：."""

import re

from auditor.clause import Clause
from auditor.stance.said import Reading, Stance
from auditor.stance.scope import BUYER, SUPPLIER, scope_before

_BAN = re.compile(
    r"(?:不得|严禁|禁止|不允许|不应当?|不准|不能|不可|杜绝|不许)"
    r"(?!(?:[将把][^，。；|]{1,8}?|据此)?(?:认定|确认|采信|算|计|视|作|列)为?(?:有效|合格|同类|类似))"
    r"(?!低于|少于|高于|超过|大于|小于|早于|晚于|迟于|分|不(?!合理)|参加|参与|投标|转让|证明|提供|出具|出示|满足|说明)"
    r"[^，。；：|]{0,14}?"
    r"(?:要求|将|规定|只|仅|约定|优先|优待|照顾|倾斜|由近|设置|设定|设立|限定|限制|指定|强制|歧视|排斥|收取|"
    r"通过|把|拒绝|变相|非法|标明|倾向|含有|出现|套用|干预|给予|"
    r"以[^。；|]{1,60}?(?:为由|作为|为(?:评审|评分|资格|加分|得分)|不合理|限制|排斥|加分|拒绝|条件|设定|设置|变相|拖延|规避)|"
    r"因[^。；|]{1,40}?(?:限制|拒绝|否决|废标|排斥|认定|判定|扣[分减]|减分|淘汰|排除|而)|"
    r"对[^。；|]{0,40}?(?:实行|采取|设置|提出|歧视|加分|加\d+分|优先|倾斜|照顾|优待|宽限|减免|免[收交缴除于予]|区别)|"
    r"作为(?:资格|评审|评分|加分|条件|否决|无效|废标|门槛)|"
    r"(?:根据|依据|按照?)[^。；|]{1,40}?(?:评分|打分|加分|计分|给分|扣分))"
)
_LEAD_BAN = re.compile(
    r"不得(?:有|存在|出现|实施|设置|设定)?[^。]{0,20}(?:下列|以下|如下)|(?:严禁|禁止)[^。]{0,30}：$|"
    r"不合理(?:的)?(?:条件|限制|要求)|差别待遇|歧视(?:待遇|性)|"
    r"(?:负面清单|违规情形|违法违规|禁止性|不得要求|不得设置|取消下列|取消以下|清理)[^。]{0,30}：?$"
)
_AFTER_BAN = re.compile(
    r"^[^。；|]{0,60}?(?:(?:属于|视为|构成|均为)(?:以)?[^。；]{0,8}(?:不合理|差别|歧视|违法|违规)|"
    r"等(?:违法违规|不合理|违规|歧视性|限制性)(?:行为|条件|条款|限制|要求|做法)|的?(?:规定和)?做法|"
    r"[^。；|]{0,10}不得(?:以此|据此|因此)(?:为由)?[^。；|]{0,6}(?:认定|拒绝|否决|拒收|判定|扣分|限制)"
    r"|的，(?:[^。；|，]{0,8}(?:投标人|供应商|任何人)[^。；|，]{0,6}(?:可以?|有权)[^。；|，]{0,8}"
    r"(?:质疑|异议|投诉|举报|检举|反映)"
    r"|由?[^。；|，]{0,6}(?:财政|监管|监督|主管|行政)[^。；|，]{0,8}(?:责令|处分|通报|约谈|纠正|追究)))"
)


def forbids(clause: Clause, start: int, end: int) -> Reading | None:
    """A ban on the buyer around the words, or behind them."""
    # A ban may reach into the match itself (不得要求|供应商提供厂家授权书) and past it (不得以|本市业绩|作为加分条件).
    before = scope_before(clause, start)
    inside = len(before) + (end - start)
    text = before + clause.text[start : end + 40]
    for ban in _BAN.finditer(text):
        if (ban.start() < len(before) or ban.end() <= inside) and not _bound_supplier(text[: ban.start()], ban.group()):
            return Reading(Stance.FORBIDS, ban.group())
    after = _AFTER_BAN.match(clause.text[end:])
    if after:
        return Reading(Stance.FORBIDS, after.group()[-20:])
    return None


def _bound_supplier(before: str, ban: str) -> bool:
    """供应商不得… binds the supplier: a condition, no protection. 采购人不得要求供应商… does not count as such."""
    subject = max(re.finditer(f"{SUPPLIER}|{BUYER}", before), key=lambda m: m.end(), default=None)
    return (
        subject is not None
        and bool(re.fullmatch(SUPPLIER, subject.group()))
        and not re.search(r"要求|将|把|对", before[subject.end() :])
    )


def lead_in(clause: Clause, start: int, end: int) -> Reading | None:
    """不得有下列情形： makes a prohibition of every item below it."""
    match = _LEAD_BAN.search(clause.lead_in)
    if match and not re.search(rf"{SUPPLIER}[^，。]{{0,8}}不得", clause.lead_in):
        return Reading(Stance.FORBIDS, match.group())
    return None
