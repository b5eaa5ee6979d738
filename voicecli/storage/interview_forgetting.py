"""What of interviews is forgotten, and what stays of them.

What came of a question goes whole. Of a plan, and of how an interview stands, the texts go that say
a phrase; where a time is forgotten in which it was held, how it stands goes, and it is over.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of
from voicecli.storage.owners import lives
from voicecli.storage.packed_json import packed_json, unpacked_json, without, words_in
from voicecli.storage.sayings import Says

_NOTHING = "{}"
"""How an interview stands of which that was forgotten."""

_THERE = "(:sessions = '[]' OR session IN (SELECT value FROM json_each(:sessions)))"


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be forgotten, as far as interviews are concerned.

    `between` are the first time and the one behind the last, as the database writes them; `says`
    is None where no phrase is meant. `turns` are the ids of the turns that go.
    """

    sessions: tuple[str, ...]
    between: tuple[str, str]
    has_times: bool
    says: Says | None
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChosenInterviews:
    """Ids: of interviews that go whole, of those that stay in part, of exchanges that go.

    `held` are those that a living process holds, of which no more goes than their turns.
    """

    whole: list[str] = field(default_factory=list)
    in_part: list[str] = field(default_factory=list)
    exchanges: list[int] = field(default_factory=list)
    held: int = 0


def choose_interviews(db: Database, meant: Meant) -> ChosenInterviews:
    """Find what of interviews is to be forgotten, changing nothing. Raises StorageError."""
    whole: list[str] = []
    in_part: list[str] = []
    held: set[str] = set()
    for session, created, updated, owner in _concerned(db, meant):
        is_begun_then = meant.between[0] <= created < meant.between[1]
        if meant.says is None and not meant.has_times:  # its session goes
            whole.append(session)
            continue
        if meant.says is None:
            touched = is_begun_then or meant.between[0] <= updated or _loses(db, session, meant)
            which = whole if is_begun_then else in_part
        else:
            touched, which = _is_said(db, session, meant.says), in_part
        if touched and owner and lives(Path(file_of(db)), owner):
            held.add(session)
        elif touched:
            which.append(session)
    exchanges = list(dict.fromkeys(_exchanges(db, meant, held)))
    return ChosenInterviews(whole, in_part, exchanges, len(held))


def cut_interviews(db: Database, chosen: Iterable[str], says: Says | None) -> None:
    """Take what is forgotten out of interviews that stay, inside a transaction."""
    for session in chosen:
        plan, progress = db.execute(
            "SELECT plan, progress FROM interviews WHERE session = ?", [session]
        ).fetchone()
        if says is None:
            db.execute(
                "UPDATE interviews SET progress = ?, ended = iif(ended = '', updated, ended)"
                " WHERE session = ?",
                [packed_json(_NOTHING), session],
            )
        else:
            kept = [_cut(one, says) for one in (plan, progress)]
            db.execute(
                "UPDATE interviews SET plan = ?, progress = ? WHERE session = ?", [*kept, session]
            )


def _concerned(db: Database, meant: Meant) -> list[tuple[Any, ...]]:
    """The interviews that are meant by their session, and were held or planned in that time."""
    sql = (
        "SELECT session, created, updated, owner FROM interviews"  # noqa: S608  # our own words
        f" WHERE {_THERE} AND updated >= :since AND created < :until"
    )
    since, until = meant.between
    given = {"sessions": json.dumps(meant.sessions), "since": since, "until": until}
    return list(db.execute(sql, given).fetchall())


def _loses(db: Database, session: str, meant: Meant) -> bool:
    """Whether turns of an interview go."""
    sql = "SELECT 1 FROM turns WHERE session = ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1"
    return db.execute(sql, [session, json.dumps(meant.turns)]).fetchone() is not None


def _is_said(db: Database, session: str, says: Says) -> bool:
    row = db.execute(
        "SELECT plan, progress FROM interviews WHERE session = ?", [session]
    ).fetchone()
    return any(_says(blob, says) for blob in row)


def _exchanges(db: Database, meant: Meant, held: set[str]) -> Iterator[int]:
    """Those that say the phrase; without one those of the turns that go.

    A turn that goes because the next question says the phrase leaves the answer before it.
    """
    if meant.says is None:
        of_turns = "SELECT id FROM exchanges WHERE turn IN (SELECT value FROM json_each(?))"
        yield from (row[0] for row in db.execute(of_turns, [json.dumps(meant.turns)]))
        return
    rows = db.execute(
        "SELECT exchanges.id, exchanges.session, exchange FROM exchanges"  # noqa: S608  # our own words
        " LEFT JOIN turns ON turns.id = turn"
        f" WHERE {_THERE.replace('session IN', 'exchanges.session IN')}"
        " AND coalesce(at, :since) >= :since AND coalesce(at, :since) < :until",
        {
            "sessions": json.dumps(meant.sessions),
            "since": meant.between[0],
            "until": meant.between[1],
        },
    )
    for number, session, blob in rows.fetchall():
        if session not in held and _says(blob, meant.says):
            yield number


def _cut(blob: bytes, says: Says) -> bytes:
    """A packed text without what says it; one that cannot be read says nothing afterwards."""
    try:
        return packed_json(without(unpacked_json(blob), says))
    except StorageError:
        return packed_json(_NOTHING)


def _says(blob: bytes, says: Says) -> bool:
    """Whether a packed text says it; one that cannot be read is not known to."""
    try:
        return any(map(says, words_in(unpacked_json(blob))))
    except StorageError:
        return False
