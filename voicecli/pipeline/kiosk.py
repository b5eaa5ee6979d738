"""A conversation that stands in a public place: strangers come, one after the other.

None of them can change how it is, hear what the one before said, or reach what its owner keeps.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from voicecli.dialogue.orders import Order
from voicecli.pipeline.orders import OrderGroup, Told
from voicecli.pipeline.session import REFUSED, SpokenSession
from voicecli.pipeline.state import SessionState
from voicecli.turn import Turn

REFUSED_COMMANDS = frozenset({"new-session", "switch-mode"})
"""Orders about speaking that stay after the visitor; louder and slower are taken back."""


class RefusedOrders:
    """Understands what a group of orders does, and refuses all of it kindly."""

    slash: Mapping[str, str] = MappingProxyType({})

    def __init__(self, group: OrderGroup) -> None:
        self._group = group

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The order, of which only its name is told on."""
        found = self._group.understand(text, state)
        return Order(found.name) if found else None

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[Told]:
        """Say that it is not done here."""
        yield REFUSED


class Kiosk:
    """What is as it was at first for each visitor."""

    def __init__(self, session: SpokenSession) -> None:
        session.refused = REFUSED_COMMANDS
        self._session = session
        state, voice = session.state, session.state.voice
        self._mode, self._persona = state.mode, state.persona
        self._speed, self._volume = (voice.speed, voice.volume) if voice else (1.0, 1.0)

    def next_visitor(self) -> None:
        """Forget the one before: words, a message that was begun, the voice as they wanted it."""
        self._session.begin_anew()
        state = self._session.state
        state.mode, state.persona = self._mode, self._persona
        if state.voice:
            state.voice.speed, state.voice.volume = self._speed, self._volume
