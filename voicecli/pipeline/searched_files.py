"""The files that a proof of forgetting reads, and what is in them, in pieces of bounded size."""

import html
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, cast

from sqlite_utils import Database

from voicecli.config import Config
from voicecli.config.sections import PEOPLE
from voicecli.errors import StorageError
from voicecli.storage.database import BUSY_SECONDS
from voicecli.storage.passphrases import (
    from_environment,
    is_encrypted,
    key_from,
    passphrase_of,
    salt_of,
)
from voicecli.storage.sayings import Says, texts
from voicecli.storage.sqlite import connect_with, errors, sqlite3
from voicecli.storage.traces import CHUNK_BYTES

MOST_UNPACKED = 1 << 30
"""So many bytes of an archive are unpacked: one that says it holds more is not ours."""
_CHUNK_CHARACTERS = 1 << 20
_LONGEST_PHRASE = 4096
"""Characters in which a phrase stands whole, over the border of two pieces."""
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|[nrt\"\\/])")
_READING = "import shutil, sys; shutil.copyfileobj(open(sys.argv[1], 'rb'), sys.stdout.buffer)"
_PLAIN_DATABASE = b"SQLite format 3\0"
_NOT_UNPACKED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What zipfile raises for an archive that is damaged, or has a password or an unknown method."""


def files_of(config: Config, database: Path) -> Iterator[Path]:
    """Every file that voicecli writes for this person, but models: what others say is theirs.

    Paths are real ones: a folder may be reached by a link, as `database` was.
    """
    named = (config.data_folder, config.state_folder, config.cache_folder)
    folders = {folder.resolve() for folder in named}
    models = config.models_folder.resolve()
    seen: set[Path] = set()
    for folder in folders | {database.parent}:
        pattern = "**/*" if folder in folders else f"{database.name}*"
        for path in sorted(folder.glob(pattern)):
            if path in seen or path.is_symlink() or not path.is_file():
                continue
            if folder / PEOPLE not in path.parents and models not in path.parents:
                seen.add(path)
                yield path


def is_part_of(path: Path, database: Path) -> bool:
    """Whether a file is the database or what SQLite keeps beside it."""
    return path.parent == database.parent and path.name in (
        database.name,
        f"{database.name}-wal",
        f"{database.name}-shm",
    )


def chunks_of(path: Path, *, is_locked: bool) -> Iterator[bytes]:
    """A file's bytes; of one that has gone meanwhile, none. Raises OSError.

    One that may be `locked` by us is read by another process: closing it here would end the locks
    that our own connections have on it (fcntl's rule).
    """
    if is_locked:
        command = [sys.executable, "-I", "-c", _READING, str(path)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=subprocess.DEVNULL) as reading:
            yield from _pieces_of(cast("IO[bytes]", reading.stdout))
        return
    try:
        with path.open("rb") as file:
            yield from _pieces_of(file)
    except FileNotFoundError:
        return


def chunks_inside(path: Path, database: Path) -> Iterator[bytes]:
    """What a copy of a database says in its rows and packed transcripts, an archive in its files.

    Nothing where that cannot be read: damaged, with a password, of another program.
    """
    try:
        if zipfile.is_zipfile(path):
            yield from _unpacked(path)
        elif is_copy(path):
            with closing(_opened(path, database)) as copy:
                yield from text_chunks(texts(copy))
    except _refusals():
        return


def is_copy(path: Path) -> bool:
    """Whether a file is a database of SQLite's, or by its name and size an encrypted one."""
    return _begins(path) == _PLAIN_DATABASE or (path.suffix == ".db" and is_encrypted(path))


def is_closed(path: Path, database: Path) -> bool:
    """Whether a file may be an encrypted copy that the passphrase of the database does not open."""
    if path.suffix != ".db" or not is_encrypted(path):
        return False
    try:
        with closing(_opened(path, database)) as copy:
            copy.table_names()
    except _refusals():
        return True
    return False


def _refusals() -> tuple[type[Exception], ...]:
    """What comes of a copy or an archive that cannot be read."""
    return (*_NOT_UNPACKED, *errors(), StorageError, FileNotFoundError)


def _opened(path: Path, database: Path) -> Database:
    """A copy of any version, read as it is; an encrypted one with the database's passphrase."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    if not is_encrypted(path):
        return Database(sqlite3.connect(address, uri=True))
    if not is_encrypted(database) and not from_environment():
        raise StorageError("no-passphrase", f"Nobody knows the passphrase of {path}.")
    key = key_from(passphrase_of(database), salt_of(path))
    return Database(connect_with(key, address, timeout=BUSY_SECONDS))


def says_it(path: Path, says: Says, inside: Iterable[bytes]) -> bool:
    """Whether a file of text, or what is inside of a copy or an archive, says something.

    That is more than its bytes tell: a page and JSON write some letters as others, and lines break.
    """
    chunks = inside if is_copy(path) or zipfile.is_zipfile(path) else _text_of(path)
    end = ""
    for chunk in chunks:
        text = end + chunk.decode("utf-8", "ignore")
        if any(says(one) for read in _as_read(text) for one in read.split("\0")):
            return True
        end = text[-_LONGEST_PHRASE:]
    return False


def _as_read(text: str) -> Iterator[str]:
    """A text as it stands, and as a browser and a reader of JSON read it."""
    yield text
    if "&" in text:
        yield html.unescape(text)
    if "\\" in text:
        yield _ESCAPED.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if code[0] == "u" else " " if code in "nrt" else code


def _text_of(path: Path) -> Iterator[bytes]:
    """The pieces of a file of text; none of one that is no text."""
    for chunk in chunks_of(path, is_locked=False):
        if b"\0" in chunk:
            return
        yield chunk


def text_chunks(said: Iterable[str]) -> Iterator[bytes]:
    """Texts as bytes, so many at once that it is worth the looking; never two as one word."""
    some: list[str] = []
    size = 0
    for text in said:
        some.append(text)
        size += len(text)
        if size > _CHUNK_CHARACTERS:
            yield "\0".join((*some, "")).encode("utf-8", "replace")
            some, size = [], 0
    yield "\0".join(some).encode("utf-8", "replace")


def _unpacked(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
            return
        for one in archive.infolist():  # what unpacks to more than it says is damaged to zipfile
            with archive.open(one) as file:
                yield from _pieces_of(file)


def _pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_PLAIN_DATABASE))
