"""Who buys, who runs the procedure, what the project is called and numbered; each with the words that say so.

Read where such files say it: the cover, the announcement, the table in front of the instructions. The surest kind of statement
decides (a label, then a summary or a client's label, then a sentence); among equals the value said most often, then the first.
A blank, a placeholder or “详见…” is no value.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from auditor.document import Document, Span
from auditor.report import Stated

_HEAD: Final = 60_000
"""Characters looked at: cover, announcement and the table in front of the instructions; the forms behind them are blanks."""
_GAP: Final = r"[^\S\n\t]*+"
"""Blanks, taken whole: a page of them costs one look."""


def _spaced(words: str) -> str:
    """Labels as a pattern; covers set them wide (采 购 人)."""
    return "|".join(_GAP.join(word) for word in sorted(words.split(), key=len, reverse=True))


_BUYER: Final = _spaced("采购人 招标人 采购单位 招标单位 比选人 征集人 询比人 询价人")
_CLIENT: Final = _spaced("建设单位 项目业主 业主单位 委托单位 项目单位 需求单位")
_AGENCY: Final = _spaced(
    "采购代理机构 招标代理机构 比选代理机构 代理机构 招标代理 采购代理 招标代理人 招标代理单位 采购代理单位 代理单位"
    " 集中采购机构 政府集中采购机构"
)
_TITLE: Final = _spaced("项目名称 采购项目名称 招标项目名称 工程名称")
_NUMBER: Final = _spaced("项目编号 采购项目编号 招标项目编号 招标编号 采购编号 比选编号 磋商编号 询价编号")

_KIND: Final = (
    "公司|集团|银行|[分支]行|联社|局|厅|部|院|所|中心|委员会|[党市区县旗省]委|政府|办事处|办公室|大学|学校|[中小]学|幼儿园"
    "|[处站队馆社厂矿场园会库台段团组]|法院|基地|机关"
)
_BODY: Final = rf"[\u4e00-\u9fffA-Za-z0-9（）()·－\-]{{2,48}}?(?:{_KIND})"
"""A name that says itself that it is an organisation's."""
_NO_NAME: Final = "(?![指系为以或和及的应须将本不有可按同如]|项目|名称|序号|地址|数量)(?!.*(?:的|应当|供应商|名称))"
_CALLED: Final = rf"(?:{_BODY}(?:[（(][^（）()\n]{{2,30}}[）)])?|{_NO_NAME}[\u4e00-\u9fff（）()·]{{4,24}})"
"""What may stand behind a label."""
_SIGNS: Final = r"A-Za-z0-9\u4e00-\u9fff〔〕\[\]【】（）()\-—–－_./"

_PAIRS: Final = ("（）", "()", "[]", "【】")
_BLANK: Final = re.compile(r"详?见|[/\\]|[xX×＿_*＊…]{2}|.*(?:[xX×＿_*＊]{3}|填写|须知|前附表|第[一二三1-9]章|另行通知)")
_REST: Final = (
    r"[，,。；;：:|｜]|\s{2}|　|[（(][^（）()]{0,6}(?:章|盖|简称|以下|如有|项目名称)"
    r"|地\s*址|联\s*系|电\s*话|邮\s*[编箱]|传\s*真|法定代表|统一社会"
    r"|(?:采购|招标)代理(?:机构)?(?:名称)?[：:]|(?:招标|项目|采购)编号|日\s*期"
)
_REST_OF_TITLE: Final = (
    r"[。；;|｜]|[，,](?!\d)|\s{2}|[（(]?(?:招标|采购)?(?:项目)?编号|[（(]?项目名称|[（(](?:以下)?简称"
    r"|招标文件|投标文件|采购文件|磋商文件|公告信息|(?:公开招标|采购|招标)公告|\d?、?首次公告"
)
_REST_OF_NUMBER: Final = r"[\s，,。；;、]|[（(](?:代理|包|招标|以下|内部)"


@dataclass(frozen=True, slots=True)
class Parties:
    """What the file states; None where it does not."""

    purchaser: Stated | None = None
    agency: Stated | None = None
    project: Stated | None = None
    number: Stated | None = None


@dataclass(frozen=True, slots=True)
class _Sought:
    """Patterns of one rank after the other, each value in the group that took part; where a value ends; what it must look like."""

    ranks: tuple[re.Pattern[str], ...]
    rest: re.Pattern[str]
    form: re.Pattern[str]


def _labelled(labels: str) -> str:
    """`label：value`, `label<tab>value`, `label信息` over a line `名称：value`."""
    word = rf"(?:{labels}){_GAP}(?:名{_GAP}称|全{_GAP}称|/包号)?{_GAP}为?{_GAP}(?:[（(][^（）()\n]{{0,10}}[）)])?{_GAP}"
    name = rf"(?:{labels}|单{_GAP}位)?{_GAP}[名全]{_GAP}称{_GAP}[：:]"
    beside = rf"(?:[：:;；][^\S\n]*+|\t++){_GAP}(?:{name}|(?:{labels}){_GAP}[：:])?"
    below = rf"(?:信息|联系方式)?(?:[（(]如有[）)])?{_GAP}[：:]?{_GAP}\n{_GAP}{name}"
    return rf"{word}(?:{beside}|{below}){_GAP}(?P<value>[^\t\n]{{2,160}})"


def _headed(labels: str) -> str:
    """`一、label` over a line with the value."""
    return rf"(?:[一二三四五]、|\d[.、]){_GAP}(?:{labels}){_GAP}[：:]?\n(?P<below>[^\n\t]{{4,120}})"


def _sentence(labels: str) -> str:
    also = '[、或]{1,2}[“"][^”"\\n]{2,6}[”"]'
    return rf"(?:{labels})[”\"]?(?:{also}){{0,3}}{_GAP}(?:是指|系指|系|是|为){_GAP}(?P<said>{_BODY})(?=[，。；（(、\n])"


def _sought(ranks: tuple[str, ...], rest: str, form: str) -> _Sought:
    return _Sought(tuple(map(re.compile, ranks)), re.compile(rf"\s*(?:{rest})"), re.compile(form))


_SOUGHT: Final = (
    _sought(
        (
            _labelled(_BUYER),
            rf"{_labelled(_CLIENT)}|采购单位(?P<summary>[^\n\t：:]{{4,60}}?)行政区域",
            rf"{_sentence(f'{_BUYER}|{_CLIENT}')}|受{_GAP}(?P<client>{_BODY}){_GAP}的?委托",
        ),
        _REST,
        _CALLED,
    ),
    _sought((_labelled(_AGENCY), _sentence(_AGENCY)), _REST, _CALLED),
    _sought(
        (
            rf"{_labelled(_TITLE)}|{_headed(_TITLE)}",
            r"采购项目名称(?P<summary>[^\n\t：:]{4,120}?)品目",
            r"(?:本(?:招标)?项目为|[\n。])(?P<said>(?![本为])[^\n，。；：]{8,80})[（(](?:招标编号|以下简称[“\"]?本(?:招标)?项目)",
        ),
        _REST_OF_TITLE,
        r"(?!预算|数量|金额|最高|单价|合同|序号|[本为])(?=.*[\u4e00-\u9fff]{3})"
        r"(?:.{8,120}|.{1,7}(?:采购|项目|工程|服务|设备|购置|维修|改造))(?<![：:])",
    ),
    _sought((rf"{_labelled(_NUMBER)}|{_headed(_NUMBER)}",), _REST_OF_NUMBER, rf"(?=(?:\D*\d){{3}})[{_SIGNS}]{{4,60}}"),
)


def read_parties(document: Document) -> Parties:
    """The parties and the project of `document`."""
    head = document.text[:_HEAD]
    return Parties(*(_chosen(head, sought) for sought in _SOUGHT))


def _chosen(head: str, sought: _Sought) -> Stated | None:
    for pattern in sought.ranks:
        found = [Stated(_plain(head[span.start : span.end]), span) for span in _values(head, pattern, sought)]
        if found:
            counts = Counter(one.value for one in found)
            return max(found, key=lambda one: (counts[one.value], -one.span.start))
    return None


def _values(head: str, pattern: re.Pattern[str], sought: _Sought) -> Iterator[Span]:
    """Where the values stand, without what follows them on their line."""
    for match in pattern.finditer(head):
        start, end = match.span(match.lastgroup or 0)
        rest = sought.rest.search(head, start, end)
        words = head[start : rest.start() if rest else end].rstrip()
        while words != (words := _unbracketed(words)):
            pass
        if words[:1] + words[-1:] in _PAIRS and len(words) > 2:
            start, words = start + 1, words[1:-1]
        if sought.form.fullmatch(words) and not _BLANK.match(words):
            yield Span(start, start + len(words))


def _unbracketed(words: str) -> str:
    """Without what follows a bracket that was never closed, or never opened."""
    for opened, closed in _PAIRS:
        if words.count(opened) > words.count(closed):
            return words[: words.rfind(opened)].rstrip()
        if words.count(opened) < words.count(closed):
            return words[: words.rfind(closed)].rstrip()
    return words


def _plain(words: str) -> str:
    """One spelling for what is printed with spaces or half-width brackets."""
    return "".join(words.split()).replace("(", "（").replace(")", "）")
