"""One process indexes at a time."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from voicecli.errors import StorageError
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
