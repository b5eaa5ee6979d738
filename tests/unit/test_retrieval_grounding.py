"""What the passages support, and what is a stranger to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.retrieval.evidence import Evidence, Fit
from voicecli.retrieval.grounding import answerable, names, numbers, supported
from voicecli.retrieval.keywords import any_of
from voicecli.retrieval.search import RRF_K, fuse
from voicecli.types import Passage

pytestmark = pytest.mark.unit

PASSAGES = (
    Passage(
        "p1",
        "projects",
        "Sundial",
        "projects.json",
        "p1",
        "Runs a home battery. The battery cost 3,900 pounds and lasts twenty years.\n"
        "Carbon rims are not repaired here. It was built by Clara in March 2023 in Rust.",
        0.9,
    ),
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The battery cost 3900 pounds.",
        "Its battery lasts 20 years.",
        "Clara built Sundial in Rust.",
        "Carbon rims are not repaired.",
        "Clara built it in March 2023.",
        "Yes.",
    ],
)
def test_what_the_passages_say_is_supported(sentence: str) -> None:
    assert supported(sentence, PASSAGES)


@pytest.mark.parametrize(
    "sentence",
    [
        "The battery cost 4,900 pounds.",
        "The battery lasts thirty years.",
        "Clara built Sundial in Python.",
        "It was built by Tesla.",
        "It was built in April 2023.",
        "The turbine heats the swimming pool.",
        "The battery was never sold for 3,900 pounds to nobody in Bath.",
    ],
)
def test_what_they_do_not_say_is_not(sentence: str) -> None:
    assert not supported(sentence, PASSAGES)


def test_a_denial_needs_a_denial() -> None:
    passage = Passage("q", "projects", "Q", "q.json", "q", "The battery is built in Rust.", 1.0)
    assert supported("The battery is built in Rust.", [passage])
    assert not supported("The battery is not built in Rust.", [passage])


def test_nothing_supports_anything_but_words_without_content() -> None:
    assert not supported("The battery is blue.", ())
    assert supported("And so it is.", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,450 kronor", {"1450"}),
        ("at 17:30, twenty people", {"17:30", "20"}),
        ("4.1 cm and 007.", {"4.1", "7"}),
        ("one of them", set()),
    ],
)
def test_numbers_have_one_spelling(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_names_are_capitals_inside_a_sentence() -> None:
    assert names("The team used PyTorch in Malmö.") == ["pytorch", "malmo"]
    assert names("TensorFlow is used.") == ["tensorflow"]


def test_answerable_needs_one_passage_that_fits() -> None:
    near = Fit(0.6, 0.7, 1.0, 1.0)
    far = Fit(0.1, 0.1, 0.0, 0.1)
    assert answerable("q", PASSAGES, Evidence((far, near)))
    assert not answerable("q", PASSAGES, Evidence((far, far)))


def test_each_part_of_a_fit_adds_to_confidence() -> None:
    least = Fit(0.2, 0.2, 0.2, 0.2)
    for better in (
        Fit(0.2, 0.4, 0.2, 0.2),
        Fit(0.2, 0.2, 0.2, 0.4),
    ):
        assert Evidence((better,)).confidence >= Evidence((least,)).confidence


def test_nothing_found_or_asked_is_not_answerable() -> None:
    assert not answerable("q", (), Evidence())
    assert not answerable(" ", PASSAGES, Evidence((Fit(1.0, 1.0, 1.0, 1.0),)))


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_a_query_is_only_ever_quoted_words(parts: list[str]) -> None:
    phrase = r'"(?:[^"]|"")*"\*?'
    assert re.fullmatch(rf"{phrase}(?: OR {phrase}){{{len(parts) - 1}}}", any_of(parts))


@given(st.lists(st.permutations(range(6)), min_size=1, max_size=4))
def test_fusion_is_bounded_and_monotonous(rankings: list[list[int]]) -> None:
    scores = fuse(*rankings)
    assert all(0 < score <= 1 for score in scores.values())
    for better in range(6):
        for worse in range(6):
            if all(r.index(better) < r.index(worse) for r in rankings):
                assert scores[better] > scores[worse]


def test_fusion_is_the_published_formula() -> None:
    scores = fuse([7, 8], [8])
    best = 2 / (RRF_K + 1)
    assert scores[7] == pytest.approx(1 / (RRF_K + 1) / best)
    assert scores[8] == pytest.approx((1 / (RRF_K + 2) + 1 / (RRF_K + 1)) / best)
