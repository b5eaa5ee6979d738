"""The index keeps in step with a folder, whatever happens in between."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.documents.folder import find_sources
from voicecli.errors import StorageError
from voicecli.retrieval.contents import Contents
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.evidence import Query
from voicecli.retrieval.filters import Filters, passing
from voicecli.retrieval.index import (
    IndexProgress,
    index_version,
    is_stale,
    stored_documents,
    update,
)
from voicecli.retrieval.schema import migrations, prepare
from voicecli.retrieval.search import Searcher, keyword_search, read_passages
from voicecli.retrieval.sentences import told_sentences
from voicecli.retrieval.vectors import EMBEDDED_AT_ONCE, SentenceVectors
from voicecli.retrieval.vocabulary import indexed_documents, read_record, vocabulary
from voicecli.retrieval.windows import nearest_sentences
from voicecli.retrieval.word_counts import own_stems, word_counts
from voicecli.retrieval.words import content_words
from voicecli.storage.database import open_database
from voicecli.types import Passage

pytestmark = pytest.mark.storage


class CountingEmbedder:
    """The real model, which remembers what it was asked to embed."""

    def __init__(self, model: MiniLmEmbedder, name: str = "minilm") -> None:
        self.name = name
        self.embedded: list[str] = []
        self._model = model

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return self._model.embed(texts)

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text)

    @property
    def sentences(self) -> list[str]:
        """What was more than a word."""
        return [text for text in self.embedded if " " in text]


@pytest.fixture(scope="module")
def minilm(models: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1)


@pytest.fixture
def embedder(minilm: MiniLmEmbedder) -> CountingEmbedder:
    return CountingEmbedder(minilm)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "tea.md").write_text("# Tea\n\n## Green\nGreen tea wants 75 degrees.\n")
    (folder / "notes.txt").write_text("Notes\n\nThe kettle stands beside the sink.\n")
    (folder / "projects.json").write_text(
        '[{"id": "k", "title": "Kettle", "technologies": ["Rust", "C++"], "start": "2021"},'
        ' {"id": "l", "title": "Lamp", "technologies": ["rust"], "start": "2023"}]'
    )
    return folder


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "index.db") as db:
        prepare(db)
        yield db


def index(
    db: Database, folder: Path, embedder: CountingEmbedder, *, force: bool = False
) -> dict[str, str]:
    done = update(db, embedder, find_sources(folder), force=force)
    return {progress.document: progress.action for progress in done}


def found(db: Database, *words: str) -> set[str]:
    ids = keyword_search(db, words, 10)
    marks = ",".join("?" for _ in ids)
    return {row[0] for row in db.execute(f"SELECT key FROM passages WHERE id IN ({marks})", ids)}


def counted_afresh(db: Database) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for type_, title, text, record in db.execute("SELECT type, title, text, record FROM passages"):
        told = [title, text]
        if record:
            own = json.loads(record)
            told = [own["title"], own["organisation"], own["summary"], *own["technologies"]]
        for stem in own_stems(told):
            of_type = counts.setdefault(type_, {})
            of_type[stem] = of_type.get(stem, 0) + 1
    return counts


def consistent(db: Database) -> bool:
    """Passages have their vectors, none is left over, their words are counted and can be found."""
    db.execute("INSERT INTO passages_fts(passages_fts, rank) VALUES ('integrity-check', 1)")
    db.conn.commit()
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    used = {row[0] for row in db.execute("SELECT vector FROM passages")}
    return (
        not orphans
        and counted_afresh(db) == word_counts(db)
        and used == {row[0] for row in db.execute("SELECT id FROM vectors")}
    )


def test_a_new_folder_is_added_and_then_left_alone(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    assert set(index(db, folder, embedder).values()) == {"added"}
    version, embedded = index_version(db), len(embedder.embedded)
    assert set(index(db, folder, embedder).values()) == {"unchanged"}
    assert (index_version(db), len(embedder.embedded)) == (version, embedded)
    assert found(db, "degrees")
    assert found(db, "kettle") >= {"k"}
    assert consistent(db)


def test_progress_counts_files(db: Database, folder: Path, embedder: CountingEmbedder) -> None:
    done = list(update(db, embedder, find_sources(folder)))
    assert [(p.number, p.total) for p in done] == [(1, 3), (2, 3), (3, 3)]
    assert IndexProgress(2, 3, "projects.json", "added", passages=2) in done


def test_only_what_changed_is_embedded_again(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    embedder.embedded.clear()
    more = "# Tea\n\n## Green\nGreen tea wants 75 degrees.\n\n## Black\nBlack tea wants 95.\n"
    (folder / "tea.md").write_text(more)
    assert index(db, folder, embedder)["tea.md"] == "changed"
    assert embedder.sentences == ["Tea › Black. Black tea wants 95."]
    assert consistent(db)


def test_a_touched_file_is_read_and_found_the_same(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    os.utime(folder / "tea.md", ns=(1, 1))
    version = index_version(db)
    assert index(db, folder, embedder)["tea.md"] == "unchanged"
    assert stored_documents(db, "minilm")["tea.md"].modified == 1
    assert index_version(db) == version, "a new time alone is no new content"


def test_force_embeds_everything_again(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    first = set(embedder.embedded)
    embedder.embedded.clear()
    assert set(index(db, folder, embedder, force=True).values()) == {"changed"}
    assert set(embedder.embedded) == first


def test_a_removed_file_leaves_nothing(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    (folder / "notes.txt").unlink()
    assert index(db, folder, embedder)["notes.txt"] == "removed"
    assert not found(db, "sink")
    assert consistent(db)


def test_another_embedding_model_embeds_anew(
    db: Database, folder: Path, embedder: CountingEmbedder, minilm: MiniLmEmbedder
) -> None:
    index(db, folder, embedder)
    other = CountingEmbedder(minilm, "other")
    assert set(index(db, folder, other).values()) == {"changed"}
    assert set(other.embedded) == set(embedder.embedded)
    assert {row[0] for row in db.execute("SELECT model FROM vectors")} == {"other"}
    assert consistent(db)


def index_of_before(db: Database, folder: Path, model: MiniLmEmbedder) -> None:
    """What the schema before `add_sources` held of tea.md, with float32 vectors."""
    text = "Green tea wants 75 degrees. Black tea wants 95."
    (folder / "tea.md").write_text(f"# Tea\n\n{text}\n")
    migrations.apply(db, stop_before="add_sources")
    db.execute(
        "INSERT INTO sessions (id, created, last_activity, title)"
        " VALUES ('S', '2026-01-01', '2026-01-01', 'What is tea?')"
    )
    db["documents"].insert(
        {"path": "tea.md", "title": "Tea", "fingerprint": "f", "size": 1, "modified": 1}
    )
    db.execute(
        "INSERT INTO passages (key, document, type, title, locator, text) "
        "VALUES ('tea.md#0', 'tea.md', 'document', 'Tea', 'line 3', ?)",
        [text],
    )
    told = text.replace(". ", ".\n").split("\n")
    whole, *parts = model.embed([f"Tea. {text}", *(f"Tea. {sentence}" for sentence in told)])
    db["embeddings"].insert({"passage": 1, "model": "minilm", "vector": whole.tobytes()})
    halves = np.array(parts, np.float16).tobytes()
    db["sentences"].insert(
        {"passage": 1, "model": "minilm", "texts": json.dumps(told), "vectors": halves}
    )
    db["words"].insert({"word": "tea", "model": "minilm", "vector": b""})


def test_an_index_of_before_can_be_searched_and_is_brought_up_to_date(
    tmp_path: Path, folder: Path, embedder: CountingEmbedder, minilm: MiniLmEmbedder
) -> None:
    with open_database(tmp_path / "old.db") as db:
        index_of_before(db, folder, minilm)
        prepare(db)
        question = "How hot for black tea?"
        result = Searcher(db, embedder).search(question)
        assert [passage.source for passage in result.passages] == ["tea.md line 3"]
        SentenceVectors(db, embedder).of_sentences(parts_of(result.passages))
        assert embedder.embedded[0] == question
        assert not any("tea wants" in text for text in embedder.embedded), "vectors are kept"
        embedder.embedded.clear()
        assert index(db, folder, embedder)["tea.md"] == "changed", "it is cut in another way"
        assert not any(text.startswith("Tea.") for text in embedder.embedded)
        assert [p.source for p in every_passage(db) if p.document == "tea.md"] == ["tea.md:3"]
        assert db.execute("SELECT title FROM sessions").fetchall() == [("What is tea?",)]
        assert consistent(db)


def test_what_is_cut_in_another_way_is_stale(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    db.execute("UPDATE documents SET chunking = chunking - 1 WHERE path = 'tea.md'")
    db.conn.commit()
    stale = {
        source.name: is_stale(stored_documents(db, "minilm")[source.name], source)
        for source in find_sources(folder)
    }
    assert stale == {"notes.txt": False, "projects.json": False, "tea.md": True}
    embedder.embedded.clear()
    assert index(db, folder, embedder)["tea.md"] == "changed"
    assert embedder.embedded == [], "it says what it said"


def test_equal_texts_are_embedded_once_and_marked(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "copy.md").write_text((folder / "tea.md").read_text())
    (folder / "shout.md").write_text("# Loud\n\nGREEN tea wants 75 degrees!\n")
    index(db, folder, embedder)
    assert embedder.embedded.count("Tea › Green. Green tea wants 75 degrees.") == 1
    rows = db.execute(
        "SELECT document, vector, likeness FROM passages WHERE text LIKE '%75%' ORDER BY document"
    ).fetchall()
    assert [document for document, _, _ in rows] == ["copy.md", "shout.md", "tea.md"]
    (copy, shout, tea) = [(vector, likeness) for _, vector, likeness in rows]
    assert copy == tea
    assert (shout[0] != tea[0], shout[1]) == (True, tea[1])
    (folder / "tea.md").unlink()
    index(db, folder, embedder)
    assert consistent(db), "the copy keeps the vector"


def parts_of(passages: Iterable[Passage]) -> list[tuple[str, Passage]]:
    return [(text, passage) for passage in passages for text in told_sentences(passage.text)]


def every_passage(db: Database) -> list[Passage]:
    ids = [row[0] for row in db.execute("SELECT id FROM passages ORDER BY id")]
    return list(read_passages(db, ids).values())


def test_sentences_are_read_and_not_embedded_again(
    db: Database, folder: Path, embedder: CountingEmbedder, minilm: MiniLmEmbedder
) -> None:
    index(db, folder, embedder)
    embedder.embedded.clear()
    parts = parts_of(every_passage(db))
    read = SentenceVectors(db, embedder).of_sentences(parts)
    assert embedder.embedded == []
    made = minilm.embed([f"{passage.title}. {sentence}" for sentence, passage in parts])
    assert read.dtype == made.dtype
    assert np.abs(read - made).max() < 1e-3


def test_what_the_index_does_not_hold_is_embedded_when_asked(
    db: Database, folder: Path, embedder: CountingEmbedder, minilm: MiniLmEmbedder
) -> None:
    index(db, folder, embedder)
    embedder.embedded.clear()
    old = next(passage for passage in every_passage(db) if passage.document == "notes.txt")
    parts = [(sentence, old) for sentence in ("It is red.", old.text, "It is red.")]
    first, known, second = SentenceVectors(db, embedder).of_sentences(parts)
    assert embedder.embedded == ["Notes. It is red."]
    assert (first == second).all()
    assert first @ known < 0.99
    other = CountingEmbedder(minilm, "other")
    SentenceVectors(db, other).of_sentences(parts)
    assert other.embedded == ["Notes. It is red.", f"Notes. {old.text}"], "of its own model alone"


def test_a_question_is_embedded_once(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    embedder.embedded.clear()
    searcher = Searcher(db, embedder)
    question = "Where does the kettle stand?"
    ((sentence, _),) = nearest_sentences(
        searcher, Query.of(question), searcher.search(question).passages, 1
    )
    assert sentence == "The kettle stands beside the sink."
    assert embedder.embedded.count(question) == 1
    searcher.search("And the lamp?")
    assert "And the lamp?" in embedder.embedded


def test_only_new_sentences_of_a_changed_passage_are_embedded(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "notes.txt").write_text("Notes\n\nThe kettle stands here. The cup is blue.\n")
    index(db, folder, embedder)
    embedder.embedded.clear()
    (folder / "notes.txt").write_text("Notes\n\nThe kettle stands here. The cup is dark green.\n")
    index(db, folder, embedder)
    assert embedder.sentences == [
        "Notes. The kettle stands here. The cup is dark green.",
        "Notes. The cup is dark green.",
    ]


def test_a_broken_file_is_named_and_the_rest_indexed(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "bad.json").write_text('{"projects": [')
    done = {p.document: p for p in update(db, embedder, find_sources(folder))}
    assert done["bad.json"].action == "failed"
    assert "bad.json, line 1, column" in done["bad.json"].error
    assert done["projects.json"].action == "added"
    assert index(db, folder, embedder)["bad.json"] == "failed", "it is tried again every time"
    (folder / "bad.json").write_text('{"projects": [{"title": "Mended"}]}')
    assert index(db, folder, embedder)["bad.json"] == "added"


def test_a_file_that_breaks_keeps_its_last_good_version(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    (folder / "projects.json").write_text("[")
    assert index(db, folder, embedder)["projects.json"] == "failed"
    assert found(db, "kettle") >= {"k"}
    stored = stored_documents(db, "minilm")["projects.json"]
    assert stored.error
    assert stored.passages == 2


def test_the_same_record_id_in_two_files_stays_two_passages(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "more.json").write_text('{"id": "k", "title": "Another kettle"}')
    index(db, folder, embedder)
    assert found(db, "kettle") >= {"k", "projects.json:k"}
    assert consistent(db)


def test_a_record_may_be_named_as_another_would_be(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "a.json").write_text('[{"id": "p", "title": "One"}]')
    (folder / "b.json").write_text(
        '[{"id": "b.json:p", "title": "Two"}, {"id": "p", "title": "3"}]'
    )
    index(db, folder, embedder)
    keys = {passage.id for passage in every_passage(db) if passage.document in ("a.json", "b.json")}
    assert keys == {"p", "b.json:p", "b.json:b.json:p"}


def test_an_unreadable_file_is_named(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "link.txt").symlink_to(folder / "locked.txt")
    (folder / "locked.txt").write_text("secret")
    sources = find_sources(folder)
    (folder / "locked.txt").unlink()
    done = {p.document: p for p in update(db, embedder, sources)}
    assert done["locked.txt"].action == "failed"
    assert "cannot be read" in done["locked.txt"].error


def test_filters_pass_exactly_first_and_are_softened_when_empty(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    keys = dict(db.execute("SELECT id, key FROM passages").fetchall())

    def passed(**asked: object) -> tuple[set[str] | None, tuple[str, ...]]:
        ids, softened = passing(db, Filters(**asked))  # type: ignore[arg-type]
        return (None if ids is None else {keys[id_] for id_ in ids}), softened

    assert passed() == (None, ())
    assert passed(technologies=("RUST",)) == ({"k", "l"}, ())
    assert passed(technologies=("Rust", "C++")) == ({"k"}, ())
    assert passed(technologies=("C++", "Go")) == ({"k"}, ("every technology",))
    assert passed(types=("projects",), year_from=2022) == ({"l"}, ())
    assert passed(technologies=("C++",), year_from=2022) == ({"k"}, ("exact years",))
    assert passed(technologies=("Go",), types=("projects",)) == ({"k", "l"}, ("technologies",))
    assert passed(types=("poems",)) == (None, ("types",))


def test_years_are_meant_as_people_mean_them(
    db: Database, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    folder = tmp_path / "years"
    folder.mkdir()
    (folder / "all.json").write_text(
        '{"projects": [{"id": "p", "title": "P", "start": "2019", "end": "2022"}],'
        ' "jobs": [{"id": "j", "title": "J", "start": "2019", "end": "2022"},'
        ' {"id": "now", "title": "N", "start": "2022"}]}'
    )
    index(db, folder, embedder)
    keys = dict(db.execute("SELECT id, key FROM passages").fetchall())

    def passed(first: int | None, last: int | None) -> set[str]:
        ids, _ = passing(db, Filters(year_from=first, year_to=last))
        return {keys[id_] for id_ in ids or ()}

    assert passed(2020, 2020) == {"j"}, "a job lasts, a project belongs to its first year"
    assert passed(2019, 2019) == {"p", "j"}
    assert passed(2022, None) == {"now"}, "since means begun since"
    assert passed(None, 2022) == {"p", "j"}, "before means ended before"
    assert passed(2024, 2024) == {"now"}


def test_the_vocabulary_comes_from_the_index(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    names = vocabulary(db)
    assert names.technologies == ("C++", "Rust")
    assert names.titles == (("k", "Kettle", "projects"), ("l", "Lamp", "projects"))
    assert names.types == ("document", "projects")
    record = read_record(db, "k")
    assert record is not None
    assert (record.title, record.technologies) == ("Kettle", ("Rust", "C++"))
    assert read_record(db, "nowhere") is None


def test_documents_are_told_by_name_without_their_text(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    told = {document.path: document for document in indexed_documents(db)}
    assert {path: len(document.blocks) for path, document in told.items()} == {
        "notes.txt": 1,
        "projects.json": 0,
        "tea.md": 1,
    }
    assert told["tea.md"].title == "Tea"
    assert [record.title for record in told["projects.json"].records] == ["Kettle", "Lamp"]
    counts = word_counts(db)
    assert counts["document"]["kettl"] == 1
    assert counts["projects"]["rust"] == 2


@pytest.mark.parametrize(
    "word", ['"', "a OR b", "NEAR(", "*", "col:x", "-x", "'; DROP", "(", "^", "a\0b"]
)
def test_no_word_is_read_as_syntax(
    db: Database, folder: Path, word: str, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    assert keyword_search(db, [word], 5) is not None
    assert Contents(db).documents_naming([word, f"tea {word}"]) is not None


def test_accents_and_forms_are_found(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    (folder / "cafe.txt").write_text("Café rules\n\nBatteries stay outside the café in Malmö.\n")
    index(db, folder, embedder)
    for word in ("cafe", "battery", "malmo", "batter"):
        assert found(db, word), word


@pytest.mark.parametrize(
    "word", ["Straße", "naïve", "İstanbul", "Łódź", "Горький", "ещё", "Άγγελος", "한국", "がっこう"]
)
def test_a_word_finds_itself_in_any_script(
    db: Database, folder: Path, embedder: CountingEmbedder, word: str
) -> None:
    (folder / "word.txt").write_text(f"One word\n\nHere stands {word} alone.\n")
    index(db, folder, embedder)
    assert len(found(db, *content_words(word).values())) == 1


KILLED = """
import os
from pathlib import Path
from voicecli.documents.folder import find_sources
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.index import update
from voicecli.retrieval.schema import migrations, prepare
from voicecli.storage.database import open_database
class Dying(MiniLmEmbedder):
    def embed_with_tokens(self, texts):
        if any("end of file 3" in text for text in texts):
            print("dying", flush=True)
            os.kill(os.getpid(), 9)
        return super().embed_with_tokens(texts)
with open_database(Path({db!r})) as db:
    prepare(db)
    for progress in update(db, Dying(Path({model!r}), 1), find_sources(Path({folder!r}))):
        print(progress.document, flush=True)
"""


def test_a_killed_run_leaves_whole_documents_and_the_next_resumes(
    tmp_path: Path, models: Path, minilm: MiniLmEmbedder
) -> None:
    folder, file = tmp_path / "many", tmp_path / "index.db"
    folder.mkdir()
    for number in range(3):
        texts = (f"Part {part} of file {number}." for part in range(EMBEDDED_AT_ONCE // 2))
        text = "\n".join(f"# Part {part}\n\n{text}\n" for part, text in enumerate(texts))
        (folder / f"{number}.md").write_text(text)
    long = (f"# Part {n}\n\nThis is passage {n} of file 3.\n" for n in range(EMBEDDED_AT_ONCE))
    (folder / "3.md").write_text("\n".join([*long, "# End\n\nThis is the end of file 3."]))
    code = KILLED.format(
        model=str(models / "all-minilm-l6-v2-int8"), db=str(file), folder=str(folder)
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    with open_database(file) as db:
        prepare(db)
        embedder = CountingEmbedder(minilm, "all-minilm-l6-v2-int8")
        assert sorted(stored_documents(db, embedder.name)) == ["0.md", "1.md"]
        done = index(db, folder, embedder)
        assert [name for name, action in done.items() if action == "added"] == ["2.md", "3.md"]
        assert len(embedder.embedded) == EMBEDDED_AT_ONCE // 2 + 1, "one batch was lost"
        assert consistent(db)


def test_two_at_once_end_with_one_whole_index(
    tmp_path: Path, folder: Path, embedder: CountingEmbedder
) -> None:
    """Two connections in two threads stand for two processes: SQLite's locks are the same."""
    for number in range(20):
        (folder / f"{number}.md").write_text(f"# Part {number}\n\nText of part {number}.\n")
    errors: list[BaseException] = []

    def run() -> None:
        try:
            with open_database(tmp_path / "shared.db") as db:
                prepare(db)
                index(db, folder, embedder)
        except BaseException as error:  # noqa: BLE001  # told below
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with open_database(tmp_path / "shared.db") as db:
        assert consistent(db)
        assert len(stored_documents(db, "minilm")) == 23
        assert db.execute("SELECT count(*) FROM passages").fetchone()[0] == 24


def test_vectors_that_another_process_takes_away_are_made_again(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    """Between making the vectors of two documents and storing the second nobody names them yet."""
    taken: list[int] = []

    def stems(texts: Iterable[str]) -> set[str]:
        if not taken:
            used = "SELECT vector FROM passages"
            taken.append(db.execute(f"DELETE FROM vectors WHERE id NOT IN ({used})").rowcount)
        return own_stems(texts)

    done = list(update(db, embedder, find_sources(folder), stems=stems))
    assert taken[0] > 0
    assert {progress.action for progress in done} == {"added"}
    assert consistent(db)


def test_a_full_disk_is_told_and_what_was_stored_stays(
    db: Database, folder: Path, embedder: CountingEmbedder
) -> None:
    index(db, folder, embedder)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    text = "\n".join(f"# Part {n}\n\nPassage {n} of a long file.\n" for n in range(60))
    (folder / "long.md").write_text(text)
    with pytest.raises(StorageError, match="full"):
        index(db, folder, embedder)
    assert found(db, "kettle") >= {"k"}
    db.execute("PRAGMA max_page_count = 1000000")
    assert index(db, folder, embedder)["long.md"] == "added"
    assert consistent(db)


def test_an_index_of_a_newer_program_is_left_alone(db: Database) -> None:
    db["_sqlite_migrations"].insert(
        {"migration_set": "retrieval", "name": "from_the_future", "applied_at": "2099-01-01"}
    )
    with pytest.raises(StorageError, match="newer voicecli"):
        prepare(db)
