"""Whose words they are in a conversation: from the voice to the stored turn."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedMicrophone, ScriptedRecognizer
from voicecli.config import VadConfig
from voicecli.pipeline.naming import NamingRecognizer
from voicecli.pipeline.record import turn_record
from voicecli.pipeline.running import Asked
from voicecli.pipeline.talk import Devices, Talk, TalkOptions
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Event, Samples, Utterance

pytestmark = pytest.mark.flow

CONFIG = VadConfig(speech_seconds=0.064, silence_seconds=0.32, preroll_seconds=0.1)
TWO_SENTENCES = "." * 10 + "#" * 20 + "." * 20 + "#" * 60 + "." * 20


class LengthVoices:
    """An embedder that remembers what it heard; whose voice it is depends on the length."""

    name = "length"

    def __init__(self) -> None:
        self.heard: list[int] = []

    def embed(self, pieces: Sequence[Samples]) -> NDArray[np.float32]:
        self.heard += [piece.size for piece in pieces]
        return np.array([[piece.size] for piece in pieces], np.float32)

    def name_of(self, voice: NDArray[np.float32], seconds: float) -> str | None:
        assert seconds == pytest.approx(float(voice[0]) / SAMPLE_RATE)
        return "Anna" if seconds > 1.5 else None


def utterance(seconds: float, speech_seconds: float | None = None) -> Utterance:
    size = round(seconds * SAMPLE_RATE)
    end = None if speech_seconds is None else 1000 + round(speech_seconds * SAMPLE_RATE)
    return Utterance(np.zeros(size, np.float32), 1000, 1000 + size, "silence", end)


def test_the_silence_behind_the_words_is_no_voice() -> None:
    voices = LengthVoices()
    recognizer = NamingRecognizer(ScriptedRecognizer("Hello."), voices, voices)
    assert recognizer.transcribe(utterance(3.0, 1.0), Turn()).speaker == ""
    assert recognizer.transcribe(utterance(3.0), Turn()).speaker == "Anna"
    assert voices.heard == [SAMPLE_RATE, 3 * SAMPLE_RATE]


def test_where_nothing_was_said_nobody_is_looked_for() -> None:
    voices = LengthVoices()
    recognizer = NamingRecognizer(ScriptedRecognizer(""), voices, voices)
    assert recognizer.transcribe(utterance(3.0), Turn()).text == ""
    assert voices.heard == []


def test_a_draft_bears_no_name() -> None:
    voices = LengthVoices()
    recognizer = NamingRecognizer(ScriptedRecognizer("Hello."), voices, voices)
    recognizer.draft(np.zeros(2 * SAMPLE_RATE, np.float32), Turn())
    assert voices.heard == []


def test_the_name_goes_with_the_question_into_the_stored_turn() -> None:
    microphone = ScriptedMicrophone(TWO_SENTENCES)
    asked: list[str] = []
    records = []

    @contextmanager
    def devices() -> Iterator[Devices]:
        with microphone:
            yield Devices(microphone, InstantSpeaker())

    def answers(questions: Iterator[Asked]) -> Iterator[Event]:
        for one in questions:
            speaker = one.words.transcript.speaker
            asked.append(speaker)
            told = {"text": one.text} | ({"speaker": speaker} if speaker else {})
            yield Event("stt-end", one.turn.now(), told)
            understood = {"question": one.text, "intent": "search"}
            yield Event("understanding-end", one.turn.now(), understood)
            yield Event("run-end", one.turn.now(), {"timings": {}})

    def finished(events: Sequence[Event]) -> None:
        records.append(turn_record(events, {}, spoken=True))

    voices = LengthVoices()
    recognizer = NamingRecognizer(ScriptedRecognizer("Who?", "And why?"), voices, voices)
    options = TalkOptions(hands_free=True)
    talk = Talk(devices, LoudnessVad(), recognizer, answers, finished, CONFIG, options)
    list(talk.run())
    assert asked == ["", "Anna"]
    assert [record.speaker for record in records if record] == ["", "Anna"]
