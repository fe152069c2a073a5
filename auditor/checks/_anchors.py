"""Which literal words a pattern cannot match without: they let one pass over a clause choose the patterns worth running."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import product
from math import prod
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from auditor.rule import Need

MAX_WORDS = 400
"""Words of one element of a pattern written out."""
_MAX_CLASS = 12
_MAX_COMPARED = 20_000
COMMON = (
    ".标的，人。、1投）2（0件：文|中3应合采项方同定招不工供分有购评或目要；行提在业为54用和本价政法一以理求规证单内明及其保时公关包商6资务条审格表作第程员部"
    "机款交性7对成数发据位期8府可书通进出式报备设质信具按上承能与/电制得企名料国后情容于相C实系量日金计知下所等开准体须他产号》《9并章责服权称术面约如间委会由"
    "代管照过技施示-T建构年任品全前市货况经效附动查当收现加需联确签小限未形统安参M息地支者判A二家组到自担将告G材清费专范无高认修额履子生付响个处检物验三主向果"
)
"""The characters of tender documents, the commonest first: what they have in common says least about a text."""
COMMON_WORDS = (
    "投标 文件 投标人 招标 要求 合同 项目 提供 采购 规定 投标文件 技术 进行 供应 供应商 中标 其他 单位 "
    "设备 服务 招标文件 工程 系统 工作 相关 标准 情况 时间 采用 政府 名称 评审 条款 根据 招标人 人员 "
    "材料 保证 评标 信息 使用 符合 数据 承包 机构 支持 企业 不得 方式 承包人 报价 通知 包括 证明 货物 "
    "处理 有关 必须 责任 功能 承担 响应 投标人须 资料 所有 负责 说明 约定 通过 代表 中标人 质量 具有 "
    "有效 提交 代理 委托 本项目 甲方 形式 需求 确定 资格 条件 附表 公司 设计 满足 电子 发包人 发包 承诺 "
    "施工 采购人 以上 参数 现场 价格 书面 卖方 以下 产品 费用 专用 部门 乙方 金额 范围 安全 法定代表人 "
    "验收 保证金 制造 全部 证书 需要 一致 报告 买方 任何"
)
"""Their commonest words, far commoner than their characters make them."""
Words = frozenset[str]
_NOTHING: Words = frozenset(("",))


@lru_cache(maxsize=8192)
def anchors(pattern: str) -> tuple[Need, ...]:
    """What a text must hold, all of it, for `pattern` to match somewhere in it; the rarest need first. Empty when nothing is known.

    Patterns are written in the common subset of `re` and `regex`. Raises re.error for anything else.
    """
    return _sequence(list(_parser.parse(pattern)))


def met(needs: Iterable[Need], there: Set[str | None]) -> bool:
    """A text with the words (and single characters) of `there` holds all that is needed."""
    for need in needs:
        if need.words.isdisjoint(there):
            for way in need.ways:
                if (way[0].ways or not way[0].words.isdisjoint(there)) and met(way, there):  # most fail at once
                    break
            else:
                return False
    return True


def rarest(needs: Sequence[Need]) -> Words:
    """The words of one of `needs` (with one need of each of its ways): where none of them stands, the pattern cannot match."""
    return min((need.words.union(*map(rarest, need.ways)) for need in needs), key=share)


def share(words: Words) -> float:
    """About how many of all clauses hold one of `words`, were characters strewn at random."""
    return sum(_shares().get(word) or prod(map(_share, word)) for word in words)


@lru_cache(maxsize=1)
def _shares() -> Mapping[str, float]:
    return {word: 1.5 / (9 + at) for at, word in enumerate(COMMON_WORDS.split())}


def _share(char: str) -> float:
    at = COMMON.find(char)
    return 4 / (8 + (at if at >= 0 else len(COMMON) + 100))


def _sequence(items: list[Any]) -> tuple[Need, ...]:
    """The needs of a concatenation: runs of exact elements, and what single elements need."""
    found: list[Need] = []
    run = _NOTHING
    for op, value in items:
        part = _exact(op, value)
        if part is None or len(run) * len(part) > MAX_WORDS:
            found.append(Need(run))
            run = part if part is not None else _NOTHING
        else:
            run = _joined(run, part)
        found += _seen(run, value) if op is _constants.ASSERT else _inside(op, value)
    found.append(Need(run))
    return _telling(Need(_shortest(need.words), need.ways) for need in found if "" not in need.words)


def _joined(*parts: Words) -> Words:
    return frozenset(map("".join, product(*parts)))


def _seen(run: Words, value: Any) -> list[Need]:
    """What is looked at before or behind stands in the text as well; where it is exact, it joins the words on its other side."""
    way, items = value
    ahead = _exact_sequence(list(items)) if way > 0 else None
    if ahead is not None and len(run) * len(ahead) <= MAX_WORDS:
        return [Need(_joined(run, ahead))]
    return list(_sequence(list(items)))


def _inside(op: Any, value: Any) -> Sequence[Need]:
    if op is _constants.SUBPATTERN:
        return _sequence(list(value[3]))
    if op is _constants.MAX_REPEAT or op is _constants.MIN_REPEAT:
        return _sequence(list(value[2])) if value[0] > 0 else ()
    if op is _constants.BRANCH:
        return _any([_sequence(list(branch)) for branch in value[1]])
    return ()


def _any(branches: list[tuple[Need, ...]]) -> Sequence[Need]:
    """One need that is met where those of one branch are; none where a branch needs nothing."""
    if not all(branches):
        return ()
    simple = [branch[0] for branch in branches if len(branch) == 1]
    ways = [way for need in simple for way in need.ways] + [branch for branch in branches if len(branch) > 1]
    return (Need(frozenset().union(*(need.words for need in simple)), tuple(dict.fromkeys(ways))),)


def _telling(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The rarest first, without those that are met wherever another one is."""
    several = tuple(dict.fromkeys(needs))
    kept: list[Need] = []
    if len(several) < 2:
        return several
    for need in sorted(several, key=lambda need: share(rarest((need,)))):
        if not any(_follows(need, other) for other in kept):
            kept.append(need)
    return tuple(kept)


def _follows(need: Need, other: Need) -> bool:
    """Every word of `other` holds one of `need`."""
    if other.ways or len(need.words) * len(other.words) > _MAX_COMPARED:
        return False
    return all(any(word in longer for word in need.words) for longer in other.words)


def _shortest(words: Words) -> Words:
    """Without the words that contain another one: where they stand, it stands too."""
    sizes = sorted({len(word) for word in words})
    if len(sizes) == 1:
        return words
    return frozenset(
        word for word in words if not any(part in words for size in sizes if size < len(word) for part in _parts(word, size))
    )


def _parts(word: str, size: int) -> Iterator[str]:
    return (word[at : at + size] for at in range(len(word) - size + 1))


def _exact(op: Any, value: Any) -> Words | None:
    """The full list of words an element stands for, when it is short."""
    if op is _constants.LITERAL:
        return frozenset((chr(value),))
    if op is _constants.IN and all(o is _constants.LITERAL for o, _ in value) and len(value) <= _MAX_CLASS:
        return frozenset(chr(v) for _, v in value)
    if op is _constants.SUBPATTERN:
        return _exact_sequence(list(value[3]))
    if op is _constants.BRANCH:
        branches = [_exact_sequence(list(b)) for b in value[1]]
        return frozenset().union(*branches) if all(b is not None for b in branches) else None  # type: ignore[arg-type]
    if op is _constants.MAX_REPEAT and value[1] == 1:
        inner = _exact_sequence(list(value[2]))
        return (inner | {""} if value[0] == 0 else inner) if inner is not None else None
    if op in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return _NOTHING
    return None


def _exact_sequence(items: list[Any]) -> Words | None:
    words = _NOTHING
    for op, value in items:
        part = _exact(op, value)
        if part is None or len(words) * len(part) > MAX_WORDS:
            return None
        words = _joined(words, part)
    return words
