"""What stems from some turns, times or words, found in the database and deleted in one transaction.

A row of `forgetting` stands from that transaction until everything outside the database is gone,
too: a process that is killed in between leaves it to the next, which goes on.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from voicecli.storage.database import file_of, writing
from voicecli.storage.failures import told_plainly
from voicecli.storage.forgotten_pieces import pieces_of_rows
from voicecli.storage.interview_forgetting import Meant, choose_interviews, cut_interviews
from voicecli.storage.owners import lives
from voicecli.storage.sayings import let_say, plain
from voicecli.storage.sessions import as_title
from voicecli.storage.values import written_time

_LATEST = "9999"

_SAID_BY_TURNS = """
    says(question) OR says(written) OR says(heard) OR says(speaker) OR says(persona)
    OR EXISTS (SELECT 1 FROM summaries WHERE turn = turns.id AND says(text))
    OR EXISTS (SELECT 1 FROM sources WHERE turn = turns.id AND
        (says(text) OR says(title) OR says(document) OR says(locator) OR says(source)))
"""
_SAID_BY_JOBS = """
    says_packed(transcript) OR EXISTS (SELECT 1 FROM lines WHERE job = jobs.id AND says(text))
    OR EXISTS (SELECT 1 FROM job_windows WHERE job = jobs.id AND says_packed(transcript))
"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of a table that a person may ask to forget; conditions are SQL, empty for "never"."""

    table: str
    key: str
    in_session: str
    time: str
    says: str


_KINDS = (
    _Kind("turns", "id", "session IN (SELECT value FROM json_each(:sessions))", "at",
          _SAID_BY_TURNS),
    _Kind("memories", "id", "session IN (SELECT value FROM json_each(:sessions))", "at",
          "says(text) OR says(speaker)"),
    _Kind("guestbook", "id", "", "at", "says(name) OR says(text) OR says(recipient)"),
    _Kind("answers", "key", "", "at", "says_json(answer)"),
    _Kind("jobs", "id", "", "used", _SAID_BY_JOBS),
    _Kind("job_files", "path", "", "used", "says(path)"),
)  # fmt: skip
_KEYS = {kind.table: kind.key for kind in _KINDS} | {"interviews": "session"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be forgotten: what all that is given here agrees on.

    `since` is in it and `until` is not; `matching` is a phrase, in any case and with any spaces.
    """

    sessions: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    matching: str = ""
    everything: bool = False

    @property
    def between(self) -> tuple[str, str]:
        """The times as the database writes them."""
        return written_time(self.since) if self.since else "", (
            written_time(self.until) if self.until else _LATEST
        )

    @property
    def has_times(self) -> bool:
        """Whether only some time is meant."""
        return bool(self.since or self.until)

    def says(self, text: str) -> bool:
        """Whether a text holds the phrase."""
        phrase = plain(self.matching)
        return phrase in plain(text) if phrase else not self.matching

    def is_at(self, at: datetime) -> bool:
        """Whether a time is meant."""
        first, last = self.between
        return first <= written_time(at) < last


@dataclass(frozen=True, slots=True)
class Chosen:
    """Keys of the rows that go, by table; `titles` are sessions that stay and lose their title.

    `interviews` stay, too, without what is forgotten of them. `in_work` are transcriptions that a
    living process works on, `held` interviews: they stay as they are.
    """

    rows: dict[str, list[Any]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    in_work: int = 0
    interviews: list[str] = field(default_factory=list)
    held: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many rows go, by table."""
        found = {table: len(keys) for table, keys in self.rows.items() if keys}
        others = {"titles": self.titles, "interviews kept in part": self.interviews}
        return found | {name: len(keys) for name, keys in others.items() if keys}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A forgetting whose rows are deleted. `pieces` are of these, `memories` their ids."""

    wanted: Wanted
    pieces: tuple[bytes, ...]
    memories: tuple[str, ...]
    number: int


def choose(db: Database, wanted: Wanted) -> Chosen:
    """Find what is to be forgotten, changing nothing. Raises StorageError."""
    if wanted == Wanted():
        return Chosen({kind.table: [] for kind in _KINDS})
    with told_plainly(file_of(db)):
        let_say(db, wanted.says)
        rows = {kind.table: _keys(db, kind, wanted) for kind in _KINDS}
        rows["memories"] += _memories_of(db, rows["turns"], rows["memories"])
        if rows["turns"]:  # an answer that is kept to be given again may be theirs
            rows["answers"] = _column(db, "SELECT key FROM answers", {})
        alive = _in_work(db, rows["jobs"])
        rows["jobs"] = [job for job in rows["jobs"] if job not in alive]
        interviews = choose_interviews(db, _meant(wanted, rows["turns"]))
        rows["sessions"] = _sessions(db, wanted, rows["turns"])
        in_part, emptied = _by_session(interviews.in_part, rows["sessions"])
        rows["exchanges"], rows["interviews"] = interviews.exchanges, interviews.whole + emptied
        rows["sessions"] += _left_empty(db, interviews.whole, rows["turns"], rows["sessions"])
        rows["speakers"] = _speakers(db, wanted)
        titles = _titles(db, wanted, rows["turns"], rows["sessions"])
        named_by_plan = [one for one in interviews.whole if one not in rows["sessions"]]
        return Chosen(
            rows,
            list(dict.fromkeys([*titles, *named_by_plan])),
            len(alive),
            in_part,
            interviews.held,
        )


def delete(db: Database, wanted: Wanted, chosen: Chosen) -> Unfinished:
    """Delete what was chosen, and note that the rest is to be done. Raises StorageError."""
    with told_plainly(file_of(db)):  # others may write meanwhile
        pieces = pieces_of_rows(db, {**chosen.rows, "in part": chosen.interviews})
    note = {"wanted": _as_json(wanted), "memories": chosen.rows["memories"]}
    told = {**note, "pieces": [base64.b85encode(piece).decode() for piece in pieces]}
    packed = zlib.compress(json.dumps(told).encode())
    with writing(db):
        number = db.execute("INSERT INTO forgetting (asked) VALUES (?)", [packed]).lastrowid
        for table, keys in chosen.rows.items():
            key = _KEYS.get(table, "id")
            sql = f"DELETE FROM {table} WHERE {key} = ?"  # noqa: S608  # our own names
            if keys:
                db.conn.executemany(sql, [(one,) for one in keys])
        for session in chosen.titles:
            _retitle(db, session, wanted)
        cut_interviews(db, chosen.interviews, wanted.says if wanted.matching else None)
    return Unfinished(wanted, tuple(pieces), tuple(chosen.rows["memories"]), int(number or 0))


def unfinished(db: Database) -> list[Unfinished]:
    """The forgettings that were interrupted. Raises StorageError."""
    with told_plainly(file_of(db)):
        rows = db.execute("SELECT id, asked FROM forgetting ORDER BY id").fetchall()
    found = []
    for number, packed in rows:
        told = json.loads(zlib.decompress(packed))
        pieces = tuple(base64.b85decode(piece) for piece in told["pieces"])
        found.append(Unfinished(_wanted(told["wanted"]), pieces, tuple(told["memories"]), number))
    return found


def finish(db: Database, done: Unfinished) -> None:
    """Forget that something was forgotten. Raises StorageError."""
    with writing(db):
        db.execute("DELETE FROM forgetting WHERE id = ?", [done.number])


def _keys(db: Database, kind: _Kind, wanted: Wanted) -> list[Any]:
    """The keys of the rows of one kind that all of what is wanted agrees on."""
    conditions = []
    if wanted.sessions:
        conditions.append(kind.in_session or "0")
    if wanted.has_times:
        # Some times are written to the second: what began within it is meant, too.
        since = "substr(:since, 1, 19)" if kind.time == "used" else ":since"
        conditions.append(f"{kind.time} >= {since} AND {kind.time} < :until")
    if wanted.matching:
        conditions.append(kind.says)
    if not conditions and not wanted.everything:
        return []
    where = " AND ".join(f"({one})" for one in conditions) or "1"
    first, last = wanted.between
    given = {"sessions": json.dumps(wanted.sessions), "since": first, "until": last}
    used = {name: value for name, value in given.items() if f":{name}" in where}
    return _column(db, f"SELECT {kind.key} FROM {kind.table} WHERE {where}", used)  # noqa: S608


def _column(db: Database, sql: str, given: dict[str, Any] | Sequence[Any]) -> list[Any]:
    return [row[0] for row in db.execute(sql, given)]


def _listed(keys: Iterable[Any]) -> list[str]:
    return [json.dumps(list(keys))]


def _memories_of(db: Database, turns: list[int], known: list[str]) -> list[str]:
    """What was remembered in turns that go."""
    sql = "SELECT id FROM memories WHERE turn IN (SELECT value FROM json_each(?))"
    return [one for one in _column(db, sql, _listed(turns)) if one not in set(known)]


def _in_work(db: Database, jobs: list[int]) -> set[int]:
    """Those of the jobs that a living process works on."""
    sql = "SELECT id, owner FROM jobs WHERE owner != '' AND id IN (SELECT value FROM json_each(?))"
    database = Path(file_of(db))
    rows = db.execute(sql, _listed(jobs)).fetchall()
    return {job for job, owner in rows if lives(database, owner)}


def _sessions(db: Database, wanted: Wanted, turns: list[int]) -> list[str]:
    """The sessions of which nothing is left."""
    if wanted.everything:
        return _column(db, "SELECT id FROM sessions", {})
    emptied = """
        SELECT DISTINCT session FROM turns WHERE id IN (SELECT value FROM json_each(:turns))
        EXCEPT SELECT session FROM turns WHERE id NOT IN (SELECT value FROM json_each(:turns))
    """
    found = _column(db, emptied, {"turns": json.dumps(turns)})
    if wanted.sessions and not (wanted.has_times or wanted.matching):
        found += [one for one in wanted.sessions if one not in found]
    return found


def _titles(db: Database, wanted: Wanted, turns: list[int], gone: list[str]) -> list[str]:
    """The sessions that stay and whose title was a question that goes, or says the phrase.

    A title that a person gave stays, unless it says it.
    """
    asked = """
        SELECT sessions.id, title, question FROM turns JOIN sessions ON sessions.id = session
        WHERE turns.id IN (SELECT value FROM json_each(:turns))
    """
    rows = db.execute(asked, {"turns": json.dumps(turns)}).fetchall()
    found = {one: None for one, title, question in rows if title == as_title(question)}
    if wanted.matching:
        said = "SELECT id FROM sessions WHERE says(title) OR says(persona) OR says(voice)"
        touched = {one for one, _, _ in rows}
        is_narrow = bool(wanted.sessions or wanted.has_times)
        found |= {one: None for one in _column(db, said, {}) if not is_narrow or one in touched}
    return [one for one in found if one not in set(gone)]


def _meant(wanted: Wanted, turns: list[int]) -> Meant:
    """What is wanted of interviews; of sessions that go as a whole nothing is left."""
    says = wanted.says if wanted.matching else None
    return Meant(wanted.sessions, wanted.between, wanted.has_times, says, tuple(turns))


def _by_session(interviews: Iterable[str], gone: Iterable[str]) -> tuple[list[str], list[str]]:
    """Interviews that stay in part, and those that go with their session."""
    sessions = set(gone)
    found: tuple[list[str], list[str]] = ([], [])
    for one in interviews:
        found[one in sessions].append(one)
    return found


def _left_empty(db: Database, whole: list[str], turns: list[int], gone: list[str]) -> list[str]:
    """The sessions of interviews that go, where nothing was said but in turns that go."""
    sql = """
        SELECT value FROM json_each(?) WHERE NOT EXISTS (
            SELECT 1 FROM turns WHERE session = value
            AND id NOT IN (SELECT value FROM json_each(?)))
    """
    found = _column(db, sql, [json.dumps(whole), json.dumps(turns)])
    return [one for one in found if one not in set(gone)]


def _speakers(db: Database, wanted: Wanted) -> list[int]:
    """The people whose voice goes, too: all of them, or those whose name is the phrase."""
    is_there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'speakers'").fetchone()
    if not is_there or wanted.sessions or wanted.has_times:
        return []
    if wanted.everything:
        return _column(db, "SELECT id FROM speakers", {})
    if not wanted.matching:
        return []
    said = """
        SELECT id FROM speakers WHERE says(name)
        OR EXISTS (SELECT 1 FROM voice_prints WHERE speaker = speakers.id AND says(source))
    """
    return _column(db, said, {})


def _retitle(db: Database, session: str, wanted: Wanted) -> None:
    """Name a session after the first question that it still has, without the phrase."""
    title, persona, voice = db.execute(
        "SELECT title, persona, voice FROM sessions WHERE id = ?", [session]
    ).fetchone()
    left = _column(
        db, "SELECT question FROM turns WHERE session = ? ORDER BY number LIMIT 1", [session]
    )
    first = as_title(left[0]) if left else ""
    kept = [value if not wanted.matching or not wanted.says(value) else "" for value in
            (persona, voice)]  # fmt: skip
    db.execute(
        "UPDATE sessions SET title = ?, persona = ?, voice = ? WHERE id = ?",
        [first if title != first else title, *kept, session],
    )


def _as_json(wanted: Wanted) -> dict[str, Any]:
    told = asdict(wanted)
    return told | {key: written_time(told[key]) for key in ("since", "until") if told[key]}


def _wanted(told: dict[str, Any]) -> Wanted:
    times = {key: datetime.fromisoformat(told[key]) for key in ("since", "until") if told[key]}
    return Wanted(**{**told, "sessions": tuple(told["sessions"]), **times})
