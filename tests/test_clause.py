"""Quotes end where a phrase ends."""

import pytest

from auditor.clause import Clause
from auditor.document import Span


@pytest.mark.parametrize(("text", "words", "phrase"), [
    ("采购人自收到之日起10个工作日内确定中标人。", "10个工作日内确定中", "10个工作日内确定中标人"),
    ("5、投标人须提供查询截图。", "5、投标人须提供查询截图", "投标人须提供查询截图"),
    ("投标人须成立满三年，其他不限。", "须成立满三年", "投标人须成立满三年"),
    ("注册资金|1000万元以上得3分|3", "1000万元以上", "1000万元以上得3分"),
])
def test_a_quote_grows_to_its_phrase(text: str, words: str, phrase: str) -> None:
    clause = Clause(Span(0, len(text)), text, range(len(text)))
    start = text.index(words)
    first, last = clause.phrase(start, start + len(words))
    assert text[first:last] == phrase
