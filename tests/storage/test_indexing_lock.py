"""One process indexes at a time."""

import multiprocessing
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.fakes import WordEmbedder
from voicecli.cli.content import bring_up_to_date
from voicecli.config import Config, PathsConfig
from voicecli.errors import StorageError
from voicecli.pipeline.index import index_all
from voicecli.pipeline.sources import add, gather
from voicecli.pipeline.watching import watch_content
from voicecli.retrieval.index import stored_documents
from voicecli.retrieval.schema import prepare
from voicecli.storage.database import open_database
from voicecli.storage.indexing import SUFFIX, indexing

pytestmark = pytest.mark.storage


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "v.db") as database:
        yield database


def _hold(path: str, held: object, done: object) -> None:
    with open_database(Path(path)) as other, indexing(other, wait=True):
        held.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_another_process_is_not_disturbed_and_leaves_the_way_free(
    db: Database, tmp_path: Path
) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(str(tmp_path / "v.db"), held, done))
    other.start()
    try:
        assert held.wait(30)
        with indexing(db, wait=False) as alone:
            assert not alone
        other.kill()  # a process that dies lets go
        other.join(30)
        with indexing(db, wait=True) as alone:
            assert alone
    finally:
        other.kill()
        other.join(30)


def test_its_file_is_the_persons_own(db: Database, tmp_path: Path) -> None:
    with indexing(db, wait=True):
        assert (tmp_path / f"v.db{SUFFIX}").stat().st_mode & 0o077 == 0


def test_a_place_without_room_for_it_is_told_plainly(db: Database, tmp_path: Path) -> None:
    (tmp_path / f"v.db{SUFFIX}").mkdir()
    with pytest.raises(StorageError), indexing(db, wait=True):
        raise AssertionError


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "tea.md").write_text("# Tea\n\nGreen tea.")
    return replace(Config(), paths=PathsConfig(content=str(tmp_path / "own")))


def test_what_was_added_while_one_waits_stays(db: Database, config: Config, tmp_path: Path) -> None:
    prepare(db)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "boat.txt").write_text("A boat.")

    def ask() -> None:
        with open_database(tmp_path / "v.db") as other:
            bring_up_to_date(other, WordEmbedder(), config)

    waiting = threading.Thread(target=ask)
    with indexing(db, wait=True):
        waiting.start()
        waiting.join(0.3)  # it has looked around and waits for the lock
        add(db, config, tmp_path / "notes")
        list(index_all(db, WordEmbedder(), gather(db, config)))
    waiting.join(30)
    assert set(stored_documents(db, "words")) == {"tea.md", "boat.txt"}


def test_who_watches_indexes_alone(db: Database, config: Config, tmp_path: Path) -> None:
    prepare(db)
    with open_database(tmp_path / "v.db") as other:
        watching = watch_content(db, WordEmbedder(), config)
        assert next(watching).document == "tea.md"
        with indexing(other, wait=False) as alone:
            assert not alone
        watching.close()  # type: ignore[attr-defined]  # a generator
        with indexing(other, wait=False) as alone:
            assert alone
