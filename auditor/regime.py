"""Which law governs a file (G W GW F P N or unknown), whether it is Inner Mongolia's, and when it was published; with evidence.

G government procurement of goods and services, W works that must be tendered by law, GW government-procured works, F framework
agreements and e-malls, P policies and rules (no tender file), N voluntary tenders of enterprises.
"""

import re
from collections import Counter
from datetime import date

from auditor.report import Judged

NAMES = {
    "G": "政府采购（货物、服务）",
    "W": "依法必须招标的工程及与工程有关的货物、服务",
    "GW": "政府采购工程（招标）",
    "F": "框架协议、电子卖场",
    "P": "制度办法",
    "N": "企业自愿招标",
    "unknown": "未能判定",
}
_HEAD = 60_000
_SIGNS = {
    "G": (
        r"政府采购法",
        r"政府采购货物和服务招标投标管理办法",
        r"采购人",
        r"供应商",
        r"质疑",
        r"磋商",
        r"询价",
        r"竞争性谈判",
        r"政府采购",
        r"中小企业声明函",
        r"财库",
    ),
    "W": (
        r"招标投标法",
        r"招标人",
        r"异议",
        r"中标候选人公示",
        r"施工总承包",
        r"监理",
        r"建造师",
        r"工程量清单",
        r"发包人",
        r"标段",
        r"勘察设计",
    ),
    "F": (
        r"框架协议",
        r"征集人",
        r"征集文件",
        r"入围供应商",
        r"电子卖场",
        r"网上商城",
        r"政采商城",
        r"商城准入",
        r"入驻",
        r"网上竞价",
    ),
    "N": (r"非依法必须(?:进行)?招标", r"非依法必招", r"自愿招标", r"企业采购", r"询比采购", r"比选", r"竞价采购", r"谈判采购"),
}
_WORKS = re.compile(r"施工(?:总承包|招标|项目|图)|工程施工|监理招标|勘察|工程总承包|改造工程|建设工程")
_PROCURED = re.compile(
    r"政府采购(?!网|严重违法|违法失信)"
)  # the web site and the black list are named in every enterprise's tender too
_VOLUNTARY = re.compile(r"(?:本|属于?|为|系)[^，。；]{0,12}非依法必(?:须(?:进行)?招标?|招)")
_COMPANY = re.compile(
    r"(?:采\s*购\s*(?:人|单\s*位)|招\s*标\s*(?:人|单\s*位)|比\s*选\s*人|项目业主)(?:名称|信息)?[：:为]\s*(?:名\s*称[：:])?[^\s，。；：]{2,24}?(?:公司|集团|银行|支行)"
)
_POLICY = re.compile(r"(?:实施细则|管理办法|实施办法|暂行办法|暂行规定|工作方案|实施意见|的通知)$")
_DATE = re.compile(
    r"(20\d\d|二[〇○零]二[〇○零一二三四五六七八九])年(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:(3[01]|[12]?\d|0\d)日)?"
)
_REGION = re.compile(r"内蒙古|呼和浩特|包头|呼伦贝尔|兴安盟|通辽|赤峰|锡林郭勒|乌兰察布|鄂尔多斯|巴彦淖尔|乌海|阿拉善|蒙古自治区")
_OTHER = re.compile(
    r"(?:北京|天津|上海|重庆)市|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省|"
    r"(?:广西|宁夏|新疆|西藏)(?:壮族|回族|维吾尔)?(?:自治区)?|合肥|深圳|广州|南京|杭州|成都|兰州|武汉|西安"
)


def judge_regime(text: str) -> Judged:
    """The regime of a file from its opening and its vocabulary; `unknown` when the signs are too few or divided."""
    head = text[:_HEAD]
    counts = {key: Counter({sign: len(re.findall(sign, head)) for sign in signs}) for key, signs in _SIGNS.items()}
    title = head[:200].strip().splitlines()[0] if head.strip() else ""
    if _POLICY.search(title):
        return Judged("P", (f"标题“{title[:40]}”",))
    strong = {key: sum(min(n, 5) for n in found.values()) for key, found in counts.items()}
    evidence = tuple(f"“{sign}”出现 {n} 次" for key in ("F", "G", "W", "N") for sign, n in counts[key].most_common(3) if n)
    if _framework(counts):
        return Judged("F", evidence)
    return Judged(_weigh(strong, counts, head), evidence)


def _framework(counts: dict[str, Counter[str]]) -> bool:
    """Framework agreements of government procurement and e-malls; an enterprise's tender for a framework contract is none."""
    own = counts["F"]
    mall = sum(n for sign, n in own.items() if sign not in ("框架协议", "网上竞价"))
    return mall >= 6 or (own["框架协议"] + mall >= 6 and counts["G"]["政府采购"] >= 3 and counts["W"]["招标人"] < 20)


def _weigh(strong: dict[str, int], counts: dict[str, Counter[str]], head: str) -> str:
    government, works = len(_PROCURED.findall(head)), counts["W"]["招标投标法"]
    g, w = strong["G"], strong["W"]
    if government < 3 and _VOLUNTARY.search(head):
        return "N"
    if max(g, w) < 6:
        return "unknown"
    if not government and g > w and _COMPANY.search(head[:8000]):
        return "N"
    if government and w >= 10 and g >= 10 and _WORKS.search(head[:4000]):
        return "GW"
    if g >= w and government:
        return "G"
    if strong["N"] >= 3 and not government and not works:
        return "N"
    if w > g and (works or counts["W"]["招标人"] >= 5):
        return "W"
    return "G" if g > w else "unknown"


def judge_region(text: str) -> Judged:
    """`inner-mongolia`, `elsewhere` or `unknown`."""
    ours, others = Counter(_REGION.findall(text[:_HEAD])), Counter(_OTHER.findall(text[:_HEAD]))
    found, rival = sum(ours.values()), sum(others.values())
    evidence = tuple(f"“{name}”出现 {n} 次" for name, n in [*ours.most_common(2), *others.most_common(2)])
    if found >= max(rival, 1):
        return Judged("inner-mongolia", evidence)
    return Judged("elsewhere" if rival >= 3 and rival > 2 * found else "unknown", evidence)


def publication_date(text: str) -> date | None:
    """The date the file gives for itself: the first full year and month of its opening pages."""
    for match in _DATE.finditer(text[:6000]):
        found = _as_date(match)
        if found:
            return found
    return None


_HAN = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_MONTHS = {m: i for i, m in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)}


def _as_date(match: re.Match[str]) -> date | None:
    year = int("".join(_HAN.get(c, c) for c in match[1]))
    month = _MONTHS.get(match[2]) or int(match[2])
    try:
        return date(year, month, int(match[3] or 1))
    except ValueError:
        return None
