import io
import tracemalloc
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import LoudnessVad, WindowEcho
from voicecli.pipeline.transcribe import (
    Failed,
    Progress,
    Transcribed,
    Transcription,
    transcribe,
    transcribe_one,
)
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import SAMPLE_RATE, Samples, Transcript

pytestmark = pytest.mark.flow


def loud(seconds: float, level: float = 0.5) -> Samples:
    return np.full(round(seconds * SAMPLE_RATE), level, np.float32)


def wav(*parts: Samples) -> io.BytesIO:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        out.writeframes((np.concatenate(parts) * 32767).astype(np.int16).tobytes())
    file.seek(0)
    return file


def transcript_of(echo: WindowEcho, *parts: Samples) -> Transcript:
    *_, last = transcribe_one("-", parts, Transcription(LoudnessVad(), echo), Turn())
    assert isinstance(last, Transcribed)
    return last.transcript


def test_speech_gets_its_time_in_the_recording() -> None:
    transcript = transcript_of(WindowEcho(), loud(7, 0), loud(1.5, 0.3), loud(30, 0), loud(1, 0.7))
    assert transcript.duration == pytest.approx(39.5)
    assert transcript.language == "en"
    assert transcript.segments[0].start == pytest.approx(6.8, abs=0.05)
    assert transcript.segments[-1].end == pytest.approx(39.5, abs=0.05)
    assert {segment.text for segment in transcript.segments} == {" 0.3", " 0.7"}


def test_silence_gives_an_empty_transcript() -> None:
    transcript = transcript_of(WindowEcho(), loud(5, 0))
    assert transcript.segments == ()
    assert transcript.duration == 5.0


def test_a_skipped_passage_is_recognised_by_itself() -> None:
    echo = WindowEcho(skip="0.9")
    parts = (loud(3, 0.3), loud(0.5, 0), loud(3, 0.9), loud(0.5, 0), loud(3, 0.4))
    texts = [segment.text for segment in transcript_of(echo, *parts).segments]
    assert texts.count(" 0.9") >= 1
    assert texts.index(" 0.3") < texts.index(" 0.9") < texts.index(" 0.4")
    assert len(echo.languages) == 2


@pytest.mark.parametrize(("probability", "expected"), [(0.9, ["", "de"]), (0.3, ["", ""])])
def test_a_surely_detected_language_is_that_of_the_whole(
    probability: float, expected: list[str]
) -> None:
    echo = WindowEcho("de", probability)
    transcript = transcript_of(echo, loud(2, 0.3), loud(4, 0), loud(2, 0.3))
    assert echo.languages == expected
    assert transcript.language == "de"


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    text = tmp_path / "notes.wav"
    text.write_text("This is no sound.")
    good = wav(loud(1, 0.3))
    sources = [tmp_path / "missing.wav", text, good, tmp_path]
    outcomes = list(transcribe(sources, Transcription(LoudnessVad(), WindowEcho()), Turn()))
    assert [type(outcome) for outcome in outcomes] == [
        Failed,
        Failed,
        Progress,
        Progress,
        Transcribed,
        Failed,
    ]
    assert [outcome.source for outcome in outcomes] == [
        sources[0],
        text,
        good,
        good,
        good,
        tmp_path,
    ]


def test_progress_tells_what_is_done() -> None:
    how = Transcription(LoudnessVad(), WindowEcho())
    parts = (loud(2, 0.3), loud(4, 0), loud(2, 0.3))
    *progress, last = transcribe_one("-", parts, how, Turn())
    assert isinstance(last, Transcribed)
    assert [round(item.seconds, 1) for item in progress if isinstance(item, Progress)] == [
        0.0,
        2.4,
        8.0,
    ]
    segments = [s for item in progress if isinstance(item, Progress) for s in item.segments]
    assert tuple(segments) == last.transcript.segments


def test_a_cancel_ends_it_at_the_next_window() -> None:
    turn = Turn()
    how = Transcription(LoudnessVad(), WindowEcho())
    outcomes = transcribe_one("-", [loud(2), loud(4, 0), loud(2)], how, turn)
    next(outcomes)
    next(outcomes)
    turn.cancel("test")
    with pytest.raises(TurnCancelled):
        next(outcomes)


def test_memory_does_not_grow_with_the_recording() -> None:
    def hour() -> Iterator[Samples]:
        for _ in range(240):
            yield loud(11)
            yield loud(4, 0)

    how = Transcription(LoudnessVad(), WindowEcho())
    tracemalloc.start()
    try:
        *_, last = transcribe_one("-", hour(), how, Turn())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(last, Transcribed)
    assert last.transcript.duration == 3600
    assert peak < 40_000_000, "an hour of samples would take 230 MB"
