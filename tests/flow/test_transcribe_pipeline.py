"""Recordings flow through reading, batches and stages, and their outcomes come in order."""

import io
import threading
import tracemalloc
import wave
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import LoudnessVad, WindowEcho
from voicecli.errors import AudioError, CatalogError
from voicecli.pipeline.transcribe import (
    Ahead,
    Failed,
    Outcome,
    Progress,
    Started,
    Transcribed,
    Transcription,
    transcribe,
)
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow, Transcript

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


def transcription(echo: WindowEcho, **sounds: list[Samples]) -> Transcription:
    """A way to transcribe sounds by their names; without any, files."""
    how = Transcription(vad=LoudnessVad, recognizer=lambda: echo)
    return replace(how, decode=lambda name: iter(sounds[str(name)])) if sounds else how


def outcomes_of(echo: WindowEcho, **sounds: list[Samples]) -> list[Outcome]:
    return list(transcribe(list(sounds), transcription(echo, **sounds), Turn()))


def transcript_of(echo: WindowEcho, *parts: Samples) -> Transcript:
    *_, last = outcomes_of(echo, sound=list(parts))
    assert isinstance(last, Transcribed)
    return last.transcript


def test_speech_gets_its_time_in_the_recording() -> None:
    transcript = transcript_of(WindowEcho(), loud(7, 0), loud(1.5, 0.3), loud(30, 0), loud(1, 0.7))
    assert transcript.duration == pytest.approx(39.5)
    assert transcript.language == "en"
    assert transcript.segments[0].start == pytest.approx(6.6, abs=0.05)
    assert {segment.text for segment in transcript.segments} == {" 0.3", " 0.7"}


def test_silence_gives_an_empty_transcript() -> None:
    transcript = transcript_of(WindowEcho(), loud(5, 0))
    assert transcript.segments == ()
    assert transcript.duration == 5.0


def test_a_surely_detected_language_is_that_of_the_whole() -> None:
    echo = WindowEcho("de", 0.9)
    transcript = transcript_of(echo, *[loud(2, 0.3), loud(4, 0)] * 4)
    assert echo.batches == [[""], ["de", "de"], ["de"]]
    assert (transcript.language, transcript.language_probability) == ("de", 0.9)


def test_a_word_or_two_do_not_settle_the_language() -> None:
    class Mistaken(WindowEcho):
        """Takes little speech for Arabic, and is sure of it."""

        def _recognize(self, window: SpeechWindow, language: str) -> Transcript:
            found = super()._recognize(window, language)
            is_little = not language and len(window.samples) < 2 * SAMPLE_RATE
            return replace(found, language="ar", language_probability=0.94) if is_little else found

    echo = Mistaken("es", 0.8)
    transcript = transcript_of(echo, loud(0.6), loud(4, 0), *[loud(3), loud(4, 0)] * 3)
    assert echo.batches == [[""], [""], ["es", "es"]]
    assert (transcript.language, transcript.language_probability) == ("es", 0.8)


def test_as_long_as_the_language_is_not_sure_each_window_is_asked_alone() -> None:
    echo = WindowEcho("de", 0.3)
    transcript = transcript_of(echo, *[loud(2, 0.3), loud(4, 0)] * 3)
    assert echo.batches == [[""], [""], [""]]
    assert (transcript.language, transcript.language_probability) == ("de", 0.3)


def test_a_language_that_is_told_is_not_detected() -> None:
    echo = WindowEcho("de")
    how = replace(transcription(echo, a=[loud(2), loud(4, 0), loud(2)]), language="fr")
    *_, last = transcribe(["a"], how, Turn())
    assert isinstance(last, Transcribed)
    assert echo.batches == [["fr"], ["fr"]]
    assert (last.transcript.language, last.transcript.language_probability) == ("fr", 1.0)


def test_windows_of_many_files_share_batches_which_grow() -> None:
    echo = WindowEcho(parallel=8)
    outcomes = outcomes_of(echo, **{f"file{number}": [loud(1)] for number in range(20)})
    assert [len(batch) for batch in echo.batches] == [1, 2, 4, 8, 5]
    done = [outcome.source for outcome in outcomes if isinstance(outcome, Transcribed)]
    assert done == [f"file{number}" for number in range(20)]


def test_a_later_file_waits_for_its_turn_to_be_told() -> None:
    echo = WindowEcho(probability=0.3, parallel=8)
    sounds = {"long": [loud(2), loud(4, 0)] * 3, "short": [loud(1)], "last": [loud(1)]}
    outcomes = outcomes_of(echo, **sounds)
    kinds = [(type(outcome), outcome.source) for outcome in outcomes]  # type: ignore[union-attr]
    told = [item for item in kinds if item[0] is not Ahead]
    assert told == [
        (Started, "long"),
        *[(Progress, "long")] * 3,
        (Transcribed, "long"),
        (Started, "short"),
        (Progress, "short"),
        (Transcribed, "short"),
        (Started, "last"),
        (Progress, "last"),
        (Transcribed, "last"),
    ]
    assert kinds.index((Ahead, "short")) < kinds.index((Transcribed, "long"))


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    text = tmp_path / "notes.wav"
    text.write_text("This is no sound.")
    good = wav(loud(1, 0.3))
    sources = [tmp_path / "missing.wav", text, good, tmp_path]
    outcomes = list(transcribe(sources, transcription(WindowEcho()), Turn()))
    assert [(type(outcome), outcome.source) for outcome in outcomes] == [  # type: ignore[union-attr]
        (Failed, sources[0]),
        (Failed, text),
        (Started, good),
        (Progress, good),
        (Transcribed, good),
        (Failed, tmp_path),
    ]


def test_a_file_that_breaks_off_fails_alone() -> None:
    def broken() -> Iterator[Samples]:
        yield loud(1)
        yield loud(4, 0)
        raise AudioError("nothing-readable", "It is damaged.", "Choose another.")

    sounds = {"good": iter([loud(1)]), "bad": broken(), "other": iter([loud(1)])}
    how = replace(transcription(WindowEcho()), decode=lambda name: sounds[str(name)])
    ends = [o for o in transcribe(list(sounds), how, Turn()) if isinstance(o, Transcribed | Failed)]
    assert [type(end) for end in ends] == [Transcribed, Failed, Transcribed]


def test_a_window_that_the_engine_cannot_take_fails_its_own_file_alone() -> None:
    sounds = {f"file{number}": [loud(1)] for number in range(6)}
    sounds["file4"] = [loud(1), loud(4, 0), loud(1, 0.9), loud(4, 0), loud(1)]
    outcomes = outcomes_of(WindowEcho(bad="0.9"), **sounds)
    failed = [outcome.source for outcome in outcomes if isinstance(outcome, Failed)]
    done = [outcome.source for outcome in outcomes if isinstance(outcome, Transcribed)]
    assert failed == ["file4"]
    assert done == ["file0", "file1", "file2", "file3", "file5"]


def test_an_engine_that_is_missing_is_no_files_fault() -> None:
    def missing() -> WindowEcho:
        raise CatalogError("model-missing", "There is no model.", "Pull it.")

    how = replace(transcription(WindowEcho(), a=[loud(1)]), recognizer=missing)
    with pytest.raises(CatalogError):
        list(transcribe(["a"], how, Turn()))


def test_progress_tells_what_is_done() -> None:
    *progress, last = outcomes_of(WindowEcho(), a=[loud(2, 0.3), loud(4, 0), loud(2, 0.3)])
    assert isinstance(last, Transcribed)
    assert [round(item.seconds, 1) for item in progress if isinstance(item, Progress)] == [2.4, 8.0]
    segments = [s for item in progress if isinstance(item, Progress) for s in item.segments]
    assert tuple(segments) == last.transcript.segments


class Note:
    """Notes what it hears in a list that all of its run share."""

    def __init__(self, name: str, heard: list[str]) -> None:
        self._name = name
        self._heard = heard
        self._starts: list[int] = []

    def hear(self, window: SpeechWindow) -> None:
        self._starts.append(window.start)

    def finish(self, transcript: Transcript) -> Transcript:
        self._heard.append(f"{self._name} {self._starts} {transcript.language}")
        return replace(transcript, language=transcript.language + self._name)


def test_stages_hear_every_window_and_finish_in_order() -> None:
    heard: list[str] = []
    sounds = {"a": [loud(1), loud(4, 0), loud(1)], "b": [loud(2)]}
    how = replace(
        transcription(WindowEcho(), **sounds), stages=lambda: [Note("1", heard), Note("2", heard)]
    )
    outcomes = list(transcribe(["a", "b"], how, Turn()))
    done = [o.transcript.language for o in outcomes if isinstance(o, Transcribed)]
    assert done == ["en12", "en12"]
    assert heard == ["1 [0, 73728] en", "2 [0, 73728] en1", "1 [0] en", "2 [0] en1"]


def test_a_stage_that_fails_fails_its_file() -> None:
    class Bad(Note):
        def finish(self, transcript: Transcript) -> Transcript:
            raise AudioError("no", "No.", "No.")

    how = replace(transcription(WindowEcho(), a=[loud(1)]), stages=lambda: [Bad("", [])])
    assert isinstance(list(transcribe(["a"], how, Turn()))[-1], Failed)


def test_a_lull_lets_what_is_in_hand_be_finished() -> None:
    finished = threading.Event()

    def sources() -> Iterator[str | None]:
        yield from ("a", "b", "c")
        while not finished.wait(0.01):
            yield None

    how = transcription(WindowEcho(parallel=100), a=[loud(1)], b=[loud(1)], c=[loud(1)])
    for outcome in transcribe(sources(), how, Turn()):
        if isinstance(outcome, Transcribed) and outcome.source == "c":
            finished.set()
    assert finished.is_set()


def test_a_cancel_ends_it_at_the_next_batch() -> None:
    turn = Turn()
    echo = WindowEcho(probability=0.3)
    outcomes = transcribe(["a"], transcription(echo, a=[loud(2), loud(4, 0)] * 50), turn)
    while not isinstance(next(outcomes), Progress):
        pass
    turn.cancel("test")
    with pytest.raises(TurnCancelled):
        next(outcomes)
    assert len(echo.batches) == 1


def test_a_cancel_ends_an_endless_silence() -> None:
    turn = Turn()

    def silence() -> Iterator[Samples]:
        while True:
            turn.cancel("test")
            yield loud(1, 0)

    how = replace(transcription(WindowEcho()), decode=lambda _: silence())
    with pytest.raises(TurnCancelled):
        list(transcribe(["a"], how, turn))


def test_leaving_early_leaves_nothing_running() -> None:
    def endless() -> Iterator[Samples]:
        while True:
            yield loud(2)
            yield loud(4, 0)

    how = replace(transcription(WindowEcho()), decode=lambda _: endless())
    with closing(transcribe(["a"], how, Turn())) as outcomes:  # type: ignore[type-var]
        assert next(outcomes) == Started("a")
        assert isinstance(next(outcomes), Progress)


def test_memory_does_not_grow_with_the_recording() -> None:
    def long() -> Iterator[Samples]:
        for _ in range(120):
            yield loud(5)
            yield loud(5, 0)

    class Forgetful(WindowEcho):
        def recognize_all(self, *asked: object) -> list[Transcript]:
            found = super().recognize_all(*asked)  # type: ignore[arg-type]
            self.windows.clear()
            return found

    how = replace(transcription(Forgetful()), decode=lambda _: long())
    tracemalloc.start()
    try:
        *_, last = transcribe(["a"], how, Turn())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(last, Transcribed)
    assert last.transcript.duration == 1200
    assert peak < 40_000_000, "twenty minutes of samples would take 77 MB"
