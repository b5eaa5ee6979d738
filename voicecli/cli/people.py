"""`voicecli people`: who keeps conversations on this computer, each for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import note, print_json, settings
from voicecli.cli.sessions_view import when
from voicecli.errors import StorageError, UsageError

if TYPE_CHECKING:
    from voicecli.config import Config

app = typer.Typer(
    help="Who keeps conversations on this computer: `voicecli --as NAME …` is one of them.",
    no_args_is_help=True,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a database of their own; "" is who uses voicecli without a name.

    `sessions` is None where the database cannot be looked into.
    """

    name: str
    sessions: int | None
    last_activity: datetime | None
    bytes: int


@app.command("list")
def list_people(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the people who have something of their own here; what they said stays theirs."""
    config = settings().config
    names = ["", *_names(config)]
    people = [person for name in names if (person := _person(config, name)) is not None]
    if json:
        print_json(
            [
                {
                    "name": one.name,
                    "sessions": one.sessions,
                    "last_activity": one.last_activity.isoformat() if one.last_activity else None,
                    "bytes": one.bytes,
                }
                for one in people
            ]
        )
    elif not people:
        note("Nobody has said anything yet. See `voicecli --as NAME talk`.")
    else:
        print_aligned([("NAME", "SESSIONS", "LAST ACTIVE", "SIZE"), *map(_row, people)])


def check_name(name: str | None) -> str | None:
    """Return a person's name as it was given. Raises UsageError for one that names no folder."""
    from voicecli.config import PERSON

    if name is not None and not PERSON.fullmatch(name):
        raise UsageError(
            "bad-name",
            f"{name[:40]!r} cannot be a person's name.",
            "Write at most 40 letters, digits, - and _, beginning with a letter or digit.",
        )
    return name


def _row(person: Person) -> tuple[str, ...]:
    return (
        person.name or "(no name)",
        "?" if person.sessions is None else str(person.sessions),
        when(person.last_activity) if person.last_activity else "never",
        f"{person.bytes / 1e6:.1f} MB",
    )


def _names(config: "Config") -> Iterator[str]:
    """The names of all who have a folder, in order."""
    from voicecli.config import PERSON

    nobody = _of(config, "")
    folders = {nobody.people_folder, _of(config, "a").database_file.parent.parent}
    found = {path.name for folder in folders for path in _folders_in(folder)}
    yield from sorted(name for name in found if PERSON.fullmatch(name) and name == name.lower())


def _folders_in(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return


def _of(config: "Config", name: str) -> "Config":
    """The settings as this person has them."""
    return replace(config, paths=replace(config.paths, person=name))


def _person(config: "Config", name: str) -> Person | None:
    """What is kept of somebody; None where nothing is."""
    from voicecli.storage.database import open_database
    from voicecli.storage.passphrases import is_encrypted
    from voicecli.storage.sessions import Sessions

    path = _of(config, name).database_file
    try:
        size = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
        if not path.exists():
            return None
        if is_encrypted(path):  # nobody is asked for somebody else's passphrase
            return Person(name, None, None, size)
        with open_database(path) as db:  # one that only reads would leave its log behind
            sessions = Sessions(db)
            latest = sessions.list(1)
            active = latest[0].last_activity if latest else None
            return Person(name, sessions.count(), active, size)
    except (StorageError, OSError):
        return Person(name, None, None, 0)
