"""A real small model, a real embedder: what gets through stands in the passages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from voicecli.config import LlmConfig
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.gate import support
from voicecli.dialogue.gate.supporting import NEAREST
from voicecli.dialogue.general import LABEL, general_prompt, labelled
from voicecli.dialogue.grounded import additions
from voicecli.dialogue.instant import Opening
from voicecli.dialogue.notes import choose_notes, note_passages
from voicecli.dialogue.prompts import compose_addition
from voicecli.llm.llama import LlamaModel
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.storage.database import open_database
from voicecli.tts.sentences import split_sentences
from voicecli.turn import Turn
from voicecli.types import Passage

pytestmark = pytest.mark.engines

SMALL = "smollm2-135m-instruct-q4_1"
RADAR = Passage(
    "radar",
    "projects",
    "Gull Radar",
    "projects.json",
    "radar",
    "Warns the harbour when gulls gather above the fish market. It hears them with four "
    "microphones. The council pays for it.\nTechnologies: Elixir, TensorFlow.\n"
    "From January 2023 to July 2023.",
    0.8,
)
OPENING = Opening(
    ("Warns the harbour when gulls gather above the fish market.",), (RADAR,), leaves_room=True
)
QUESTION = "Tell me about Gull Radar"


@pytest.fixture(scope="module")
def llm(models: Path) -> Iterator[LlamaModel]:
    with LlamaModel(models / SMALL / "SmolLM2-135M-Instruct.Q4_1.gguf", LlmConfig(), 2) as model:
        yield model


@pytest.fixture(scope="module")
def meaning(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SentenceVectors]:
    with (
        open_database(tmp_path_factory.mktemp("index") / "index.db") as db,
        MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1) as embedder,
    ):
        prepare(db)
        assert isinstance(db, Database)
        yield SentenceVectors(db, embedder)


def test_what_the_model_adds_stands_in_the_passage(
    llm: LlamaModel, meaning: SentenceVectors
) -> None:
    notes = choose_notes(QUESTION, OPENING, (RADAR,), meaning)
    assert notes
    told = [(note.sentence, note.passage) for note in notes]
    prompt = compose_addition(QUESTION, told, Conversation(), 0)
    written = list(split_sentences(llm.generate(prompt, Turn(), tokens=64)))
    assert written
    passages = note_passages(OPENING, notes)
    said = list(OPENING.sentences)
    for added in additions(written, QUESTION, passages, said, meaning=meaning, patience=9):
        said.append(added.text)
        assert added.passage == RADAR
        for token in re.findall(r"\d+|(?<!^)\b[A-Z]\w+", added.text):
            assert token in f"{RADAR.title} {RADAR.text}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Gull Radar hears gulls with five microphones.",
        "The airport pays for Gull Radar.",
        "The council does not pay for it.",
        "Gull Radar ran from January 2022 to July 2023.",
        "Gull Radar was made with Elixir and Kotlin.",
    ],
)
def test_with_meaning_a_wrong_sentence_is_stopped(sentence: str, meaning: SentenceVectors) -> None:
    assert support(sentence, [RADAR], meaning, RADAR) is None


@pytest.mark.parametrize(
    "sentence",
    ["Gull Radar hears gulls with 4 microphones.", "The council pays for Gull Radar."],
)
def test_with_meaning_a_true_one_gets_through(sentence: str, meaning: SentenceVectors) -> None:
    found = support(sentence, [RADAR], meaning, RADAR)
    assert found is not None
    assert NEAREST <= found.nearness <= 1.001


def test_general_knowledge_is_answered_with_its_label(llm: LlamaModel) -> None:
    prompt = general_prompt("What is the capital of France?", Conversation())
    told = list(labelled(split_sentences(llm.generate(prompt, Turn(), tokens=48))))
    assert told[0].startswith(LABEL)
    assert "Paris" in " ".join(told)
