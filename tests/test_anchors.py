"""What a pattern cannot match without: a clause that lacks it is not looked at, so a wrong answer would be a silent miss."""

import pytest
import regex

from auditor.checks._anchors import anchors, met
from auditor.rule import Need
from auditor.ruleset import folders, read_rulesets
from auditor.ruletest import Trial

RULES = [rule for rule in read_rulesets(folders()).rules if rule.kind == "pattern"]


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("抽签[^。]{0,6}?(?:确定|产生)", [{"抽签"}, {"确定", "产生"}]),
        ("(?:须|应)提供(?:授权书|授权函)?", [{"须提供", "应提供"}]),
        ("(?:库|供应商库)[^。]*(?:外|内)", [{"库"}, {"外", "内"}]),
        ("本地|", []),
        (r"\d+分", [{"分"}]),
        ("(?:甲方)?(?=乙方)丙方", [{"丙方"}, {"乙方"}]),
        ("免(?=交|缴)", [{"免交", "免缴"}]),
        ("免(?!交|缴)", [{"免"}]),
        ("(?<=中标人)确认", [{"确认"}, {"中标人"}]),
        ("(?:文件){0,2}费用", [{"费用"}]),
        ("(?:文件.){1,2}费用", [{"文件"}, {"费用"}]),
        ("文件[^。]*(?:须|应当)", [{"文件"}, {"须", "应当"}]),
    ],
)
def test_each_need_must_be_met(pattern: str, sets: list[set[str]]) -> None:
    assert all(not need.ways for need in anchors(pattern))
    assert sorted(sorted(need.words) for need in anchors(pattern)) == sorted(map(sorted, sets))


def test_of_alternatives_that_need_several_words_one_must_be_met() -> None:
    (need,) = anchors("(?:厂家.*授权|代理商.*证书|原件)")
    assert need.words == {"原件"}
    assert {frozenset(frozenset(one.words) for one in way) for way in need.ways} == {
        frozenset((frozenset(("厂家",)), frozenset(("授权",)))),
        frozenset((frozenset(("代理商",)), frozenset(("证书",)))),
    }
    assert met([need], {"厂家", "授权"})
    assert met([need], {"原件"})
    assert not met([need], {"厂家", "证书"})


def test_whatever_matches_meets_the_needs() -> None:
    seen = 0
    for rule in RULES:
        texts = [clause.text for example in rule.examples.flag for clause in Trial.of(example).clauses]
        for pattern in rule.fields["match"]:
            for text in (text for text in texts if regex.search(pattern, text)):
                assert _holds(anchors(pattern), text), (pattern, text)
                seen += 1
    assert seen > len(RULES)


def _holds(needs: tuple[Need, ...], text: str) -> bool:
    return all(any(word in text for word in need.words) or any(_holds(way, text) for way in need.ways) for need in needs)
