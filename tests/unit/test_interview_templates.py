"""Ready questions: whole, speakable, each used once in a plan."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from voicecli.interview.planning.templates import (
    ALIKE,
    OWN,
    PROOF,
    TemplatePool,
    filled,
    slots_for,
    templates,
)
from voicecli.interview.planning.wishes import Wishes

pytestmark = pytest.mark.unit

SLOTS = {
    "x": "wound care", "ax": "a degree in nursing", "thx": "the degree in nursing",
    "be": "happy to travel", "do": "manage a team of five", "did": "cut errors by 30 %",
    "does": "run the night shift",
    "words": "Reliable", "title": "staff nurse", "atitle": "a staff nurse", "org": "St Mary's",
    "at": " at St Mary's", "time": "July 2019 to March 2020", "figure": "30 %",
    "job": "ward sister", "ajob": "a ward sister", "company": "Northfield General",
    "yourx": "your wound care", "exp": "experience of wound care", "do_thx": "does",
    "doing": "managing a team",
    "years": "at least two years’ experience of wound care", "from": "a healthcare assistant",
    "were": "were you", "is": "was", "did_then": "did you do",
    "unsaid": "Your résumé does not mention",
}  # fmt: skip


@pytest.mark.parametrize("group", sorted(templates()))
def test_every_template_is_a_question_that_can_be_said(group: str) -> None:
    for template in templates()[group]:
        question = filled(template, SLOTS)
        assert question is not None, template.text
        assert question.text.endswith("?")
        assert not set(question.text) & set("{}[]()/*_")
        assert "  " not in question.text
        assert (
            1 <= sum(question.text.count(mark) for mark in ".?!") <= 2 + question.text.count("St ")
        )
        assert len(question.seeks) >= 2
        assert len(question.text.split()) <= 45


def test_no_two_templates_sound_alike() -> None:
    texts = [
        question.text
        for rows in templates().values()
        for template in rows
        if (question := filled(template, {**SLOTS, "at": ""}))
    ]
    close = [pair for pair in combinations(texts, 2) if fuzz.token_sort_ratio(*pair) >= ALIKE]
    assert close == []


def test_a_slot_that_is_not_known_leaves_its_template_out() -> None:
    assert filled(templates()["claim.figure"][0], {"x": "care"}) is None


def test_a_pool_gives_no_question_twice() -> None:
    pool = TemplatePool()
    taken = [
        question.text
        for words in ("wound care", "Kubernetes", "night shifts", "budgets", "welding", "fish")
        for question in pool.take((OWN,), slots_for(words))
    ]
    assert len(set(taken)) == len(taken) >= 12


def test_kinds_are_mixed_within_a_topic() -> None:
    questions = TemplatePool().take(("strength.skill",), SLOTS)
    assert len({question.kind for question in questions}) == 3


def test_only_wanted_kinds_are_given() -> None:
    pool = TemplatePool(Wishes(only=frozenset({"technical"})))
    questions = pool.take(("strength.skill", "gap.skill"), SLOTS)
    assert [question.kind for question in questions] == ["technical"] * 3


def test_without_a_resume_nothing_speaks_of_one() -> None:
    pool = TemplatePool(resume=False)
    slots = {name: told for name, told in SLOTS.items() if name != "unsaid"}
    for group in (group for group in templates() if group.startswith(("gap", "strength"))):
        for question in pool.take((group,), slots, 10):
            assert "résumé" not in question.text


def test_strict_asks_for_proof_of_what_was_done() -> None:
    pool = TemplatePool(Wishes(strict=True))
    questions = pool.take(("strength.skill",), SLOTS, 6)
    asked = [question for question in questions if PROOF in question.seeks]
    assert asked
    assert all(question.kind == "behavioural" for question in asked)
    assert all(question.text.count("?") == 2 for question in asked)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_subject_gets_two_questions(subjects: list[str]) -> None:
    pool = TemplatePool()
    for words in subjects:
        questions = pool.take((OWN,), slots_for(words))
        assert all(question.text.endswith("?") for question in questions)
        assert len({question.text for question in questions}) == len(questions)
