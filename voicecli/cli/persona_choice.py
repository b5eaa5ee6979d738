"""Who answers in `ask` and `talk`, and how that is shown."""

from dataclasses import replace
from typing import TYPE_CHECKING

from voicecli.cli.console import note
from voicecli.errors import VoicecliError

if TYPE_CHECKING:
    from voicecli.assembly import Cast
    from voicecli.config import Config
    from voicecli.pipeline.state import SessionState
    from voicecli.storage.sessions import Sessions

SHOWN_CHARACTERS = 24
"""Of who answers, in the status line."""


def choose_persona(config: "Config", mode: str | None) -> "Cast":
    """The persona of the settings, with a word on what of it is missing.

    A `mode` that was typed comes before the persona's. Raises UsageError and ConfigError.
    """
    from voicecli import assembly

    who = assembly.cast(config, keeps=("dialogue.mode",) if mode else ())
    if who.told:
        note(f"voicecli: {who.told}")
    return who


def continue_as(who: "Cast", sessions: "Sessions", session_id: str) -> "Cast":
    """Who answers in a session that goes on: whom this call names, else who answered there last.

    A manner that was told while talking ended with the conversation.
    """
    from voicecli import assembly

    if not session_id or who.before.dialogue.persona:
        return who
    name = sessions.summary(session_id).persona.partition(" · ")[0]
    if not name or name.startswith("“"):
        return who
    dialogue = replace(who.before.dialogue, persona=name)
    try:
        return assembly.cast(replace(who.before, dialogue=dialogue), keeps=who.keeps)
    except VoicecliError as error:
        note(f"voicecli: {error}")
        return who


def manner(state: "SessionState") -> str:
    """How and by whom questions are answered now, for the status line: "balanced · guide"."""
    who = state.persona.shown
    shown = who if len(who) <= SHOWN_CHARACTERS else f"{who[: SHOWN_CHARACTERS - 1]}…"
    return f"{state.mode} · {shown}" if shown else state.mode
