"""What is done when a person orders something: a group of orders to a module."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from voicecli.dialogue.orders import Order, read_slash
from voicecli.pipeline.state import SessionState
from voicecli.turn import Turn


class OrderGroup(Protocol):
    """Orders of one kind: how they are told from questions, and what is done."""

    slash: Mapping[str, str]
    """The names that a typed line may begin with ("/voice"), each with one line of help."""

    def understand(self, text: str, state: SessionState) -> Order | None:
        """The order that a whole utterance is; None when it is anything else."""
        ...

    def carry_out(self, order: Order, state: SessionState, turn: Turn) -> Iterator[str]:
        """Do it, and yield the sentences that tell so. Runs in the answers' thread.

        Raises VoicecliError when it cannot be done.
        """
        ...


def find_order(
    text: str, groups: Iterable[OrderGroup], state: SessionState, *, typed: bool
) -> tuple[Order, OrderGroup] | None:
    """The order that these words are, and the group that carries it out; None for a question.

    A slash means an order where a person typed it, and nothing where a recogniser wrote it.
    """
    if typed and (order := read_slash(text)):
        return next(((order, group) for group in groups if order.name in group.slash), None)
    for group in groups:
        if found := group.understand(text, state):
            return found, group
    return None
