"""Who was cut off goes on at once: also when the answer was drafted and sounds immediately."""

import threading
import time

import pytest

from tests.fakes import ScriptedRecognizer
from tests.flow.test_working_ahead import (
    END,
    PAUSE,
    SPEECH,
    Answers,
    Conversation,
    SteppedMicrophone,
)
from voicecli.turn import Turn

pytestmark = pytest.mark.flow


def test_who_is_cut_off_by_a_drafted_answer_has_asked_one_question() -> None:
    """The answer sounds since some milliseconds: nobody has reacted to it yet."""

    sounding = threading.Event()

    def sounds(turn: Turn) -> None:
        turn.until_sure()
        turn._marks["first_sound"] = time.perf_counter()
        sounding.set()
        if len(answers.asked) == 1:
            turn.wait(5)

    answers = Answers(sounds)
    told: list[Conversation] = []
    microphone = SteppedMicrophone(
        SPEECH + PAUSE + "|" + END + "|" + SPEECH + END,
        lambda: answers.speaking,
        lambda: sounding.is_set() and told[0].has("speech-start"),
    )
    recognizer = ScriptedRecognizer("What did it cost", "to build the kettle?")
    conversation = Conversation(microphone, answers, recognizer)
    told.append(conversation)
    conversation.run()
    assert answers.reasons[0] == "barge-in"
    assert answers.asked[-1].text == "What did it cost to build the kettle?"
