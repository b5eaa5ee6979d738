"""The proof that something was forgotten: its bytes are looked for in every file.

A database is read twice: as the bytes that it is, with its gaps and its log, and as the text that
it holds, packed transcripts unpacked. What is said in what was kept, too, is no trace.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.pipeline.searched_files import (
    chunks_inside,
    chunks_of,
    files_of,
    is_closed,
    is_part_of,
    says_it,
    text_chunks,
)
from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly
from voicecli.storage.forgetting import Unfinished
from voicecli.storage.passphrases import is_encrypted
from voicecli.storage.purging import unmerged
from voicecli.storage.roots import named_files
from voicecli.storage.sayings import Says, documents_saying, sounds, texts
from voicecli.storage.traces import Traces, spellings


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for and found. `remains` say in which of voicecli's files, and why.

    `own` are the person's own files that say the phrase. `kept` is how many of the `pieces` are
    said in what was kept, too.
    """

    pieces: int
    kept: int
    files: int
    bytes: int
    remains: tuple[tuple[Path, str], ...] = ()
    own: tuple[Path, ...] = ()
    is_encrypted: bool = False
    is_in_gaps: bool = False
    """Whether the database's file holds what none of its rows says."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing remains."""
        return not (self.remains or self.own)

    def with_busy_log(self) -> "Proof":
        """The same, with a log that could not be emptied."""
        why = "another program reads the database; the log goes when it ends"
        return replace(self, remains=(*self.remains, (Path("-wal"), why)))


def prove(db: Database, config: Config, done: Unfinished) -> Proof:
    """Look for what was forgotten in all folders but that of the models. Raises StorageError."""
    database = Path(file_of(db))
    phrase = Traces(spellings(done.wanted.matching)) if done.wanted.matching else Traces(())
    traces = Traces([*done.pieces, *phrase.pieces])
    live = traces.found_in_chunks(text_chunks(texts(db)))
    own = _own_files(db, config, done)
    remains: list[tuple[Path, str]] = [
        (database, f"{name} holds words of before") for name in unmerged(db)
    ]
    says = done.wanted.says if done.wanted.matching else None
    if not own and (live & phrase.pieces or (says and any(map(says, texts(db))))):
        remains.append((database, "a row says it"))
    with told_plainly(config.data_folder):
        looks = [_look(path, database, traces, says) for path in files_of(config, database)]
    if unknown := set().union(*(look.found for look in looks)) - live - phrase.pieces:
        live |= Traces(unknown).found_in_chunks(sounds(db))  # silence is the same in all sound
    content = config.content_folder.resolve()
    for look in looks:
        if is_part_of(look.path, database):
            if look.found - live:
                remains.append((look.path, "its bytes hold it, though no row says it"))
        elif content in look.path.parents:
            own = (*own, look.path) if look.is_said or look.found & phrase.pieces else own
        elif look.is_closed:
            remains.append((look.path, "it is encrypted: nobody can tell what it says"))
        elif look.is_said or look.found - (live - phrase.pieces):
            remains.append((look.path, "it says it"))
    return Proof(
        len(traces.pieces),
        len(live),
        len(looks),
        sum(look.size for look in looks),
        tuple(remains),
        tuple(dict.fromkeys(own)),
        is_encrypted(database),
        any(look.path == database and look.found - live for look in looks),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What was found in a file of that size; whether it says the phrase, and can be read."""

    path: Path
    size: int
    found: set[bytes]
    is_said: bool = False
    is_closed: bool = False


def _look(path: Path, database: Path, traces: Traces, says: Says | None) -> _Look:
    is_ours = is_part_of(path, database)
    sizes: list[int] = []

    def counted() -> Iterator[bytes]:
        for chunk in chunks_of(path, is_locked=is_ours):
            sizes.append(len(chunk))
            yield chunk

    found = traces.found_in_chunks(counted())
    if is_ours:
        return _Look(path, sum(sizes), found)
    found |= traces.found_in_chunks(chunks_inside(path, database))
    is_said = says is not None and says_it(path, says, chunks_inside(path, database))
    return _Look(path, sum(sizes), found, is_said, is_closed(path, database))


def _own_files(db: Database, config: Config, done: Unfinished) -> tuple[Path, ...]:
    """The files of the content that say the phrase; the index knows them."""
    if not done.wanted.matching:
        return ()
    saying = set(documents_saying(db, done.wanted.says))
    return tuple(path for path, (name, _) in named_files(db).items() if name in saying)
