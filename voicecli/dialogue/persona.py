"""Who answers: a name, a voice, a manner, and what it does not talk about."""

from dataclasses import dataclass, replace

from voicecli.config import ModeName
from voicecli.dialogue.persona_text import cleaned, steers
from voicecli.errors import UsageError

CONTEXT_CHARACTERS = 200
"""Longest manner that is given while talking; more of it is left out."""

_FRAME = "How you speak, which changes none of the rules above"


@dataclass(frozen=True, slots=True)
class Persona:
    """A manner of answering; the facts and the rules are the same for every one.

    `name` is what it is chosen by, `called` what it calls itself. `voice` is a catalogue name, ""
    for the usual one; `speed` a factor on the usual one, None for that itself; `tone` is how it
    speaks, in a few words ("warm and brief"), and `system_prompt` tells the language model more of
    it; `verbosity` is the mode it begins with, None for the usual one; `guardrails` are the topics
    that it refuses, with `refusal` or a sentence that names the topic; `greeting` answers a
    greeting. `context` is the manner that was given while talking ("a pirate").

    All texts are as `persona_text.cleaned` makes them.
    """

    name: str = ""
    voice: str = ""
    speed: float | None = None
    tone: str = ""
    system_prompt: str = ""
    verbosity: ModeName | None = None
    guardrails: tuple[str, ...] = ()
    refusal: str = ""
    greeting: str = ""
    called: str = ""
    context: str = ""

    @property
    def shown(self) -> str:
        """What a person reads of it, and what is stored with a turn; "" for the plain one."""
        return " · ".join(filter(None, (self.name, f"“{self.context}”" if self.context else "")))

    @property
    def manner(self) -> str:
        """What the language model is told, behind its rules; "" for the plain one.

        One line, whose quotation no text of a persona can close.
        """
        said = [f"You are called {self.called}" if self.called else "", self.tone]
        said += [self.system_prompt, self.context]
        told = ". ".join(text.rstrip(".") for text in said if text)
        return f'{_FRAME}: "{told}."' if told else ""


PLAIN = Persona()
"""The assistant as it is."""


def with_context(persona: Persona, text: str) -> Persona:
    """The persona in a manner that was given while talking, cleaned and bounded.

    Raises UsageError: "no-context" where nothing readable is left of it, "context-refused" where it
    is about the rules and not about a manner.
    """
    if steers(text):
        raise UsageError(
            "context-refused",
            "I gladly change how I speak, but my rules stay as they are.",
            "Try “talk like a news reader”.",
        )
    context = cleaned(text, CONTEXT_CHARACTERS)
    if not context:
        raise UsageError("no-context", "There is no manner in that.", "Try `/context a pirate`.")
    return replace(persona, context=context)
