"""Kinds of record that a person declared: their words are cues, without a line of code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.understanding_world import RECORDS, RULES, TODAY
from voicecli.types import Document, Record, RecordType
from voicecli.understanding import understand, vocabulary_of
from voicecli.understanding.declared import declared_cues, nouns, plural

pytestmark = pytest.mark.unit

BREWS = RecordType(
    "brews", "brew", synonyms=("beer", "batch"), questions=("what can I drink *", "what is on tap")
)
DECLARED = Document("types.toml", "types", types=(BREWS,))
STOUT = Record(
    "oat-stout", "brews", "Oat stout", summary="Dark and mild.", technologies=("oats", "hops")
)
TRIP = Record("alps", "journeys", "Across the Alps", summary="On foot in twelve days.")
VOCABULARY = vocabulary_of(
    [Document("me.json", "me", records=(*RECORDS, STOUT, TRIP)), RULES, DECLARED]
)


@pytest.mark.parametrize(
    ("intent", "questions"),
    [
        ("brews", (
            "show me her brews", "which beers did she make", "any beer with oats?",
            "what can I drink tonight", "What is on tap?", "how many batches are there",
            "beers from her job", "Oat stout",
        )),
        ("journeys", ("list the journeys", "her longest journey")),
        ("projects", ("her projects", "which project was about beer")),
        ("experience", ("what jobs has she had",)),
    ],
)  # fmt: skip
def test_intents(intent: str, questions: tuple[str, ...]) -> None:
    found = {question: understand(question, VOCABULARY, TODAY).intent for question in questions}
    assert found == dict.fromkeys(questions, intent)


def test_a_declared_type_is_a_filter_and_can_be_left_out() -> None:
    assert understand("beers since 2020", VOCABULARY, TODAY).slots["types"] == ("brews",)
    left = understand("everything but no beers", VOCABULARY, TODAY)
    assert left.slots["exclude_types"] == ("brews",)


def test_its_fields_are_names() -> None:
    assert understand("beers with hops", VOCABULARY, TODAY).slots["technologies"] == ("hops",)


def test_without_the_declaration_the_words_mean_nothing() -> None:
    plain = replace(VOCABULARY, declared=())
    assert understand("what can I drink tonight", plain, TODAY).intent != "brews"


def test_singular_and_plural() -> None:
    assert set(nouns(BREWS)) == {"brews", "brew", "beer", "beers", "batch", "batches"}
    assert [plural(word) for word in ("dish", "story", "toy", "brews")] == [
        "dishes",
        "stories",
        "toys",
        "brews",
    ]


@given(st.text(max_size=30), st.lists(st.text(max_size=40), max_size=3))
def test_any_declaration_makes_cues_that_work(name: str, patterns: list[str]) -> None:
    type_ = RecordType(name, name, questions=tuple(patterns))
    for cue in declared_cues([type_]):
        cue.pattern.search("what can she drink tonight")


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("has she written something about universities", "publications"),
        ("tell me about her degrees", "education"),
        ("can you say something about her jobs", "experience"),
        ("has she brewed anything dark", "brews"),
        ("her academic articles", "publications"),
        ("which studies did she publish", "publications"),
        ("where did she study", "education"),
    ],
)
def test_a_topic_is_no_kind(question: str, intent: str) -> None:
    assert understand(question, VOCABULARY, TODAY).intent == intent
