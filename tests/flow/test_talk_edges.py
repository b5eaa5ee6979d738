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
from voicecli.pipeline.resting import Rest
from voicecli.pipeline.running import Asked
from voicecli.turn import Turn
from voicecli.types import Event

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


def test_who_leaves_does_not_wait_for_what_is_done_between_questions() -> None:
    """A language model that summed up what was said kept the program for half a minute."""
    rest = Rest()
    rests: list[tuple[Turn, bool]] = []
    conversation = Conversation(
        ScriptedMicrophone(SPEECH + END), Answers(), ScriptedRecognizer("What is the time?")
    )

    def answers(asked: Iterator[Asked]) -> Iterator[Event]:
        for one in asked:
            rest.end()
            yield from answered(iter([one]))
            if turn := rest.begin():
                rests.append((turn, turn.wait(20)))

    def finished(events: list[Event]) -> None:
        conversation.finished.append(events)
        rest.over()

    talk = conversation.talk
    answered, talk._answers, talk._finished = talk._answers, answers, finished
    talk.on_busy = rest.wake
    conversation.run()
    assert conversation.finished
    assert all(was_woken for _, was_woken in rests)
    assert rest.begin() is None
