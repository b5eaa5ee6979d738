"""What the passages support, and what is a stranger to them."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voicecli.dialogue.gate import leans, support
from voicecli.dialogue.gate.polarity import agrees
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage

pytestmark = pytest.mark.unit

PAIRS = Path(__file__).parents[1] / "evals" / "gate_pairs.jsonl"
BATTERY = (
    "Runs a home battery. The battery cost 3,900 pounds and lasts twenty years.\n"
    "Carbon rims are not repaired here. It was built by Clara in March 2023 in Rust."
)


def passage(text: str, title: str = "Sundial", kind: str = "projects", key: str = "") -> Passage:
    return Passage(key or title, kind, title, "projects.json", title, text, 0.9)


def supported(sentence: str, passages: list[Passage]) -> bool:
    return support(sentence, passages) is not None


def pairs(which: str) -> list[tuple[str, Passage]]:
    entries = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [
        (sentence if which == "true" else sentence[1], passage(e["text"], e["title"], e["type"]))
        for e in entries
        for sentence in e[which]
    ]


def test_most_true_sentences_of_the_written_pairs_get_through() -> None:
    judged = [supported(sentence, [source]) for sentence, source in pairs("true")]
    assert len(judged) > 50
    assert sum(judged) / len(judged) >= 0.95


def test_no_wrong_sentence_of_the_written_pairs_gets_through() -> None:
    assert [s for s, source in pairs("false") if supported(s, [source])] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The battery cost 3900 pounds.",
        "The battery cost £3,900.",
        "Its battery lasts 20 years.",
        "It was built by Clara in Rust.",
        "Carbon rims are not repaired.",
        "Clara built it in March 2023.",
    ],
)
def test_what_the_passage_says_is_supported(sentence: str) -> None:
    assert supported(sentence, [passage(BATTERY)])


@pytest.mark.parametrize(
    "sentence",
    [
        "The battery cost 4,900 pounds.",
        "The battery cost 3,900 euros.",
        "The battery lasts thirty years.",
        "The battery lasts twenty days.",
        "The battery lasts up to twenty years.",
        "Clara built Sundial in Python.",
        "It was built by Tesla.",
        "Tesla built it in Rust.",
        "It was built in April 2023.",
        "Carbon rims are repaired here.",
        "The battery was not built by Clara.",
        "The turbine heats the swimming pool.",
        "The battery is blue.",
        "I can help you with anything you need.",
        "Yes.",
        "",
        "…",
    ],
)
def test_what_it_does_not_say_is_not(sentence: str) -> None:
    assert not supported(sentence, [passage(BATTERY)])


def test_month_and_year_stand_together() -> None:
    source = passage("The hall was built in May 2019. The roof was built in June 2021.")
    assert supported("The roof was built in June 2021.", [source])
    assert not supported("The roof was built in June 2019.", [source])
    assert not supported("The roof was built in May 2019.", [source])


def test_the_words_of_a_name_stand_together() -> None:
    source = passage("Ada Brown paints the boats and Grace Miller mends the sails.")
    assert supported("Grace Miller mends the sails.", [source])
    assert not supported("Grace Brown mends the sails.", [source])
    assert not supported("Ada Brown mends the sails.", [source])


def test_the_value_of_one_item_is_not_said_of_another() -> None:
    lamp = passage("The lamp of the reef cost 40 pounds.", "Reef Lamp")
    kite = passage("The kite of the reef cost 75 pounds.", "Reef Kite")
    assert supported("Reef Kite cost 75 pounds.", [lamp, kite])
    assert not supported("Reef Kite cost 40 pounds.", [lamp, kite])
    assert not supported("Reef Lamp and Reef Kite cost 40 pounds.", [lamp, kite])


def test_what_leans_on_the_sentence_before_is_about_its_passage() -> None:
    lamp, kite = passage("It cost 40 pounds.", "Lamp"), passage("It cost 75 pounds.", "Kite")
    assert leans("It cost 75 pounds.")
    assert support("It cost 75 pounds.", [lamp, kite], spoken_of=lamp) is None
    found = support("It cost 75 pounds.", [lamp, kite], spoken_of=kite)
    assert found is not None
    assert found.passage is kite


def test_a_record_that_is_not_spoken_of_must_be_named() -> None:
    lamp, kite = passage("Built of brass.", "Lamp"), passage("Sold 75 times in Bath.", "Kite")
    assert support("Sold 75 times in Bath.", [lamp, kite], spoken_of=lamp) is None
    assert support("The Kite was sold 75 times in Bath.", [lamp, kite], spoken_of=lamp) is not None
    handbook = passage("Kites are sold in Bath.", "Handbook", "document")
    assert support("Kites are sold in Bath.", [lamp, handbook], spoken_of=lamp) is not None


@pytest.mark.parametrize(
    ("claim", "source", "same"),
    [
        ("Dogs are not allowed inside.", "Dogs are forbidden inside.", True),
        ("Dogs are allowed inside.", "Dogs are forbidden inside.", False),
        ("Dogs are allowed inside.", "Dogs are not allowed inside.", False),
        ("Pay before the course.", "Pay after the course.", False),
        ("All frames are sold.", "Most frames are sold.", False),
        ("Members may borrow it.", "Only members may borrow it.", False),
        ("The house will be sold.", "The house was sold.", False),
        ("We never open a motor.", "We mend gears, but we never open a motor.", True),
        ("We mend gears.", "We mend gears, but we never open a motor.", True),
        ("We open a motor.", "We mend gears, but we never open a motor.", False),
        ("It works with an account.", "It works without an account.", False),
        ("The first course is full.", "The last course is full.", False),
    ],
)
def test_both_affirm_and_deny_the_same(claim: str, source: str, same: bool) -> None:
    assert agrees(claim, source) == same


WORDS = st.sampled_from(
    "the reef lamp was mended by Ada Brown in March 2021 for 40 pounds not only before noon and it "
    "cost twice as much , but nobody asked why".split()
)


@given(st.lists(WORDS, min_size=4, max_size=25))
def test_a_copied_sentence_is_always_supported(chosen: list[str]) -> None:
    text = " ".join(chosen) + "."
    for sentence in split_sentences(text):
        assert supported(sentence, [passage(text)])


@given(st.integers(2, 9999), st.integers(2, 9999), st.sampled_from(["pounds", "stars", "days"]))
def test_a_changed_number_never_is(number: int, other: int, unit: str) -> None:
    assume(number != other)
    source = passage(f"The reef lamp has {number} {unit} in all.")
    assert supported(f"The reef lamp has {number} {unit} in all.", [source])
    assert not supported(f"The reef lamp has {other} {unit} in all.", [source])
    assert not supported(f"In all the reef lamp has {other} {unit}.", [source])


@given(st.text(max_size=80))
def test_no_text_breaks_the_gate(text: str) -> None:
    found = support(text, [passage(BATTERY)])
    assert found is None or re.search(r"\w", text)
