"""Token states by the real model, and late interaction over an index of them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voicecli.documents.folder import find_sources
from voicecli.errors import RetrievalError
from voicecli.retrieval.chunking import LONGEST_TOKENS
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.index import update
from voicecli.retrieval.late import LateInteraction
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import read_passages
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.storage.database import open_database
from voicecli.types import Passage

pytestmark = pytest.mark.engines

PARTS = {
    "Boiler": "The boiler is in the cellar. Its pressure should stay between one and two bar.",
    "Guests": "Visitors may stay for three nights. The bed in the study is made for them.",
    "Garden": "Tomatoes grow along the southern wall. They are given water every other evening.",
    "Bins": "Paper is collected on Mondays. Glass must be carried to the container by the school.",
}


@pytest.fixture(scope="module")
def embedder(models: Path) -> Iterator[MiniLmEmbedder]:
    with MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1) as embedder:
        yield embedder


@pytest.fixture(scope="module")
def house(
    embedder: MiniLmEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LateInteraction, list[Passage]]]:
    folder = tmp_path_factory.mktemp("house")
    parts = "\n".join(f"## {title}\n{text}\n" for title, text in PARTS.items())
    (folder / "house.md").write_text(f"# House\n\n{parts}")
    with open_database(tmp_path_factory.mktemp("index") / "index.db") as db:
        prepare(db)
        assert [step.action for step in update(db, embedder, find_sources(folder))] == ["added"]
        ids = [row[0] for row in db.execute("SELECT id FROM passages ORDER BY number")]
        found = list(read_passages(db, ids).values())
        yield LateInteraction(db, SentenceVectors(db, embedder)), found


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How long can friends sleep over?", "Guests"),
        ("Where do I bring empty bottles?", "Bins"),
        ("What should the heating gauge show?", "Boiler"),
        ("When do the vegetables get watered?", "Garden"),
    ],
)
def test_a_passage_in_other_words_comes_first(
    house: tuple[LateInteraction, list[Passage]], question: str, title: str
) -> None:
    late, passages = house
    scores = late.late_scores(question, passages)
    assert passages[int(np.argmax(scores))].title.endswith(title)
    assert max(scores) <= 1


def test_the_sentence_that_answers_comes_first(
    house: tuple[LateInteraction, list[Passage]],
) -> None:
    late, passages = house
    bins = next(passage for passage in passages if passage.title.endswith("Bins"))
    told = [
        "Paper is collected on Mondays.",
        "Glass must be carried to the container by the school.",
    ]
    scores = late.sentence_scores(
        "Where do I bring empty bottles?", [(text, bins) for text in told]
    )
    assert scores[1] > scores[0]


def test_the_pass_that_gives_tokens_gives_the_vector(embedder: MiniLmEmbedder) -> None:
    texts = ["The boiler is in the cellar.", "", "Übergrößenträger naïveté", "word " * 600]
    vectors, tokens = embedder.embed_with_tokens(texts)
    assert np.allclose(vectors, embedder.embed(texts), atol=1e-5)
    for text, states in zip(texts, tokens, strict=True):
        assert len(states.states) == len(states.starts)
        assert len(states.starts) == min(embedder.count_tokens(text), LONGEST_TOKENS) - 2
        lengths = np.linalg.norm(states.states.astype(np.float32) / 127, axis=1)
        assert np.abs(lengths - 1).max(initial=0) < 0.02
    words = [texts[0][start:].split(" ")[0].strip(".") for start in tokens[0].starts[:-1]]
    assert words == ["The", "boiler", "is", "in", "the", "cellar"]


def test_packed_states_are_nearly_as_alike_as_the_states(embedder: MiniLmEmbedder) -> None:
    texts = list(PARTS.values())
    states = np.concatenate(list(embedder.token_states(texts)))
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    ordered = sorted(texts, key=lambda text: embedder.count_tokens(text))
    packed = np.concatenate([each.states for each in embedder.embed_with_tokens(ordered)[1]])
    packed = packed.astype(np.float32) / 127
    above = np.triu_indices(len(states), 1)
    alike = np.corrcoef((states @ states.T)[above], (packed @ packed.T)[above])[0, 1]
    assert alike > 0.9


def test_a_model_under_another_name_has_no_basis(models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "another"
    folder.symlink_to(models / "all-minilm-l6-v2-int8")
    with MiniLmEmbedder(folder, 1) as embedder:
        assert embedder.token_basis == ""
        with pytest.raises(RetrievalError, match="No basis"):
            embedder.embed_with_tokens(["text"])
        assert embedder.embed(["text"]).shape == (1, 384)
