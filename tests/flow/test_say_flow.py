"""Reading aloud over the scripted voice and the file speaker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import ToneSynthesizer
from voicecli.audio.file_devices import FileSpeaker
from voicecli.pipeline.say import play, say
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Sentence, SpeechChunk

pytestmark = pytest.mark.flow


def endless() -> Iterator[str]:
    while True:
        yield "One more. "


def test_all_sentences_are_said_in_order() -> None:
    voice = ToneSynthesizer()
    chunks = list(say(["One. Tw", "o. Three."], voice, Turn()))
    assert [chunk.sentence for chunk in chunks] == [
        Sentence(0, "One."),
        Sentence(1, "Two."),
        Sentence(2, "Three."),
    ]


def test_speech_begins_before_the_text_has_ended() -> None:
    voice = ToneSynthesizer()
    chunks = say(endless(), voice, Turn())
    assert next(chunks).sentence.text == "One more."
    chunks.close()
    assert len(voice.said) <= 5


def test_leaving_early_ends_the_turn() -> None:
    turn = Turn()
    chunks = say(endless(), ToneSynthesizer(), turn)
    next(chunks)
    chunks.close()
    assert turn.cancelled


def test_an_error_in_the_text_reaches_the_reader() -> None:
    def broken() -> Iterator[str]:
        yield "One. Two"
        raise ValueError("not text")

    with pytest.raises(ValueError, match="not text"):
        list(say(broken(), ToneSynthesizer(), Turn()))


def test_what_was_played_is_in_the_speakers_file(tmp_path: Path) -> None:
    turn = Turn()
    with FileSpeaker(tmp_path / "out.wav", paced=False) as speaker:
        assert play(say(["One. Two."], ToneSynthesizer(), turn), speaker, turn) == 2
    assert (tmp_path / "out.wav").stat().st_size > 2 * 800


def test_an_interrupt_silences_the_speaker(tmp_path: Path) -> None:
    turn = Turn()

    def interrupted(chunks: Iterator[SpeechChunk]) -> Iterator[SpeechChunk]:
        yield next(chunks)
        raise KeyboardInterrupt

    chunks = say(endless(), ToneSynthesizer(), turn)
    with FileSpeaker(tmp_path / "out.wav", paced=False) as speaker:
        with pytest.raises(KeyboardInterrupt):
            play(interrupted(chunks), speaker, turn)
        assert turn.cancelled
        with pytest.raises(TurnCancelled):
            list(chunks)
