"""Unsure intents: weighed with the meaning of the question and with what the search found."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import WordEmbedder
from tests.unit.understanding_world import TODAY, VOCABULARY
from voicecli.types import RecordType, Understanding
from voicecli.understanding import Meanings, settle_intent, understand
from voicecli.understanding.settling import with_meaning

pytestmark = pytest.mark.unit


class CountingEmbedder(WordEmbedder):
    """Counts the texts that it is given."""

    def __init__(self) -> None:
        self.texts = 0

    def embed(self, texts):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        return super().embed(texts)


def test_an_example_is_nearest_to_itself() -> None:
    shares = Meanings(WordEmbedder()).shares("Which questions can I ask you?")
    assert max(shares, key=lambda intent: shares[intent]) == "help"
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_declared_type_brings_its_examples() -> None:
    brews = RecordType("brews", "brew", questions=("what can I drink *", "* can I drink what"))
    shares = Meanings(WordEmbedder()).shares("what can I drink", [brews])
    assert max(shares, key=lambda intent: shares[intent]) == "brews"


def test_the_vectors_are_kept_and_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    first, second, third = CountingEmbedder(), CountingEmbedder(), CountingEmbedder()
    told = Meanings(first, tmp_path).shares("where is the key")
    assert Meanings(second, tmp_path).shares("where is the key") == told
    assert second.texts == 1 < first.texts
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"no vectors")
    assert Meanings(third, tmp_path).shares("where is the key") == told
    assert third.texts == first.texts
    assert len(np.load(file)) == first.texts - 1


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Meanings(WordEmbedder(), tmp_path / "file" / "in").shares("hello there")


def test_a_plain_question_needs_no_vector() -> None:
    embedder = CountingEmbedder()
    meanings = Meanings(embedder)
    for question in ("her projects", "hello", "where does she work", "Rust projects since 2020"):
        understand(question, VOCABULARY, TODAY, None, meanings)
    assert embedder.texts == 0
    found = understand("something for a rainy afternoon", VOCABULARY, TODAY, None, meanings)
    assert embedder.texts > 0
    assert "intents" in found.slots


def unsure(**shares: float) -> Understanding:
    intent = max(shares, key=lambda name: shares[name])
    return Understanding("the frozen pipes", intent, shares[intent], {"intents": shares})


def test_what_was_found_settles_a_doubt() -> None:
    question = unsure(off_topic=0.4, document=0.3, projects=0.3)
    assert settle_intent(question, [("document", 0.6), ("projects", 0.2)]).intent == "document"
    settled = settle_intent(question, [("projects", 0.7), ("document", 0.2)])
    assert settled.intent == "projects"
    assert settled.slots["types"] == ("projects",)
    assert settle_intent(question, []).intent == "off_topic"


def test_documents_are_seldom_about_the_person() -> None:
    found = [("document", 0.6), ("projects", 0.5)]
    doubts = {"intents": {"document": 0.5, "projects": 0.5}}
    assert settle_intent(Understanding("frozen pipes", "document", 0.5, doubts), found).intent == (
        "document"
    )
    about_her = Understanding("did she care for frozen pipes", "document", 0.5, doubts)
    assert settle_intent(about_her, found).intent == "projects"


def test_what_is_sure_stays() -> None:
    for slots in ({}, {"intents": {"projects": 1.0}, "follow_up": True}):
        sure = Understanding("her projects", "projects", 0.9, slots)
        assert settle_intent(sure, [("document", 1.0)]) is sure


@given(
    st.dictionaries(st.sampled_from("abcd"), st.floats(0, 1), min_size=1),
    st.dictionaries(st.sampled_from("cdef"), st.floats(0, 1)),
)
def test_shares_add_up(words: dict[str, float], meaning: dict[str, float]) -> None:
    shares = with_meaning(words, meaning)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


@given(st.lists(st.tuples(st.sampled_from(("document", "projects")), st.floats(-1, 2))))
def test_a_better_fit_never_counts_against_its_type(found: list[tuple[str, float]]) -> None:
    question = unsure(document=0.5, projects=0.5)
    before = settle_intent(question, found).slots["intents"].get("projects", 0)
    after = settle_intent(question, [*found, ("projects", 1.0)]).slots["intents"]["projects"]
    assert after >= before
