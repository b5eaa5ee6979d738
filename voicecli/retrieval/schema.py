"""The tables of the content index."""

from sqlite_utils import Database, Migrations

from voicecli.errors import StorageError
from voicecli.retrieval.sharing import share
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


_SHARED = (
    """
    CREATE TABLE vectors (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        model TEXT NOT NULL,
        digest BLOB NOT NULL UNIQUE,
        vector BLOB NOT NULL
    )
    """,
    "ALTER TABLE sentences RENAME TO passage_sentences",
    """
    CREATE TABLE sentences (
        owner INTEGER NOT NULL REFERENCES vectors(id) ON DELETE CASCADE,
        digest BLOB NOT NULL,
        vector BLOB NOT NULL
    )
    """,
    "CREATE INDEX sentences_owner ON sentences(owner)",
    "CREATE INDEX sentences_digest ON sentences(digest)",
    "ALTER TABLE passages ADD COLUMN vector INTEGER REFERENCES vectors(id)",
    "ALTER TABLE passages ADD COLUMN likeness INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX passages_vector ON passages(vector)",
    "CREATE INDEX passages_likeness ON passages(likeness)",
    "DROP INDEX passages_document",
    "CREATE INDEX passages_place ON passages(document, number)",
    # Everything that filters read, so that they do not read the texts.
    "DROP INDEX passages_type",
    "CREATE INDEX passages_filters ON passages(type, start_year, end_year, technologies)",
    "ALTER TABLE documents ADD COLUMN types TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN chunking INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN model TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN passages INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE documents SET passages =
        (SELECT count(*) FROM passages WHERE passages.document = documents.path)
    """,
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


@migrations()
def share_vectors(db: Database) -> None:
    """Vectors by what was embedded, whichever passages say it; what a document was made with.

    `vectors` are of whole passages and `sentences` of the sentences of those that have several,
    all float16. Equal texts share a row, an edited document finds the vectors of what it still
    says, and an interrupted indexing those it has made. An id is never given twice, so whoever has
    read a vector need not read it again. `likeness` is equal where passages say the same words.

    The vectors of before are kept; those of single words are not, which took half the time of an
    indexing.
    """
    for statement in _SHARED:
        db.execute(statement)
    share(db)
    for table in ("embeddings", "passage_sentences", "words"):
        db.execute(f"DROP TABLE {table}")


@migrations()
def add_word_counts(db: Database) -> None:
    """By type of passage and stem: how many passages hold it; what understanding reads at start.

    Documents of before are counted when they are cut anew, which their chunking's version asks for.
    """
    db.execute(
        """
        CREATE TABLE word_counts (
            type TEXT NOT NULL,
            stem TEXT NOT NULL,
            passages INTEGER NOT NULL,
            PRIMARY KEY (type, stem)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX passages_records ON passages(document) WHERE record IS NOT NULL")
    db.execute("UPDATE documents SET chunking = 0")


@migrations()
def add_tokens(db: Database) -> None:
    """The token states (int8) of each embedded passage, and where its tokens begin (uint16).

    Vectors are kept. They have none yet, so every document is looked at again by the next indexing.
    """
    db.execute(
        """
        CREATE TABLE tokens (
            owner INTEGER PRIMARY KEY REFERENCES vectors(id) ON DELETE CASCADE,
            basis TEXT NOT NULL,
            starts BLOB NOT NULL,
            states BLOB NOT NULL
        )
        """
    )
    db.execute("UPDATE documents SET chunking = 0")


_STEPS = (
    create_index,
    add_sentences,
    add_words,
    add_sources,
    share_vectors,
    add_word_counts,
    add_tokens,
)


def is_prepared(db: Database) -> bool:
    """Whether the index's tables are there and up to date."""
    return not migrations.pending(db)


def prepare(db: Database) -> None:
    """Bring the index's tables up to date; safe while another process does the same.

    Raises StorageError when a newer voicecli made them.
    """
    known = {step.__name__ for step in _STEPS}
    if {migration.name for migration in migrations.applied(db)} - known:
        raise StorageError(
            "newer-database",
            "The content index was made by a newer voicecli.",
            "Update voicecli; the file is untouched.",
        )
    if not is_prepared(db):
        with writing(db):
            migrations.apply(db)
