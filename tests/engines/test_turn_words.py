from pathlib import Path

import numpy as np
import pytest

from tests.spoken import silence, spoken
from voicecli.config import SttConfig
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.turn import Turn
from voicecli.types import Utterance
from voicecli.vad.smart_turn import SmartTurn
from voicecli.vad.turn_end import TurnEnd
from voicecli.vad.turn_words import reading

pytestmark = pytest.mark.engines

OPEN = ("My number is", "I would like to know because", "I want to see projects with")
CLOSED = ("Stop.", "Yes.", "Thank you.", "Go on.")
WHOLE = ("What has she built?", "Who is it for?", "Tell me about the last project.")


@pytest.fixture(scope="module")
def recognizer(models: Path) -> WhisperRecognizer:
    return WhisperRecognizer(models / "whisper-base", SttConfig(device="cpu", language="en"), 2)


def heard_in_a_pause(recognizer: WhisperRecognizer, models: Path, text: str) -> str:
    """What is written of a text when a pause of 0.16 s begins behind its last sound."""
    samples = spoken(models, text)
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    cut = np.concatenate((silence(0.3), samples[loud[0] : loud[-1]], silence(0.16)))
    return recognizer.transcribe(Utterance(cut, 0, cut.size, "silence"), Turn()).text


def test_what_is_written_of_broken_sentences_shows_that_more_must_come(
    recognizer: WhisperRecognizer, models: Path
) -> None:
    shown = {reading(heard_in_a_pause(recognizer, models, text)) for text in OPEN}
    assert shown <= {"open word", "breaks off", "no mark"}


def test_what_is_written_of_short_orders_shows_their_end(
    recognizer: WhisperRecognizer, models: Path
) -> None:
    assert {reading(heard_in_a_pause(recognizer, models, text)) for text in CLOSED} == {"closed"}


def test_what_is_written_of_whole_sentences_does_not_hold_them_open(
    recognizer: WhisperRecognizer, models: Path
) -> None:
    shown = {reading(heard_in_a_pause(recognizer, models, text)) for text in WHOLE}
    assert shown <= {"whole", "short"}


def test_words_and_sound_together_end_a_number_later_than_an_order(
    recognizer: WhisperRecognizer, models: Path
) -> None:
    smart_turn = SmartTurn(models / "smart-turn-v3.2-cpu" / "smart-turn-v3.2-cpu.onnx")

    def wait(text: str) -> int:
        sound = np.concatenate((spoken(models, text), silence(0.2)))
        words = heard_in_a_pause(recognizer, models, text)
        return TurnEnd(0.5).wait(smart_turn.complete(sound), words)

    assert wait("Stop.") < wait("My number is")
