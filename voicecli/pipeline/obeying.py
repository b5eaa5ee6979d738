"""A written order, outside of a conversation: `voicecli ask "remember that …"`."""

from collections.abc import Iterator

from voicecli.dialogue.orders import Order
from voicecli.errors import VoicecliError
from voicecli.pipeline.answer import Voice, error_event, speak
from voicecli.pipeline.orders import GoOn, Notice, OrderGroup
from voicecli.pipeline.record import NOTICE
from voicecli.pipeline.state import SessionState
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Event


def obey_written(
    text: str,
    found: tuple[Order, OrderGroup],
    state: SessionState,
    turn: Turn,
    voice: Voice | None = None,
) -> Iterator[Event]:
    """Carry out the order that a text is, and yield what happens, aloud if there is a voice.

    As `take_turn` it never raises what a person can know, and `run-end` is the last event.
    """
    order, group = found
    yield Event("run-start", turn.now(), {"turn": turn.id})
    yield Event("stt-end", turn.now(), {"text": text, "typed": True})
    try:
        with turn.measure("total"):
            value = {"value": order.value} if order.value else {}
            yield Event("command", turn.now(), {"name": order.name, **value})
            events = _notices(group, order, state, turn)
            yield from speak(events, voice, turn) if voice else events
    except TurnCancelled:
        yield Event("cancelled", turn.now(), {"reason": turn.reason})
    except VoicecliError as error:
        yield error_event(error, turn.now())
    yield Event("run-end", turn.now(), {"timings": turn.timings | turn.marks})


def _notices(group: OrderGroup, order: Order, state: SessionState, turn: Turn) -> Iterator[Event]:
    told = (one for one in group.carry_out(order, state, turn) if not isinstance(one, GoOn))
    for index, one in enumerate(told):
        turn.check()
        text, spoken = (one.text, one.spoken) if isinstance(one, Notice) else (one, True)
        data = {"index": index, "text": text, "source": NOTICE}
        yield Event("llm-text", turn.now(), data | ({} if spoken else {"spoken": False}))
