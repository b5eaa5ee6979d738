"""The first clause of a sentence is said early where that sounds natural."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.tts.clauses import first_clause, forced_cut

pytestmark = pytest.mark.unit

CUT = [
    "In the spring of 2021,| they replaced it.",
    "Two projects with Rust:| Tidewatch and Quietroom.",
    "Three projects since 2021:| Tidewatch, Birdcall and Quietroom.",
    "The old gauge was broken —| so it went to the museum.",
    "The old gauge was broken;| it went to the museum.",
    "Yes, it was here,| and they found it.",
    "When the tide is high,| it sends a message, and somebody reads it.",
    "It predicts the level of the tide for forty stations| which send their data every hour.",
    "She (and two others, in fact) built it,| then they left for good.",
    "He worked there for Smith, Jr.,| who sold the company.",
    "She said “stop, please” to them,| which did not help.",
]

WHOLE = [
    "",
    "Yes.",
    "It is here, I think.",
    "Well, yes.",
    "It ended on 5 May, 2021 and never came back.",
    "They paid us about 1,000, 2,000 or 3,000 a month.",
    "She has used mostly Rust, Go, and Python.",
    "She has used mostly Rust, Go and Python for it.",
    "It was written with Rust, a little Go and Python.",
    "The company belonged to Robert Smith, Jr. and his sons.",
    "It was built there (in Rust, which was new, and Go) by one person.",
    'It was called the "first, best and only" one of them.',
    "No clause border in this one at all.",
    "The station which failed was old.",
]


@pytest.mark.parametrize("marked", CUT)
def test_a_clause_that_is_said_first(marked: str) -> None:
    text = marked.replace("|", "")
    assert text[: first_clause(text)].rstrip() == marked.split("|")[0]


@pytest.mark.parametrize("text", WHOLE)
def test_a_sentence_that_stays_whole(text: str) -> None:
    assert first_clause(text) == 0


WORDS = [
    "word",
    "which",
    "and",
    "Rust,",
    "it:",
    "—",
    "2021,",
    "5",
    "(so",
    "such)",
    '"',
    "e.g.,",
    "a,",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_both_parts_are_worth_a_breath(text: str) -> None:
    if cut := first_clause(text):
        assert len(text[:cut].split()) >= 4
        assert len(text[cut:].split()) >= 3


def test_a_forced_cut_prefers_a_clause() -> None:
    text = "some words here, " * 4 + "and then many more words follow"
    assert text[: forced_cut(text, 70)].endswith("here,")
