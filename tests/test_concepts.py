"""Concepts: what words.yaml lists becomes what the classifier knows as one."""

import numpy as np

from auditor import catalog
from auditor.checks import classifier
from auditor.checks._literals import literals
from auditor.concepts import Concepts, together
from auditor.rulefile import words


def test_a_pattern_gives_the_words_it_lists_and_leaves_out_what_no_list_tells() -> None:
    assert literals("(?<!不)接受|退[还回]|不予(?:受理|接收)?|[^，]{2,9}无效|须") == {"接受", "退还", "退回", "不予", "须"}
    assert literals("a{2,9}") == frozenset()


def test_the_named_pieces_of_the_rules_give_thousands_of_words() -> None:
    listed = {name: literals(pattern) for name, pattern in words(catalog.data("rulesets")).items()}
    assert "投标人" in listed["supplier"] and "保函" in listed["guar"] and sum(map(len, listed.values())) > 5000


def test_concepts_are_found_by_any_of_their_words() -> None:
    concepts = Concepts({"guarantee": ["保函", "保单"], "refused": ["退回", "不收"], "none": []})
    assert [concepts.found(t) for t in ("保单一律退回", "保函", "", "现金")] == [{0, 1}, {0}, set(), set()]
    assert Concepts({}).found("保函") == set()


def test_pairs_are_those_of_one_clause() -> None:
    row, low, high = together([{3, 1}, set(), {2}])
    assert list(zip(row, low, high)) == [(0, 1, 1), (0, 1, 3), (0, 3, 3), (2, 2, 2)]
    assert all(len(column) == 0 for column in together([]))
    assert len(together([set(range(500))])[0]) < 1000


def test_the_shipped_model_carries_the_concepts_it_was_trained_with() -> None:
    model = classifier.load()
    assert model.concepts.found("逾期不予受理") and np.isfinite(model.scale).all()
