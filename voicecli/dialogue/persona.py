"""Who answers: a name, a voice, a manner, and what it does not talk about."""

from dataclasses import dataclass

from voicecli.config import ModeName


@dataclass(frozen=True, slots=True)
class Persona:
    """A manner of answering; the facts and the rules are the same for every one.

    `voice` is a catalogue name, "" for the usual one; `speed` a factor, None for the usual one;
    `tone` is how it speaks, in a few words ("warm and brief"), and `system_prompt` tells the
    language model more of it; `verbosity` is the mode it begins with, None for the usual one;
    `guardrails` are the topics that it refuses.
    """

    name: str = ""
    voice: str = ""
    speed: float | None = None
    tone: str = ""
    system_prompt: str = ""
    verbosity: ModeName | None = None
    guardrails: tuple[str, ...] = ()


PLAIN = Persona()
"""The assistant as it is."""
