"""What decides nothing: 不作为评审依据, 仅供参考."""

import re

from auditor.clause import Clause
from auditor.stance.said import Reading, Stance

_PAPER = re.compile(r"^(?![此该本其上])[^，]{0,12}(?:合同|协议|证明|证书|发票|书|函|件|材料|设备|车辆|场地)$")
_HARMLESS = re.compile(
    r"(?:不|非|未|不得)(?:作为|影响|构成|列为|列入|计入|纳入)(?!有效(?:投标|响应|业绩|报价)|合格(?:投标|供应|响应))(?:[^，。；|]{0,14})"
    r"(?:资格|评审|评分|评标|否决|废标|无效|加分|条件|依据|因素|门槛|得分|审查|打分)"
    r"|不作(?=[^，。；|为]{0,6}(?:依据|因素|条件|门槛|理由))"
    r"|不作为[^，。；|]{0,8}(?:考虑|排序|考量)|是否[^。；|]{1,40}，[^，。；|]{0,8}不(?:设|计|赋|占)(?:分|任何分)"
    r"|不影响[^，。；|]{0,8}(?:计分|采信|认定|排序|付款|投标|响应|解密|唱标|开标|扣除|效力|参加|中标|成交|享受|结论)"
    r"|(?:照常|照样|同样)(?:给予|予以|享受|扣除|评审|开标|唱标|接收|受理|有效|得分|计分|参加)"
    r"|仅(?:作|供|用于|用作|为)(?:[^，。；|]{0,6})(?:参考|登记|统计|备查|信息|了解)"
)
_EVENT = re.compile(r"(?:变更|更名|迁移|迁址|改制|换发|换证|补办|补发|增项|续期|延期)(?:登记|手续|情况|时间|日期)?$")
_COPY = re.compile("电子|扫描|复印|上传|[网线]上|系统|平台|截图|网站")
_ONLINE = re.compile(r"(?:电子|扫描|复印|上传|[网线]上|系统|平台)[^，。；|]{0,12}$")
_MISSING = re.compile(r"(?:未|没有|无|缺少?|不(?:能|提供|附|提交))[^，。；|]{0,30}(?:的|者)，?[^，。；|]{0,16}$")
_RIVALS = re.compile(
    r"(?:其[他它余]|别的|外地|区外|他处)[^，。；|]{0,22}(?:机构|单位|用户|业主|部门|客户|中心|站|所|院)[^，。；|]{0,8}"
    r"(?:报告|证书|结论|数据|评价|意见|证明|表扬信|感谢信|(?:出具|给出|签发)的)$"
)
_LOSS = re.compile(
    r"^(?!.*(?:否决|无效|废标))(?:不|未|不得)(?:作为|列入|计入|纳入|作)[^，。；|]{0,14}"
    r"(?:评审|评分|评标|得分|加分|打分|依据)"
)


def harmless(clause: Clause, start: int, end: int) -> Reading | None:
    """The words are said to decide nothing, and really these words."""
    match = _HARMLESS.search(clause.text, max(0, start - 12))
    if (
        match
        and not re.search(r"但|除外|；", clause.text[end : match.start()])
        and not (
            _other_medium(clause.text, start, end, match)
            or _other_subject(clause.text, start, end, match)
            or _penalty(clause.text, match)
            or _rivals(clause.text, match)
        )
    ):
        return Reading(Stance.HARMLESS, match.group())
    return None


def _other_medium(text: str, start: int, end: int, harmless: re.Match[str]) -> bool:
    """递交纸质文件，电子版仅作参考: what is harmless is the other copy, and the paper counts."""
    named = _ONLINE.search(text, end, harmless.start())
    return named is not None and ("仅" in harmless.group() or not _COPY.search(text[start:end]))


def _other_subject(text: str, start: int, end: int, harmless: re.Match[str]) -> bool:
    """自有吊车2台，租赁合同不作为认定依据: what does not count is another thing, named behind its own comma."""
    comma = text.rfind("，", end, harmless.start())
    subject = text[comma + 1 : harmless.start()] if comma >= 0 else ""
    if _EVENT.search(subject):  # 登记日期应早于…，更名不影响该日期的认定: the date counts, only the event does not
        return True
    return bool(_PAPER.search(subject)) and not any(subject[i : i + 2] in text[start:end] for i in range(len(subject) - 1))


def _penalty(text: str, harmless: re.Match[str]) -> bool:
    """未附原件的，不作为评分依据 takes the points away; 未附的，不作为否决依据 does not."""
    return bool(_LOSS.search(harmless.group()) and _MISSING.search(text, 0, harmless.start()))


def _rivals(text: str, harmless: re.Match[str]) -> bool:
    """其他机构的报告仅作参考, 不作评审依据 leaves one body's report as the only one that counts."""
    return bool(_RIVALS.search(text, 0, harmless.start()))
