"""What a clause is for, from the headings above it, the table around it, and its own words."""

import re
from collections.abc import Sequence
from functools import lru_cache

_HEADINGS = (
    ("contract", r"合同(?:主要|专用|通用)?(?:条款|文本|协议书)|合同(?:及[^，。]{2,8})?格式|(?:采购|服务|供货)合同"),
    (
        "form",
        r"文件(?:的)?格式|响应格式|^格式|附件格式|格式[)）]?$|声明函|承诺[函书]$|基本情况表|一览表|偏离表|报价表|授权委托书|投标函|"
        r"响应函|简历表|汇总表|文件组成|资料清单|示范文本",
    ),
    (
        "guidance",
        r"使用说明|编制说明|填写说明|填报说明|警示条款|特别提示|政策功能|采购政策|法律法规|适用法律|不正当竞争|重要提示|负面清单",
    ),
    (
        "scoring",
        r"评分|评标办法|评标方法|评审办法|评审方法|评审标准|评标标准|分值|权重|详细评审|综合评审|评审因素|打分|赋分|商务部分.{0,4}分",
    ),
    ("qualification", r"资格|符合性|实质性|初步评审|形式评审|响应性评审|无效投标|废标|否决投标|准入|入驻"),
    ("contract", r"合同|付款|支付方式|结算|违约|通用条款|专用条款|协议书|质量保证金|商务条款"),
    (
        "technical",
        r"技术|采购需求|用户需求|项目需求|供货要求|服务要求|货物需求|需求书|需求一览|工程量清单|参数|规格|服务内容|招标内容|标准和要求",
    ),
    ("procedure", r"须知|公告|邀请|获取|递交|开标|保证金|定标|质疑|异议|投诉|澄清|评标|谈判|磋商|询价|总则|说明|前附表"),
)
_SCORES = re.compile(
    r"(?:得|加|扣|计|记)(?:\d+(?:\.\d+)?|[一二三四五六七八九十])分|不得分|得满分|最高(?:得)?\d+分|\d分(?:；|。|\||$)|不计分|不扣分"
)
_CONTRACT = re.compile(
    r"(?:甲方|发包人|买方|需方).{0,40}(?:乙方|承包人|卖方|供方)|(?:乙方|承包人|卖方|供方).{0,40}(?:甲方|发包人|买方|需方)"
)
_WEAK = ("procedure", "technical")
_VOLUME = re.compile(r"第[一二三四五六七八九十\d]+(?:部分|篇|册|卷|分册|章)")
_BID_VOLUME = re.compile(r"分册.{0,6}投标文件$")


def of_headings(path: Sequence[str]) -> str:
    """The role that the deepest telling heading gives; empty for none."""
    return next(filter(None, map(_of_heading, reversed(path))), "")


@lru_cache(maxsize=4096)
def _of_heading(heading: str) -> str:
    return next((role for role, pattern in _HEADINGS if re.search(pattern, heading[:60])), "")


def role_of(text: str, path: Sequence[str], header: Sequence[str] = ()) -> str:
    """One of clause.ROLES. Points to be had make a scoring rule wherever they stand, except in a form."""
    role = _of_place(tuple(path), tuple(header))
    if role not in ("form", "guidance", "contract") and _SCORES.search(text):
        return "scoring"
    if role in _WEAK and _CONTRACT.search(text):
        return "contract"
    return role


@lru_cache(maxsize=4096)
def _of_place(path: tuple[str, ...], header: tuple[str, ...]) -> str:
    """The role of whatever stands under these headings and column heads."""
    role = deepest = of_headings((*path, *header)) or "procedure"
    for heading in (*path[:1], *filter(_VOLUME.match, path[1:])):
        chapter = "form" if _BID_VOLUME.search(heading) else of_headings((heading,))
        if chapter in ("form", "guidance", "contract"):
            role = chapter if chapter != "contract" else deepest
    return role
