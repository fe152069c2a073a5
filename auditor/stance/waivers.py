"""What need not be done: 无需提供, 均可, 不适用."""

import re

from auditor.clause import Clause
from auditor.stance.said import Reading, Stance
from auditor.stance.scope import scope_before

_WAIVER_BEFORE = re.compile(
    r"(?:无需|无须|勿需|毋需|毋须|不需要?|不必|不用(?=提供|提交|递交|再|另|附|当场|办理|打印|缴|交|$)|免于|免予|"
    r"免交|免收|免除|不再(?:要求|收取|提供|提交|进行)?|(?<!是否)(?:并)?(?:不|未)要求|不强制(?:要求)?|"
    r"不另行?(?:核发|设置?|要求|收取|办理|审核)|不作(?:任何)?(?:要求|限制)|不以|不设(?:置|定)?|不收取|不缴纳|取消(?![^，。；|]{0,10}资格)|不限(?:定|制|于)?(?!时)|"
    r"无(?:任何)?(?!效|法|正当|偿|息|条件|关|违|不|理由|行贿|重大|质量|安全|事故|犯罪|失信|拖欠|欠|处罚|行政|诉讼|"
    r"串通|故|异议|投诉|环保|环境|拒|遗留|误|在建|此|该|签|章|回执|"
    r"利害|人机|线|缝|菌|尘|影|烟|机|纺|极|刷|油|损|锡|论|疑|锁|级|压|碱|醛|毒|味|卤|氟|轨|功|铅|磷|源|害|公害|纸化|人值守))"
    r"[^，。；：|□☑■√]{0,30}$"
)
_WAIVER_AFTER = re.compile(
    r"^[^，。；|□]{0,16}?，?(?:[^，。；|□]{0,10})?(?:不作要求|不做要求|不作限制|不限制|均可(?!得)|都可以?|亦可|"
    r"无需(?:供应商|投标人)?(?:另行)?(?:提供|提交|办理|缴纳)|无须(?:提供|提交)|"
    r"可不(?:提供|填报|提交|填)|不再要求|不要求|不是必须|非必须|不强制)"
)
_WAIVER_INSIDE = re.compile(
    r"无需|无须|毋[需须]|勿需|不必|不[需用](?=(?:[另再重将把]|[自另]行)|[提递转]交|提供|附|交|补|送|寄|粘|贴|上传|出[具示]|打印|截图|携带|到场|前往|办理|报|填)|"
    r"不需要|不要求|不再(?:要求|另行|补[送交报附]|核发|查验|[递提]交|[交送附寄](?!易)|提供)|不另行?(?:核发|要求|附|提)|不[作做](?:任何)?(?:要求|限制)[^，。；|]{0,4}$"
)
_ALL_WHO = re.compile(
    r"(?:凡|只要|具有|具备|拥有|持有|取得|(?<!没)有(?!无))(?![^，。；|]{0,30}"
    r"(?:与否|不论|无论|或))[^。；|]{1,60}的[^，。；|的]{1,10}均可$"
)
_INAPPLICABLE = re.compile(
    r"（(?:本(?:项目|次|包))?(?:不适用|不涉及(?!国家秘密|涉密|保密|商业秘密|进口)|不采用|无需提供|不要求)[^）]{0,6}）|"
    r"[|：](?:本项目)?(?:不适用|不涉及)(?:[|。]|$)|[|：]/[。；]?$"
)


def waives(clause: Clause, start: int, end: int) -> Reading | None:
    """Nothing is asked: the waiver stands before the words, in them, or behind them."""
    before = _WAIVER_BEFORE.search(scope_before(clause, start))
    if before:
        return Reading(Stance.WAIVES, before.group())
    # A match may begin in the middle of the waiver itself: 不|再交纸质件.
    inside = _WAIVER_INSIDE.search(clause.text[max(0, start - 1) : end])
    after = _WAIVER_AFTER.match(clause.text[end:])
    if after and _ALL_WHO.search(clause.text[: end + after.end()]):
        after = None
    found = inside or after
    return Reading(Stance.WAIVES, found.group()) if found else None


def inapplicable(clause: Clause, start: int, end: int) -> Reading | None:
    """制造商授权函（本项目不涉及）: as a heading it holds for all that stands below."""
    match = _INAPPLICABLE.search("\n".join((*clause.path, clause.text)))
    return Reading(Stance.WAIVES, match.group()) if match else None
