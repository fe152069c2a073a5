"""What a clause is for, from the headings above it, the table around it, and its own words."""

import re
from collections.abc import Sequence
from functools import lru_cache

_HEADINGS = (
    ("technical", r"技术标准和要求|需求一览"),
    ("qualification", r"(?:形式|资格|符合性|响应性|初步)评审"),
    ("procedure", r"册_?(?:专用|通用)条款|对.?通用条款.?的?补充|(?:签订|授予)合同|合同的?(?:授予|签订)"),
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
        r"评分|评标办法|评标方法|评审办法|评审方法|评审标准|评标标准|分值|权重|详细评审|综合评审|评审因素|打分|赋分|商务部分.{0,4}分|(?:商务|技术|报价|价格|综合)标?评审|评标价|有效值",
    ),
    ("qualification", r"资格|符合性|实质性|初步评审|形式评审|响应性评审|无效投标|废标|否决投标|准入|入驻|具备(?:下列|以下)?条件"),
    ("contract", r"合同|付款|支付方式|结算|违约|通用条款|专用条款|协议书|质量保证金|商务条款|商务规范书"),
    (
        "technical",
        r"技术|采购需求|用户需求|项目需求|供货要求|服务要求|货物需求|需求书|需求一览|工程量清单|参数|规格|服务内容|招标内容|标准和要求",
    ),
    ("procedure", r"须知|公告|邀请|获取|递交|开标|保证金|定标|质疑|异议|投诉|澄清|评标|谈判|磋商|询价|前附表"),
)
_SUBJECT = re.compile(
    r"建设(?:需求|内容|目标|方案|要求)|需求(?:分析|概述|说明)|供货范围|工程概况|标准规范|规范性引用|功能|系统|接口|软件|硬件|设备|备品备件|"
    r"安装|调试|试运行|检验|培训|售后|维护|质量保证$|安全要求|安全管理|可靠性|工作环境|图纸|消耗指标"
)
"""Headings of a specification, where none above them tells its role."""
_SCORES = re.compile(
    r"(?:得|加|扣|计|记)(?:\d+(?:\.\d+)?|[一二三四五六七八九十])分|不得分|得满分|最高(?:得)?\d+分|\d分(?:；|。|\||$)|不计分|不扣分"
)
_CONTRACT = re.compile(
    r"(?:甲方|发包人|买方|需方).{0,40}(?:乙方|承包人|卖方|供方)|(?:乙方|承包人|卖方|供方).{0,40}(?:甲方|发包人|买方|需方)"
)
_WEAK = ("procedure", "technical")
_VOLUME = re.compile(r"第[一二三四五六七八九十\d]+(?:部分|篇|册|卷|分册|章)")
_NEEDS = re.compile(r"技术|需求|服务、")
"""In the heading of a chapter that holds both the needs and the terms of the contract."""
_ANNEX = re.compile(r"附件|附表|附录|格式")
_CONTRACT_TO_SIGN = re.compile(
    r"^(?:附件|附录|格式)[^，]{0,9}(?:拟签|采购|服务|供货|买卖|施工|本项目)[^，偏业复印]{0,12}"
    r"合同(?:文本|范本|条款|协议书|格式|模板|样本)?(?:（[^）]*）)?$"
)
_DEMANDS = re.compile(r"资格(?:条件|要求|标准)|评分(?:标准|办法|细则)|评标办法|采购需求|技术(?:规格书|规范书|要求)")
_ANSWERS = re.compile(r"格式|响应|应答|偏离|偏差|证明|资料|材料|承诺|声明|自[审评查]|索引|对照|说明")
"""An annex behind the forms that makes demands (附表1 资格条件), and one that answers to them."""
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
    if role not in ("form", "guidance", "contract") and "分" in text and _SCORES.search(text):
        return "scoring"
    if role in _WEAK and ("方" in text or "包人" in text) and _CONTRACT.search(text):
        return "contract"
    return role


@lru_cache(maxsize=4096)
def _of_place(path: tuple[str, ...], header: tuple[str, ...]) -> str:
    """The role of whatever stands under these headings and column heads; those say nothing against a form or a contract."""
    role = of_headings(path) or ("technical" if any(map(_SUBJECT.search, path)) else "")
    beside = of_headings(header)
    if role not in ("form", "guidance", "contract") and beside not in ("", "form", "procedure"):
        role = beside
    role = deepest = role or beside or "procedure"
    formal = False
    for heading in (*path[:1], *filter(_VOLUME.match, path[1:])):
        chapter = "form" if _BID_VOLUME.search(heading) else of_headings((heading,))
        if chapter in ("form", "guidance"):
            role, formal = chapter, True
        elif chapter == "contract":
            role, formal = deepest if deepest == "form" or _NEEDS.search(heading) else "contract", False
        elif chapter == "technical" and deepest == "form" and not formal and not any(map(_ANNEX.match, path)):
            role = "technical"
    if role == "form" and any(map(_CONTRACT_TO_SIGN.search, path)):
        return "contract"
    return next(filter(None, map(_demanded, path)), role) if role == "form" else role


def _demanded(heading: str) -> str:
    """The role of an annex that makes demands; empty for any other heading."""
    return of_headings((heading,)) if _ANNEX.match(heading) and _DEMANDS.search(heading) and not _ANSWERS.search(heading) else ""
