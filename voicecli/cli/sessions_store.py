"""What the commands about sessions share: opening the store, naming a session and a time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import settings
from voicecli.errors import StorageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from voicecli.config import Config
    from voicecli.storage.sessions import Sessions

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help='An id, its beginning or its end, or "latest".')
]
LimitOption = Annotated[
    int, typer.Option("-n", "--limit", min=1, max=1_000_000, help="How many at most.")
]
SinceOption = Annotated[
    str | None,
    typer.Option(metavar="TIME", help='From then on: "2026-05-17", "yesterday", "30d", "12h".'),
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="TIME", help="Before then, written in the same way.")
]


@dataclass(frozen=True, slots=True)
class Store:
    """What was kept, opened."""

    config: "Config"
    db: "Database"
    sessions: "Sessions"


@contextmanager
def open_kept() -> "Iterator[Store | None]":
    """What is kept; None where nothing ever was. Sessions that were silent for long are closed."""
    from voicecli import assembly
    from voicecli.storage.database import is_there, open_database

    config = settings().config
    if not is_there(config.database_file):
        yield None
        return
    with open_database(config.database_file) as db:
        sessions = assembly.open_sessions(config, db)
        with suppress(StorageError):  # a file that cannot be written can be looked at
            sessions.close_idle()
        yield Store(config, db, sessions)


@contextmanager
def kept_sessions() -> "Iterator[Store]":
    """What is kept. Raises StorageError("no-session") where nothing ever was."""
    with open_kept() as store:
        if store is None:
            raise StorageError(
                "no-session", "There are no sessions yet.", "See `voicecli sessions list`."
            )
        yield store


def moment(written: str | None, option: str) -> datetime | None:
    """The time that was written behind an option. Raises UsageError."""
    from voicecli.cli.period import read_moment

    return None if written is None else read_moment(written, option, datetime.now().astimezone())
