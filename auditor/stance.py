"""What a sentence does with the words a pattern matched: demands them, or only looks as if it did.

`read` walks a fixed list of readers; the first that speaks decides. Each answers with the stance and the words that show it, which
go into the finding's (or the suppression's) `why`. All work on normalised text, inside one clause and what surrounds it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from auditor.clause import Clause


class Stance(StrEnum):
    DEMANDS = "要求"
    FORBIDS = "禁止采购方这样要求"
    QUOTES = "引用法规或编制说明"
    WAIVES = "免除或不作要求"
    HARMLESS = "写明不作为资格、评审或否决依据"
    BLANK = "待填写的空白"
    UNTICKED = "未勾选的选项"
    SUPERSEDED = "更正前的内容"
    ASKED = "质疑或提问中的转述"


@dataclass(frozen=True, slots=True)
class Reading:
    """The stance of one match; `words` are the words that show it (empty for a plain demand)."""

    stance: Stance
    words: str = ""

    @property
    def operative(self) -> bool:
        return self.stance is Stance.DEMANDS


_SUPPLIER = (
    r"(?:投标人|供应商|申请人|响应人|投标方|卖方|乙方|承包人|中标人|成交人|成交供应商|投标单位|报价人|联合体|民营企业|私营企业|外地企业|竞买人|"
    r"(?:参选|报名|响应|申请|报价|竞标|承接|参加)(?:人|单位|主体)|应答人|竞标人|投标企业|服务商|商户)"
)
_BUYER = r"(?:采购人|招标人|资格审查小组|评审委员会|评审小组|磋商小组|谈判小组|询价小组|评委|审查人员|采购代理机构|代理机构|采购单位|任何单位|任何个人|评标委员会|平台|运营方|交易中心|各地|各级|各单位|预算单位)"
_BAN = re.compile(
    r"(?:不得|严禁|禁止|不允许|不应当?|不准|不能|不可|杜绝|不许)"
    r"(?!低于|少于|高于|超过|大于|小于|早于|晚于|迟于|分|不(?!合理)|参加|参与|投标|转让)"
    r"[^，。；：|]{0,14}?"
    r"(?:要求|将|规定|只|仅|约定|优先|优待|照顾|倾斜|由近|设置|设定|设立|限定|限制|指定|强制|歧视|排斥|收取|通过|把|拒绝|变相|非法|标明|倾向|含有|出现|套用|干预|给予|"
    r"以[^。；|]{1,60}?(?:为由|作为|为(?:评审|评分|资格|加分|得分)|不合理|限制|排斥|加分|拒绝|条件|设定|设置)|因[^。；|]{1,40}?(?:限制|拒绝|否决|废标|排斥|认定|判定|扣分)|"
    r"对[^。；|]{0,40}?(?:实行|采取|设置|提出|歧视|加分|加\d+分|优先|倾斜|照顾|优待|宽限|减免|免[收交缴除于予]|区别)|作为(?:资格|评审|评分|加分|条件|否决|无效|废标|门槛)|(?:根据|依据|按照?)[^。；|]{1,40}?(?:评分|打分|加分|计分|给分|扣分))"
)
_TURN = re.compile(r"但是?|然而|(?<!除)外，|[。；|？！]")
_NEW_DEMAND = re.compile(rf"，(?:[^，。；]{{0,12}}{_SUPPLIER})?[^，。；不]{{0,8}}(?:必须|应当|须|应|只认|只收|[只仅]限|[只仅]接受)(?!当?允许)")
_LEAD_BAN = re.compile(
    r"不得(?:有|存在|出现|实施|设置|设定)?[^。]{0,20}(?:下列|以下|如下)|(?:严禁|禁止)[^。]{0,30}：$|不合理(?:的)?(?:条件|限制|要求)|差别待遇|歧视(?:待遇|性)|"
    r"(?:负面清单|违规情形|违法违规|禁止性|不得要求|不得设置|取消下列|取消以下|清理)[^。]{0,30}：?$"
)
_AFTER_BAN = re.compile(
    r"^[^。；|]{0,60}?(?:(?:属于|视为|构成|均为)(?:以)?[^。；]{0,8}(?:不合理|差别|歧视|违法|违规)|等(?:违法违规|不合理|违规|歧视性|限制性)"
    r"(?:行为|条件|条款|限制|要求|做法)|的?(?:规定和)?做法|[^。；|]{0,10}不得(?:以此|据此|因此)(?:为由)?[^。；|]{0,6}(?:认定|拒绝|否决|拒收|判定|扣分|限制)"
    r"|的，(?:[^。；|，]{0,8}(?:投标人|供应商|任何人)[^。；|，]{0,6}(?:可以?|有权)[^。；|，]{0,8}(?:质疑|异议|投诉|举报|检举|反映)"
    r"|由?[^。；|，]{0,6}(?:财政|监管|监督|主管|行政)[^。；|，]{0,8}(?:责令|处分|通报|约谈|纠正|追究)))"
)
_WAIVER_BEFORE = re.compile(
    r"(?:无需|无须|勿需|毋需|毋须|不需要?|不必|不用(?=提供|提交|递交|再|另|附|当场|办理|打印|缴|交|$)|免于|免予|免交|免收|免除|不再(?:要求|收取|提供|提交|进行)?|(?<!是否)(?:并)?(?:不|未)要求|不强制(?:要求)?|"
    r"不作(?:任何)?(?:要求|限制)|不以|不设(?:置|定)?|不收取|不缴纳|取消(?![^，。；|]{0,10}资格)|不限(?:定|制|于)?(?!时)|"
    r"无(?:任何)?(?!效|法|正当|偿|息|条件|关|违|不|理由|行贿|重大|质量|安全|事故|犯罪|失信|拖欠|欠|处罚|行政|诉讼|串通|故|异议|投诉|环保|环境|拒|遗留|利害|"
    r"人机|线|缝|菌|尘|影|烟|机|纺|极|刷|油|损|锡|论|疑|锁|级|压|碱|醛|毒|味|卤|氟|轨|功|铅|磷|源|害|公害))"
    r"[^，。；：|]{0,30}$"
)
_WAIVER_AFTER = re.compile(
    r"^[^，。；|□]{0,16}?，?(?:[^，。；|□]{0,10})?(?:不作要求|不做要求|不作限制|不限制|均可(?!得)|都可以?|亦可|无需(?:供应商|投标人)?(?:另行)?(?:提供|提交|办理|缴纳)|无须(?:提供|提交)|"
    r"可不(?:提供|填报|提交|填)|不再要求|不要求|不是必须|非必须|不强制)"
)
_ALL_WHO = re.compile(r"(?:凡|只要|具有|具备|拥有|持有|取得|(?<!没)有(?!无))(?![^，。；|]{0,30}(?:与否|不论|无论|或))[^。；|]{1,60}的[^，。；|的]{1,10}均可$")
_PAPER = re.compile(r"^(?![此该本其上])[^，]{0,12}(?:合同|协议|证明|证书|发票|书|函|件|材料|设备|车辆|场地)$")
_HARMLESS = re.compile(
    r"(?:不|非|未|不得)(?:作为|影响|构成|列为|列入|计入|纳入)(?:[^，。；|]{0,14})(?:资格|评审|评分|评标|否决|废标|无效|加分|条件|依据|因素|门槛|得分|审查|打分)"
    r"|不作(?=[^，。；|为]{0,6}(?:依据|因素|条件|门槛|理由))"
    r"|不影响[^，。；|]{0,8}(?:投标|响应|解密|唱标|开标|扣除|效力|参加|中标|成交|享受|结论)"
    r"|(?:照常|照样|同样)(?:给予|予以|享受|扣除|评审|开标|唱标|接收|受理|有效|得分|计分|参加)"
    r"|仅(?:作|供|用于|用作|为)(?:[^，。；|]{0,6})(?:参考|登记|统计|备查|信息|了解)"
)
_QUOTE_HEAD = re.compile(r"^[^，。；《]{0,10}《[^》]{2,60}》(?:（[^）]{0,40}）)?(?:和《[^》]+》)?(?:等)?(?:的)?(?:第[^，。：]{1,16}条[^，。：]{0,12})?[^，。：；]{0,12}?(?:规定|明确|指出|要求)?[，：]")
_OPERATIVE_AFTER = re.compile(rf"^[^。；]{{0,30}}(?:{_SUPPLIER}|本项目|本次)[^。；不]{{0,12}}(?:须|应|必须|需|提供|提交|递交|缴纳)")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百\d]+条[^。]{0,40}(?:采购人|招标人|任何单位|各级|国家|采购代理机构)")
_MARKS = re.compile(r"[□☑■√☒]")
_CHOICE_WORD = re.compile(r"□(?:是|否|有|无|不?接受|不?要求|不?允许|适用|不适用|需要?|不需要?|不收取|收取|本项目)")
_BEFORE_AFTER = re.compile(r"(更正前|修改前|变更前|原文为?|原招标文件|原采购文件|原内容|原条款|原为|原：)|(更正后|修改后|变更后|现更正为|现修改为|现变更为|现：|现为|改为|修改为|更正为|变更为|调整为|现改为)")
_DELETED = re.compile(
    r"^(?:(?!否则|逾期|未|缺|无|不|者|撤回|投标|响应|标书|报价|拒收)[^。；]){0,30}?(?:现)?(?:予以)?(?:删除|删去|取消|作废|废止|不再执行|停止执行)"
    r"(?:该|此|本|上述)?(?:项|条|款|内容|要求|规定|条件|[，。；\"）]|$)"
)
_REPLACED = re.compile(r"^[^。；，|]{0,8}\"?(?:现)?(?:改为|修改为|更正为|变更为|调整为)")
_SWAPPED = re.compile(r"\"?[^\"。；]{1,60}\"(?:[^\"。；，]{0,4}|(?:系|为|属)?(?:笔误|误写)，(?:现|应)?)(?:改为|修改为|更正为|变更为|调整为)")
_COPY = re.compile("电子|扫描|复印|上传|[网线]上|系统|平台|截图|网站")
_ONLINE = re.compile(r"(?:电子|扫描|复印|上传|[网线]上|系统|平台)[^，。；|]{0,12}$")
_MISSING = re.compile(r"(?:未|没有|无|缺少?|不(?:能|提供|附|提交))[^，。；|]{0,30}(?:的|者)，?[^，。；|]{0,16}$")
_RIVALS = re.compile(r"(?:其[他它余]|别的|外地|区外|他处)[^，。；|]{0,12}(?:机构|单位|中心|站|所|院)[^，。；|]{0,4}(?:报告|证书|结论|数据)$")
_LOSS = re.compile(r"^(?!.*(?:否决|无效|废标))(?:不|未|不得)(?:作为|列入|计入|纳入|作)[^，。；|]{0,14}(?:评审|评分|评标|得分|加分|打分|依据)")
_STRUCK = re.compile(r"(?:删去|删除|取消|去掉|废止|撤销|不再执行)[^。；，]{0,30}[\"（][^\"）。]*$")
_GONE = re.compile(r"(?:\"(?:予以)?(?:取消|删除|删去|作废|废止)|(?:不再|停止)执行|予以(?:删除|取消|删去))$")
_INAPPLICABLE = re.compile(r"（(?:本(?:项目|次|包))?(?:不适用|不涉及|不采用|无需提供|不要求)[^）]{0,6}）|[|：](?:本项目)?(?:不适用|不涉及)(?:[|。]|$)|[|：]/[。；]?$")
_QUESTION = re.compile(r"^(?:问(?:题)?|质疑(?:事项)?|疑问|提问|异议(?:事项)?)(?:[\d一二三四五六七八九十]+[：、．.]|[：．.])")


def scope_before(clause: Clause, start: int) -> str:
    """What precedes a match inside the reach of a negation: it ends at 但, at an end mark, and at a new demand."""
    text = clause.text[:start]
    cut = max((m.end() for m in _TURN.finditer(text)), default=0)
    demand = [m.start() for m in _NEW_DEMAND.finditer(text, cut)]
    return text[max([cut, *demand[-1:]]):]


def _forbids(clause: Clause, start: int, end: int) -> Reading | None:
    # A ban may reach into the match itself (不得要求|供应商提供厂家授权书) and past it (不得以|本市业绩|作为加分条件).
    before = scope_before(clause, start)
    inside = len(before) + (end - start)
    text = before + clause.text[start:end + 40]
    for ban in _BAN.finditer(text):
        if (ban.start() < len(before) or ban.end() <= inside) and not _bound_supplier(text[:ban.start()], ban.group()):
            return Reading(Stance.FORBIDS, ban.group())
    after = _AFTER_BAN.match(clause.text[end:])
    if after:
        return Reading(Stance.FORBIDS, after.group()[-20:])
    return None


def _bound_supplier(before: str, ban: str) -> bool:
    """供应商不得… binds the supplier: a condition, no protection. 采购人不得要求供应商… does not count as such."""
    subject = max(re.finditer(f"{_SUPPLIER}|{_BUYER}", before), key=lambda m: m.end(), default=None)
    return subject is not None and bool(re.fullmatch(_SUPPLIER, subject.group())) and not re.search(r"要求|将|把|对", before[subject.end():])


def _lead_in(clause: Clause, start: int, end: int) -> Reading | None:
    match = _LEAD_BAN.search(clause.lead_in)
    if match and not re.search(rf"{_SUPPLIER}[^，。]{{0,8}}不得", clause.lead_in):
        return Reading(Stance.FORBIDS, match.group())
    return None


def _quotes(clause: Clause, start: int, end: int) -> Reading | None:
    if clause.role == "guidance":
        return Reading(Stance.QUOTES, clause.path[-1] if clause.path else "")
    head = _QUOTE_HEAD.match(clause.text)
    if head and head.end() <= start and not _OPERATIVE_AFTER.match(clause.text[head.end():]):
        rest = clause.text[head.end():]
        if head.group().endswith("：") or re.search(r"不得|禁止|应当", rest):
            return Reading(Stance.QUOTES, head.group())
    article = _ARTICLE.match(clause.text)
    return Reading(Stance.QUOTES, article.group()) if article else None


def _waives(clause: Clause, start: int, end: int) -> Reading | None:
    before = _WAIVER_BEFORE.search(scope_before(clause, start))
    if before:
        return Reading(Stance.WAIVES, before.group())
    inside = re.search(r"无需|无须|不必|不需要?(?=另|再|提|附|交)|不需要|不要求|不再要求|不[作做](?:任何)?(?:要求|限制)[^，。；|]{0,4}$", clause.text[start:end])
    after = _WAIVER_AFTER.match(clause.text[end:])
    if after and _ALL_WHO.search(clause.text[:end + after.end()]):
        after = None
    found = inside or after
    return Reading(Stance.WAIVES, found.group()) if found else None


def _inapplicable(clause: Clause, start: int, end: int) -> Reading | None:
    # 制造商授权函（本项目不涉及）: as a heading it holds for all that stands below.
    match = _INAPPLICABLE.search("\n".join((*clause.path, clause.text)))
    return Reading(Stance.WAIVES, match.group()) if match else None


def _harmless(clause: Clause, start: int, end: int) -> Reading | None:
    match = _HARMLESS.search(clause.text, max(0, start - 12))
    if match and not re.search(r"但|除外|；", clause.text[end:match.start()]) and not (
            _other_medium(clause.text, start, end, match) or _other_subject(clause.text, start, end, match)
            or _penalty(clause.text, match) or _rivals(clause.text, match)):
        return Reading(Stance.HARMLESS, match.group())
    return None


def _other_medium(text: str, start: int, end: int, harmless: re.Match[str]) -> bool:
    """递交纸质文件，电子版仅作参考: what is harmless is the other copy, and the paper counts."""
    named = _ONLINE.search(text, end, harmless.start())
    return named is not None and ("仅" in harmless.group() or not _COPY.search(text[start:end]))


def _other_subject(text: str, start: int, end: int, harmless: re.Match[str]) -> bool:
    """自有吊车2台，租赁合同不作为认定依据: what does not count is another thing, named behind its own comma."""
    comma = text.rfind("，", end, harmless.start())
    subject = text[comma + 1:harmless.start()] if comma >= 0 else ""
    return bool(_PAPER.search(subject)) and not any(subject[i:i + 2] in text[start:end] for i in range(len(subject) - 1))


def _penalty(text: str, harmless: re.Match[str]) -> bool:
    """未附原件的，不作为评分依据 takes the points away; 未附的，不作为否决依据 does not."""
    return bool(_LOSS.search(harmless.group()) and _MISSING.search(text, 0, harmless.start()))


def _rivals(text: str, harmless: re.Match[str]) -> bool:
    """其他机构的报告仅作参考 leaves one body's report as the only one that counts."""
    return "参考" in harmless.group() and bool(_RIVALS.search(text, 0, harmless.start()))


def _unticked(clause: Clause, start: int, end: int) -> Reading | None:
    block = clause.block or clause.text
    at = max(block.find(clause.text), 0) + start
    marks = list(_MARKS.finditer(block))
    before = [m for m in marks if m.start() <= at]
    if not before:
        return _under_unticked(clause.lead_in)
    if before[-1].group() != "□":
        return None
    chosen = any(m.group() in "☑■√" for m in marks)
    if chosen or len(marks) > 1 or _CHOICE_WORD.match(block, before[-1].start()):
        return Reading(Stance.UNTICKED, block[before[-1].start():before[-1].start() + 12])
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
            return Reading(Stance.UNTICKED, line[last.start():last.start() + 12])
        return None
    return None


def _superseded(clause: Clause, start: int, end: int) -> Reading | None:
    context = "\n".join((*clause.path[-1:], clause.row.label if clause.row else "", clause.lead_in, clause.text[:start]))
    found = list(_BEFORE_AFTER.finditer(context))
    last = found[-1] if found else None
    if last is not None and last.group(1):
        return Reading(Stance.SUPERSEDED, last.group())
    struck = _GONE.search(clause.text[start:end]) or _STRUCK.search(clause.text[:start + 1]) or _STRUCK.match("".join(clause.text[start:end].partition("\"")[:2]))
    if struck:
        return Reading(Stance.SUPERSEDED, struck.group())
    replaced = _REPLACED.match(clause.text[end:]) or _SWAPPED.match(clause.text, start)
    if replaced:
        return Reading(Stance.SUPERSEDED, replaced.group())
    deleted = _DELETED.match(clause.text[end:])
    return Reading(Stance.WAIVES, deleted.group()) if deleted else None


def _asked(clause: Clause, start: int, end: int) -> Reading | None:
    block = clause.block or clause.text
    match = _QUESTION.match(block)
    said = block[:max(block.find(clause.text), 0) + start]
    return Reading(Stance.ASKED, match.group()) if match and not re.search(r"答(?:复)?：", said) else None


_READERS: tuple[Callable[[Clause, int, int], Reading | None], ...] = (
    _quotes, _lead_in, _forbids, _waives, _inapplicable, _harmless, _unticked, _superseded, _asked,
)


def read(clause: Clause, start: int, end: int) -> Reading:
    """The stance of `clause.text[start:end]`, a stretch that a pattern matched."""
    for reader in _READERS:
        reading = reader(clause, start, end)
        if reading is not None:
            return reading
    return Reading(Stance.DEMANDS)
