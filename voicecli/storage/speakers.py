"""The people whose voices a person enrolled: names, and voice-prints by model."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from shlex import quote
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database, Migrations

from voicecli.errors import StorageError
from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.values import utc_now

LONGEST_NAME = 80
"""Characters of a name; it stands in front of every line that somebody says."""
_LABEL = re.compile(r"speaker[ _]?\d+", re.IGNORECASE)
"""What a diarizer calls a stranger, in transcripts and in RTTM."""
_JOINERS = "\u200c\u200d"
"""They shape the words of some scripts, and emoji."""

migrations = Migrations("speakers")


@migrations()
def create_speakers(db: Database) -> None:
    """`key` is the name without its case; a print's vector is float32, little-endian."""
    db.execute(
        """
        CREATE TABLE speakers (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            enrolled TEXT NOT NULL
        )
        """
    )
    db.execute(
        """
        CREATE TABLE voice_prints (
            id INTEGER PRIMARY KEY,
            speaker INTEGER NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            condition TEXT NOT NULL,
            vector BLOB NOT NULL,
            seconds REAL NOT NULL,
            source TEXT NOT NULL,
            digest TEXT NOT NULL,
            at TEXT NOT NULL,
            UNIQUE (speaker, model, condition, digest)
        )
        """
    )


@dataclass(frozen=True, slots=True)
class VoicePrint:
    """A voice in one recording, as one model sees it in one condition (`analysis.conditions`).

    `vector` is a unit vector, float32 of shape (dimensions,), made from `seconds` of speech in the
    file called `source`, whose content `digest` names.
    """

    model: str
    condition: str
    vector: NDArray[np.float32]
    seconds: float
    source: str
    digest: str


@dataclass(frozen=True, slots=True)
class EnrolledSpeaker:
    """A person whose voice is known, with the prints that it is known by."""

    name: str
    enrolled: datetime
    prints: tuple[VoicePrint, ...]

    @property
    def seconds(self) -> float:
        """Seconds of speech that the voice is known by, each recording counted once."""
        return sum({one.digest: one.seconds for one in self.prints}.values())


class EnrolledSpeakers:
    """The enrolled speakers of a database that `open_database` opened; of one thread, like it.

    Names differ in more than their case. Every method raises StorageError when the file cannot be
    read or written; `no-speaker` and `speaker-exists` say which name is the matter, `bad-name`
    which is none.
    """

    def __init__(self, db: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now
        with told_plainly(file_of(db)):
            db.execute("PRAGMA secure_delete = ON")  # of who is forgotten no byte stays
            if migrations.pending(db):
                with writing(db):
                    migrations.apply(db)

    def all(self) -> tuple[EnrolledSpeaker, ...]:
        """Everybody, by name."""
        with told_plainly(file_of(self._db)):
            people = self._db.execute(
                "SELECT id, name, enrolled FROM speakers ORDER BY key"
            ).fetchall()
            prints = self._db.execute(
                "SELECT speaker, model, condition, vector, seconds, source, digest "
                "FROM voice_prints ORDER BY id"
            ).fetchall()
        by_speaker: dict[int, list[VoicePrint]] = {}
        for speaker, model, condition, vector, seconds, source, digest in prints:
            voice = np.frombuffer(vector, "<f4")
            one = VoicePrint(model, condition, voice, seconds, source, digest)
            by_speaker.setdefault(speaker, []).append(one)
        return tuple(
            EnrolledSpeaker(name, datetime.fromisoformat(at), tuple(by_speaker.get(number, ())))
            for number, name, at in people
        )

    def prints(self, model: str) -> Mapping[str, tuple[VoicePrint, ...]]:
        """Each person's prints as one model sees voices, by name; without those who have none."""
        everybody = {
            person.name: tuple(one for one in person.prints if one.model == model)
            for person in self.all()
        }
        return {name: prints for name, prints in everybody.items() if prints}

    def named(self, name: str) -> EnrolledSpeaker:
        """The person of a name, in any case. Raises StorageError: no-speaker."""
        for person in self.all():
            if _key(person.name) == _key(name):
                return person
        raise _nobody(name)

    def enroll(self, name: str, prints: Sequence[VoicePrint]) -> EnrolledSpeaker:
        """Add prints to a person's; a new name becomes a new person, a known recording replaces."""
        name = cleaned_name(name)
        with writing(self._db):
            self._db.execute(
                "INSERT OR IGNORE INTO speakers (name, key, enrolled) VALUES (?, ?, ?)",
                [name, _key(name), self._written_now()],
            )
            self._add(self._id(name), prints)
        return self.named(name)

    def rename(self, name: str, new: str) -> None:
        """Give a person another name; the same one in another case is one, too."""
        new = cleaned_name(new)
        with writing(self._db):
            person = self._id(name)
            taken = self._found(new)
            if taken not in (None, person):
                raise StorageError(
                    "speaker-exists",
                    f"Somebody is called {new} already.",
                    f"If they are one, type `voicecli speakers merge {quote(name)} {quote(new)}`.",
                )
            self._db.execute(
                "UPDATE speakers SET name = ?, key = ? WHERE id = ?", [new, _key(new), person]
            )

    def merge(self, name: str, into: str) -> None:
        """Make two names one person: what `name` is known by belongs to `into`."""
        with writing(self._db):
            person, other = self._id(name), self._id(into)
            if person == other:
                raise StorageError(
                    "same-speaker",
                    f"{name} and {into} are one person already.",
                    "See `voicecli speakers list`.",
                )
            self._db.execute(
                "UPDATE OR IGNORE voice_prints SET speaker = ? WHERE speaker = ?", [other, person]
            )
            self._db.execute("DELETE FROM speakers WHERE id = ?", [person])

    def remove(self, name: str) -> bool:
        """Forget a person and the voice; whether the bytes of both are overwritten already.

        They are not while another program reads the database: then they are when it ends.
        """
        with writing(self._db):
            self._db.execute("DELETE FROM speakers WHERE id = ?", [self._id(name)])
        with told_plainly(file_of(self._db)):
            (is_busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def _add(self, speaker: int, prints: Iterable[VoicePrint]) -> None:
        at = self._written_now()
        rows: list[list[Any]] = [
            [
                speaker,
                one.model,
                one.condition,
                one.vector.astype("<f4").tobytes(),
                one.seconds,
                one.source,
                one.digest,
                at,
            ]
            for one in prints
        ]
        self._db.conn.executemany(
            "INSERT OR REPLACE INTO voice_prints "
            "(speaker, model, condition, vector, seconds, source, digest, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _found(self, name: str) -> int | None:
        row = self._db.execute("SELECT id FROM speakers WHERE key = ?", [_key(name)]).fetchone()
        return int(row[0]) if row else None

    def _id(self, name: str) -> int:
        person = self._found(name)
        if person is None:
            raise _nobody(name)
        return person

    def _written_now(self) -> str:
        return self._now().isoformat(timespec="microseconds")


def _nobody(name: str) -> StorageError:
    return StorageError("no-speaker", f"Nobody is called {name}.", "See `voicecli speakers list`.")


def cleaned_name(name: str) -> str:
    """A name as it is kept: on one line, without characters that nobody sees.

    Raises StorageError("bad-name") for one that is empty, too long or looks like a diarizer's own
    label.
    """
    seen = "".join(
        " " if _is_unseen(character) else character
        for character in unicodedata.normalize("NFC", name)
    )
    kept = " ".join(seen.split())
    is_label = _LABEL.fullmatch(kept)
    if not _key(kept) or len(kept) > LONGEST_NAME or is_label:
        what = "is what voices without a name are called" if is_label else "is no name"
        raise StorageError(
            "bad-name",
            f"{kept[:LONGEST_NAME]!r} {what}.",
            f"Give one of up to {LONGEST_NAME} characters, such as `Anna`.",
        )
    return kept


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ" and character not in _JOINERS


def _key(name: str) -> str:
    """What two names have in common that are read as one."""
    visible = name.translate(dict.fromkeys(map(ord, _JOINERS)))
    return unicodedata.normalize("NFKC", " ".join(visible.split())).casefold()
