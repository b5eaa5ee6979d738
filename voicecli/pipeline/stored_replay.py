"""The questions of a stored session, asked again: as text, or heard where their sound was kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from voicecli.audio.encoded import decode_sound
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.comparing import STAGES, Outcome, sources_of
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.protocols import Recognizer
from voicecli.storage.sessions import StoredTurn
from voicecli.storage.sounds import Sounds
from voicecli.turn import Turn
from voicecli.types import Event, Utterance

ORDERS = frozenset({"remember", "note", "words"})
"""Intents of turns that told something to keep: those are no questions, and are not asked again."""


def questions(turns: Sequence[StoredTurn]) -> list[StoredTurn]:
    """The turns of a stored session that can be asked again."""
    return [turn for turn in turns if turn.record.intent not in ORDERS]


def stored_outcomes(turns: Sequence[StoredTurn]) -> list[Outcome]:
    """What came of the turns of a stored session that can be asked again."""
    return [_outcome(number, turn) for number, turn in enumerate(questions(turns), 1)]


def as_heard_then(was: Sequence[Outcome], now: Sequence[Outcome]) -> list[Outcome]:
    """Today's answers, cut where somebody interrupted the stored ones, as far as they say the same.

    Nobody interrupts a question that is asked again, nor does anybody listen: where an answer was
    cut, it is compared up to there.
    """
    return [_cut_again(*pair) for pair in zip(was, now, strict=True)]


def _cut_again(was: Outcome, now: Outcome) -> Outcome:
    was_cut = was.ended != "done" and not was.ended.startswith("error")
    if was_cut and now.ended == "done" and now.answer.startswith(was.answer):
        return replace(now, ended=was.ended, answer=was.answer, heard=was.heard)
    return replace(now, heard=was.heard) if now.answer == was.answer else now


def _outcome(number: int, turn: StoredTurn) -> Outcome:
    record = turn.record
    return Outcome(
        number,
        record.question,
        typed=True,
        intent=record.intent,
        sources=sources_of(record.passages),
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
    on_day: Callable[[date], None] = lambda day: None,
) -> Iterator[Event]:
    """Ask each question in the light of what was heard then; yields the events of all.

    Of a question whose sound was kept, it is the words that are `heard` in it now. `on_day` is told
    before each question on which day it was asked.

    What was heard then, and not what would be heard now, is what was said before the next question:
    one answer that differs does not make all behind it differ.
    """
    conversation = Conversation()
    for stored in turns:
        if stored.record.intent in ORDERS:
            conversation.remember(stored.record)
            continue
        on_day(stored.at.astimezone().date())
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
