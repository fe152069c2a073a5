"""Who is spoken of, and how far a negation reaches."""

import re

from auditor.clause import Clause

SUPPLIER = (
    r"(?:投标人|供应商|申请人|响应人|投标方|卖方|乙方|承包人|中标人|成交人|成交供应商|投标单位|报价人|联合体|民营企业|"
    r"私营企业|外地企业|竞买人|"
    r"(?:参选|报名|响应|申请|报价|竞标|承接|参加)(?:人|单位|主体)|应答人|竞标人|投标企业|服务商|商户)"
)
BUYER = (
    r"(?:采购人|招标人|资格审查小组|评审委员会|评审小组|磋商小组|谈判小组|询价小组|评委|审查人员|采购代理机构|代理机构|"
    r"采购单位|任何单位|任何个人|评标委员会|平台|运营方|交易中心|各地|各级|各单位|预算单位)"
)
_TURN = re.compile(r"但是?|然而|(?<!除)外，|[。；|？！]")
_NEW_DEMAND = re.compile(
    rf"，(?:[^，。；]{{0,12}}{SUPPLIER})?[^，。；不]{{0,8}}(?:必须|应当|须|应|只认|只收|[只仅]限|[只仅]接受)(?!当?允许)"
)


def scope_before(clause: Clause, start: int) -> str:
    """What precedes a match inside the reach of a negation: it ends at 但, at an end mark, and at a new demand."""
    text = clause.text[:start]
    cut = max((m.end() for m in _TURN.finditer(text)), default=0)
    demand = [m.start() for m in _NEW_DEMAND.finditer(text, cut)]
    return text[max([cut, *demand[-1:]]) :]
