"""`--off-the-record`: nothing of what is said is written anywhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note

if TYPE_CHECKING:
    from voicecli.config import Config

OFF = "off the record"
"""Stands in the status line."""

OffTheRecord = Annotated[
    bool,
    typer.Option("--off-the-record", help="Write nothing of this: no session, no log, no cache."),
]


def keep_flag(off_the_record: bool) -> bool | None:
    """The value of the setting `sessions.keep`: None where the settings decide."""
    return False if off_the_record else None


def say_so(config: "Config") -> None:
    """Tell the person, if nothing is kept."""
    if not config.sessions.keep:
        note("voicecli: off the record: nothing of this is kept.")
