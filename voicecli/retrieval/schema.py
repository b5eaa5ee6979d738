"""The tables of the content index."""

from sqlite_utils import Database, Migrations

from voicecli.errors import StorageError
from voicecli.storage.database import writing

migrations = Migrations("retrieval")

_FIRST = (
    """
    CREATE TABLE documents (
        path TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        error TEXT NOT NULL DEFAULT ''
    )
    """,
    """
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL REFERENCES documents(path) ON DELETE CASCADE,
        type TEXT NOT NULL,
        title TEXT NOT NULL,
        locator TEXT NOT NULL,
        text TEXT NOT NULL,
        record TEXT,
        technologies TEXT NOT NULL DEFAULT '[]',
        start_year INTEGER,
        end_year INTEGER
    )
    """,
    "CREATE INDEX passages_document ON passages(document)",
    "CREATE INDEX passages_type ON passages(type)",
    """
    CREATE TABLE embeddings (
        passage INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        vector BLOB NOT NULL
    )
    """,
    # "+" and "#" belong to words so that C, C++ and C# stay three things.
    """
    CREATE VIRTUAL TABLE passages_fts USING fts5(
        title, text, content='passages', content_rowid='id', prefix='3 4 5',
        tokenize="porter unicode61 remove_diacritics 2 tokenchars '+#'"
    )
    """,
    """
    CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
        INSERT INTO passages_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
        INSERT INTO passages_fts(passages_fts, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    "CREATE TABLE index_state (version INTEGER NOT NULL)",
    "INSERT INTO index_state VALUES (0)",
)


@migrations()
def create_index(db: Database) -> None:
    """Documents, their passages as text (FTS5) and as vectors (float32), and a version counter."""
    for statement in _FIRST:
        db.execute(statement)


@migrations()
def add_sentences(db: Database) -> None:
    """The sentences of each passage (JSON) and their vectors (float16), in one row.

    Passages of before have none, so the next indexing makes them; the other vectors are kept.
    """
    db.execute(
        """
        CREATE TABLE sentences (
            passage INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            texts TEXT NOT NULL,
            vectors BLOB NOT NULL
        )
        """
    )


@migrations()
def add_words(db: Database) -> None:
    """The vector (float16) of each word that stands in a passage; made with the sentences."""
    db.execute(
        "CREATE TABLE words (word TEXT PRIMARY KEY, model TEXT NOT NULL, vector BLOB NOT NULL)"
    )


@migrations()
def add_sources(db: Database) -> None:
    """How each passage is cited, and its place (from 1) among the passages of its document.

    Passages of before are cited by document and locator until their documents are read again.
    """
    db.execute("ALTER TABLE passages ADD COLUMN source TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE passages ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE passages SET source = document || ' ' || locator")


def prepare(db: Database) -> None:
    """Bring the index's tables up to date; safe while another process does the same.

    Raises StorageError when a newer voicecli made them.
    """
    known = {step.__name__ for step in (create_index, add_sentences, add_words, add_sources)}
    if {migration.name for migration in migrations.applied(db)} - known:
        raise StorageError(
            "newer-database",
            "The content index was made by a newer voicecli.",
            "Update voicecli; the file is untouched.",
        )
    if migrations.pending(db):
        with writing(db):
            migrations.apply(db)
