"""The tables of sessions, turns and transcriptions, as the steps that lead to them.

A step that was ever released is never edited: a change of the schema is a new step below the
last. Each runs once, inside the transaction that `open_database` holds.
"""

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x766F6963
"""`PRAGMA application_id` of a voicecli database: "voic" in ASCII."""

migrations = Migrations("storage")


@migrations()
def m001_sessions(db: Database) -> None:
    """Sessions, their turns, and the passages that each answer stands on."""
    db.execute(
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            created TEXT NOT NULL,
            last_activity TEXT NOT NULL,
            title TEXT NOT NULL DEFAULT ''
        )
        """
    )
    db.execute("CREATE INDEX sessions_by_activity ON sessions (last_activity)")
    db.execute(
        """
        CREATE TABLE turns (
            id INTEGER PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            at TEXT NOT NULL,
            question TEXT NOT NULL,
            intent TEXT NOT NULL,
            written TEXT NOT NULL,
            heard TEXT NOT NULL,
            ended TEXT NOT NULL,
            abstained INTEGER NOT NULL,
            mode TEXT NOT NULL,
            models TEXT NOT NULL,
            timings TEXT NOT NULL,
            UNIQUE (session, number)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE sources (
            turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
            rank INTEGER NOT NULL,
            passage TEXT NOT NULL,
            type TEXT NOT NULL,
            title TEXT NOT NULL,
            document TEXT NOT NULL,
            locator TEXT NOT NULL,
            text TEXT NOT NULL,
            score REAL NOT NULL,
            PRIMARY KEY (turn, rank)
        )
        """
    )


@migrations()
def m002_answers(db: Database) -> None:
    """How each source is cited, and answers that are given again to the same question."""
    db.execute("ALTER TABLE sources ADD COLUMN source TEXT NOT NULL DEFAULT ''")
    db.execute(
        """
        CREATE TABLE answers (
            key TEXT PRIMARY KEY,
            content_version INTEGER NOT NULL,
            at TEXT NOT NULL,
            answer TEXT NOT NULL
        )
        """
    )


@migrations()
def m003_jobs(db: Database) -> None:
    """Transcriptions: what was done, what an interrupted run had done, which file holds what.

    A job is the sound of a file (`content`, its hash) transcribed in one way (`options`, theirs).
    It is done when it has a transcript; `owner` names who works on it, empty for nobody. Windows
    belong to the job that has no stages after recognition.
    """
    db.execute(
        """
        CREATE TABLE jobs (
            id INTEGER PRIMARY KEY,
            content BLOB NOT NULL,
            options BLOB NOT NULL,
            owner TEXT NOT NULL DEFAULT '',
            used TEXT NOT NULL,
            transcript BLOB,
            UNIQUE (content, options)
        )
        """
    )
    db.execute("CREATE INDEX jobs_by_owner ON jobs (owner) WHERE owner != ''")
    db.execute(
        """
        CREATE TABLE job_windows (
            job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
            sound BLOB NOT NULL,
            transcript BLOB NOT NULL,
            PRIMARY KEY (job, sound)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE job_files (
            path BLOB PRIMARY KEY,
            stamp TEXT NOT NULL,
            content BLOB NOT NULL,
            used TEXT NOT NULL
        ) WITHOUT ROWID
        """
    )


@migrations()
def m004_turn_speakers(db: Database) -> None:
    """Whose voice asked, where it is known."""
    db.execute("ALTER TABLE turns ADD COLUMN speaker TEXT NOT NULL DEFAULT ''")


STEPS = frozenset(
    step.__name__ for step in (m001_sessions, m002_answers, m003_jobs, m004_turn_speakers)
)
"""The names of all steps that this version knows."""

SCHEMA_VERSION = len(STEPS)
"""`PRAGMA user_version`: how many steps there are."""
