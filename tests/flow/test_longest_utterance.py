"""What the second look found: the longest utterance, orders that are carried."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from tests.flow.test_working_ahead import (
    CONFIG,
    END,
    SPEECH,
    Answers,
    Conversation,
    SteppedMicrophone,
    Thinking,
)
from voicecli.pipeline.talk import Devices, Talk, TalkOptions

pytestmark = pytest.mark.flow


def test_who_falls_silent_at_the_longest_length_is_answered() -> None:
    """The limit may fall into the silence behind the last word: then nothing more is to come."""
    answers = Answers()
    microphone = ScriptedMicrophone("#" * 26 + "." * 40, paced=True)

    @contextmanager
    def devices() -> Iterator[Devices]:
        with microphone:
            yield Devices(microphone, InstantSpeaker())

    talk = Talk(
        devices,
        LoudnessVad(),
        ScriptedRecognizer("What is the time?"),
        answers,
        lambda events: None,
        replace(CONFIG, longest_seconds=1.0, silence_seconds=0.5),
        TalkOptions(hands_free=True, barge_in=False),
    )
    list(talk.run())
    assert [one.text for one in answers.asked if not one.turn.draft] == ["What is the time?"]


def test_an_order_that_is_being_obeyed_is_no_part_of_the_next_question() -> None:
    answers = Thinking()
    told: list[Conversation] = []
    microphone = SteppedMicrophone(
        SPEECH + END + "|" + SPEECH + END,
        lambda: bool(answers.asked) and told[0].has("run-start"),
    )
    recognizer = ScriptedRecognizer("Slower.", "What did it cost?")
    conversation = Conversation(microphone, answers, recognizer, barge_in=False)
    told.append(conversation)
    conversation.run()
    assert answers.asked[-1].text == "What did it cost?"


def test_the_sound_of_all_its_pieces_is_handed_on() -> None:
    answers = Answers()
    microphone = ScriptedMicrophone("#" * 90 + "." * 40, paced=True)

    @contextmanager
    def devices() -> Iterator[Devices]:
        with microphone:
            yield Devices(microphone, InstantSpeaker())

    talk = Talk(
        devices,
        LoudnessVad(),
        ScriptedRecognizer("What is", "the time", "in Paris?"),
        answers,
        lambda events: None,
        replace(CONFIG, longest_seconds=1.0, silence_seconds=0.5),
        TalkOptions(hands_free=True, barge_in=False),
    )
    list(talk.run())
    (asked,) = [one for one in answers.asked if not one.turn.draft]
    assert asked.text == "What is the time in Paris?"
    pieces = [*(part.what for part in asked.parts), asked.words.what]
    assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
    assert pieces[0].start == 0
    assert pieces[-1].end >= 90 * 512
