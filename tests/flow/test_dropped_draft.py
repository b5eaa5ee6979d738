"""Esc while a key records: words of it that come late begin nothing."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.fakes import (
    LOUD,
    QUIET,
    InstantSpeaker,
    LoudnessVad,
    ScriptedMicrophone,
    ScriptedRecognizer,
)
from tests.flow.test_working_ahead import CONFIG, Answers, until
from voicecli.pipeline.talk import Devices, Talk, TalkOptions
from voicecli.turn import Turn
from voicecli.types import AudioBlock, Transcript, Utterance

pytestmark = pytest.mark.flow


def test_a_recording_that_esc_drops_is_not_drafted_for() -> None:
    stopped = threading.Event()
    answers = Answers(lambda turn: turn._sure.wait(5))

    class Key(ScriptedMicrophone):
        def blocks(self) -> Iterator[AudioBlock]:
            start = 0
            loud = 0
            while not self._closed.is_set():
                recording = talk._listener.keys.recording
                loud += recording
                time.sleep(0.002)
                yield AudioBlock(LOUD if recording and loud < 20 else QUIET, start)
                start += 512

    class Slow(ScriptedRecognizer):
        def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
            stopped.wait(5)
            return super().transcribe(utterance, turn)

    @contextmanager
    def devices() -> Iterator[Devices]:
        with Key("", paced=True) as microphone:
            yield Devices(microphone, InstantSpeaker())

    talk = Talk(
        devices,
        LoudnessVad(),
        Slow(),
        answers,
        lambda events: None,
        CONFIG,
        TalkOptions(hands_free=False, barge_in=False),
    )

    def keys(closed: threading.Event) -> Iterator[str]:
        yield "talk"
        until(lambda: talk._scribe.busy_seconds > 0)
        talk.press("stop")
        stopped.set()
        time.sleep(0.5)
        yield "quit"

    list(talk.run(keys))  # type: ignore[arg-type]
    assert [one.turn.reason for one in answers.asked] == [], "a draft was begun, and left running"
