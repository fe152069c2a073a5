"""What a pattern cannot match without: a clause that lacks it is not looked at, so a wrong answer would be a silent miss."""

import pytest
import regex

from auditor.checks._anchors import MAX_SETS, anchors
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
        ("(?:甲方)?(?=乙方)丙方", [{"丙方"}]),
        ("(?:文件){0,2}费用", [{"费用"}]),
        ("(?:文件.){1,2}费用", [{"文件"}, {"费用"}]),
        ("文件[^。]*(?:须|应当)", [{"文件"}, {"须", "当"}]),
    ],
)
def test_each_set_must_be_there(pattern: str, sets: list[set[str]]) -> None:
    assert sorted(map(sorted, anchors(pattern))) == sorted(map(sorted, sets))


def test_what_matches_holds_a_word_of_every_set() -> None:
    seen = 0
    for rule in RULES:
        texts = [clause.text for example in rule.examples.flag for clause in Trial.of(example).clauses]
        for pattern in rule.fields["match"]:
            assert len(anchors(pattern)) <= 2 * MAX_SETS
            for match in (m for text in texts for m in regex.finditer(pattern, text)):
                assert all(any(word in match.group() for word in words) for words in anchors(pattern)), (pattern, match.group())
                seen += 1
    assert seen > len(RULES)
