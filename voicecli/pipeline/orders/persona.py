"""Orders about who answers: "you are now a pirate", "be yourself again", `/persona`, `/context`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from voicecli.dialogue.orders import Order
from voicecli.dialogue.persona import PLAIN, Persona, with_context
from voicecli.dialogue.persona_files import Personas
from voicecli.dialogue.persona_orders import CONTEXT, YOURSELF, read_order, without_article
from voicecli.errors import UsageError
from voicecli.pipeline.orders import Choice
from voicecli.pipeline.state import SessionState
from voicecli.pipeline.wearing import Usual, wear
from voicecli.turn import Turn

OFF = frozenset({"off", "none", "no", "stop", "plain", "yourself", "reset", "clear"})
MYSELF = "I am myself again."


class PersonaOrders:
    """Changes who answers, at once. Only what the person says or types gets here."""

    slash: Mapping[str, str] = {
        "persona": "who answers: /persona NAME, /persona off",
        "context": "how it speaks: /context a pirate, /context off",
    }

    def __init__(self, personas: Personas, usual: Usual) -> None:
        self._personas = personas
        self._usual = usual

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The order that a whole utterance is."""
        return read_order(text, self._personas.is_named)

    def choices(self, name: str) -> Iterable[Choice]:
        """What may stand behind a slash name."""
        if name == "persona":
            yield from (Choice(file.name) for file in self._personas.files)
        yield Choice("off", "as usual again")

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[str]:
        """Do it, and tell so. Raises UsageError and ConfigError for what cannot be done."""
        if order.name == YOURSELF:
            yield from self._undo(state)
        elif order.name == CONTEXT:
            yield from self._speak_like(order.value, state)
        elif order.value:
            yield from self._become(order.value, state)
        else:
            yield f"{self._who(state.persona)} There are {self._names()}."

    def _become(self, name: str, state: SessionState) -> Iterator[str]:
        if name.casefold() in OFF:
            yield from self._take_off(state, PLAIN)
            return
        persona = self._personas.named(name) or self._personas.find(without_article(name))
        yield from wear(state, persona, self._usual)
        yield persona.greeting or f"Now I am {persona.called}."

    def _speak_like(self, manner: str, state: SessionState) -> Iterator[str]:
        if manner.casefold() in OFF:
            yield from self._take_off(state, replace(state.persona, context=""))
        elif manner:
            try:
                persona = with_context(state.persona, manner)
            except UsageError as error:
                yield error.message
                return
            yield from wear(state, persona, self._usual)
            yield f"All right: {persona.context}."
        else:
            yield self._who(state.persona)

    def _undo(self, state: SessionState) -> Iterator[str]:
        """What was told last goes first: the manner, then the persona."""
        kept = replace(state.persona, context="") if state.persona.context else PLAIN
        yield from self._take_off(state, kept)

    def _take_off(self, state: SessionState, kept: Persona) -> Iterator[str]:
        if state.persona == kept:
            yield "I am myself already." if kept == PLAIN else self._who(kept)
            return
        yield from wear(state, kept, self._usual)
        yield MYSELF if kept == PLAIN else f"I am {kept.called} again."

    def _who(self, persona: Persona) -> str:
        return f"I answer as {persona.shown}." if persona.shown else "I answer as myself."

    def _names(self) -> str:
        return ", ".join(file.name for file in self._personas.files)
