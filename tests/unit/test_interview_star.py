"""Situation, task, action and result in answers: named traps, and any text at all."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import benchmark_module
from voicecli.interview.judging.clauses import clauses
from voicecli.interview.judging.star import PARTS, is_english, structure

pytestmark = pytest.mark.unit

TOLD = [
    ("When I worked at the port a crane failed. I called the shift and we repaired it. The ship "
     "left on time.", {"situation", "action", "result"}),
    ("I was responsible for the budget. I cut three contracts and the costs fell by ten percent.",
     {"task", "action", "result"}),
    ("Last year our oven broke down. I rang the other shop and baked there.",
     {"situation", "action"}),
    ("I am a good listener and I always stay calm.", set()),
    ("I would talk to her first, and then I'd call the manager.", set()),
    ("If a customer shouted at me, I would listen.", set()),
    ("I think communication is the most important thing.", set()),
    ("", set()),
    ("Ich habe letztes Jahr den Chef angerufen und dann war alles gut.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), TOLD)
def test_an_answer_tells_these_parts(text: str, parts: set[str]) -> None:
    assert set(structure(text).told) == parts


def test_a_deed_of_mine_that_had_an_effect_is_both() -> None:
    found = structure("Our queue was long. I reduced the waiting time from forty to ten minutes.")
    assert (
        found.action == found.result == ("I reduced the waiting time from forty to ten minutes.",)
    )


def test_what_was_wrong_before_is_no_result() -> None:
    found = structure("Nobody was happy and sales fell by ten percent. I hired two people.")
    assert "Nobody was happy" not in found.result


def test_what_changed_before_any_deed_is_the_situation() -> None:
    text = (
        "When I took over the shop, the rent doubled from one day to the next. I called the owner."
    )
    found = structure(text)
    assert found.result == ()
    assert found.situation[0] == "When I took over the shop"
    assert found.action == ("I called the owner.",)


def test_what_was_not_done_is_no_deed() -> None:
    found = structure("The alarm rang at night. I called the guard and we did not need the police.")
    assert found.action == ("I called the guard",)
    assert found.result == ("and we did not need the police.",)


PRESENT = [
    ("So I walk in and the boiler is leaking all over the floor. I shut the main and I call the "
     "landlord. He is there in ten minutes and nobody pays a penny.",
     {"situation", "action", "result"}),
    ("This lady comes up to the desk and her bag is gone. I ring the driver, I stop the bus at the "
     "next stop. She has it back before lunch.", {"situation", "action", "result"}),
    ("Every morning I open the shop, I count the till and I bake the rolls.", set()),
    ("I work with pupils who are learning to read, and I write a report each week.", set()),
    ("When a guest is shouting I take him aside and I listen.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), PRESENT)
def test_a_story_may_be_told_in_the_present(text: str, parts: set[str]) -> None:
    assert set(structure(text).told) == parts


@pytest.mark.parametrize(
    "text",
    [
        "That is really more of a question for my director at the time.",
        "I kept wondering about clocks, even on holiday.",
        "I have not been in charge of other people.",
    ],
)
def test_what_tells_nothing_of_an_occasion(text: str) -> None:
    found = structure(f"{text} I repaired one in May.")
    assert text not in (*found.situation, *found.action[:-1])


def test_what_others_said_behind_the_last_deed_is_no_result() -> None:
    found = structure("The lift was stuck. I freed two people. He said that it was a Tuesday.")
    assert found.result == ()


def test_what_always_works_out_is_no_result() -> None:
    text = "There were many situations like that. I always do my best and it works out in the end."
    assert structure(text).result == structure(text).action == ()


@given(st.text(max_size=300))
def test_parts_and_clauses_are_literal_pieces(text: str) -> None:
    found = structure(text)
    for part in PARTS:
        assert all(piece and piece in text for piece in found.of(part))
    for one in clauses(text):
        assert text[one.start : one.end] == one.text
    starts = [one.start for one in clauses(text)]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("I called the doctor and then we waited.", True),
        ("Nous avons appelé le médecin et attendu longtemps.", False),
        ("我们叫了医生", False),
        ("", False),
    ],
)
def test_english_is_told_by_its_small_words(text: str, english: bool) -> None:
    assert is_english(text) is english


@pytest.fixture(scope="module")
def labelled() -> ModuleType:
    return benchmark_module("interview_structure")


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("structure.txt", 0.95),
        ("structure_held_out.txt", 0.95),
        ("structure_unseen.txt", 0.85),
        ("structure_fresh.txt", 0.85),
        ("structure_present.txt", 0.9),
    ],
)
def test_labelled_answers_are_still_told_apart(
    labelled: ModuleType, name: str, least: float
) -> None:
    answers = labelled.read(labelled.FOLDER / name)
    right = total = 0
    for answer in answers:
        found = set().union(*labelled.found(answer))
        wanted = set().union(*(parts for parts, _ in answer))
        right += sum((part in found) == (part in wanted) for part in PARTS)
        total += len(PARTS)
    assert right / total >= least
    assert labelled.unmarked(answers) >= 0.8
