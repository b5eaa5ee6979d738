"""Token states beside the vectors of the index, and the scores that are read from them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from tests.fakes import WordEmbedder, WordTokenEmbedder
from voicecli.documents.folder import find_sources
from voicecli.retrieval.index import update
from voicecli.retrieval.late import LateInteraction
from voicecli.retrieval.schema import migrations, prepare
from voicecli.retrieval.search import read_passages
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.storage.database import open_database
from voicecli.types import Passage

pytestmark = pytest.mark.storage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "tea.md").write_text(
        "# Tea\n\n## Green\nIt wants water of 75 degrees. Three minutes are enough for it.\n"
    )
    (folder / "notes.md").write_text("# House\n\n## Kettle\nIt stands beside the sink.\n")
    return folder


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "index.db") as db:
        prepare(db)
        yield db


def index(db: Database, embedder: WordEmbedder, folder: Path) -> dict[str, str]:
    return {step.document: step.action for step in update(db, embedder, find_sources(folder))}


def passages(db: Database) -> list[Passage]:
    ids = [row[0] for row in db.execute("SELECT id FROM passages ORDER BY document DESC")]
    return list(read_passages(db, ids).values())


def late(db: Database, embedder: WordEmbedder) -> LateInteraction:
    return LateInteraction(db, SentenceVectors(db, embedder))


def count(db: Database, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_passage_scores_by_the_tokens_of_its_text_and_title(db: Database, folder: Path) -> None:
    embedder = WordTokenEmbedder()
    index(db, embedder, folder)
    scorer = late(db, embedder)
    tea, kettle = passages(db)
    for question, best in (("75 degrees", tea), ("beside sink", kettle), ("House kettle", kettle)):
        by_passage = dict(
            zip((tea, kettle), scorer.late_scores(question, [tea, kettle]), strict=True)
        )
        assert by_passage.pop(best) == pytest.approx(1.0)
        assert list(by_passage.values()) == [0.0]


def test_a_sentence_scores_by_its_own_tokens(db: Database, folder: Path) -> None:
    embedder = WordTokenEmbedder()
    index(db, embedder, folder)
    tea = passages(db)[0]
    told = ["It wants water of 75 degrees.", "Three minutes are enough for it.", "Not there."]
    scores = late(db, embedder).sentence_scores("three minutes", [(text, tea) for text in told])
    assert scores == pytest.approx([0.0, 1.0, 0.5]), "the mean, where nothing is known"


def test_a_question_is_read_once_for_its_vector_and_its_tokens(db: Database, folder: Path) -> None:
    embedder = WordTokenEmbedder()
    index(db, embedder, folder)
    vectors = SentenceVectors(db, embedder)
    scorer, found, before = LateInteraction(db, vectors), passages(db), embedder.passes
    vectors.of_question("Where is the kettle?")
    scorer.late_scores("Where is the kettle?", found)
    assert embedder.passes == before + 1
    scorer.late_scores("Where is the tea?", found)
    vectors.of_question("Where is the tea?")
    assert embedder.passes == before + 2


def test_nothing_asked_and_nothing_found_score_nothing(db: Database, folder: Path) -> None:
    embedder = WordTokenEmbedder()
    assert late(db, embedder).late_scores("Where?", []) == []
    index(db, embedder, folder)
    for question in ("", "?!"):
        assert late(db, embedder).late_scores(question, passages(db)) == [0.0, 0.0]


def test_an_embedder_without_tokens_leaves_the_order_to_the_rest(
    db: Database, folder: Path
) -> None:
    index(db, WordEmbedder(), folder)
    assert count(db, "tokens") == 0
    assert late(db, WordEmbedder()).late_scores("75 degrees", passages(db)) == [0.0, 0.0]


def test_a_passage_without_token_states_is_neither_before_nor_behind(
    db: Database, folder: Path
) -> None:
    embedder = WordTokenEmbedder()
    index(db, embedder, folder)
    tea, kettle = passages(db)
    gone = Passage("x", "document", "Gone", "gone.md", "line 1", "Not in the index.", 0.0)
    scores = late(db, embedder).late_scores("75 degrees", [tea, gone, kettle])
    assert scores == pytest.approx([1.0, 0.5, 0.0])


def test_states_go_with_their_vectors(db: Database, folder: Path) -> None:
    embedder = WordTokenEmbedder()
    index(db, embedder, folder)
    assert count(db, "tokens") == count(db, "vectors") == 2
    (folder / "tea.md").unlink()
    index(db, embedder, folder)
    assert count(db, "tokens") == count(db, "vectors") == 1


def test_states_of_another_basis_do_not_count_and_are_made_anew(db: Database, folder: Path) -> None:
    index(db, WordTokenEmbedder("an earlier one"), folder)
    embedder = WordTokenEmbedder()
    assert late(db, embedder).late_scores("75 degrees", passages(db)) == [0.0, 0.0]
    (folder / "more.md").write_text((folder / "tea.md").read_text())
    index(db, embedder, folder)
    bases = {row[0] for row in db.execute("SELECT basis FROM tokens")}
    assert bases == {"an earlier one", embedder.token_basis}, "what is read again, is made again"


def test_an_index_of_before_keeps_its_vectors_and_gets_token_states(
    tmp_path: Path, folder: Path
) -> None:
    embedder = WordTokenEmbedder()
    with open_database(tmp_path / "before.db") as db:
        migrations.apply(db, stop_before="add_tokens")
        index(db, WordEmbedder(), folder)
        before = db.execute("SELECT id, digest, vector FROM vectors").fetchall()
        prepare(db)
        assert db.execute("SELECT id, digest, vector FROM vectors").fetchall() == before
        assert late(db, embedder).late_scores("75 degrees", passages(db)) == [0.0, 0.0]
        index(db, embedder, folder)
        assert db.execute("SELECT id, digest, vector FROM vectors").fetchall() == before
        assert late(db, embedder).late_scores("75 degrees", passages(db))[0] == pytest.approx(1.0)


def test_states_are_read_as_they_were_stored(db: Database, folder: Path) -> None:
    index(db, WordTokenEmbedder(), folder)
    rows = db.execute("SELECT starts, states FROM tokens").fetchall()
    for starts, states in rows:
        places = np.frombuffer(starts, np.uint16)
        assert (np.diff(places.astype(int)) > 0).all()
        assert np.frombuffer(states, np.int8).reshape(len(places), 256).max() == 127
