"""Reports and documents made by hand: an ordinary one, a clean one, a hostile one, a very long one, a batch."""

from dataclasses import replace
from datetime import date

from auditor.document import Document, Notice, Place, Span
from auditor.finding import Basis, Finding, Severity, fingerprint
from auditor.report import Accepted, Coverage, Failure, Judged, Report, Stated
from auditor.writers import Entry

DIGEST = "9f2c" * 16
LAW = Basis("政府采购促进中小企业发展管理办法", "财库〔2020〕46号", "第五条", date(2021, 1, 1), None, True, ("G", "GW"))
OLD_LAW = Basis("关于促进政府采购公平竞争优化营商环境的通知", "财库〔2019〕38号", "一（四）", date(2019, 9, 1), None, False)
HEADING = "第二章 供应商资格要求"

PARAGRAPHS = (
    ("第一章 投标邀请", 1),
    ("呼和浩特市某中学教学设备采购项目，采购计划编号〔2026〕00123号，预算金额 3,200,000.00 元。", None),
    (HEADING, 1),
    ("2.1 供应商须具有独立承担民事责任的能力，注册资本不低于500万元，并提供营业执照复印件。", None),
    ("2.2 供应商须成立满三年以上，且在呼和浩特市设有分公司。", None),
    ("2.3 投标保证金应当以现金或者转账形式提交，不接受保函。", None),
    ("第三章 评标办法", 1),
)
ROWS = (("评审因素", "分值", "评分标准"), ("企业实力", "10", "年营业收入达到2000万元以上的得10分，否则不得分。"))
TAIL = ("第四章 合同条款", "4.1 验收合格后，待财政资金到位后支付合同价款。")


def document(source: str = "某中学教学设备采购招标文件.docx") -> Document:
    """Seven paragraphs, a table of two rows, two paragraphs."""
    text, places, number = "", [], 0
    path: tuple[str, ...] = ()
    for line, level in PARAGRAPHS:
        number += 1
        path = (line,) if level else path
        places.append(Place(Span(len(text), len(text) + len(line)), page=1, paragraph=number, level=level, path=path))
        text += line + "\n"
    for row, cells in enumerate(ROWS, 1):
        for column, cell in enumerate(cells, 1):
            span = Span(len(text), len(text) + len(cell))
            places.append(Place(span, page=2, table=1, row=row, column=column, path=path))
            text += cell + ("\n" if column == len(cells) else "\t")
    for line in TAIL:
        number += 1
        places.append(Place(Span(len(text), len(text) + len(line)), page=3, paragraph=number, path=(TAIL[0],)))
        text += line + "\n"
    return Document(source, DIGEST, "docx", text, tuple(places), pages=3)


def finding(doc: Document, quote: str, rule_id: str, title: str, severity: Severity, **other: object) -> Finding:
    """A finding at the first place where `quote` stands in `doc`."""
    start = doc.text.index(quote)
    span = Span(start, start + len(quote))
    place = doc.place(span)
    before = max(doc.text.rfind("\n", 0, start) + 1, start - 60)
    after = doc.text.find("\n", span.end)
    made = Finding(
        rule_id=rule_id,
        title=title,
        measure=137,
        role="qualification",
        severity=severity,
        quote=quote,
        context=doc.text[before:after],
        context_at=start - before,
        span=span,
        place=place,
        message=f"“{quote}”把供应商规模设为参加采购活动的门槛。",
        basis=(LAW, OLD_LAW),
        advice="删除该项要求；如确需考察履约能力，可要求提供完成本项目所需设备和专业技术能力的承诺。",
        why=("该句位于“资格要求”，属于准入条件", "命中“注册资本不低于”，数值 500 万元", "分类模型认为违规的可能性为 0.97"),
        fingerprint=fingerprint(rule_id, place.path, quote.encode("utf-8", "replace").decode(), 1),
        clause=doc.text[before:after],
        clause_at=start - before,
        lead_in="供应商须满足下列条件：",
    )
    return replace(made, **other)  # type: ignore[arg-type]


def coverage() -> tuple[Coverage, ...]:
    """One line in each state, for three measures and the extended checks."""
    return (
        Coverage("M136-d", "价格监测与下架", 136, "undecidable", "需要商城的价格监测数据"),
        Coverage("M137-c", "设立分支机构", 137, "found"),
        Coverage("M137-d", "规模条件", 137, "found"),
        Coverage("M137-f", "成立年限", 137, "found"),
        Coverage("M137-a", "备选库、名录库、资格库", 137, "clear"),
        Coverage("M140-a", "保证金限定现金", 140, "found"),
        Coverage("M141-c", "以财政资金到位为付款前提", 141, "found"),
        Coverage("M144-c", "未用标准文本", 144, "not_built", "标准文本库尚未收录"),
        Coverage("X1", "投标保证金超过上限", None, "clear"),
    )


def report(doc: Document | None = None) -> Report:
    """Five findings in three severities, one accepted exception, one unread page."""
    doc = doc or document()
    fund = ("M141-c-fund", "以财政资金到位为付款前提", Severity.SUSPECTED)
    accepted = finding(doc, "待财政资金到位后支付", *fund, measure=141, role="contract")
    return Report(
        source=doc.source,
        digest=doc.digest,
        format=doc.format,
        regime=Judged("G", ("采购计划编号〔2026〕00123号", "供应商资格要求")),
        region=Judged("inner-mongolia", ("呼和浩特市某中学",)),
        findings=(
            finding(doc, "注册资本不低于500万元", "M137-d-capital", "以注册资本设置规模门槛", Severity.VIOLATION),
            finding(doc, "供应商须成立满三年以上", "M137-f-years", "设置成立年限", Severity.VIOLATION),
            finding(doc, "在呼和浩特市设有分公司", "M137-c-branch", "要求设立分支机构", Severity.VIOLATION),
            finding(doc, "不接受保函", "M140-a-cash", "保证金拒绝保函", Severity.SUSPECTED, measure=140, role="procedure"),
            finding(doc, "年营业收入达到2000万元以上的得10分", "M137-d-sales", "营业收入评分", Severity.SUSPECTED, role="scoring"),
            finding(doc, "提供营业执照复印件", "X4-licence", "营业执照可在线查询", Severity.NOTE, measure=None),
        ),
        coverage=coverage(),
        notices=(Notice("no_text_layer", "第 2 页没有文字层，未能审查", 2),),
        accepted=(Accepted(accepted, "合同签订前已由采购人书面更正", "张三", date(2027, 12, 31)),),
        versions={"tool": "0.1.0", "rulesets": "2026.11", "model": "1"},
        as_of=date(2026, 11, 24),
        pages=doc.pages,
        characters=len(doc.text),
        purchaser=stated(doc, "呼和浩特市某中学"),
        agency=Stated("内蒙古某某招标有限公司", Span(0, 1)),
        project=stated(doc, "呼和浩特市某中学教学设备采购项目"),
        number=Stated("NMGZC-2026-00123", Span(0, 1)),
    )


def stated(doc: Document, words: str) -> Stated:
    """`words` as the document states them."""
    return Stated(words, Span(doc.text.index(words), doc.text.index(words) + len(words)))


def repeated() -> tuple[Report, Document]:
    """One fault 25 times and another once."""
    line = "投标人注册资本不低于500万元。"
    text = "".join(f"{n} {line}\n" for n in range(10, 35)) + "不接受保函。\n"
    places, at = [], 0
    for number, words in enumerate(text.splitlines(), 1):
        places.append(Place(Span(at, at + len(words)), page=number, paragraph=number))
        at += len(words) + 1
    doc = Document("重复.pdf", DIGEST, "pdf", text, tuple(places), pages=26)
    first = finding(doc, "注册资本不低于500万元", "M137-d-capital", "以注册资本设置规模门槛", Severity.VIOLATION)
    step = len(f"10 {line}\n")
    spans = [Span(first.span.start + n * step, first.span.end + n * step) for n in range(25)]
    many = [replace(first, span=span, place=doc.place(span), fingerprint=f"{n:020x}") for n, span in enumerate(spans)]
    other = finding(doc, "不接受保函", "M140-a-cash", "保证金拒绝保函", Severity.SUSPECTED, measure=140)
    return replace(report(), source=doc.source, findings=(*many, other), accepted=(), pages=26), doc


def clean() -> Report:
    """Nothing found, everything read."""
    return replace(report(), source="干净.docx", findings=(), accepted=(), notices=(), coverage=coverage()[4:5])


MARKUP = '<script>window.hacked=1</script><img src="http://example.invalid/x.png" onerror="window.hacked=1">{{7*7}}{% x %}'
HOSTILE_LINES = (
    MARKUP,
    '=HYPERLINK("http://example.invalid","点我")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "--><!--]]></textarea></style></title>",
    "| 竖线 | `反引号` [链接](javascript:alert(1)) *星* # 井",
    "控制\x00字符\x07\x1b[31m\u202e倒写\u2028换行\ufeff",
    "很长" * 20_000,
    "javascript:alert(1)",
    "x86 \ud800 半个代理项",
)


def hostile() -> tuple[Report, Document]:
    """Markup, formulas, control characters, half a surrogate, a quote of 40,000 characters; in every field."""
    text = "\n".join(HOSTILE_LINES) + "\n"
    places, at = [], 0
    for number, line in enumerate(HOSTILE_LINES, 1):
        places.append(Place(Span(at, at + len(line)), paragraph=number, path=(MARKUP,)))
        at += len(line) + 1
    doc = Document(f"恶意{MARKUP}.txt", DIGEST, "txt", text, tuple(places))
    findings = tuple(
        finding(doc, line, f"M137-d-{n}", line[:80], Severity.VIOLATION, message=line, advice=line, why=(line,), basis=(law,))
        for n, (line, law) in enumerate((line, Basis(line[:80])) for line in HOSTILE_LINES)
    )
    made = replace(
        report(),
        source=doc.source,
        findings=findings,
        notices=(Notice("x", MARKUP),),
        regime=Judged(MARKUP, (MARKUP,)),
        purchaser=Stated(MARKUP, Span(0, len(MARKUP))),
        agency=Stated(HOSTILE_LINES[1], Span(0, 1)),
        project=Stated(MARKUP, Span(0, len(MARKUP))),
        number=Stated(HOSTILE_LINES[6], Span(0, 1)),
        accepted=(Accepted(findings[0], MARKUP, MARKUP, None),),
        versions={MARKUP: MARKUP},
        coverage=(Coverage(MARKUP, MARKUP, 137, "found", MARKUP),),
    )
    return made, doc


def long(pages: int = 300) -> tuple[Report, Document]:
    """A tender of `pages` pages, forty paragraphs a page, one finding on every second page."""
    text, places, at = [], [], 0
    for number in range(1, pages * 40 + 1):
        line = f"{number} 供应商应当按照采购文件的要求编制响应文件，并对提出的要求作出实质性响应，注册资本不低于{number}万元。"
        places.append(Place(Span(at, at + len(line)), page=(number - 1) // 40 + 1, paragraph=number, path=(HEADING,)))
        text.append(line)
        at += len(line) + 1
    doc = Document("三百页.pdf", DIGEST, "pdf", "\n".join(text) + "\n", tuple(places), pages=pages)
    quotes = [f"，注册资本不低于{n}万元" for n in range(1, pages * 40, 80)]
    findings = tuple(finding(doc, q, "M137-d-capital", "以注册资本设置规模门槛", Severity.VIOLATION) for q in quotes)
    return replace(report(), source=doc.source, findings=findings, pages=pages, characters=len(doc.text), accepted=()), doc


def batch() -> list[Entry]:
    """Three audited files, one of them with an unread page, one failure, one duplicate."""
    full, none = report(), clean()
    return [
        Entry("甲县/某中学教学设备采购招标文件.docx", "audited", full, files={"html": "甲县/某中学教学设备采购招标文件.docx.html"}),
        Entry("甲县/干净.docx", "audited", none, files={"html": "甲县/干净.docx.html"}),
        Entry("乙县/另一份 100%#?.pdf", "audited", replace(none, notices=()), files={"html": "乙县/另一份 100%#?.pdf.html"}),
        Entry("乙县/加密.pdf", "failed", failure=Failure("乙县/加密.pdf", "encrypted", "文件有密码，请先去除密码再审查")),
        Entry("乙县/副本.docx", "duplicate", full, message="与 甲县/某中学教学设备采购招标文件.docx 内容相同"),
    ]
