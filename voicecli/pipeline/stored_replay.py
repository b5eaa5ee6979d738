"""The questions of a stored session, asked again: as text, or heard where their sound was kept."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from voicecli.audio.encoded import decode_sound
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.comparing import STAGES, Outcome
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.protocols import Recognizer
from voicecli.storage.sessions import StoredTurn
from voicecli.storage.sounds import Sounds
from voicecli.turn import Turn
from voicecli.types import Event, Utterance


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


def hear_again(
    turns: Sequence[StoredTurn], sounds: Sounds, recognizer: Recognizer
) -> dict[int, str]:
    """What is recognised now in the questions whose sound was kept, by the number of the turn."""
    heard = {}
    for stored in turns:
        kept = sounds.read(stored.session_id, stored.number, "question")
        if kept is not None:
            samples = decode_sound(kept.data)
            said = Utterance(samples, 0, samples.size, "silence")
            heard[stored.number] = recognizer.transcribe(said, Turn()).text
    return heard


def ask_again(
    turns: Sequence[StoredTurn],
    mind: Mind,
    heard: Mapping[int, str] = MappingProxyType({}),
) -> Iterator[Event]:
    """Ask each question in the light of what was heard then; yields the events of all.

    Of a question whose sound was kept, it is the words that are `heard` in it now.

    What was heard then, and not what would be heard now, is what was said before the next question:
    one answer that differs does not make all behind it differ.
    """
    conversation = Conversation()
    for stored in turns:
        question = heard.get(stored.number, stored.record.question)
        events = []
        for event in take_turn(question, mind, conversation, Turn()):
            events.append(event)
            if event.kind == "run-start":
                yield event
                told = {"text": question, "typed": stored.number not in heard}
                yield Event("stt-end", event.at, told)
            else:
                yield event
        record = turn_record(events, {}, spoken=False)
        if record is not None:
            conversation.remember(stored.record, understood(events))
