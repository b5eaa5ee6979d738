"""What sessions come to: how many turns, how they ended, how long somebody waited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

_COLUMNS = """
    count(*),
    sum(NOT abstained AND ended NOT LIKE 'error%'),
    sum(abstained),
    sum(ended != 'done' AND ended NOT LIKE 'error%'),
    sum(ended LIKE 'error%'),
    coalesce(sum(waited), 0.0),
    avg(waited)
"""
"""All of it stands in the index `turns_totals`, so that no text is read."""

_AT_ONCE = 500
"""SQLite takes a bounded number of parameters in one statement."""


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """Counts of turns, and seconds.

    `answered` turns found something to say and did not fail; of these and the `abstained` ones
    some were `interrupted`. `waited` are all seconds until the answers began, `average_wait` those
    of one turn, None where no turn knows them.
    """

    turns: int
    answered: int
    abstained: int
    interrupted: int
    failed: int
    waited: float
    average_wait: float | None


NOTHING = SessionTotals(0, 0, 0, 0, 0, 0.0, None)


def totals_of(db: Database, sessions: Sequence[str]) -> Mapping[str, SessionTotals]:
    """What each of these sessions comes to, by its id; nothing for one without turns."""
    found: dict[str, SessionTotals] = {}
    for first in range(0, len(sessions), _AT_ONCE):
        some = sessions[first : first + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = db.execute(
            f"SELECT session, {_COLUMNS} FROM turns WHERE session IN ({marks}) GROUP BY session",  # noqa: S608  # our own words
            list(some),
        )
        found |= {session: SessionTotals(*told) for session, *told in rows}
    return found


def all_totals(db: Database) -> SessionTotals:
    """What all sessions come to together."""
    told = db.execute(f"SELECT {_COLUMNS} FROM turns").fetchone()  # noqa: S608  # our own words
    return SessionTotals(*told) if told[0] else NOTHING
