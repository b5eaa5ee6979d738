"""Candidates for an answer: by words within a budget, and by vectors that are read once."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlite_utils import Database

from tests.fakes import WordEmbedder
from voicecli.documents.folder import find_sources
from voicecli.retrieval import keywords
from voicecli.retrieval.index import update
from voicecli.retrieval.keywords import (
    Frequencies,
    affordable,
    by_bm25,
    count_passages,
    keyword_search,
)
from voicecli.retrieval.nearest import Nearest, best_of
from voicecli.retrieval.schema import prepare
from voicecli.storage.database import open_database

pytestmark = pytest.mark.storage

TEXTS = {
    "a": "the lamp is old and green",
    "b": "the lamp is new and red",
    "c": "the kettle is old and red",
    "d": "the kettle whistles",
    "e": "the cup is old, the old cup is blue and old",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    for name, text in TEXTS.items():
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.md").write_text(f"# {name.upper()}\n\n{text}\n")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "index.db") as db:
        prepare(db)
        yield db


def index(db: Database, folder: Path) -> None:
    for _ in update(db, WordEmbedder(), find_sources(folder)):
        pass


def named(db: Database, ids: list[int]) -> str:
    documents = dict(db.execute("SELECT id, document FROM passages").fetchall())
    return "".join(documents[id_].removesuffix(".md") for id_ in ids)


@pytest.fixture(params=[5_000, 0], ids=["BM25", "weights"])
def scored(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(keywords, "MOST_SCORED", request.param)
    return int(request.param)


def test_any_word_is_enough_and_the_rarest_is_worth_most(
    db: Database, folder: Path, scored: int
) -> None:
    index(db, folder)
    assert set(named(db, keyword_search(db, ["green", "kettle"], 9))) == set("acd")
    assert named(db, keyword_search(db, ["green", "kettle"], 1)) == "a"
    assert named(db, keyword_search(db, ["red", "old", "kettle"], 1)) == "c", "three of three"
    assert keyword_search(db, ["nowhere"], 9) == []
    assert keyword_search(db, [], 9) == []
    assert keyword_search(db, ["kettle"], 0) == []


def test_only_the_allowed_are_found(db: Database, folder: Path, scored: int) -> None:
    index(db, folder)
    documents = db.execute("SELECT document, id FROM passages").fetchall()
    allowed = {id_ for document, id_ in documents if document in ("c.md", "e.md")}
    assert set(named(db, keyword_search(db, ["old", "red"], 9, allowed))) == {"c", "e"}
    assert named(db, keyword_search(db, ["old", "red"], 1, allowed)) == "c"
    assert keyword_search(db, ["old"], 9, set()) == []


def test_the_longer_words_that_one_begins_are_found(
    db: Database, folder: Path, scored: int
) -> None:
    index(db, folder)
    assert named(db, keyword_search(db, ["whistl"], 9)) == "d"
    assert keyword_search(db, ["whis"], 9) == [], "four letters begin too many"


def test_weights_find_what_bm25_finds(db: Database, folder: Path) -> None:
    index(db, folder)
    for words in (["old"], ["old", "red"], ["lamp", "cup", "new"]):
        counts = {word: count_passages(db, word) for word in words}
        assert set(keywords.by_weight(db, counts, 9)) == set(by_bm25(db, words, 9))


def test_what_was_deleted_meanwhile_is_left_out(db: Database, folder: Path, scored: int) -> None:
    index(db, folder)
    (last,) = db.execute("SELECT max(id) FROM passages").fetchone()
    found = keyword_search(db, ["old"], 9)
    assert keyword_search(db, ["old"], 9, {*found, last + 1}) == found


def test_what_holds_the_same_words_is_ordered_by_meaning(
    db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(db, folder)
    monkeypatch.setattr(keywords, "MOST_SCORED", 0)
    nearest = Nearest(db, "words")
    nearest.refresh()
    cosines = nearest.cosines(WordEmbedder().embed(["old red kettle"])[0])
    ids = keyword_search(db, ["old"], 9, ordering=lambda found: nearest.ordered(found, cosines))
    assert named(db, ids)[0] == "c"
    assert set(named(db, ids)) == set("ace")


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 90_000), min_size=1, max_size=8))
def test_the_rarest_words_are_afforded_first(counts: dict[str, int]) -> None:
    chosen = affordable(counts)
    assert chosen
    assert len(chosen) == 1 or sum(counts[word] for word in chosen) <= keywords.MOST_COUNTED
    left = counts.keys() - set(chosen)
    assert all(counts[word] >= counts[chosen[-1]] for word in left)


def test_counts_follow_the_index(db: Database, folder: Path) -> None:
    index(db, folder)
    frequencies = Frequencies(db)
    assert frequencies.of("kettle") == count_passages(db, "kettle") == 2
    write(folder, "f", "another kettle")
    index(db, folder)
    assert frequencies.of("kettle") == 3


def brute(db: Database, vector: NDArray[np.float32]) -> dict[int, float]:
    """Cosines from what is stored, passage by passage."""
    rows = db.execute(
        "SELECT passages.id, vectors.vector FROM passages "
        "JOIN vectors ON vectors.id = passages.vector"
    )
    return {id_: float(np.frombuffer(blob, np.float16) @ vector) for id_, blob in rows}


def agrees(nearest: Nearest, db: Database) -> bool:
    nearest.refresh()
    vector = WordEmbedder().embed(["an old red lamp"])[0]
    expected = brute(db, vector)
    ids, cosines = nearest.of(vector, 3)
    assert nearest.ids.tolist() == sorted(expected)
    assert np.allclose(cosines, [expected[id_] for id_ in sorted(expected)], atol=1e-3)
    best = sorted(expected.values(), reverse=True)[: len(ids)]
    return np.allclose([expected[id_] for id_ in ids], best, atol=1e-3)


def test_vectors_follow_the_index(db: Database, folder: Path) -> None:
    nearest = Nearest(db, "words")
    assert agrees(nearest, db), "an empty index"
    index(db, folder)
    assert agrees(nearest, db)
    write(folder, "f", "an old red lamp")
    write(folder, "copy", TEXTS["a"])
    (folder / "c.md").unlink()
    index(db, folder)
    assert agrees(nearest, db)
    for name in "abde":
        (folder / f"{name}.md").unlink()
    index(db, folder)
    assert agrees(nearest, db), "most are gone"
    write(folder, "a", TEXTS["a"])
    index(db, folder)
    assert agrees(nearest, db)


def test_another_index_version_alone_reads_no_vector_again(db: Database, folder: Path) -> None:
    index(db, folder)
    nearest = Nearest(db, "words")
    nearest.refresh()
    write(folder, "f", "an old red lamp")
    index(db, folder)
    read: list[str] = []
    db.conn.set_trace_callback(read.append)
    nearest.refresh()
    db.conn.set_trace_callback(None)
    (query,) = (sql for sql in read if "FROM vectors" in sql)
    assert f"id > {len(TEXTS)}" in query


def test_vectors_of_another_model_are_not_compared(db: Database, folder: Path) -> None:
    index(db, folder)
    nearest = Nearest(db, "another")
    nearest.refresh()
    assert len(nearest) == 0
    assert nearest.of(WordEmbedder().embed(["lamp"])[0], 3)[0] == []


@given(
    st.lists(st.floats(-1, 1, width=32), max_size=30),
    st.sets(st.integers(-1, 40)),
    st.integers(0, 9),
)
def test_the_best_are_the_best_of_the_allowed(
    cosines: list[float], allowed: set[int], limit: int
) -> None:
    ids = np.arange(0, 2 * len(cosines), 2)
    near = np.array(cosines, np.float32)
    found = best_of(ids, near, limit, allowed)
    possible = {id_: near[id_ // 2] for id_ in allowed & set(ids.tolist())}
    assert set(found) <= set(possible)
    assert [possible[id_] for id_ in found] == sorted(possible.values(), reverse=True)[:limit]
    assert len(best_of(ids, near, limit)) == min(limit, len(ids))
