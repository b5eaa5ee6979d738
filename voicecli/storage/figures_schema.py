"""The figures of each turn in a narrow table of their own, so that all turns are read at once.

A turn's row is wide: it holds what was said. 100,000 of them are 150 MB, their figures 10 MB.
Triggers keep the figures in step, whoever writes the turns.
"""

STAGES = (
    "stt",
    "understand",
    "retrieve",
    "first_token",
    "llm",
    "first_audio",
    "first_sound",
    "total",
)
"""What a turn's time is measured of, in the order in which a row holds them."""

WAITED = "waited"
"""The last of a row's times: seconds until the answer began."""

TIMES = (*STAGES, WAITED)
"""All that a row holds, in its order."""

MISSING = -(1 << 31)
"""Stands in a row for a time that was not measured."""

MICROSECONDS = 1_000_000
"""Times are kept as whole microseconds, in 32 bits each: up to 35 minutes, longer ones as those."""

KIND_COLUMNS = (
    "intent",
    "ended",
    "abstained",
    "mode",
    "models",
    "speaker",
    "spoken",
    "cached",
    "persona",
    "component",
)
"""What many turns have in common: each combination is kept once."""

_MOST = (1 << 31) - 1


def _hexadecimal(seconds: str) -> str:
    """SQL for a number of seconds as microseconds in 8 hexadecimal digits (two's complement)."""
    whole = f"cast(round({seconds} * {MICROSECONDS}) AS INTEGER)"
    within = f"min(max({whole}, -{_MOST}), {_MOST})"
    return f"printf('%08x', coalesce({within}, {MISSING}) & 0xffffffff)"


def _timing(row: str, stage: str) -> str:
    """SQL for a stage's seconds in a turn's timings; NULL where there is no such number."""
    told = f"iif(json_valid({row}.timings), {row}.timings, '{{}}')"
    kind = f"json_type({told}, '$.{stage}')"
    return f"iif({kind} IN ('integer', 'real'), json_extract({told}, '$.{stage}'), NULL)"


def _times(row: str) -> str:
    """SQL for all the times of a turn in one text."""
    each = [*(_timing(row, stage) for stage in STAGES), f"{row}.waited"]
    return " || ".join(_hexadecimal(seconds) for seconds in each)


def _add(row: str, turns: str) -> tuple[str, str]:
    """SQL that adds the figures of a row of `turns`: first its kind, where that is new."""
    kind = ", ".join(f"{row}.{column}" for column in KIND_COLUMNS)
    same = " AND ".join(f"kinds.{column} = {row}.{column}" for column in KIND_COLUMNS)
    at = f"coalesce(cast(strftime('%s', {row}.at) AS INTEGER), 0)"
    return (
        f"INSERT OR IGNORE INTO turn_kinds ({', '.join(KIND_COLUMNS)}) SELECT {kind}{turns};",
        f"INSERT INTO turn_figures SELECT {row}.id, {at}, kinds.id, {_times(row)}"  # noqa: S608  # our own names
        f" FROM turn_kinds AS kinds{turns.replace(' FROM ', ' JOIN ')} WHERE {same};",
    )


_REMOVE = "DELETE FROM turn_figures WHERE turn = old.id;"

FIGURES = (
    f"""
    CREATE TABLE turn_kinds (
        id INTEGER PRIMARY KEY,
        {", ".join(f"{column} NOT NULL" for column in KIND_COLUMNS)},
        UNIQUE ({", ".join(KIND_COLUMNS)})
    )
    """,
    """
    CREATE TABLE turn_figures (
        turn INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        kind INTEGER NOT NULL REFERENCES turn_kinds (id),
        times TEXT NOT NULL
    )
    """,
    "CREATE INDEX turn_figures_by_kind ON turn_figures (kind)",
    "CREATE TRIGGER turn_figures_added AFTER INSERT ON turns BEGIN"
    f" {' '.join(_add('new', ''))} END",
    "CREATE TRIGGER turn_figures_changed AFTER UPDATE OF at, waited, timings,"
    f" {', '.join(KIND_COLUMNS)} ON turns BEGIN {_REMOVE} {' '.join(_add('new', ''))} END",
    # The kind of forgotten turns goes with the last of them: it may name who spoke.
    "CREATE TRIGGER turn_figures_removed AFTER DELETE ON turn_figures BEGIN"
    " DELETE FROM turn_kinds WHERE id = old.kind"
    " AND NOT EXISTS (SELECT 1 FROM turn_figures WHERE kind = old.kind); END",
    *_add("turns", " FROM turns"),
)
"""The statements that make the tables and fill them with the turns that are there."""
