"""The proof that something was forgotten: its bytes are looked for in every file.

A database is read twice: as the bytes that it is, with its gaps and its log, and as the text that
it holds, packed transcripts unpacked. What is said in what was kept, too, is no trace.
"""

import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.config.sections import PEOPLE
from voicecli.errors import StorageError
from voicecli.storage.database import file_of, open_database
from voicecli.storage.failures import told_plainly
from voicecli.storage.forgetting import Unfinished
from voicecli.storage.passphrases import is_encrypted
from voicecli.storage.purging import unmerged
from voicecli.storage.roots import named_files
from voicecli.storage.sayings import documents_saying, texts
from voicecli.storage.traces import Traces, chunks_of, spellings

_CHUNK_CHARACTERS = 1 << 20
_READING = "import shutil, sys; shutil.copyfileobj(open(sys.argv[1], 'rb'), sys.stdout.buffer)"
_PLAIN_DATABASE = b"SQLite format 3\0"


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
    live = traces.found_in_chunks(_text_chunks(texts(db)))
    own = _own_files(db, config, done)
    remains: list[tuple[Path, str]] = [
        (database, f"{name} holds words of before") for name in unmerged(db)
    ]
    if live & phrase.pieces and not own:
        remains.append((database, "a row says it"))
    files = count = 0
    in_gaps = False
    with told_plainly(config.data_folder):
        for path in _files(config, database):
            is_ours = _is_part_of(path, database)
            content = _bytes_of(path, is_locked=is_ours)
            files, count = files + 1, count + len(content)
            found = traces.found_in_chunks(chunks_of(content))
            found |= set() if is_ours else _found_inside(path, traces)
            if is_ours:
                if found - live:
                    in_gaps |= path == database
                    remains.append((path, "its bytes hold it, though no row says it"))
            elif config.content_folder in path.parents:
                own = (*own, path) if found & phrase.pieces else own
            elif found - (live - phrase.pieces):
                remains.append((path, "it says it"))
    return Proof(
        len(traces.pieces),
        len(live),
        files,
        count,
        tuple(remains),
        tuple(dict.fromkeys(own)),
        is_encrypted(database),
        in_gaps,
    )


def _own_files(db: Database, config: Config, done: Unfinished) -> tuple[Path, ...]:
    """The files of the content that say the phrase; the index knows them."""
    if not done.wanted.matching:
        return ()
    saying = set(documents_saying(db, done.wanted.says))
    return tuple(path for path, (name, _) in named_files(db).items() if name in saying)


def _files(config: Config, database: Path) -> Iterator[Path]:
    """Every file that voicecli writes for this person, but models: what others say is theirs."""
    folders = {config.data_folder, config.state_folder, config.cache_folder, database.parent}
    seen: set[Path] = set()
    for folder in folders:
        beside = folder == database.parent and folder != config.data_folder
        pattern = f"{database.name}*" if beside else "**/*"
        for path in sorted(folder.glob(pattern)):
            if path in seen or path.is_symlink() or not path.is_file():
                continue
            if folder / PEOPLE in path.parents:
                continue
            if config.models_folder not in path.parents:
                seen.add(path)
                yield path


def _bytes_of(path: Path, *, is_locked: bool) -> bytes:
    """A file's content. One that may be `locked` by us is read by another process.

    Closing it here would end the locks that our own connections have on it (fcntl's rule).
    """
    try:
        if is_locked:
            return subprocess.run(
                [sys.executable, "-I", "-c", _READING, path], capture_output=True, check=True
            ).stdout
        return path.read_bytes()
    except (FileNotFoundError, subprocess.CalledProcessError):  # another program's, gone meanwhile
        return b""


def _is_part_of(path: Path, database: Path) -> bool:
    return path.parent == database.parent and path.name in (
        database.name,
        f"{database.name}-wal",
        f"{database.name}-shm",
    )


def _found_inside(path: Path, traces: Traces) -> set[bytes]:
    """What a copy of a database says in its packed transcripts, and an archive in its files."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return traces.found_in_chunks(archive.read(name) for name in archive.namelist())
    with path.open("rb") as file:
        if file.read(len(_PLAIN_DATABASE)) != _PLAIN_DATABASE:
            return set()
    try:
        with closing(open_database(path, read_only=True)) as copy:
            return traces.found_in_chunks(_text_chunks(texts(copy)))
    except StorageError:  # another's, or of another version: its bytes were read
        return set()


def _text_chunks(said: Iterable[str]) -> Iterator[bytes]:
    some: list[str] = []
    size = 0
    for text in said:
        some.append(text)
        size += len(text)
        if size > _CHUNK_CHARACTERS:
            yield "\0".join(some).encode("utf-8", "replace")
            some, size = [], 0
    yield "\0".join(some).encode("utf-8", "replace")
