"""How a reply was said, measured in real speech with pauses of known length."""

from pathlib import Path

import numpy as np
import pytest

from tests.spoken import noise, silence, spoken
from voicecli.analysis.emotion_cues import Cue
from voicecli.interview.course import SpokenPart
from voicecli.pipeline.delivery import ReplySound, measure_delivery
from voicecli.types import SAMPLE_RATE, Samples
from voicecli.vad.silero import SileroVad

pytestmark = pytest.mark.engines

FIRST = "When I worked at the harbour, a crane broke down in the middle of the night."
SECOND = "I called the second shift, and we repaired it before the ship had to leave."


def seconds(samples: Samples) -> float:
    return samples.size / SAMPLE_RATE


def talk(models: Path, pause: float) -> tuple[Samples, tuple[SpokenPart, ...]]:
    """Two sentences from second 10 on, a second of silence before, a pause between them."""
    one, two = spoken(models, FIRST), spoken(models, SECOND)
    sound = np.concatenate([silence(1.0), one, silence(pause), two, silence(0.5)])
    middle = 11.0 + seconds(one)
    parts = (
        SpokenPart(11.0, middle, FIRST),
        SpokenPart(middle + pause, middle + pause + seconds(two), SECOND),
    )
    return (sound + noise(seconds(sound), 0.0005)[: sound.size]).astype(np.float32), parts


@pytest.mark.parametrize("silero", [True, False])
def test_a_pause_is_measured_and_a_short_one_is_speech(models: Path, silero: bool) -> None:
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx") if silero else None
    sound, parts = talk(models, 1.5)
    found = measure_delivery([ReplySound(sound, 10.0)], parts, asked_until=9.0, vad=vad)
    assert len(found.pauses) == 1
    assert 1.4 <= found.pauses[0] <= 2.1  # the voice itself ends and begins with some silence
    assert found.wait_seconds is not None
    assert 1.8 <= found.wait_seconds <= 2.4
    words = sum(len(text.split()) for text in (FIRST, SECOND))
    assert 180 <= 60 * words / found.speech_seconds <= 320
    whole, whole_parts = talk(models, 0.1)
    joined = measure_delivery([ReplySound(whole, 10.0)], whole_parts, asked_until=None, vad=vad)
    assert joined.pauses == ()
    assert joined.wait_seconds is None


def test_the_time_between_two_pieces_is_a_pause(models: Path) -> None:
    sound, parts = talk(models, 1.5)
    cut = round((parts[0].end - 10.0 + 0.3) * SAMPLE_RATE)
    later = round((parts[1].start - 10.0 - 0.3) * SAMPLE_RATE)
    pieces = [
        ReplySound(sound[:cut], 10.0),
        ReplySound(sound[later:], 10.0 + later / SAMPLE_RATE),
    ]
    apart = measure_delivery(pieces, parts, asked_until=9.0)
    whole = measure_delivery([ReplySound(sound, 10.0)], parts, asked_until=9.0)
    assert apart.pauses == pytest.approx(whole.pauses, abs=0.15)
    assert apart.speech_seconds == pytest.approx(whole.speech_seconds, abs=0.3)


def test_pieces_that_overlap_count_once(models: Path) -> None:
    sound, parts = talk(models, 0.1)
    pieces = [ReplySound(sound, 10.0), ReplySound(sound[SAMPLE_RATE:], 11.0)]
    twice = measure_delivery(pieces, parts, asked_until=9.0)
    once = measure_delivery(pieces[:1], parts, asked_until=9.0)
    assert twice == once


def test_each_part_has_cues_of_its_own(models: Path) -> None:
    sound, parts = talk(models, 1.5)
    loud = sound.copy()
    loud[round((parts[1].start - 10.0) * SAMPLE_RATE) :] *= 3.0
    found = measure_delivery([ReplySound(loud, 10.0)], parts, asked_until=9.0)
    assert len(found.cues) == len(found.voiced) == 2
    assert all(len(row) == len(Cue) and None not in row for row in found.cues)
    before, after = (row[Cue.LOUDNESS] for row in found.cues)
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(20 * np.log10(3), abs=3)
    assert all(0.5 < voiced < 4 for voiced in found.voiced)


def test_of_silence_nothing_is_said() -> None:
    quiet = silence(2.0)
    part = SpokenPart(10.0, 12.0, "Hm.")
    found = measure_delivery([ReplySound(quiet, 10.0)], (part,), asked_until=9.0)
    assert found.speech_seconds == 0
    assert found.pauses == ()
    assert found.wait_seconds is None
    assert set(found.cues[0]) == {None}
    assert measure_delivery([], (), asked_until=9.0).speech_seconds == 0
