"""Which session `ask` and `talk` go on with: `--session`, `--continue` or `--new`."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, printable
from voicecli.cli.counted import counted
from voicecli.errors import CatalogError, StorageError, UsageError, VoicecliError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.storage.sessions import Sessions, SessionSummary

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

    def as_before(self, config: "Config", persona: str | None) -> "Config":
        """The settings with the persona of the session that goes on, or else with its voice.

        A `persona` that was named now comes before it. What is no longer there is left out.
        """
        goes_on = self.session is not None or self.last or config.sessions.continue_last
        if persona is not None or self.new or not goes_on:
            return config
        before = self._summary(config)
        if before is None:
            return config
        if before.persona:
            dialogue = replace(config.dialogue, persona=before.persona)
            return replace(config, dialogue=dialogue) if _is_persona(before.persona) else config
        if before.voice and _is_voice(before.voice, config):
            return replace(config, tts=replace(config.tts, voice=before.voice))
        return config

    def _summary(self, config: "Config") -> "SessionSummary | None":
        from voicecli import assembly
        from voicecli.storage.database import is_there

        try:
            if not is_there(config.database_file):
                return None
            with assembly.open_conversation_store(config) as db:
                sessions = assembly.open_sessions(config, db)
                named = self.session is not None
                found = sessions.find(self.session or "") if named else sessions.last_open()
                return sessions.summary(found) if found else None
        except StorageError:  # `find` tells what is wrong
            return None

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


def told_shortly(summary: "SessionSummary") -> str:
    """A session in a line: "session 2H0EQ80WHQ: When is my flight? (7 turns, the last on …)"."""
    turns = counted(summary.turns, "turn")
    last = summary.last_activity.astimezone().date().isoformat()
    return f"session {summary.id}: {printable(summary.title)} ({turns}, the last on {last})"


def _is_persona(name: str) -> bool:
    """Whether there is a persona of this name: one that was only described is in no file."""
    from voicecli.assembly.personas import open_personas

    try:
        return bool(open_personas().find(name))
    except VoicecliError:
        return False


def _is_voice(name: str, config: "Config") -> bool:
    from voicecli import catalog

    try:
        return not catalog.missing([name], config.models_folder)
    except CatalogError:
        return False
