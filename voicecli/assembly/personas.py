"""The personas of a configuration, and what changes when one of them answers."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli import catalog
from voicecli.assembly.models import model_names
from voicecli.assembly.voices import installed_voices
from voicecli.config import Config, config_file
from voicecli.shipped import shipped

if TYPE_CHECKING:
    from voicecli.dialogue.persona import Persona
    from voicecli.dialogue.persona_files import Personas
    from voicecli.pipeline.wearing import Usual

FOLDER = "personas"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who answers, and the settings with which the engines are opened for it.

    `told` says in one line what of it cannot be had; "" where nothing is missing.
    """

    persona: "Persona"
    config: Config
    before: Config
    """The settings without it: to these the assistant comes back."""
    told: str = ""
    keeps: Collection[str] = ()
    """Settings that were given by hand, and come before a persona's."""
    voice: str = ""
    """A voice of no catalogue, which takes the place of the usual one when that is open."""


def own_personas() -> Path:
    """Folder of the person's own personas, beside the settings file; it need not exist."""
    return config_file().parent / FOLDER


def open_personas() -> "Personas":
    """The personas there are."""
    from voicecli.dialogue.persona_files import Personas

    return Personas(shipped(FOLDER), own_personas())


def cast(config: Config, *, keeps: Collection[str] = ()) -> Cast:
    """The persona that the settings name, and the settings as it wants them.

    `keeps` are settings ("dialogue.mode") that were given by hand and come before the persona's.
    Raises UsageError("unknown-persona") and what reading it raises.
    """
    from voicecli.dialogue.persona import PLAIN

    if not config.dialogue.persona:
        return Cast(PLAIN, config, config, keeps=keeps)
    before = config
    persona = open_personas().find(config.dialogue.persona)
    if persona.verbosity and "dialogue.mode" not in keeps:
        config = replace(config, dialogue=replace(config.dialogue, mode=persona.verbosity))
    speed = min(max(config.tts.speed * (persona.speed or 1.0), 0.25), 4.0)
    known = persona.voice in catalog.load().models
    is_here = persona.voice in installed_voices(config)
    told = f"The usual voice speaks: there is no voice {persona.voice} here."
    voice = persona.voice if known and is_here else config.tts.voice
    config = replace(config, tts=replace(config.tts, speed=speed, voice=voice))
    return Cast(
        persona,
        config,
        before,
        told if persona.voice and not is_here else "",
        keeps,
        persona.voice if is_here and not known else "",
    )


def usual(config: Config) -> "Usual":
    """How the assistant answers without a persona, by the settings as they were before `cast`."""
    from voicecli.pipeline.wearing import Usual

    return Usual(config.dialogue.mode, config.tts.speed, model_names(config)["tts"])
