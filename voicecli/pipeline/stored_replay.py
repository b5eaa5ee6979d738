"""The questions of a stored session, asked again as text."""

from collections.abc import Iterator, Sequence

from voicecli.config import ModeName
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.comparing import STAGES, Outcome
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.storage.sessions import StoredTurn
from voicecli.turn import Turn
from voicecli.types import Event


def stored_outcomes(turns: Sequence[StoredTurn]) -> list[Outcome]:
    """What came of the turns of a stored session."""
    return [_outcome(number, turn) for number, turn in enumerate(turns, 1)]


def _outcome(number: int, turn: StoredTurn) -> Outcome:
    record = turn.record
    return Outcome(
        number,
        record.question,
        typed=True,
        intent=record.intent,
        sources=tuple(dict.fromkeys(p.source or p.document for p in record.passages)),
        answer=record.written,
        heard=record.heard,
        ended=record.ended,
        abstained=record.abstained,
        seconds={stage: record.timings[stage] for stage in STAGES if stage in record.timings},
    )


def ask_again(
    turns: Sequence[StoredTurn], mind: Mind, mode: ModeName | None = None
) -> Iterator[Event]:
    """Ask each question in the light of what was heard then; yields the events of all.

    What was heard then, and not what would be heard now, is what was said before the next question:
    one answer that differs does not make all behind it differ.
    """
    conversation = Conversation()
    for stored in turns:
        mind.mode = mode or mind.mode
        events = []
        for event in take_turn(stored.record.question, mind, conversation, Turn()):
            events.append(event)
            if event.kind == "run-start":
                yield event
                told = {"text": stored.record.question, "typed": True}
                yield Event("stt-end", event.at, told)
            else:
                yield event
        record = turn_record(events, {}, spoken=False)
        if record is not None:
            conversation.remember(stored.record, understood(events))
