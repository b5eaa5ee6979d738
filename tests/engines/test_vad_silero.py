from pathlib import Path

import numpy as np
import pytest

from tests.spoken import spoken
from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.errors import ExitCode, VadError
from voicecli.types import SAMPLE_RATE, Samples, Utterance
from voicecli.vad.endpointing import endpoint
from voicecli.vad.regions import speech_regions
from voicecli.vad.silero import SileroVad

pytestmark = pytest.mark.engines

NOISE = np.random.default_rng(0)


@pytest.fixture(scope="module")
def vad(models: Path) -> SileroVad:
    return SileroVad(models / "silero-vad" / "silero_vad.onnx")


@pytest.fixture(scope="module")
def sentence(models: Path) -> Samples:
    """A spoken sentence without silence at its ends, at 16 kHz."""
    samples = spoken(models, "Which projects used the sensor network?")
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    return samples[loud[0] : loud[-1]]


def pause(seconds: float) -> Samples:
    return NOISE.normal(0, 0.001, round(seconds * SAMPLE_RATE)).astype(np.float32)


def probabilities(vad: SileroVad, samples: Samples) -> Samples:
    return np.array([score for _, score in vad.detect(cut_blocks([samples]))], np.float32)


def test_speech_is_told_from_silence_and_noise(vad: SileroVad, sentence: Samples) -> None:
    assert np.median(probabilities(vad, sentence)) > 0.9
    assert probabilities(vad, np.zeros(SAMPLE_RATE, np.float32)).max() < 0.2
    hiss = NOISE.normal(0, 0.05, 3 * SAMPLE_RATE).astype(np.float32)
    assert np.mean(probabilities(vad, hiss) > 0.5) < 0.05


def test_each_call_hears_its_own_stream(vad: SileroVad, sentence: Samples) -> None:
    alone = probabilities(vad, sentence)
    first, second = vad.detect(cut_blocks([sentence])), vad.detect(cut_blocks([sentence]))
    together = [(a[1], b[1]) for a, b in zip(first, second, strict=True)]
    assert np.allclose(together, np.stack([alone, alone], axis=1))


def test_a_short_last_block_is_accepted(vad: SileroVad, sentence: Samples) -> None:
    from voicecli.types import AudioBlock

    ((block, score),) = vad.detect([AudioBlock(sentence[:100], 0)])
    assert block.samples.size == 100
    assert 0 <= score <= 1


def test_two_sentences_become_two_utterances(vad: SileroVad, sentence: Samples) -> None:
    stream = np.concatenate([pause(1), sentence, pause(1.5), sentence, pause(1)])
    scored = vad.detect(cut_blocks([stream]))
    heard = [item for item in endpoint(scored, VadConfig()) if isinstance(item, Utterance)]
    begins = [SAMPLE_RATE, SAMPLE_RATE + sentence.size + round(1.5 * SAMPLE_RATE)]
    assert len(heard) == 2
    for utterance, begin in zip(heard, begins, strict=True):
        assert begin - SAMPLE_RATE < utterance.start < begin
        assert begin + sentence.size <= utterance.end + 0.1 * SAMPLE_RATE
        assert utterance.end <= begin + sentence.size + 0.6 * SAMPLE_RATE


def test_silence_gives_no_utterance(vad: SileroVad) -> None:
    assert list(endpoint(vad.detect(cut_blocks([pause(5)])), VadConfig())) == []


def test_regions_cover_the_speech(vad: SileroVad, sentence: Samples) -> None:
    stream = np.concatenate([pause(1), sentence, pause(1)])
    regions = speech_regions(stream, vad)
    covered = sum(end - start for start, end in regions)
    assert regions[0][0] < 1.2 * SAMPLE_RATE
    assert 0.8 * sentence.size < covered < sentence.size + 0.6 * SAMPLE_RATE


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(VadError, match="voicecli models pull") as caught:
        SileroVad(tmp_path / "silero_vad.onnx")
    assert caught.value.exit_code is ExitCode.MODEL_MISSING


def test_a_damaged_model_names_the_command(tmp_path: Path) -> None:
    path = tmp_path / "silero_vad.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(VadError, match="voicecli models verify") as caught:
        SileroVad(path)
    assert caught.value.exit_code is ExitCode.MODEL_MISSING


def test_another_model_is_refused(models: Path) -> None:
    with pytest.raises(VadError, match="not Silero"):
        SileroVad(next((models / "smart-turn-v3.2-cpu").glob("*.onnx")))
