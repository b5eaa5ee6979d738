"""The path of an answer, in the order the data takes.

talk:  what was heard → understanding → retrieval → opening, llm → sentences → tts → speaker
ask:   text           → understanding → retrieval → opening, llm → sentences
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.general import general_prompt, labelled
from voicecli.dialogue.grounded import additions
from voicecli.dialogue.notes import (
    NOTES,
    NOTES_IN_DETAIL,
    choose_notes,
    note_passages,
    worth_asking,
)
from voicecli.dialogue.prompts import compose_addition
from voicecli.errors import AudioError, TtsError, VoicecliError
from voicecli.pipeline.guarded_llm import GuardedLlm, whole_sentences
from voicecli.pipeline.mind import Budget, Mind
from voicecli.pipeline.replies import Reply, reply_to, retrieved, understand_parts
from voicecli.pipeline.running import Asked
from voicecli.prefetch import Prefetch
from voicecli.protocols import Speaker, Synthesizer
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Event, Heard, Message, Passage, Sentence, as_json

PIECES_AHEAD = 256
"""Pieces that the model may write ahead of the voice: more than most answers have. They are counted
one by one, so that the model stops at its next token when the gate closes."""


LLM, GENERAL = "llm", "general"
"""The sources of the language model's sentences: supported by passages, and of its own."""

FAILURE_INDEX = 1_000_000
"""The number of a sentence that is no part of the answer: it tells what went wrong."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What an answer is spoken with."""

    synthesizer: Synthesizer
    speaker: Speaker


def take_turn(
    asked: Asked | str,
    mind: Mind,
    conversation: Conversation,
    turn: Turn,
    voice: Voice | None = None,
) -> Iterator[Event]:
    """Answer one question, written or spoken, aloud if there is a voice.

    Never raises what a person can know: a cancel becomes a `cancelled` event, a known failure an
    `error` event, said aloud where that can still be done, and `run-end` with the turn's timings is
    always the last.
    """
    yield Event("run-start", turn.now(), {"turn": turn.id})
    try:
        with turn.measure("total"):
            events = answer(asked, mind, conversation, turn)
            yield from speak(events, voice, turn) if voice else events
    except TurnCancelled:
        yield Event("cancelled", turn.now(), {"reason": turn.reason})
    except VoicecliError as error:
        yield error_event(error, turn.now())
        yield from _say_failure(error, voice, turn)
    yield Event("run-end", turn.now(), {"timings": turn.timings | turn.marks})


def error_event(error: VoicecliError, at: float) -> Event:
    """A known failure as an event."""
    told = {"code": error.code, "message": error.message, "hint": error.hint}
    told |= {"component": error.component} if error.component else {}
    return Event("error", at, {**told, "exit_code": int(error.exit_code)})


def answer(
    asked: Asked | str, mind: Mind, conversation: Conversation, turn: Turn
) -> Iterator[Event]:
    """Yield the events of one answer; each `llm-text` carries one whole sentence of it.

    The opening, which retrieval alone can say, comes first; what the language model writes follows
    only where the passages support it. Where they hold nothing it may answer by itself, if that is
    allowed, and labelled. Nothing follows `stt-end` when nothing was heard.
    """
    question = asked if isinstance(asked, str) else (yield from heard(asked))
    if not question.strip():
        return
    with turn.measure("understand"):
        parts = understand_parts(question, mind, conversation)
    turn.check()
    with turn.measure("retrieve"):
        reply = reply_to(question, parts, mind, conversation)
    yield Event("understanding-end", turn.now(), as_json(reply.understanding))
    yield Event("retrieval-end", turn.now(), retrieved(reply, mind))
    said: list[str] = []
    if reply.abstained and mind.answers_generally(reply.understanding):
        yield from _general(reply, mind, conversation, turn, said)
    if not said:
        for text, source in reply.sentences:
            yield _sentence(turn, said, text, source)
        yield from _added(reply, mind, conversation, turn, said)


def _general(
    reply: Reply, mind: Mind, conversation: Conversation, turn: Turn, said: list[str]
) -> Iterator[Event]:
    """What the language model knows of the world, labelled; nothing when it fails."""
    prompt = general_prompt(reply.understanding.question, conversation, mind.persona)
    yield Event("llm-start", turn.now(), {"model": mind.models.get("llm", "")})
    with _writing(mind, prompt, turn) as pieces:
        for text in labelled(whole_sentences(pieces), prompt):
            yield _sentence(turn, said, text, GENERAL)


def _added(
    reply: Reply, mind: Mind, conversation: Conversation, turn: Turn, said: list[str]
) -> Iterator[Event]:
    """What the language model has to add that the passages support."""
    opening, in_detail = reply.opening, mind.mode == "detailed"
    if opening is None or not opening.leaves_room or not mind.may_write:
        return
    question, meaning = reply.question, mind.vectors
    most = NOTES_IN_DETAIL if in_detail else NOTES
    notes = choose_notes(question, opening, reply.found, meaning, most)
    model = mind.models.get("llm", "")
    if not worth_asking(reply.understanding, notes, model, in_detail=in_detail, opening=opening):
        return
    told = [(note.sentence, note.passage) for note in notes]
    mind.recall_past(conversation)
    prompt = compose_addition(
        question, told, conversation, mind.history_turns, persona=mind.persona
    )
    yield Event("llm-start", turn.now(), {"model": model})
    with _writing(mind, prompt, turn) as pieces:
        found = additions(
            whole_sentences(pieces),
            question,
            note_passages(opening, notes),
            said,
            used=len(opening.passages),
            meaning=meaning,
            patience=2 if in_detail else 1,
        )
        for added in found:
            yield _sentence(turn, said, added.text, LLM, added.passage)


@contextmanager
def _writing(mind: Mind, prompt: list[Message], turn: Turn) -> Iterator[Iterator[str]]:
    """The model's pieces while it writes ahead; the time that it takes is measured."""
    budget = mind.budget
    if mind.llm is None or budget is None:
        yield iter(())
        return
    with (
        turn.measure("llm"),
        Prefetch(_write(mind.llm, prompt, turn, budget), ahead=PIECES_AHEAD, name="llm") as pieces,
    ):
        yield pieces


def heard(asked: Asked) -> Generator[Event, None, str]:
    """The events of a recognition that is over; returns the words if a person said any.

    What was typed only ends.

    Raises what the recognition raised.
    """
    ended = asked.turn.now()
    if asked.typed:
        yield Event("stt-end", ended, {"text": asked.text, "typed": True})
        return asked.text
    yield Event("stt-start", ended - asked.words.seconds)
    if asked.words.error is not None:
        raise asked.words.error
    told: dict[str, Any] = {"text": asked.text, "remaining": asked.remaining}
    told |= {"language": asked.words.transcript.language}
    told |= {"carried": asked.carried} if asked.carried else {}
    told |= {"speaker": speaker} if (speaker := asked.words.transcript.speaker) else {}
    told |= {"own_voice": asked.own_voice} if asked.own_voice else {}
    yield Event("stt-end", ended, told)
    return asked.text


def speak(events: Iterator[Event], voice: Voice, turn: Turn) -> Iterator[Event]:
    """Pass events on, saying each sentence as it comes by, until all of it was heard.

    A sentence with `spoken` false is for the eyes alone.

    `speech-end` tells how much of each sentence left the speaker, also after a cancel.
    """
    failure: VoicecliError | TurnCancelled | None = None
    try:
        for event in events:
            yield event
            if event.kind == "llm-text" and event.data.get("spoken", True):
                sentence = Sentence(event.data["index"], event.data["text"])
                yield from _say(sentence, voice, turn)
    except (VoicecliError, TurnCancelled) as error:  # what is queued is heard out, or was cut off
        failure = error
    yield from map(_speech_end(turn), voice.speaker.finish(turn))
    if failure is not None:
        raise failure
    turn.check()


def _say(sentence: Sentence, voice: Voice, turn: Turn) -> Iterator[Event]:
    """Queue the speech of one sentence at the speaker."""
    started = turn.now()
    yield Event("tts-start", started, {"index": sentence.index})
    for number, chunk in enumerate(turn.guard(voice.synthesizer.synthesize(sentence, turn))):
        if sentence.index == 0 and number == 0:
            turn.mark("first_audio")
        voice.speaker.play(chunk, turn)
        if number == 0:
            told = {"index": sentence.index, "seconds": turn.now() - started}
            yield Event("speech-start", turn.now(), told)


def _speech_end(turn: Turn) -> Callable[[Heard], Event]:
    def told(heard: Heard) -> Event:
        data = {"index": heard.sentence.index, "fraction": heard.fraction}
        return Event("speech-end", turn.now(), data)

    return told


def _say_failure(error: VoicecliError, voice: Voice | None, turn: Turn) -> Iterator[Event]:
    """Say what went wrong, unless it is the voice that did."""
    if voice is None or isinstance(error, AudioError | TtsError):
        return
    try:
        yield from _say(Sentence(FAILURE_INDEX, error.message), voice, turn)
        yield from map(_speech_end(turn), voice.speaker.finish(turn))
    except (VoicecliError, TurnCancelled):  # it stands on the screen
        return


def _write(llm: GuardedLlm, prompt: list[Message], turn: Turn, budget: Budget) -> Iterator[str]:
    """The model's pieces; the time to the first of them is measured."""
    written = llm.generate(prompt, turn, tokens=budget.tokens, seconds=budget.seconds)
    pieces = turn.guard(written)
    with turn.measure("first_token"):
        first = next(pieces, "")
    yield first
    yield from pieces


def _sentence(
    turn: Turn, said: list[str], text: str, source: str, passage: Passage | None = None
) -> Event:
    told: dict[str, Any] = {"index": len(said), "text": text, "source": source}
    told |= {"passage": as_json(passage)} if passage else {}
    said.append(text)
    return Event("llm-text", turn.now(), told)
