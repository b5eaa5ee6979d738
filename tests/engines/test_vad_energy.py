from pathlib import Path

import numpy as np
import pytest

from tests.spoken import noise, silence, spoken
from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples, Utterance
from voicecli.vad.endpointing import endpoint
from voicecli.vad.energy import FLOOR_SECONDS, EnergyVad

pytestmark = pytest.mark.engines

SENTENCES = ("Which projects used the sensor network?", "Tell me about the last job.", "Stop.")


def stream(models: Path, level: float, pause: float = 1.5) -> tuple[Samples, list[int]]:
    """The sentences with pauses around them in steady noise, and where each begins."""
    parts, begins, at = [silence(pause)], [], round(pause * SAMPLE_RATE)
    for text in SENTENCES:
        words = spoken(models, text)
        begins.append(at + int(np.flatnonzero(np.abs(words) > 0.02)[0]))
        parts += [words, silence(pause)]
        at += words.size + round(pause * SAMPLE_RATE)
    clean = np.concatenate(parts)
    return clean + noise(clean.size / SAMPLE_RATE + 1.0, level)[: clean.size], begins


def heard(samples: Samples) -> list[Utterance]:
    scored = EnergyVad().detect(cut_blocks([samples]))
    return [item for item in endpoint(scored, VadConfig()) if isinstance(item, Utterance)]


def scores(samples: Samples) -> Samples:
    return np.array([p for _, p in EnergyVad().detect(cut_blocks([samples]))], np.float32)


@pytest.mark.parametrize("level", [0.0, 0.0001, 0.001, 0.005])
def test_each_sentence_is_an_utterance_with_its_first_word(models: Path, level: float) -> None:
    samples, begins = stream(models, level)
    found = heard(samples)
    assert len(found) == len(begins)
    for utterance, begin in zip(found, begins, strict=True):
        assert begin - SAMPLE_RATE < utterance.start < begin


@pytest.mark.parametrize("level", [0.0, 1e-6, 0.0005, 0.002])
def test_a_quiet_room_says_nothing(level: float) -> None:
    assert heard(noise(10.0, level)) == []


def test_loud_noise_is_speech_only_until_it_is_known() -> None:
    probabilities = scores(noise(12.0, 0.1))
    known = round((FLOOR_SECONDS + 1.0) * SAMPLE_RATE / BLOCK_SAMPLES)
    assert np.mean(probabilities[known:] > 0.5) < 0.02


def test_hum_is_no_speech() -> None:
    time = np.arange(8 * SAMPLE_RATE) / SAMPLE_RATE
    hum = sum(0.05 / n * np.sin(2 * np.pi * 50 * n * time) for n in (1, 2, 3))
    assert heard((hum + noise(8.0, 0.0005)).astype(np.float32)) == []


def test_a_muted_stretch_is_no_speech_and_teaches_nothing(models: Path) -> None:
    words = spoken(models, SENTENCES[0]) + noise(10.0, 0.003)[: spoken(models, SENTENCES[0]).size]
    room = noise(5.0, 0.003)
    samples = np.concatenate((room, silence(6.0), room, words, room))
    assert scores(np.concatenate((room, silence(6.0)))).max() < 0.5
    (utterance,) = heard(samples)
    assert utterance.start > 15 * SAMPLE_RATE


def test_each_call_hears_its_own_stream_and_any_block(models: Path) -> None:
    vad = EnergyVad()
    words = spoken(models, SENTENCES[0])
    first = [p for _, p in vad.detect(cut_blocks([words]))]
    assert [p for _, p in vad.detect(cut_blocks([words]))] == first
    ((block, probability),) = vad.detect([AudioBlock(words[3000:3100], 0)])
    assert block.samples.size == 100
    assert 0.0 <= probability <= 1.0
