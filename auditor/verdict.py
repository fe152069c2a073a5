"""How the rules and the classifier agree on a verdict."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from auditor.checks.classifier import SHORTEST_QUOTE, Model
from auditor.checks.pattern import Hit, standing
from auditor.clause import Clause
from auditor.finding import Severity
from auditor.rule import Rule
from auditor.stance import Stance, read

_MILDER = {Severity.VIOLATION: Severity.SUSPECTED, Severity.SUSPECTED: Severity.NOTE, Severity.NOTE: Severity.NOTE}
_SCORE = "模型评分 {:.2f}（0 至 1，越高越像问题条款）"
_OWN_ACT = re.compile(
    r"^[^，。；|]{0,10}(?:采购人|招标人|采购单位|代理机构|评标委员会|评审委员会|磋商小组|谈判小组|询价小组)[^，。；|]{0,16}(?:将|应当?|负责|通过|登录|在|对)"
    r"(?![^。；]{0,120}(?:供应商|投标人|响应人)[^。；，]{0,6}(?:须|应|需|提供|提交))[^。；]{0,90}(?:查询|核查|核实|核对|检索|截图|打印|留存)"
)
"""The purchaser looks something up himself: nothing is asked of anyone."""
_TITLE = re.compile(r"(?:[^|]*：|[\d.、（）第条章节一二三四五六七八九十]*[^，。；：|]{1,9})$")
"""A clause that only names what follows; its words are those of faults as well."""
_HAN = re.compile("[\u4e00-\u9fff]")
_QUOTABLE = re.compile(f"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){{{SHORTEST_QUOTE}}}")
_MESSAGE = "“{quote}”与“%s”的常见写法相近，没有规则直接命中，请人工核对"


def combine(hits: Sequence[Hit], clauses: Sequence[Clause], model: Model, rules: Mapping[str, Rule]) -> list[Hit]:
    """The hits that make findings. `rules` gives for each atom the rule that speaks for it in this file.

    | rule on the clause        | model's score (0 to 1)         | verdict                                         |
    |---------------------------|--------------------------------|-------------------------------------------------|
    | stands                    | soften or more                 | as the rule says                                |
    | stands                    | below soften                   | one step milder, and says so; never where the   |
    |                           |                                | rule compared a quantity                        |
    | matched, then excepted    | any                            | nothing: a named exception outranks a guess     |
    | none                      | speak or more, operative place | 疑似, rule id ATOM/model, quote = fewest phrases |
    | none                      | below speak                    | nothing                                         |
    """
    kept, touched = standing(hits), {hit.clause for hit in hits}
    free = [index for index, clause in enumerate(clauses) if index not in touched and _open(clause)]
    asked = sorted({*free, *(hit.clause for hit in kept)})  # scores cost time: only those that can change the verdict
    scores, row = model.score([clauses[index] for index in asked]), {index: row for row, index in enumerate(asked)}
    judged = [_softened(hit, float(scores.fault[row[hit.clause]]), model) for hit in kept]
    alone = [
        _alone(index, clauses[index], scores.atom(row[index]), float(scores.fault[row[index]]), model, rules)
        for index in free
        if scores.fault[row[index]] >= model.settings["speak"]
    ]
    return sorted([*judged, *filter(None, alone)], key=lambda hit: (hit.clause, hit.start))


def _open(clause: Clause) -> bool:
    """The model may speak of it: an operative place, and words enough to quote."""
    return (
        clause.role not in ("form", "guidance")
        and _QUOTABLE.match(clause.text) is not None
        and not _OWN_ACT.match(clause.text)
        and not _TITLE.match(clause.text)
    )


def _softened(hit: Hit, sure: float, model: Model) -> Hit:
    if sure >= model.settings["soften"] or hit.severity is Severity.NOTE or hit.rule.fields.get("value"):
        return replace(hit, why=(*hit.why, _SCORE.format(sure)))
    milder = _MILDER[hit.severity]
    return replace(hit, severity=milder, why=(*hit.why, f"{_SCORE.format(sure)}，很低，由{hit.severity.value}降为{milder.value}"))


def _alone(index: int, clause: Clause, atom: str, sure: float, model: Model, rules: Mapping[str, Rule]) -> Hit | None:
    """The model's own finding, where a rule lends it title, basis and advice and the sentence does demand."""
    rule = rules.get(atom)
    if rule is None or clause.role in rule.fields.get("not_roles", ()):
        return None
    start, end = model.window(clause, atom)
    if len(_HAN.findall(clause.text[start:end])) < SHORTEST_QUOTE or read(clause, start, end).stance is not Stance.DEMANDS:
        return None
    own = replace(rule, id=f"{rule.atom}/model", kind="classifier", message=_MESSAGE % rule.title)
    return Hit(own, index, start, end, Severity.SUSPECTED, (f"没有规则命中，模型单独判断：{_SCORE.format(sure)}",), True)


def speakers(rules: Iterable[Rule], speaking: frozenset[str]) -> dict[str, Rule]:
    """For each atom the first rule that speaks in this file; an atom silent under this law is spoken for by its twin there, the
    rule with the same patterns (`like`)."""
    found: dict[str, Rule] = {}
    twins: dict[tuple[str, ...], Rule] = {}
    every = list(rules)
    for rule in every:
        if rule.id in speaking:
            found.setdefault(rule.atom, rule)
            twins.setdefault(tuple(rule.fields.get("match", ())), rule)
    for rule in every:
        twin = twins.get(tuple(rule.fields.get("match", ())))
        if twin is not None:
            found.setdefault(rule.atom, twin)
    return found
