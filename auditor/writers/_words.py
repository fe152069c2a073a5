"""The words every output shares: where a finding stands, which law, what the whole report comes to."""

from collections import Counter
from collections.abc import Sequence

from auditor.clause import ROLES
from auditor.document import Place
from auditor.finding import Basis, Finding, Severity
from auditor.report import Failure, Report

MEASURES = {
    136: "网上商城准入",
    137: "备选库与门槛条件",
    138: "证明材料精简",
    139: "公平竞争审查",
    140: "保证金形式",
    141: "定标与付款",
    142: "全流程电子化",
    143: "全程线上办理",
    144: "报名与资格审核",
    145: "保证金收退",
    146: "交易动态监督",
    147: "所有制平等",
}
"""Measures 136-147 of 内政发〔2022〕4号 with a short name of our own; the official text: templates/parts/measures.html."""

MARKS = {Severity.VIOLATION: "▲", Severity.SUSPECTED: "◆", Severity.NOTE: "●"}
"""A shape beside each severity, so that nothing hangs on colour."""

REGIMES = {
    "G": "政府采购货物、服务",
    "W": "依法必须招标的工程及相关货物、服务",
    "GW": "政府采购工程（招标）",
    "F": "框架协议、电子卖场",
    "P": "制度办法、政策措施",
    "N": "自愿招标（非依法必须）",
    "unknown": "未能认定",
}

SHORT_REGIMES = {
    "G": "政府采购",
    "W": "工程招标",
    "GW": "政府采购工程",
    "F": "框架协议",
    "P": "制度办法",
    "N": "自愿招标",
    "unknown": "未认定",
}
"""For columns of a table."""

REGIONS = {"inner-mongolia": "内蒙古自治区", "elsewhere": "内蒙古自治区以外", "unknown": "未能认定"}

PARTS = {
    "contents": "目录",
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "endnote": "尾注",
    "textbox": "文本框",
    "comment": "批注",
    "hidden": "隐藏文字",
}

DISCLAIMER = "本报告由程序对照措施条文逐句检查形成，供审查人员核对，不代替主管部门的认定。"

_BLANK = {**dict.fromkeys(range(32), "\ufffd"), **dict.fromkeys(range(127, 160), "\ufffd")}
_BLANK |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFEFF, 0xFFFE, 0xFFFF], "\ufffd")
_BLANK |= {9: "\t", 10: "\n", 13: "\n", 0x2028: "\n", 0x2029: "\n"}


def visible(text: str) -> str:
    """`text` of the same length, with control and direction characters, which could hide or reorder words, shown as �."""
    return text.translate(_BLANK)


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; a cut is said, never silent."""
    mark = "……（过长，已截断）"
    return text if len(text) <= limit else text[: max(limit - len(mark), 0)] + mark


def sentence(text: str) -> str:
    """`text` with a full stop where it has no end mark."""
    return text if not text or text[-1] in "。！？；…”）." else text + "。"


def measure(number: int | None) -> str:
    """`措施 137`, or the name of the checks outside the twelve measures."""
    return f"措施 {number}" if number else "延伸检查"


def role(key: str) -> str:
    """The name users read of a clause's role."""
    return ROLES.get(key, key)


def where(place: Place) -> str:
    """Page, paragraph or cell of a place: `第 12 页，表 3 第 2 行第 1 列`."""
    words = [PARTS[place.part]] if place.part in PARTS else []
    if place.page:
        words.append(f"第 {place.page} 页")
    if place.table:
        cell = "".join(f"第 {n} {unit}" for n, unit in ((place.row, "行"), (place.column, "列")) if n)
        words.append(f"表 {place.table} {cell}".strip())
    elif place.paragraph:
        words.append(f"第 {place.paragraph} 段")
    return "，".join(words) or "位置不详"


def places(findings: Sequence[Finding]) -> list[str]:
    """Where each of `findings` stands; several at one place are said once, with how many."""
    counts = Counter(where(finding.place) for finding in findings)
    return [place + (f"（{count} 处）" if count > 1 else "") for place, count in counts.items()]


def chapter(place: Place) -> str:
    """The headings above, outermost first."""
    return " › ".join(clip(" ".join(part.split()), 40) for part in place.path)


def cite(basis: Basis) -> str:
    """《title》（number）article; an unchecked citation carries 〔待核对〕."""
    law = basis.law if basis.law.startswith("《") else f"《{basis.law}》"
    return law + (f"（{basis.number}）" if basis.number else "") + basis.article + ("" if basis.verified else "〔待核对〕")


def term(basis: Basis) -> str:
    """From when and until when the law is in force; empty where neither is known."""
    if basis.since and basis.until:
        return f"{basis.since} 至 {basis.until} 有效"
    if basis.until:
        return f"有效至 {basis.until}"
    return f"{basis.since} 起施行" if basis.since else ""


def regime(value: str) -> str:
    """The name users read of a regime letter."""
    return REGIMES.get(value, value)


def region(value: str) -> str:
    """The name users read of a region."""
    return REGIONS.get(value, value)


def parties(report: Report) -> list[tuple[str, str]]:
    """What the file says of itself, label and value; what it does not state is left out."""
    stated = (("项目名称", report.project), ("项目编号", report.number), ("采购人", report.purchaser), ("代理机构", report.agency))
    return [(name, one.value) for name, one in stated if one]


def verdict(report: Report) -> str:
    """The whole report in one sentence for a director."""
    count = report.counts()
    if count["违规"]:
        more = f"、{count['疑似']} 处疑似" if count["疑似"] else ""
        return f"发现 {count['违规']} 处违规{more}，建议修改后再发布。"
    if count["疑似"]:
        return f"未发现明确违规，有 {count['疑似']} 处疑似，须人工判断。"
    return "在已检查的项目中未发现违规或疑似条款。"


def limits(report: Report) -> list[str]:
    """What the verdict does not cover, each as a sentence."""
    said = []
    undecided = sum(c.state == "undecidable" for c in report.coverage)
    unbuilt = sum(c.state == "not_built" for c in report.coverage)
    if report.unread:
        pages = len({n.page for n in report.unread if n.page})
        said.append(f"有{f' {pages} 页' if pages else '部分'}内容未能读取，结论只及于已读取的内容")
    if undecided:
        said.append(f"{undecided} 项检查无法仅凭本文件判断")
    if unbuilt:
        said.append(f"{unbuilt} 项检查尚未实现")
    if report.region.value != "inner-mongolia":
        said.append("未认定为内蒙古自治区项目，措施编号只作检查编号，依据为国家规定")
    if report.accepted:
        said.append(f"另有 {len(report.accepted)} 处属已认可例外，不计入")
    return said


def failed(failure: Failure | None, message: str) -> str:
    """Why a file could not be read and what to do."""
    return message or (failure.message if failure else "原因不详")
