"""The guest book: messages are kept as they were left, and found by their ids."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import Calendar
from voicecli.errors import StorageError
from voicecli.storage.database import check, open_database
from voicecli.storage.guestbook import LONGEST_NAME, LONGEST_TEXT, GuestBook
from voicecli.storage.sounds import Sounds
from voicecli.types import EncodedSound

pytestmark = pytest.mark.storage

NASTY = "x'); DROP TABLE guestbook; -- \x1b[2J <script>alert(1)</script> \ud800"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voicecli.db"


@pytest.fixture
def book(path: Path) -> Iterator[GuestBook]:
    with open_database(path) as db:
        yield GuestBook(db, Calendar(timedelta(seconds=1)))


def test_a_message_is_kept_with_its_sound(book: GuestBook) -> None:
    sound = EncodedSound("opus", 3.5, b"OggS" * 100)
    spoken = book.sign("Anna", "It was lovely.", "Bob", sound)
    written = book.sign("", "So it was.")
    assert book.list() == (spoken, written)
    assert (spoken.name, spoken.recipient, spoken.seconds) == ("Anna", "Bob", 3.5)
    assert book.sound(spoken.id) == sound
    assert book.sound(written.id) is None
    assert book.sound("nothing") is None


def test_a_message_is_found_by_its_end_and_the_newest_by_name(book: GuestBook) -> None:
    entries = [book.sign("A", str(number)) for number in range(5)]
    assert book.find("latest") == entries[-1]
    assert book.find(entries[2].id) == entries[2]
    assert book.find(entries[2].id[-6:].lower()) == entries[2]
    with pytest.raises(StorageError) as ambiguous:
        book.find(entries[0].id[:3])
    assert ambiguous.value.code == "ambiguous-message"


@pytest.mark.parametrize("piece", ["", "!!", "%", "_" * 10, "0" * 11, "ZZZZZZZZZZ", "latest"])
def test_what_is_not_there_is_one_error(book: GuestBook, piece: str) -> None:
    with pytest.raises(StorageError) as missing:
        book.find(piece)
    assert missing.value.code == "no-message"


def test_messages_are_removed_for_good(book: GuestBook) -> None:
    first, second = book.sign("A", "one"), book.sign("B", "two")
    assert book.remove([first.id, "nothing"]) == 1
    assert book.list() == (second,)


@pytest.mark.parametrize(
    ("name", "text"),
    [("A", ""), ("A", "  \n "), ("A", "x" * (LONGEST_TEXT + 1)), ("x" * (LONGEST_NAME + 1), "x")],
)
def test_lengths_are_bounded(book: GuestBook, name: str, text: str) -> None:
    with pytest.raises(StorageError):
        book.sign(name, text)
    assert book.list() == ()


def test_a_strangers_words_are_only_words(book: GuestBook, path: Path) -> None:
    kept = book.sign(NASTY[:40], NASTY, NASTY[:40])
    (read,) = book.list()
    assert read == kept
    assert read.text.startswith("x'); DROP TABLE")
    assert check(path).problem == ""


def test_trimming_sound_leaves_the_guest_book(path: Path) -> None:
    with open_database(path) as db:
        entry = GuestBook(db).sign("A", "x", sound=EncodedSound("opus", 1.0, b"x" * 1000))
        Sounds(db).trim(0, 0)
        assert GuestBook(db).sound(entry.id)
