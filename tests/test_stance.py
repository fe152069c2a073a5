"""Minimal pairs: two clauses that differ in a few characters and in what they do. `⟦⟧` marks the words a pattern would match."""

import pytest

from auditor.audit import loose
from auditor.segment import segment
from auditor.stance import Stance, read

DEMANDS, FORBIDS, QUOTES, WAIVES = Stance.DEMANDS, Stance.FORBIDS, Stance.QUOTES, Stance.WAIVES
HARMLESS, UNTICKED, SUPERSEDED, ASKED = Stance.HARMLESS, Stance.UNTICKED, Stance.SUPERSEDED, Stance.ASKED


def stance_of(text: str, role: str | None = None) -> Stance:
    start, end = text.index("⟦"), text.index("⟧") - 1
    clean = text.replace("⟦", "").replace("⟧", "")
    for clause in segment(loose(clean), role=role):
        if clause.span.start <= start < clause.span.end:
            norm = [i for i, at in enumerate(clause.offsets) if start <= at < end]
            return read(clause, norm[0], norm[-1] + 1).stance
    raise AssertionError(text)


@pytest.mark.parametrize(("text", "stance"), [
    # a ban on the buyer, and what only looks like one
    ("采购人不得要求⟦供应商提供厂家授权书⟧。", FORBIDS),
    ("⟦供应商提供厂家授权书⟧，不得缺少。", DEMANDS),
    ("不得将⟦注册资本⟧、资产总额等作为资格要求。", FORBIDS),
    ("不得将注册资本、⟦资产总额⟧等作为资格要求。", FORBIDS),
    # the ban's verb may stand behind the matched words
    ("不得以⟦本市业绩⟧作为加分条件。", FORBIDS),
    ("以⟦本市业绩⟧作为加分条件。", DEMANDS),
    ("不得对⟦龙头企业⟧加分。", FORBIDS),
    ("不得对⟦重点企业加2分⟧。", FORBIDS),
    ("对⟦重点企业加2分⟧。", DEMANDS),
    ("不得规定⟦其他品牌无效⟧。", FORBIDS),
    ("供应商不得违反规定，⟦其他品牌无效⟧。", DEMANDS),
    ("不得以备案、年检、⟦准入证⟧等形式设定投标许可。", FORBIDS),
    ("不得给予⟦原供应商优先续约⟧的待遇。", FORBIDS),
    ("保证金不得以⟦保函⟧方式提交。", DEMANDS),
    # a match that begins inside the waiver; a rival's paper that counts for nothing
    ("采用电子保函的，不⟦再交纸质件⟧。", WAIVES),
    ("采用电子保函的，仍要⟦再交纸质件⟧。", DEMANDS),
    ("⟦不需将证书正本交给评委⟧。", WAIVES),
    ("⟦检测报告由甲检测中心出具⟧，其他具备CMA、CNAS资质的机构出具的报告不作评审依据。", DEMANDS),
    ("⟦检测报告由甲检测中心出具⟧，报告与否不作评审依据。", HARMLESS),
    # what the file does not contain is no waiver of the words; an event that decides nothing leaves the date to decide
    ("⟦有境外股东的不得参加⟧（本项目不涉及国家秘密）。", DEMANDS),
    ("⟦制造商授权函⟧（本项目不涉及）。", WAIVES),
    ("⟦登记日期应在2020年以前⟧，更名、迁移登记不影响该日期的认定。", DEMANDS),
    ("⟦登记日期在2020年以前⟧，与否不影响资格的认定。", HARMLESS),
    ("采购人不得⟦只接受国有企业⟧。", FORBIDS),
    ("股东名册里不得出现自然人，只认⟦国资背景的东家⟧。", DEMANDS),
    ("采购单位不得将⟦外省业绩⟧一律排除。", FORBIDS),
    ("参选单位不得将⟦外资股东⟧列为控制人。", DEMANDS),
    ("未取得⟦准入证⟧的，不得参加投标。", DEMANDS),
    ("投标人⟦注册资本不得低于⟧500万元。", DEMANDS),
    ("供应商⟦成立年限不得少于⟧三年。", DEMANDS),
    ("投标人不得⟦为外商投资企业⟧。", DEMANDS),
    ("保证金不得以⟦支票、汇票、本票、保函等非现金形式⟧提交。", DEMANDS),
    ("采购人不得拒绝⟦供应商以保函形式提交保证金⟧。", FORBIDS),
    # 不能 before what a supplier fails to do is no ban; what must not be a cause is one
    ("不能证明⟦开业已满五年⟧的，不予通过。", DEMANDS),
    ("不能将⟦开业已满五年⟧列为条件。", FORBIDS),
    ("不得因⟦投标人在本县没有门店⟧而减分。", FORBIDS),
    ("因⟦投标人在本县没有门店⟧而减分。", DEMANDS),
    # 撤销 strikes out; so does a challenge upheld against 不合理
    ("原⟦“开业满四年”⟧的规定经研究撤销。", WAIVES),
    ("问及⟦开业满四年⟧是否属不合理条件，答复成立，该项删除。", WAIVES),
    ("⟦开业满四年⟧，被责令停业的取消资格。", DEMANDS),
    # a table of classes is no law
    ("符合《承运单位分级表》的规定（甲级：⟦年营业额500万元以上⟧）。", DEMANDS),
    ("《采购评审办法》规定：⟦年营业额500万元以上⟧不得作为条件。", QUOTES),
    # a ban on counting something as good takes it from the supplier
    ("⟦外盟的合同⟧，评标委员会不得将其认定为有效业绩。", DEMANDS),
    ("⟦民营企业的投标⟧，不得作为有效投标进入评审。", DEMANDS),
    ("评标委员会不得将⟦外盟的合同⟧排除在外。", FORBIDS),
    # what is weighed by nobody, what carries no points, whose word alone counts
    ("⟦投标人住所在本市的⟧，不作为排序的考虑。", HARMLESS),
    ("⟦业主是否本市单位⟧，均不影响计分。", HARMLESS),
    ("是否⟦上市公司⟧、是否500强，不设分值。", HARMLESS),
    ("⟦上市公司加2分⟧，其他项不设分值。", DEMANDS),
    ("⟦采购人出具的表扬信每封1分⟧，其他单位出具的仅供参考。", DEMANDS),
    ("⟦采购人出具的表扬信⟧仅供参考。", HARMLESS),
    # a match that begins at the label of the options
    ("⟦业绩要求：□须有本区业绩⟧　☑须有同类业绩　□不要求", UNTICKED),
    ("⟦业绩要求：☑须有本区业绩⟧　□须有同类业绩　□不要求", DEMANDS),
    # struck out where the words begin before the quotation mark
    ('删除原⟦评分表"与采购人签过协议的加2分⟧"一栏。', SUPERSEDED),
    # a waiver inside the matched words, whatever is spared
    ("登录⟦网站核对，供应商不用另附查询页⟧。", WAIVES),
    ("登录⟦网站核对，供应商另附查询页⟧。", DEMANDS),
    ("供⟦专家上网核验，供应商不需粘贴网页图片⟧。", WAIVES),
    ("已在⟦平台提交的不再补送书面件⟧。", WAIVES),
    ("已在⟦平台提交的再补送书面件⟧。", DEMANDS),
    # nothing is spared by 无误, 无此章
    ("核对无误的⟦加盖核验章⟧，方可投标。", DEMANDS),
    ("无在建工程，⟦由住建局盖章证明⟧。", DEMANDS),
    # a match that runs over the mark of the next option is about that option
    ("取得方式：☑⟦采购人查询□供应商提供截图⟧。", UNTICKED),
    ("取得方式：□采购人查询☑⟦供应商提供截图⟧。", DEMANDS),
    ("投标前审核：⟦□须经初审□须经核准☑无⟧，直接投标。", UNTICKED),
    ("投标前审核：□无☑须经⟦核准⟧，再行投标。", DEMANDS),
    ("卫健委⟦不另行核发准入证件⟧。", WAIVES),
    # what is struck out is another thing
    ("⟦现场当面递交⟧，其他方式作废。", DEMANDS),
    ("⟦现场当面递交⟧，该要求作废。", WAIVES),
    # whom a ban inside the matched words binds
    ("⟦桩基由德润公司施工，中标人不得拒绝⟧。", DEMANDS),
    ("⟦保函由供应商自选，采购人不得拒绝⟧。", FORBIDS),
    ("严禁⟦设定供应商成立年限⟧。", FORBIDS),
    ("不得⟦根据企业规模⟧评分。", FORBIDS),
    ("⟦根据企业规模⟧评分，不得平均。", DEMANDS),
    ("不得以⟦500强企业⟧为评审因素。", FORBIDS),
    ("评委不得仅因⟦报表亏损⟧认定其资格不合格。", FORBIDS),
    ("供应商亏损的，资格审查小组不得仅因⟦报表亏损⟧认定其资格不合格。", FORBIDS),
    ("投标人⟦报表亏损⟧的，资格不合格。", DEMANDS),
    ("乙方不得要求⟦以保函替换履约保证金⟧。", DEMANDS),
    # the reach of a negation ends at 但
    ("不要求⟦设立分支机构⟧。", WAIVES),
    ("不要求设立分支机构，但⟦在本市设有分公司⟧的加3分。", DEMANDS),
    ("采购人不得设置成立年限，但⟦成立满三年⟧的优先。", DEMANDS),
    # waivers before and after
    ("供应商无需⟦提供信用中国查询截图⟧。", WAIVES),
    ("供应商须⟦提供信用中国查询截图⟧。", DEMANDS),
    # nothing happens to whoever does not: harmless; what is only for reference may be the other copy
    ("⟦未附网页截图⟧的，其声明函不作为扣除依据。", DEMANDS),
    ("⟦未附网页截图⟧的，不作为否决依据。", HARMLESS),
    ("⟦附审计报告⟧的，照常给予扣除。", HARMLESS),
    ("⟦审计报告⟧附了也不作评审依据。", HARMLESS),
    ("⟦不到场⟧的不影响其投标和解密。", HARMLESS),
    ("⟦递交纸质文件两份⟧，电子版仅作参考。", DEMANDS),
    ("⟦递交纸质文件两份⟧，仅作参考。", HARMLESS),
    ("报告⟦由省级中心出具⟧，其他机构的报告仅作参考。", DEMANDS),
    ("报告⟦由省级中心出具⟧，该报告仅作参考。", HARMLESS),
    ("⟦无书面响应文件⟧的，磋商小组不得以此为由认定其无效。", FORBIDS),
    ("⟦无书面响应文件⟧的，磋商小组认定其无效。", DEMANDS),
    ("⟦未送达纸质文件⟧的，电子响应文件同时作废。", DEMANDS),
    ("5.1⟦纸质投标文件的递交⟧：/。", WAIVES),
    ("5.1⟦纸质投标文件的递交⟧：一正两副。", DEMANDS),
    ("申报书⟦现场交来⟧，线上申报不作受理依据。", DEMANDS),
    ("业绩证明⟦附网站截图⟧，平台截图不作为评审依据。", HARMLESS),
    ("⟦查询并留存，投标人不必附查询结果⟧。", WAIVES),
    ("无利害关系的承诺⟦须附派出所证明⟧。", DEMANDS),
    # words struck from a file
    ("原第三款“⟦投标前须经主管部门预审”取消⟧，材料可以取回。", SUPERSEDED),
    ("删去“⟦须附社保明细⟧，否则不予扣除”一句。", SUPERSEDED),
    ("增加“⟦须附社保明细⟧，否则不予扣除”一句。", DEMANDS),
    ("⟦要求小微企业另交审计报告⟧的条款自即日起停止执行。", WAIVES),
    ("⟦厂家授权书⟧无需提供。", WAIVES),
    ("近三年无质量事故承诺⟦须附质监站证明⟧。", DEMANDS),
    ("学历不用提供⟦学信网截图⟧。", WAIVES),
    ("取消中标资格并⟦没收投标保证金⟧。", DEMANDS),
    ("取消⟦没收投标保证金⟧的规定。", WAIVES),
    ("⟦厂家授权书⟧须提供。", DEMANDS),
    ("本项目不收取⟦投标保证金⟧。", WAIVES),
    ("取消⟦现场报名⟧。", WAIVES),
    ("⟦成立年限⟧不作要求。", WAIVES),
    # words that begin with 无 and waive nothing
    ("无人机：⟦某品牌M350型⟧，含机库。", DEMANDS),
    ("无线网络控制器⟦采用某公司产品⟧。", DEMANDS),
    # a form or a row that does not apply
    ("⟦制造商授权函⟧（本项目不涉及）", WAIVES),
    ("⟦制造商授权函⟧（代理商投标须提供）", DEMANDS),
    ("⟦厂家授权⟧|不适用", WAIVES),
    ("⟦厂家授权⟧|适用", DEMANDS),
    # a consequence that is taken away
    ("⟦注册资本⟧仅作信息登记，不作为评审依据。", HARMLESS),
    ("⟦注册资本⟧作为评审依据。", DEMANDS),
    ("⟦超出经营范围⟧不作为否决投标的理由。", HARMLESS),
    # quoted law, and law that only gives the ground
    ("《政府采购法实施条例》第二十条规定：⟦限定供应商的所有制形式⟧，属于以不合理的条件对供应商实行差别待遇。", QUOTES),
    ("根据《招标投标法》，投标人须⟦提供厂家授权书⟧。", DEMANDS),
    ("第十七条 采购人、采购代理机构不得将⟦注册资本⟧等规模条件作为资格要求。", QUOTES),
    # options
    ("履约担保：☑需要，⟦以转账方式缴纳⟧ □保函", DEMANDS),
    ("履约担保：□需要，⟦以转账方式缴纳⟧ ☑不需要", UNTICKED),
    ("是否须附⟦厂家授权书⟧：□是（资格审查） ☑否", UNTICKED),
    ("是否须附⟦厂家授权书⟧：☑是（资格审查） □否", DEMANDS),
    ("⟦厂家售后承诺⟧：（ ）需要 （√）不需要", UNTICKED),
    ("⟦厂家售后承诺⟧：（√）需要 （ ）不需要", DEMANDS),
    ("附无纸化终端⟦厂家维保函⟧。", DEMANDS),
    ("是否提供厂家授权书：□是，⟦须提供厂家授权书⟧ ☑否", UNTICKED),
    ("是否提供厂家授权书：☑是，⟦须提供厂家授权书⟧ □否", DEMANDS),
    ("是否要求保证金：☑不要求 □要求，具体如下：\n（1）⟦以转账方式缴纳⟧。", UNTICKED),
    ("是否要求保证金：□不要求 ☑要求，具体如下：\n（1）⟦以转账方式缴纳⟧。", DEMANDS),
    ("□第一类：\n⟦网页截图⟧。", UNTICKED),
    ("☑第一类：\n⟦网页截图⟧。", DEMANDS),
    ("证书可在平台核验，⟦乙方不需另附截图⟧。", WAIVES),
    # corrections
    ("更正前：⟦供应商成立满三年⟧。", SUPERSEDED),
    ("更正后：⟦供应商成立满三年⟧。", DEMANDS),
    ("原招标文件：⟦成立满三年⟧，现修改为：具有独立承担民事责任的能力。", SUPERSEDED),
    ("原招标文件：无年限要求，现修改为：⟦成立满三年⟧。", DEMANDS),
    ("“⟦供应商须成立满三年⟧”予以删除。", WAIVES),
    ("⟦须提交厂家授权⟧，否则取消中标资格。", DEMANDS),
    ("⟦制造商撤回授权⟧的，投标作废。", DEMANDS),
    ("⟦成立满三年⟧的资格条件取消。", WAIVES),
    ("原：⟦注册资金1000万元以上⟧；现：取消该条件。", SUPERSEDED),
    ("原：注册资金1000万元以上；现：⟦注册资金600万元以上⟧。", DEMANDS),
    ("“⟦审核通过后下载⟧”改为“直接下载”。", SUPERSEDED),
    ("“直接下载”改为“⟦审核通过后下载⟧”。", DEMANDS),
    ("履约担保 | ☑需要，须⟦以转账方式缴纳⟧ | ☐保函", DEMANDS),
    ("出具行⟦限于：☑中国银行 ☐其他⟧", DEMANDS),
    ("出具行⟦☐限于中国银行⟧ ☑其他", UNTICKED),
    ("合同范本⟦第8条“验收后六个月付款⟧”改为“验收后三十日付款”。", SUPERSEDED),
    ("合同范本第8条“验收后三十日付款”改为“⟦验收后六个月付款⟧”。", DEMANDS),
    ("甲方不得以⟦验收后180日账期⟧、承兑汇票等方式变相延长付款。", FORBIDS),
    ("甲方以⟦验收后180日账期⟧、承兑汇票等方式付款。", DEMANDS),
    ("质疑1、⟦注册资本不低于500万元⟧不合理。", ASKED),
    ("质疑、投诉被驳回的，⟦保证金不退⟧。", DEMANDS),
    # what may be complained of, or is punished, is not demanded
    ("招标文件⟦只接受转账⟧的，投标人有权提出异议。", FORBIDS),
    ("保证金⟦只接受转账⟧，投标人有异议的应在开标前提出。", DEMANDS),
    ("采购人⟦三十日后才定标⟧的，由财政部门责令限期改正。", FORBIDS),
    ("采购人⟦三十日后才定标⟧，由财政部门备案。", DEMANDS),
    ("投标人无故⟦不派人到场的，保证金不退⟧。", DEMANDS),
    ("投标人无需⟦派人到场⟧。", WAIVES),
    ("“⟦二十个工作日内定标⟧”系笔误，更正为“五个工作日内定标”。", SUPERSEDED),
    ("“五个工作日内定标”系笔误，更正为“⟦二十个工作日内定标⟧”。", DEMANDS),
    ("☑⟦注册资本不低于500万元⟧ □不作要求。", DEMANDS),
    ("⟦注册资本不低于500万元⟧不作要求。", WAIVES),
    # what counts for nothing may be another thing than what is asked
    ("⟦自有吊车2台⟧，租赁合同不作为认定依据。", DEMANDS),
    ("⟦自有吊车2台⟧，该项不作为认定依据。", HARMLESS),
    # all who have it may come: the others may not
    ("凡有⟦五年以上经营史⟧的企业均可前来投标。", DEMANDS),
    ("有无⟦五年以上经营史⟧的企业均可前来投标。", WAIVES),
    ("⟦成立时间长短不作要求⟧。", WAIVES),
    # a match that reaches over the words that replace it
    ("“⟦现场报名并携带原件”改为“登录平台⟧下载文件”。", SUPERSEDED),
    ("“登录平台下载”改为“⟦现场报名并携带原件⟧”。", DEMANDS),
    # questions
    ("问题1：招标文件要求⟦供应商成立满三年⟧，是否合理？", ASKED),
    ("问：国产设备也要⟦厂家授权⟧吗？答：是。", ASKED),
    ("问：国产设备也要厂家授权吗？答：是，⟦一律提供厂家授权⟧。", DEMANDS),
])
def test_minimal_pairs(text: str, stance: Stance) -> None:
    assert stance_of(text) is stance


@pytest.mark.parametrize(("lead", "stance"), [
    ("采购人不得有下列行为：", FORBIDS),
    ("供应商须满足下列条件：", DEMANDS),
    ("有下列情形之一的，属于以不合理的条件对供应商实行差别待遇：", FORBIDS),
    ("投标人不得存在下列情形：", DEMANDS),
])
def test_a_lead_in_governs_its_items(lead: str, stance: Stance) -> None:
    assert stance_of(f"{lead}\n（1）⟦成立年限不满三年⟧；\n（2）其他。") is stance


def test_guidance_is_no_demand() -> None:
    assert stance_of("⟦供应商须成立满三年⟧。", role="guidance") is QUOTES
