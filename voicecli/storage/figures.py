"""Figures over all turns: how many, how fast, how they ended.

Percentiles are exact: of all values, linearly interpolated between the two closest ranks (Hyndman
and Fan's type 7, numpy's "linear"), not estimated from buckets. Times are kept to the microsecond.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly
from voicecli.storage.figures_schema import KIND_COLUMNS, MICROSECONDS, MISSING, TIMES
from voicecli.storage.values import written_time

PERCENTILES = (50.0, 95.0, 99.0)

INTERRUPTED = frozenset({"barge-in", "superseded", "interrupted", "stopped"})
"""How a turn ended whose answer the person cut short."""

_ERROR = "error: "
_QUARTER_SECONDS = 900
"""Every time zone's offset is a multiple of it, so a day never begins inside of one."""

Counts = Mapping[str, int]
"""How many turns there are of each name, most first."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long a stage took, in seconds.

    `mode` is "instant" or "full", `asked` "spoken" or "typed"; each is empty for all of them.
    `stage` is one of `figures_schema.TIMES`.
    """

    stage: str
    mode: str
    asked: str
    turns: int
    mean: float
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True)
class Errors:
    """How often turns failed in one way: in which room ("" unknown), with which code."""

    component: str
    code: str
    turns: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the turns of a time were like.

    `days` are turns by local day, oldest first, days without any left out. `asked` counts turns by
    how they were asked ("spoken", "typed") and their mode. `times` are the seconds of a stage in
    all turns that were asked in one way and have it, for whoever draws or sums them up.
    """

    turns: int
    sessions: int
    first: datetime | None
    last: datetime | None
    days: Mapping[date, int]
    spoken: int
    cached: int
    abstained: int
    interrupted: int
    failed: int
    asked: Mapping[tuple[str, str], int]
    intents: Counts
    modes: Counts
    endings: Counts
    personas: Counts
    voices: Counts
    models: Mapping[str, Counts]
    errors: tuple[Errors, ...]
    latencies: tuple[Latency, ...]
    times: Mapping[tuple[str, str], NDArray[np.float64]]


def read_figures(
    db: Database, since: datetime | None = None, until: datetime | None = None
) -> Figures:
    """The figures of the turns that ended from `since` on and before `until`.

    Raises StorageError when the file cannot be read.
    """
    bounds = (since.timestamp() if since else -1e18, until.timestamp() if until else 1e18)
    with told_plainly(file_of(db)):
        # Three long texts are read in a third of the time that a row for each turn takes.
        at, kind, times = db.execute(
            "SELECT group_concat(at), group_concat(kind), group_concat(times, '')"
            " FROM turn_figures WHERE at >= ? AND at < ?",
            bounds,
        ).fetchone()
        kinds = db.execute(
            f"SELECT id, {', '.join(KIND_COLUMNS)} FROM turn_kinds"  # noqa: S608  # our own names
        ).fetchall()
        sessions = _sessions(db, since, until)
    if at is None:
        return NO_FIGURES
    turns = _Turns(_whole_numbers(at), _whole_numbers(kind), _seconds(times))
    return _figures(turns, kinds, sessions)


def _whole_numbers(text: str) -> NDArray[np.int64]:
    return np.fromstring(text, np.int64, sep=",")


def _sessions(db: Database, since: datetime | None, until: datetime | None) -> int:
    """How many sessions had a turn in that time."""
    if since is None and until is None:
        sql = (
            "SELECT count(*) FROM sessions"
            " WHERE EXISTS (SELECT 1 FROM turns WHERE session = sessions.id)"
        )
        return int(db.execute(sql).fetchone()[0])
    sql = "SELECT count(DISTINCT session) FROM turns WHERE at >= ? AND at < ?"
    return int(
        db.execute(
            sql, (written_time(since) if since else "0", written_time(until) if until else "9999")
        ).fetchone()[0]
    )


@dataclass(frozen=True, slots=True)
class _Turns:
    """A row for each turn: `at` in seconds since 1970, the id of its kind, its times in seconds.

    `times` has the shape (stages, turns); NaN where a stage was not measured.
    """

    at: NDArray[np.int64]
    kind: NDArray[np.int64]
    times: NDArray[np.float64]


def _seconds(times: str) -> NDArray[np.float64]:
    whole = np.frombuffer(bytes.fromhex(times), ">i4").reshape(-1, len(TIMES)).T
    seconds: NDArray[np.float64] = np.array(whole, np.float64, order="C")
    seconds[seconds == MISSING] = np.nan
    return seconds / MICROSECONDS


def _figures(turns: _Turns, kinds: list[tuple[Any, ...]], sessions: int) -> Figures:
    counted = _Kinds(kinds, turns.kind)
    named = {stage: turns.times[row] for row, stage in enumerate(TIMES)}
    return Figures(
        turns=len(turns.at),
        sessions=sessions,
        first=_moment(turns.at.min()) if len(turns.at) else None,
        last=_moment(turns.at.max()) if len(turns.at) else None,
        days=_days(turns.at),
        spoken=counted.where("spoken", bool),
        cached=counted.where("cached", bool),
        abstained=counted.where("abstained", bool),
        interrupted=counted.where("ended", INTERRUPTED.__contains__),
        failed=counted.where("ended", lambda ended: str(ended).startswith(_ERROR)),
        asked=counted.asked(),
        intents=counted.by("intent"),
        modes=counted.by("mode"),
        endings=counted.by("ended"),
        personas=counted.by("persona"),
        voices=counted.by("speaker"),
        models=counted.models(),
        errors=counted.errors(),
        latencies=tuple(_latencies(named, counted, turns.kind)),
        times=dict(_times(named, counted, turns.kind)),
    )


class _Kinds:
    """The kinds of turns, and how many turns there are of each."""

    def __init__(self, rows: list[tuple[Any, ...]], used: NDArray[np.int64]) -> None:
        ids, counts = np.unique(used, return_counts=True)
        count = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        self._kinds = [
            (row[0], dict(zip(KIND_COLUMNS, row[1:], strict=True)), count[row[0]])
            for row in rows
            if row[0] in count
        ]

    def where(self, column: str, holds: Callable[[Any], bool]) -> int:
        """How many turns have a value for which `holds` is true."""
        return sum(count for _, kind, count in self._kinds if holds(kind[column]))

    def by(self, column: str) -> dict[str, int]:
        """How many turns have each value of a column, empty ones left out."""
        return _most_first((str(kind[column]), count) for _, kind, count in self._kinds)

    def asked(self) -> dict[tuple[str, str], int]:
        """How many turns were asked in each way and answered in each mode."""
        found: dict[tuple[str, str], int] = {}
        for _, kind, count in self._kinds:
            key = _asked(kind), str(kind["mode"])
            found[key] = found.get(key, 0) + count
        return found

    def models(self) -> dict[str, dict[str, int]]:
        """How many turns used each model, by role."""
        roles: dict[str, list[tuple[str, int]]] = {}
        for _, kind, count in self._kinds:
            for role, name in _mapping(kind["models"]).items():
                roles.setdefault(str(role), []).append((str(name), count))
        return {role: _most_first(used) for role, used in sorted(roles.items())}

    def errors(self) -> tuple[Errors, ...]:
        """How turns failed, the most frequent first."""
        found: dict[tuple[str, str], int] = {}
        for _, kind, count in self._kinds:
            if str(kind["ended"]).startswith(_ERROR):
                key = str(kind["component"]), str(kind["ended"]).removeprefix(_ERROR)
                found[key] = found.get(key, 0) + count
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Errors(component, code, count) for (component, code), count in ordered)

    def groups(self) -> dict[tuple[str, str], list[int]]:
        """The ids of the kinds of each mode and way of asking; ("", "") are all."""
        found: dict[tuple[str, str], list[int]] = {("", ""): []}
        for key, kind, _ in self._kinds:
            mode, asked = str(kind["mode"]), _asked(kind)
            for group in (("", ""), (mode, ""), ("", asked), (mode, asked)):
                found.setdefault(group, []).append(key)
        return found


def _latencies(
    times: Mapping[str, NDArray[np.float64]], kinds: _Kinds, kind: NDArray[np.int64]
) -> Iterable[Latency]:
    groups = {
        group: np.isin(kind, ids) if any(group) else np.ones(len(kind), bool)
        for group, ids in sorted(kinds.groups().items())
    }
    for stage, seconds in times.items():
        measured = ~np.isnan(seconds)
        for (mode, asked), inside in groups.items():
            values = seconds[measured & inside]
            if len(values):
                p50, p95, p99 = np.percentile(values, PERCENTILES).tolist()
                mean, longest = float(values.mean()), float(values.max())
                yield Latency(stage, mode, asked, len(values), mean, p50, p95, p99, longest)


def _times(
    times: Mapping[str, NDArray[np.float64]], kinds: _Kinds, kind: NDArray[np.int64]
) -> Iterable[tuple[tuple[str, str], NDArray[np.float64]]]:
    for (mode, asked), ids in kinds.groups().items():
        if asked and not mode:
            inside = np.isin(kind, ids)
            for stage, seconds in times.items():
                values = seconds[inside]
                yield (stage, asked), values[~np.isnan(values)]


def _asked(kind: Mapping[str, Any]) -> str:
    return "spoken" if kind["spoken"] else "typed"


def _days(at: NDArray[np.int64]) -> dict[date, int]:
    """Turns by the day that this computer's clock showed."""
    quarters, counts = np.unique(at // _QUARTER_SECONDS, return_counts=True)
    days: dict[date, int] = {}
    for quarter, count in zip(quarters.tolist(), counts.tolist(), strict=True):
        day = datetime.fromtimestamp(quarter * _QUARTER_SECONDS).date()
        days[day] = days.get(day, 0) + count
    return days


def _moment(seconds: float) -> datetime:
    """A time on this computer's clock."""
    return datetime.fromtimestamp(float(seconds)).astimezone()


def _most_first(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in counted:
        if name:
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _mapping(text: str) -> Mapping[str, Any]:
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


NO_FIGURES = _figures(
    _Turns(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((len(TIMES), 0))), [], 0
)
"""The figures of no turns at all."""
