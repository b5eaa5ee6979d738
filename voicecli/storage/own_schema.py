"""What runs by itself in a database: triggers and views, which only voicecli's own steps may make.

A database of somebody else's making can carry triggers that copy what is written, or that keep what
is deleted. SQLite runs them for whoever has the file open.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing

from sqlite_utils import Database, Migrations

Part = tuple[str, str, str]
"""The type, name and SQL of something in a schema."""


def strange_parts(db: Database, made_by: Iterable[Migrations]) -> list[str]:
    """The triggers, views and tables that none of the steps makes, as "trigger NAME".

    A table may look otherwise than today's, so its name is enough; it does nothing by itself.
    """
    known = frozenset(part for steps in made_by for part in _made(steps))
    tables = {name for kind, name, _ in known if kind == "table"} | {Migrations.migrations_table}
    return [
        f"{kind} {name}"
        for kind, name, sql in _parts(db)
        if not (name in tables if kind == "table" else (kind, name, sql) in known)
    ]


def _made(steps: Migrations) -> Iterator[Part]:
    """All that any of the steps leaves, in a database of its own."""
    with closing(Database(memory=True)) as db:
        for step in steps.pending(db):
            step.fn(db)
            yield from _parts(db)


def _parts(db: Database) -> list[Part]:
    rows = db.execute(
        "SELECT type, name, sql FROM sqlite_master"
        " WHERE type IN ('table', 'trigger', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return [(kind, name, " ".join(str(sql).split())) for kind, name, sql in rows]
