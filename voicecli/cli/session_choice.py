"""Which session `ask` and `talk` go on with: `--session`, `--continue` or `--new`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note
from voicecli.errors import UsageError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.storage.sessions import Sessions

SessionOption = Annotated[
    str | None,
    typer.Option(
        "--session", metavar="ID", help="Go on with a session: an id, its beginning or end, latest."
    ),
]
ContinueOption = Annotated[
    bool, typer.Option("--continue", help="Go on with the last session that is not closed.")
]
NewOption = Annotated[bool, typer.Option("--new", help="Begin a new session, as is usual.")]


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """What was asked for on the command line; two of them at once are a UsageError."""

    session: str | None = None
    last: bool = False
    new: bool = False

    def __post_init__(self) -> None:
        if (self.session is not None) + self.last + self.new > 1:
            raise UsageError(
                "two-sessions",
                "Choose one of --session ID, --continue and --new.",
                "See `voicecli sessions list`.",
            )

    def find(self, sessions: "Sessions", config: "Config") -> str:
        """Return the session's id, "" for a new one. Raises StorageError where there is no such."""
        if self.session is not None:
            return sessions.find(self.session)
        if not self.last and (self.new or not config.sessions.continue_last):
            return ""
        session_id = sessions.last_open()
        if session_id is None and self.last:
            note("voicecli: no session is open, so this is a new one.")
        return session_id or ""
