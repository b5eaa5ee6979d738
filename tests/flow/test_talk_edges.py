"""Backchannels at an answer's end, the time of a key's event, and the rest of shown words."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.fakes import ScriptedMicrophone, ScriptedRecognizer
from tests.flow.test_working_ahead import (
    END,
    PAUSE,
    SPEECH,
    Answers,
    Conversation,
    SteppedMicrophone,
)
from voicecli.pipeline.running import Asked
from voicecli.turn import Turn
from voicecli.types import Event, SoFar

pytestmark = pytest.mark.flow


def test_okay_over_the_last_words_of_an_answer_is_no_question() -> None:
    """In the pause it was judged a backchannel, and the answer went on and ended."""
    over = threading.Event()
    answers = Answers(lambda turn: turn.wait(5) if not over.is_set() else None)
    answers._speaks = lambda turn: over.wait(5) if len(answers.asked) == 1 else None
    told: list[Conversation] = []

    def resumed() -> bool:
        if told[0].has("speech-resumed"):
            over.set()
        return bool(told[0].finished)

    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + PAUSE + "|" + END,
        lambda: answers.speaking and told[0].has("speech-start"),
        resumed,
    )
    conversation = Conversation(
        microphone, answers, ScriptedRecognizer("What is the time?", "Okay.")
    )
    told.append(conversation)
    conversation.run()
    assert [one.text for one in answers.asked if one.text] == ["What is the time?"]


def test_a_key_between_two_turns_has_the_time_at_which_it_was_pressed() -> None:
    microphone = ScriptedMicrophone("." * 100, hang=True)
    conversation = Conversation(
        microphone, Answers(), ScriptedRecognizer(), next_mode=lambda: "detailed"
    )

    def keys(closed: threading.Event) -> Iterator[str]:
        while conversation.talk._listener._reached[0] < 100 * 512:
            time.sleep(0.005)
        yield from ("mode", "quit")

    (event,) = list(conversation.talk.run(keys))  # type: ignore[arg-type]
    assert event.kind == "command"
    assert event.at >= 100 * 512 / 16_000


def test_what_remains_of_a_question_that_waited_is_not_measured_by_the_next_ones_words() -> None:
    """`remaining` goes behind the words that were shown of the same utterance."""
    gate = threading.Event()

    class SlowToEnd(Answers):
        def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
            for one in asked:
                self.asked.append(one)
                yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
                yield Event("llm-text", one.turn.now(), {"index": 0, "text": "The kettle is blue."})
                yield Event("speech-start", one.turn.now(), {"index": 0})
                self.speaking = True
                if len(self.asked) == 1:
                    one.turn.wait(5)
                    gate.wait(5)
                yield Event("run-end", one.turn.now(), {"timings": {}})

    answers = SlowToEnd()
    told: list[Conversation] = []

    def second_began() -> bool:
        latest = told[0].talk._hearing._latest
        if isinstance(latest, SoFar) and latest.start > 60_000:
            gate.set()
        return gate.is_set() and len(answers.asked) >= 2

    microphone = SteppedMicrophone(
        SPEECH
        + END
        + "|"
        + 2 * SPEECH
        + "|"
        + 2 * SPEECH
        + "|"
        + END
        + "|"
        + SPEECH
        + PAUSE
        + "|"
        + END,
        lambda: answers.speaking and told[0].has("speech-start"),
        lambda: told[0].has("stt-partial"),
        lambda: sum(e.kind == "stt-partial" for e in told[0].events) >= 2,
        lambda: told[0].talk._pending is not None and told[0].talk._pending.utterance is not None,
        second_began,
    )

    class Patient(ScriptedRecognizer):
        def draft(self, samples, turn: Turn):  # type: ignore[no-untyped-def]
            if answers.asked and not self._text.startswith("Tell"):
                self._text = "Tell me about the cat."
            return super().draft(samples, turn)

    recognizer = Patient("What is the time?", "Tell me about the cat.", "And the dog.")
    conversation = Conversation(microphone, answers, recognizer)
    told.append(conversation)
    conversation.run()
    cat = next(one for one in answers.asked if "cat" in one.text)
    shown = [
        e.data["committed"]
        for e in conversation.events
        if e.kind == "stt-partial" and "Tell" in e.data["committed"]
    ]
    assert shown, "nothing was committed: the test is void"
    assert not cat.remaining.startswith("Tell"), cat.remaining
