"""Orders to the guest book: "leave a message", "sign the guest book"."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from voicecli.dialogue.guestbook import MessageRequest, message_request
from voicecli.dialogue.orders import Order
from voicecli.pipeline.message_taking import SILENCE_SECONDS, MessageTaking, OpenBook
from voicecli.pipeline.state import SessionState
from voicecli.turn import Turn

OFF_THE_RECORD = "Nothing is kept now, so I cannot take a message."


class GuestbookOrders:
    """Takes messages of guests.

    `open_book` gives the guest book through a connection of the answers' thread; None: nothing is
    kept. A guest may pause for `silence_seconds`.
    """

    slash: Mapping[str, str] = MappingProxyType({"guestbook": "guestbook [NAME]: leave a message"})

    def __init__(
        self, open_book: OpenBook | None, silence_seconds: float = SILENCE_SECONDS
    ) -> None:
        self._open_book = open_book
        self._silence = silence_seconds

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The wish to leave a message that a whole utterance is."""
        return Order("guestbook", text) if message_request(text) else None

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[str]:
        """Begin to take a message; the words that come next are its."""
        if self._open_book is None:
            yield OFF_THE_RECORD
            return
        request = message_request(order.value) or MessageRequest(name=order.value)
        taking = MessageTaking(self._open_book, state, self._silence)
        yield from taking.begin(request, order.value, turn)
