from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.spoken import noise, silence, spoken
from voicecli.analysis.diarization import Diarizer, SpeakerCount, voice_print
from voicecli.analysis.embedders import open_embedder
from voicecli.audio.blocks import cut_blocks
from voicecli.protocols import SpeakerEmbedder
from voicecli.stt.windows import cut
from voicecli.types import SAMPLE_RATE, Samples, Segment, SpeechWindow, Transcript, Word
from voicecli.vad.silero import SileroVad

pytestmark = pytest.mark.engines

LINES = (
    "Good morning, did you sleep well?",
    "Yes, thank you, I slept until eight o'clock.",
    "Then we can begin with the first question of today.",
    "I am ready when you are, please go ahead.",
    "What do you remember of the town where you were born?",
    "There was a river, and behind the river there was a mill.",
)


@pytest.fixture(scope="module")
def embedder(models: Path) -> SpeakerEmbedder:
    return open_embedder(models / "resemblyzer-ge2e", 1)


def other_person(samples: Samples) -> Samples:
    """The voice of somebody smaller who speaks faster."""
    at = np.arange(0, len(samples) - 1, 1.3)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def conversation(models: Path, people: int) -> tuple[Samples, list[Segment], list[str]]:
    """Lines in turns with their words at even times, and who says each line."""
    sound, segments, whose = [silence(0.5)], [], []
    at = 0.5
    for number, line in enumerate(LINES):
        said = spoken(models, line)
        said = other_person(said) if number % people else said
        whose.append("A" if number % people == 0 else "B")
        seconds = len(said) / SAMPLE_RATE
        texts = line.split()
        edges = np.linspace(at + 0.1, at + seconds - 0.1, len(texts) + 1)
        words = tuple(
            Word(float(left), float(right), f" {text}", 1.0)
            for left, right, text in zip(edges, edges[1:], texts, strict=False)
        )
        segments.append(Segment(words[0].start, words[-1].end, f" {line}", words))
        sound += [said, silence(0.4)]
        at += seconds + 0.4
    mixed = np.concatenate(sound)
    return mixed + noise(len(mixed) / SAMPLE_RATE, 0.0005)[: len(mixed)], segments, whose


def windows(models: Path, samples: Samples) -> list[SpeechWindow]:
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    return list(cut(vad.detect(cut_blocks([samples])), 0.5))


def heard(
    diarizer: Diarizer, models: Path, samples: Samples, segments: list[Segment]
) -> Transcript:
    for window in windows(models, samples):
        diarizer.hear(window)
    return diarizer.finish(Transcript(tuple(segments), "en", len(samples) / SAMPLE_RATE))


def test_two_people_are_told_apart_word_by_word(models: Path, embedder: SpeakerEmbedder) -> None:
    samples, segments, whose = conversation(models, 2)
    # One segment with the words of everybody: it has to be cut at each change.
    words = tuple(word for segment in segments for word in segment.words)
    one = Segment(words[0].start, words[-1].end, "".join(w.text for w in words), words)
    found = heard(Diarizer(embedder), models, samples, [one])
    names = {"A": "Speaker 1", "B": "Speaker 2"}
    assert [segment.speaker for segment in found.segments] == [names[who] for who in whose]
    assert [segment.text.strip() for segment in found.segments] == list(LINES)
    assert "".join(segment.text for segment in found.segments) == one.text
    assert all(word.speaker == part.speaker for part in found.segments for word in part.words)
    assert not any(segment.overlap for segment in found.segments)


def test_turns_are_where_people_speak(models: Path, embedder: SpeakerEmbedder) -> None:
    samples, segments, whose = conversation(models, 2)
    found = heard(Diarizer(embedder), models, samples, segments)
    names = {"A": "Speaker 1", "B": "Speaker 2"}
    assert len(found.turns) >= len(LINES)
    for segment, who in zip(segments, whose, strict=True):
        inside = [
            turn
            for turn in found.turns
            if min(turn.end, segment.end) - max(turn.start, segment.start) > 0.3
        ]
        assert {turn.speaker for turn in inside} == {names[who]}
        assert min(turn.start for turn in inside) == pytest.approx(segment.start, abs=0.3)
        assert max(turn.end for turn in inside) == pytest.approx(segment.end, abs=0.3)


def test_one_person_stays_one(models: Path, embedder: SpeakerEmbedder) -> None:
    samples, segments, _ = conversation(models, 1)
    found = heard(Diarizer(embedder), models, samples, segments)
    assert {turn.speaker for turn in found.turns} == {"Speaker 1"}
    assert found.text == Transcript(tuple(segments), "en", 0.0).text


def test_a_told_number_is_obeyed(models: Path, embedder: SpeakerEmbedder) -> None:
    samples, segments, _ = conversation(models, 2)
    found = heard(Diarizer(embedder, SpeakerCount(exactly=1)), models, samples, segments)
    assert {turn.speaker for turn in found.turns} == {"Speaker 1"}


class Friends:
    """Knows one voice."""

    def __init__(self, name: str, known: NDArray[np.float32]) -> None:
        self.name, self.known = name, known

    def name_of(self, voice: NDArray[np.float32], seconds: float) -> str | None:
        return self.name if float(voice @ self.known) > 0.85 else None


def test_a_known_voice_has_its_name(models: Path, embedder: SpeakerEmbedder) -> None:
    enrolled = other_person(spoken(models, "This is what my voice sounds like on a good day."))
    known = voice_print(embedder, windows(models, enrolled))
    assert known is not None
    samples, segments, whose = conversation(models, 2)
    found = heard(Diarizer(embedder, known=Friends("Ada", known)), models, samples, segments)
    names = {"A": "Speaker 1", "B": "Ada"}
    assert [segment.speaker for segment in found.segments] == [names[who] for who in whose]


def test_a_window_leaves_nothing_of_its_sound(models: Path, embedder: SpeakerEmbedder) -> None:
    samples, segments, _ = conversation(models, 2)
    kept = heard(Diarizer(embedder), models, samples, segments)
    diarizer = Diarizer(embedder)
    for window in windows(models, samples):
        diarizer.hear(window)
        window.samples[:] = 0.0
    again = diarizer.finish(Transcript(tuple(segments), "en", len(samples) / SAMPLE_RATE))
    assert again == kept


def test_without_speech_the_transcript_stays(embedder: SpeakerEmbedder) -> None:
    nothing = Transcript((), "en", 3.0)
    assert Diarizer(embedder).finish(nothing) == nothing
    diarizer = Diarizer(embedder)
    diarizer.hear(SpeechWindow(noise(1.0), 0, ()))
    assert diarizer.finish(nothing) == nothing
    assert voice_print(embedder, []) is None
