"""The real embedding model, and search over the real sample content."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voicecli.errors import CatalogError, ExitCode, RetrievalError
from voicecli.pipeline.index import index_content
from voicecli.retrieval.chunking import LONGEST_TOKENS, chunk
from voicecli.retrieval.embedder import DIMENSIONS, MiniLmEmbedder
from voicecli.retrieval.evidence import Evidence, Query
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher
from voicecli.retrieval.windows import nearest_sentences
from voicecli.shipped import shipped
from voicecli.storage.database import open_database
from voicecli.types import Block, Document

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def embedder(models: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1)


@pytest.fixture(scope="module")
def searcher(
    embedder: MiniLmEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    with open_database(tmp_path_factory.mktemp("index") / "index.db") as db:
        prepare(db)
        assert all(p.action == "added" for p in index_content(db, embedder, shipped("content")))
        yield Searcher(db, embedder)


def test_vectors_have_unit_length_and_know_meaning(embedder: MiniLmEmbedder) -> None:
    cat, kitten, tax = embedder.embed(["The cat sleeps.", "A kitten is asleep.", "Pay your taxes."])
    assert cat.shape == (DIMENSIONS,)
    assert np.linalg.norm(cat) == pytest.approx(1.0, abs=1e-5)
    assert cat @ kitten > 0.5 > 0.2 > cat @ tax


def test_a_text_gets_nearly_the_same_vector_in_any_company(embedder: MiniLmEmbedder) -> None:
    texts = ["short", "a rather longer sentence about kettles and tea", "mid length text", ""]
    together = embedder.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert embedder.embed([text])[0] @ vector > 0.98  # int8 activations are scaled per batch


def test_order_and_count_are_kept(embedder: MiniLmEmbedder) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)
    texts = [f"number {number} " * (number % 7 + 1) for number in range(60)]
    vectors = embedder.embed(texts)
    alone = embedder.embed([texts[41]])[0]
    assert int((vectors @ alone).argmax()) == 41


LONGER = {
    "words": "the kettle stands beside the sink " * 90,
    "Japanese": "電池は高いですが長持ちします。" * 60,
    "Korean": "배터리는 비싸지만 오래갑니다. " * 60,
    "made-up words": "Zxqvutrbn Kwptljhgd Brmnqsvty " * 60,
    "no spaces": "x7Gq9zW" * 400,
}


@pytest.mark.parametrize("text", LONGER.values(), ids=LONGER.keys())
def test_every_chunk_is_read_whole(embedder: MiniLmEmbedder, text: str) -> None:
    """What stands behind the window changes nothing: here there is nothing behind it."""
    document = Document("a.md", "A title of some words", (Block(text, 1), Block(text, 2)))
    chunks = chunk(document, embedder.count_tokens)
    assert len(chunks) >= 4
    for part in chunks:
        assert embedder.count_tokens(part.embedded) <= LONGEST_TOKENS
    whole, longer = embedder.embed([chunks[0].embedded, f"{chunks[0].embedded} one more word"])
    assert not np.allclose(whole, longer, atol=1e-3)


def test_tokens_behind_the_window_are_counted(embedder: MiniLmEmbedder) -> None:
    assert embedder.count_tokens("kettle") == 3
    assert embedder.count_tokens("kettle " * 1000) > 1000


def test_a_question_of_fifty_thousand_letters_is_cut(searcher: Searcher) -> None:
    result = searcher.search("What did the battery cost? " + "🙂 lorem ipsum " * 4000)
    assert len(result.passages) == 5


def test_a_missing_model_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="voicecli models pull minilm") as caught:
        MiniLmEmbedder(tmp_path / "minilm", 1)
    assert caught.value.exit_code == ExitCode.MODEL_MISSING


def test_a_broken_model_is_an_error_of_its_own(tmp_path: Path, models: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    tokenizer = models / "all-minilm-l6-v2-int8" / "tokenizer.json"
    (tmp_path / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    with pytest.raises(RetrievalError, match="cannot be loaded"):
        MiniLmEmbedder(tmp_path, 1)


def test_a_closed_model_says_so(models: Path) -> None:
    with MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1) as embedder:
        embedder.warm_up()
    with pytest.raises(RetrievalError, match="closed"):
        embedder.embed(["too late"])


def test_a_fact_is_found_with_its_source(searcher: Searcher) -> None:
    question = "What did the battery cost?"
    result = searcher.search(question)
    first = result.passages[0]
    assert (first.id, first.type, first.document) == (
        "project-sundial",
        "projects",
        "projects.json",
    )
    assert all(0 <= passage.score <= 1 for passage in result.passages)
    assert result.evidence.answers
    ((sentence, passage),) = nearest_sentences(
        searcher, Query.of(question), result.passages, 1, "money"
    )
    assert sentence == "The ten kilowatt-hour battery cost 3,900 pounds."
    assert passage == first


def test_filters_are_exact_and_then_softened(searcher: Searcher) -> None:
    rust = Filters.from_slots({"types": ["projects"], "technologies": ["rust"], "years": None})
    found = searcher.search("Which projects used Rust?", rust, 20)
    assert {passage.id for passage in found.passages} == {
        "project-sundial",
        "project-pocket-ferry",
        "project-tin-whistle",
    }
    assert found.softened == ()
    since = Filters.from_slots(
        {"types": ["projects"], "technologies": ["Rust"], "years": {"from": 2030, "to": None}}
    )
    softened = searcher.search("Rust since 2030", since, 20)
    assert softened.softened == ("exact years",)
    assert {passage.id for passage in softened.passages} == {"project-sundial"}


def test_words_that_stand_nowhere_are_named(searcher: Searcher) -> None:
    evidence = searcher.search("Is there a lathe in the workshop?").evidence
    assert evidence.unknown == ("lathe",)
    assert "workshop" not in {word.text for word in evidence.words if not word.count}
    assert not searcher.search("What is the capital of Mongolia?").evidence.answers


def test_questions_without_words_find_something_and_raise_nothing(searcher: Searcher) -> None:
    for question in ("?", "the of and", '"', "* NEAR(a b)", "שלום 🙂", "\x00"):
        assert len(searcher.search(question).passages) == 5


def test_an_empty_index_answers_nothing(embedder: MiniLmEmbedder, tmp_path: Path) -> None:
    with open_database(tmp_path / "empty.db") as db:
        prepare(db)
        result = Searcher(db, embedder).search("anything")
    assert result.passages == ()
    assert result.evidence == Evidence()
    assert not result.evidence.answers


def test_a_change_of_the_index_is_seen(embedder: MiniLmEmbedder, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.txt").write_text("Tea\n\nGreen tea wants water of 75 degrees.\n")
    with open_database(tmp_path / "index.db") as db, open_database(tmp_path / "index.db") as other:
        prepare(db)
        list(index_content(db, embedder, folder))
        searcher = Searcher(db, embedder)
        assert len(searcher.search("tea").passages) == 1
        (folder / "b.txt").write_text("Coffee\n\nCoffee wants water of 93 degrees.\n")
        list(index_content(other, embedder, folder))
        assert len(searcher.search("coffee").passages) == 2
