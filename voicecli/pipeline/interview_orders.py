"""What a candidate orders of the interviewer, as it is offered to be typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import get_args

from voicecli.dialogue.commands import Command, command
from voicecli.dialogue.orders import Order as Ordered
from voicecli.dialogue.orders import in_words
from voicecli.interview.steps.orders import Order, interview_order
from voicecli.pipeline.orders import Notice, OrderGroup, Told, find_order
from voicecli.pipeline.session import SPEED_STEP, VOLUME_STEP
from voicecli.pipeline.state import SessionState
from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn

SPEED: Mapping[str, float] = {"slower": 1 / SPEED_STEP, "faster": SPEED_STEP}
VOLUME: Mapping[str, float] = {"quieter": 1 / VOLUME_STEP, "louder": VOLUME_STEP}
"""Factors that an order makes the voice another by."""
ORDERS: Mapping[str, Order] = {name: name for name in get_args(Order)}
"""Those that are understood, by their names."""
_SAME_AS: Mapping[str, Order] = {"repeat": "repeat", "continue": "go-on"}
"""Commands about speaking that mean a question here."""


class InterviewOrders:
    """Understands orders about the interview; what follows from them its own course decides.

    `offered` tells what a bare "yes" would order now.
    """

    slash: Mapping[str, str] = {
        "repeat": "hear the question again",
        "rephrase": "hear it in other words",
        "skip": "leave this question out",
        "back": "answer the question before again",
        "think": "take your time",
        "time": "how much time and how many questions are left",
        "pause": "rest; the clock stands still",
        "go-on": "go on after a pause",
        "stop": "end the interview here",
    }

    def __init__(self, offered: Callable[[], str] = lambda: "") -> None:
        self._offered = offered

    def understand(self, text: str, state: SessionState) -> Ordered | None:
        """The order that a whole utterance is."""
        name = interview_order(text, self._offered())
        return Ordered(name) if name else None

    def carry_out(self, order: Ordered, state: SessionState, turn: Turn) -> Iterator[Told]:
        """Nothing: the interviewer says what there is to say."""
        yield from ()


def ordered(
    text: str, groups: Sequence[OrderGroup], state: SessionState, *, typed: bool = False
) -> Order | Command | Notice | None:
    """What was ordered: of the interview, about its voice, or nothing that there is."""
    words = text if not typed or text[1:].lower() in ORDERS else in_words(text)
    found = find_order(words, groups, state, typed=typed)
    if found and (order := ORDERS.get(found[0].name)):
        return order
    if found:
        told = next(iter(found[1].carry_out(found[0], state, Turn())))
        return told if isinstance(told, Notice) else Notice(str(told), spoken=False)
    about_speaking = command(words)
    return _SAME_AS.get(about_speaking.name, about_speaking) if about_speaking else None


def changed(order: Command | Notice, voice: AdjustableVoice | None) -> Notice | None:
    """Make the voice another, or tell why not; None where there is nothing to tell."""
    if isinstance(order, Notice):
        return order
    if order.name in {*SPEED, *VOLUME} and voice:
        voice.speed *= SPEED.get(order.name, 1.0)
        voice.volume *= VOLUME.get(order.name, 1.0)
        return Notice("Like this?")
    return None if order.name == "stop" else Notice("That cannot be changed in an interview.")
