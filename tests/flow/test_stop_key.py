"""Esc: the screen offers "Esc stop" whenever the state is `thinking`."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.fakes import ScriptedMicrophone, ScriptedRecognizer
from tests.flow.test_working_ahead import END, SPEECH, Answers, Conversation, SteppedMicrophone
from voicecli.pipeline.running import Asked
from voicecli.turn import Turn
from voicecli.types import Event, Transcript, Utterance

pytestmark = pytest.mark.flow


def test_stop_while_words_are_recognised_leaves_the_question_unanswered() -> None:
    pressed = threading.Event()

    class Slow(ScriptedRecognizer):
        def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
            pressed.wait(5)
            return super().transcribe(utterance, turn)

    answers = Answers()
    conversation = Conversation(ScriptedMicrophone(SPEECH + END, hang=True), answers, Slow())

    def keys(closed: threading.Event) -> Iterator[str]:
        while not conversation.talk._hearing.is_over:
            time.sleep(0.005)
        assert conversation.talk.state == "thinking"
        yield "stop"
        time.sleep(0.05)
        pressed.set()
        time.sleep(0.3)
        yield "quit"

    list(conversation.talk.run(keys))  # type: ignore[arg-type]
    assert [one.text for one in answers.asked] == []


def test_stop_also_stops_the_question_that_waits_behind_the_answer() -> None:
    ending = threading.Event()

    class SlowToEnd(Answers):
        def __call__(self, asked: Iterator[Asked]) -> Iterator[Event]:
            for one in asked:
                self.asked.append(one)
                yield Event("run-start", one.turn.now(), {"turn": one.turn.id})
                yield Event("speech-start", one.turn.now(), {"index": 0})
                self.speaking = True
                one.turn.wait(0.1 if len(self.asked) > 1 else 5)
                ending.wait(5)
                yield Event("run-end", one.turn.now(), {"timings": {}})

    answers = SlowToEnd()
    told: list[Conversation] = []
    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + END + "|",
        lambda: answers.speaking and told[0].has("speech-start"),
        lambda: ending.is_set(),
    )
    conversation = Conversation(
        microphone, answers, ScriptedRecognizer("What is the time?", "Tell me about the cat.")
    )
    told.append(conversation)

    def keys(closed: threading.Event) -> Iterator[str]:
        while conversation.talk._pending is None:
            time.sleep(0.005)
        yield "stop"
        time.sleep(0.05)
        ending.set()

    for event in conversation.talk.run(keys):  # type: ignore[arg-type]
        conversation.events.append(event)
    assert [one.text for one in answers.asked] == ["What is the time?"]
