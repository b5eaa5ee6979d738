"""What a candidate orders of the interviewer, as it is offered to be typed."""

from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from voicecli.dialogue.commands import Command
from voicecli.dialogue.orders import Order as Ordered
from voicecli.interview.steps.orders import Order, interview_order
from voicecli.pipeline.orders import Notice, Told
from voicecli.pipeline.session import SPEED_STEP, VOLUME_STEP
from voicecli.pipeline.state import SessionState
from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn

SPEED: Mapping[str, float] = {"slower": 1 / SPEED_STEP, "faster": SPEED_STEP}
VOLUME: Mapping[str, float] = {"quieter": 1 / VOLUME_STEP, "louder": VOLUME_STEP}
"""Factors that an order makes the voice another by."""
ORDERS: Mapping[str, Order] = {name: name for name in get_args(Order)}
"""Those that are understood, by their names."""


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


def changed(order: Command | Notice, voice: AdjustableVoice | None) -> Notice | None:
    """Make the voice another, or tell why not; None where there is nothing to tell."""
    if isinstance(order, Notice):
        return order
    if order.name in {*SPEED, *VOLUME} and voice:
        voice.speed *= SPEED.get(order.name, 1.0)
        voice.volume *= VOLUME.get(order.name, 1.0)
        return Notice("Like this?")
    return None if order.name == "stop" else Notice("That cannot be changed in an interview.")
