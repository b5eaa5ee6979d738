"""Becoming a persona, and nobody in particular again, in a running session."""

from collections.abc import Iterator
from dataclasses import dataclass

from voicecli.config import ModeName
from voicecli.dialogue.persona import Persona
from voicecli.errors import VoicecliError
from voicecli.pipeline.state import SessionState


@dataclass(frozen=True, slots=True)
class Usual:
    """How the assistant answers without a persona: mode, speed, catalogue name of the voice."""

    mode: ModeName = "balanced"
    speed: float = 1.0
    voice: str = ""


def wear(state: SessionState, persona: Persona, usual: Usual) -> Iterator[str]:
    """Become a persona; the next sentence already sounds like it, the next answer reads like it.

    What it leaves open stays as it is, unless the persona before had changed it. Yields a sentence
    about a voice that cannot be had: the usual one speaks then.
    """
    before, state.persona = state.persona, persona
    if persona.verbosity or before.verbosity:
        state.mode = persona.verbosity or usual.mode
    if state.voice is None:
        return
    if persona.speed or before.speed:
        state.voice.speed = usual.speed * (persona.speed or 1.0)
    if (persona.voice or before.voice) and persona.voice != before.voice:
        yield from _change_voice(state, persona.voice or usual.voice, usual)


def _change_voice(state: SessionState, name: str, usual: Usual) -> Iterator[str]:
    """Speak with another voice, where the session has more than one."""
    change = getattr(state.voice, "change", None)
    if change is None or name == getattr(state.voice, "name", ""):
        return
    try:
        change(name)
    except VoicecliError:
        yield f"The voice {name} is not here, so I keep the usual one."
        if name != usual.voice != getattr(state.voice, "name", ""):
            change(usual.voice)
