"""What a language model's text adds, and the rare sentence that corrects."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.fakes import WordEmbedder
from voicecli.dialogue.correction import contradicts
from voicecli.dialogue.grounded import additions, adds, bare, is_sentence
from voicecli.types import Passage

pytestmark = pytest.mark.unit


class Words:
    """Vectors of bags of words."""

    def of_sentences(self, parts: Sequence[tuple[str, Passage]]) -> NDArray[np.float32]:
        return WordEmbedder().embed([sentence for sentence, _ in parts])

    def of_question(self, question: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = WordEmbedder().embed([question])[0]
        return vector


def passage(key: str, text: str, score: float = 0.5) -> Passage:
    return Passage(key, "document", f"{key} handbook", f"{key}.md", key, text, score)


PRICES = passage("shop", "Lunch in the shop costs 12 pounds. Dinner in the shop costs 26 pounds.")
QUESTION = "What does lunch in the shop cost?"
SAID = ("Lunch in the shop costs 12 pounds.",)


def let_through(
    *sentences: str, used: int = 1, passages: Sequence[Passage] = (PRICES,)
) -> list[str]:
    found = additions(sentences, QUESTION, passages, SAID, used=used, meaning=Words(), patience=9)
    return [added.text for added in found]


def test_what_is_supported_and_new_gets_through() -> None:
    assert let_through("Dinner in the shop costs £26.") == ["Dinner in the shop costs £26."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Lunch in the shop costs 12 pounds.",
        "The shop lunch costs £12.",
        "Dinner in the shop costs 62 pounds.",
        "Dinner in the shop costs 26",
        "Dinner: it costs 26 pounds.",
        "I don't know.",
        "Correction: Dinner in the shop costs 26 pounds.",
    ],
)
def test_what_adds_nothing_or_cannot_be_said_is_cut(sentence: str) -> None:
    assert let_through(sentence) == []


def test_the_preface_of_a_model_is_left_out() -> None:
    told = "- The notes say that dinner in the shop costs 26 pounds."
    assert bare(told) == "Dinner in the shop costs 26 pounds."
    assert let_through(told) == ["Dinner in the shop costs 26 pounds."]


def test_what_leans_on_a_cut_sentence_is_cut_too() -> None:
    lies = "Breakfast in the shop costs 5 pounds."
    assert let_through(lies, "It costs 26 pounds.") == []
    assert let_through(lies, "Dinner in the shop costs 26 pounds.") == [
        "Dinner in the shop costs 26 pounds."
    ]


def test_a_model_that_strays_is_stopped() -> None:
    read: list[str] = []

    def strays() -> Iterator[str]:
        for sentence in ("Breakfast is free.", "Dinner in the shop costs 26 pounds."):
            read.append(sentence)
            yield sentence

    assert list(additions(strays(), QUESTION, [PRICES], SAID, meaning=Words())) == []
    assert read == ["Breakfast is free."]


@pytest.mark.parametrize(
    ("sentence", "other", "against"),
    [
        ("Lunch in the shop costs 14 pounds.", "Lunch in the shop costs 12 pounds.", True),
        ("Lunch in the shop is forbidden.", "Lunch in the shop is allowed.", True),
        ("Lunch in the shop costs £12.", "Lunch in the shop costs 12 pounds.", False),
        ("Dinner upstairs costs 26 pounds.", "Lunch in the shop costs 12 pounds.", False),
        ("Lunch in the shop takes an hour.", "Lunch in the shop costs 12 pounds.", False),
    ],
)
def test_to_contradict_is_to_say_another_thing_of_the_same(
    sentence: str, other: str, against: bool
) -> None:
    assert contradicts(sentence, other) == against


RIGHT = "What does lunch in the shop cost: in the shop lunch costs 14 pounds."


def corrected(first: float, second: float, *, used: int = 1, text: str = RIGHT) -> list[str]:
    old = passage("old", "Lunch in the shop costs 12 pounds.", first)
    new = passage("new", text, second)
    said = "In the shop lunch costs 14 pounds."
    return let_through(said, used=used, passages=(old, new))


def test_a_sentence_corrects_when_a_better_passage_says_otherwise() -> None:
    assert corrected(0.5, 0.8) == ["Correction: In the shop lunch costs 14 pounds."]


def test_it_is_cut_when_the_passage_is_no_better() -> None:
    assert corrected(0.8, 0.5) == []
    assert corrected(0.5, 0.5) == []


def test_it_is_cut_when_the_instant_answer_stands_on_the_same_passage() -> None:
    assert corrected(0.5, 0.8, used=2) == []


def test_it_is_cut_when_what_supports_it_is_further_from_the_question() -> None:
    far = "On rainy days of the summer lunch in the shop costs 14 pounds for the whole crew."
    assert corrected(0.5, 0.8, text=far) == []


def test_a_wrong_sentence_never_corrects() -> None:
    old = passage("old", "Lunch in the shop costs 12 pounds.", 0.1)
    new = passage("new", "The shop opens at noon.", 0.9)
    assert let_through("Lunch in the shop costs 13 pounds.", passages=(old, new)) == []


def test_a_figure_or_words_that_were_not_said_add_something() -> None:
    assert adds("Lunch costs 12 pounds in May.", QUESTION, SAID)
    assert adds("Helpers mend bicycles.", QUESTION, SAID)
    assert not adds("The shop's lunch costs twelve pounds.", QUESTION, SAID)


@pytest.mark.parametrize("text", ["Tools › Bench: it is red.", 'He said "no.', "Rust.", ""])
def test_a_heading_a_half_quotation_or_a_word_is_no_sentence(text: str) -> None:
    assert not is_sentence(text)
