"""The tables of sessions, turns and transcriptions, as the steps that lead to them.

A step that was ever released is never edited: a change of the schema is a new step below the
last. Each runs once, inside the transaction that `open_database` holds.
"""

from sqlite_utils import Database, Migrations

from voicecli.storage.figures_schema import FIGURES

APPLICATION_ID = 0x766F6963
"""`PRAGMA application_id` of a voicecli database: "voic" in ASCII."""

TOKENIZE = "tokenize='porter unicode61 remove_diacritics 2'"
"""How the texts that are searched become words."""

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


@migrations()
def m005_remembering(db: Database) -> None:
    """All that a person can look for, keep and forget: what a session was, words, sound, memories.

    `sessions.ended` is when it was closed, empty while it is open. `turns.waited` are the seconds
    until the answer began, to be heard or to be read. Sound lies in the file as everything does, so
    that it is forgotten, encrypted and copied with it.
    """
    for column in ("ended", "persona", "voice"):
        db.execute(f"ALTER TABLE sessions ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for column in ("spoken INTEGER", "cached INTEGER"):
        db.execute(f"ALTER TABLE turns ADD COLUMN {column} NOT NULL DEFAULT 0")
    for column in ("persona", "component"):
        db.execute(f"ALTER TABLE turns ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE turns ADD COLUMN waited REAL")
    db.execute(_WAITED_BEFORE)
    for statement in (*_WORDS_OF_TURNS, *_LINES, *_SOUNDS, *_MEMORIES, *_GUESTBOOK, *_SUMMARIES):
        db.execute(statement)
    db.execute("CREATE TABLE forgetting (id INTEGER PRIMARY KEY, asked BLOB NOT NULL)")
    db.execute("INSERT INTO turns_fts (turns_fts) VALUES ('rebuild')")
    for statement in FIGURES:
        db.execute(statement)


@migrations()
def m006_interviews(db: Database) -> None:
    """Practice interviews: what a session is beyond its turns.

    `plan`, `limits`, `progress` and `exchange` are packed JSON (`storage.interviews`), `parent` the
    session that one repeats, `ended` when it was over, empty while it is not; `owner` names who
    holds it, empty for nobody. `exchanges.turn` is the one in which it came to its end.
    """
    for statement in _INTERVIEWS:
        db.execute(statement)


def _searchable(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """An index of the words in a table with an integer key, kept in step by triggers.

    It holds no copy of the text. Prefixes of words are found at the cost of a scan of the terms.
    """
    named = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    insert = f"INSERT INTO {table}_fts (rowid, {named}) VALUES (new.id, {new});"  # noqa: S608  # our own names
    keep = f"INSERT INTO {table}_fts ({table}_fts, rowid, {named})"
    delete = f"{keep} VALUES ('delete', old.id, {old});"
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    return (
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5 ({named}, content='{table}',"
        f" content_rowid='id', {TOKENIZE})",
        f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {insert} END",
        f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {delete} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {named} ON {table}"
        f" WHEN {changed} BEGIN {delete} {insert} END",
    )


_WORDS_OF_TURNS = (
    *_searchable("turns", ("question", "written")),
    "CREATE INDEX turns_by_time ON turns (at)",
    "CREATE INDEX turns_totals ON turns (session, ended, abstained, waited)",
    "CREATE INDEX sources_presented ON sources (turn, passage)",
    "CREATE INDEX sessions_open ON sessions (last_activity) WHERE ended = ''",
)
_WAITED_BEFORE = """
    UPDATE turns SET
        spoken = json_type(timings, '$.first_sound') IS NOT NULL,
        waited = coalesce(json_extract(timings, '$.first_sound'), json_extract(timings, '$.total'))
    WHERE json_valid(timings)
"""
"""Of older turns it is known by their timings whether they were heard, and when."""
_LINES = (
    """
    CREATE TABLE lines (
        id INTEGER PRIMARY KEY,
        job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        start REAL NOT NULL,
        end REAL NOT NULL,
        speaker TEXT NOT NULL,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX lines_by_job ON lines (job)",
    "ALTER TABLE jobs ADD COLUMN has_lines INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX jobs_without_lines ON jobs (id) WHERE transcript IS NOT NULL AND NOT has_lines",
    *_searchable("lines", ("text",)),
)
"""What was said in transcribed recordings, a row for each segment, to be searched.

`jobs.has_lines` tells that a finished job's are there; there may be none in a silent recording.
"""

_SOUNDS = (
    """
    CREATE TABLE sounds (
        id INTEGER PRIMARY KEY,
        turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
        part TEXT NOT NULL CHECK (part IN ('question', 'answer')),
        at TEXT NOT NULL,
        seconds REAL NOT NULL,
        codec TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (turn, part)
    )
    """,
    "CREATE INDEX sounds_by_time ON sounds (at, bytes, seconds)",  # all that trimming looks at
)
_MEMORIES = (
    """
    CREATE TABLE memories (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('fact', 'note')),
        text TEXT NOT NULL,
        speaker TEXT NOT NULL DEFAULT '',
        session TEXT NOT NULL DEFAULT '',
        turn INTEGER REFERENCES turns (id) ON DELETE SET NULL,
        dates TEXT NOT NULL DEFAULT '[]'
    )
    """,
    "CREATE INDEX memories_by_turn ON memories (turn)",
)
"""What a person asked to remember. `dates` are the days that its words meant when it was said."""

_GUESTBOOK = (
    """
    CREATE TABLE guestbook (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        name TEXT NOT NULL,
        recipient TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL,
        seconds REAL NOT NULL DEFAULT 0,
        codec TEXT NOT NULL DEFAULT '',
        sound BLOB
    )
    """,
)
_SUMMARIES = (
    """
    CREATE TABLE summaries (
        turn INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        model TEXT NOT NULL
    )
    """,
)
"""What a turn came to, in a sentence that `model` wrote; a turn without one is cut short anew."""

_INTERVIEWS = (
    """
    CREATE TABLE interviews (
        session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
        parent TEXT NOT NULL DEFAULT '',
        created TEXT NOT NULL,
        updated TEXT NOT NULL,
        ended TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL DEFAULT '',
        plan BLOB NOT NULL,
        limits BLOB NOT NULL,
        progress BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE exchanges (
        id INTEGER PRIMARY KEY,
        session TEXT NOT NULL REFERENCES interviews (session) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        turn INTEGER REFERENCES turns (id) ON DELETE SET NULL,
        exchange BLOB NOT NULL,
        UNIQUE (session, number)
    )
    """,
    "CREATE INDEX exchanges_by_turn ON exchanges (turn)",
)

STEPS = frozenset(
    step.__name__
    for step in (
        m001_sessions,
        m002_answers,
        m003_jobs,
        m004_turn_speakers,
        m005_remembering,
        m006_interviews,
    )
)
"""The names of all steps that this version knows."""

SCHEMA_VERSION = len(STEPS)
"""`PRAGMA user_version`: how many steps there are."""
