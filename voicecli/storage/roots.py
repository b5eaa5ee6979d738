"""Which files and folders a person added to the content, and what their files are called."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlite_utils import Database, Migrations

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly

migrations = Migrations("content")


@migrations()
def create_roots(db: Database) -> None:
    """Paths are absolute and as the file system has them; the order of adding is the rowid's."""
    db.execute("CREATE TABLE content_roots (path BLOB NOT NULL UNIQUE)")
    db.execute(
        """
        CREATE TABLE content_files (
            document TEXT PRIMARY KEY,
            path BLOB NOT NULL UNIQUE,
            root BLOB NOT NULL
        ) WITHOUT ROWID
        """
    )


def added_roots(db: Database) -> list[Path]:
    """The files and folders that were added, in that order. Raises StorageError."""
    _prepare(db)
    return [_path(row[0]) for row in db.execute("SELECT path FROM content_roots ORDER BY rowid")]


def add_root(db: Database, path: Path) -> None:
    """Remember a path; one that is known stays where it is. Raises StorageError."""
    _prepare(db)
    with writing(db):
        db.execute("INSERT OR IGNORE INTO content_roots (path) VALUES (?)", [_bytes(path)])


def remove_root(db: Database, path: Path) -> None:
    """Forget a path and what its files were called. Raises StorageError."""
    _prepare(db)
    with writing(db):
        db.execute("DELETE FROM content_roots WHERE path = ?", [_bytes(path)])
        db.execute("DELETE FROM content_files WHERE root = ?", [_bytes(path)])


def named_files(db: Database) -> dict[Path, tuple[str, Path]]:
    """The document that each file became, and the root that it was found in."""
    _prepare(db)
    rows = db.execute("SELECT path, document, root FROM content_files ORDER BY document")
    return {_path(path): (document, _path(root)) for path, document, root in rows}


def name_files(db: Database, files: Mapping[Path, tuple[str, Path]]) -> None:
    """Replace what all files are called, if that is not what is known. Raises StorageError."""
    if named_files(db) == dict(files):
        return
    rows: Iterable[tuple[str, bytes, bytes]] = (
        (document, _bytes(path), _bytes(root)) for path, (document, root) in files.items()
    )
    with writing(db):
        db.execute("DELETE FROM content_files")
        db.conn.executemany(
            "INSERT INTO content_files (document, path, root) VALUES (?, ?, ?)", rows
        )


def _prepare(db: Database) -> None:
    with told_plainly(file_of(db)):
        if migrations.pending(db):
            with writing(db):
                migrations.apply(db)


def _bytes(path: Path) -> bytes:
    """A path as the file system has it: not every one is text."""
    return bytes(path)


def _path(raw: bytes) -> Path:
    return Path(raw.decode("utf-8", "surrogateescape"))
