"""The classifier on a tiny random model of the published one's layout.

The expected logits came from transformers 5.23 with PyTorch 2.15, from the same weights and sound.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.tiny_wav2vec2 import tiny_weights, write_tiny
from voicecli.analysis.emotion_profiles import EMOTIONS
from voicecli.analysis.wav2vec2 import Wav2Vec2Classifier, Wav2Vec2Hearer, likelihoods
from voicecli.analysis.wav2vec2_graph import _unpacked
from voicecli.errors import AnalysisError, CatalogError
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow

pytestmark = pytest.mark.engines

EXPECTED = {
    False: [-1.2219356298446655, 0.40684837102890015, -0.914146900177002, -0.5381979942321777],
    True: [0.33287346363067627, 0.22311976552009583, -0.20974428951740265, -0.3231101632118225],
}
"""Logits by layout: the base model's, and that of the large ones."""


def sound(samples: int = 4800) -> Samples:
    rising = np.linspace(0.2, 1, samples, dtype=np.float32)
    noise = np.random.default_rng(5).standard_normal(samples).astype(np.float32)
    return noise * rising


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tiny(tmp_path / "tiny-er")
    return tmp_path / "tiny-er"


@pytest.mark.parametrize("stable", [False, True])
def test_it_computes_what_transformers_does(tmp_path: Path, stable: bool) -> None:
    write_tiny(tmp_path, stable=stable)
    classifier = Wav2Vec2Classifier(tmp_path, threads=1)
    logits = classifier.logits(sound())
    assert logits.shape == (15, 4)
    np.testing.assert_allclose(logits.mean(axis=0), EXPECTED[stable], atol=2e-6)


def test_labels_are_read_from_the_configuration(folder: Path) -> None:
    assert Wav2Vec2Classifier(folder, 1).labels == ("neutral", "happy", "angry", "sad")


def test_newer_names_of_the_same_weights_are_understood() -> None:
    name = "wav2vec2.encoder.pos_conv_embed.conv"
    old = tiny_weights()
    new = {
        f"{name}.parametrizations.weight.original0": old[f"{name}.weight_g"],
        f"{name}.parametrizations.weight.original1": old[f"{name}.weight_v"],
    }
    np.testing.assert_array_equal(_unpacked(new, name), _unpacked(old, name))


def test_sound_is_normalised_unless_the_model_says_no(folder: Path) -> None:
    write_tiny(folder, stable=True)  # the other layout evens the level out by itself
    loud, quiet = sound(), sound() * np.float32(0.1)
    normalising = Wav2Vec2Classifier(folder, 1)
    np.testing.assert_allclose(normalising.logits(loud), normalising.logits(quiet), atol=1e-4)
    (folder / "preprocessor_config.json").write_text('{"do_normalize": false}')
    plain = Wav2Vec2Classifier(folder, 1)
    np.testing.assert_allclose(plain.logits(loud), Wav2Vec2Classifier(folder, 1).logits(loud))
    assert np.abs(plain.logits(loud) - normalising.logits(loud)).max() > 1e-3


def test_a_phrase_gets_the_mean_of_its_own_frames(folder: Path) -> None:
    classifier, samples = Wav2Vec2Classifier(folder, 1), sound(32_000)
    hearer = Wav2Vec2Hearer(classifier)
    start = 5 * SAMPLE_RATE
    hearer.hear(SpeechWindow(samples, start, ((start, start + 32_000),)))
    mean = classifier.logits(samples).mean(axis=0, dtype=np.float64)
    said = np.exp(mean) / np.exp(mean).sum()
    np.testing.assert_allclose(
        hearer.evidence(5.0, 7.0), likelihoods(said, classifier.labels), atol=1e-9
    )
    first, second = hearer.evidence(5.0, 5.3), hearer.evidence(6.5, 7.0)
    assert np.abs(first - second).max() > 1e-6


def test_where_nothing_was_heard_nothing_is_said(folder: Path) -> None:
    hearer = Wav2Vec2Hearer(Wav2Vec2Classifier(folder, 1))
    assert not hearer.evidence(0.0, 9.0).any()
    hearer.hear(SpeechWindow(sound(16_000), 0, ((0, 1000),)))  # too short to say anything
    assert not hearer.evidence(0.0, 9.0).any()


def test_long_speech_is_heard_in_pieces(folder: Path) -> None:
    seconds = 29
    hearer = Wav2Vec2Hearer(Wav2Vec2Classifier(folder, 1))
    samples = sound(seconds * SAMPLE_RATE)
    hearer.hear(SpeechWindow(samples, 0, ((0, samples.size),)))
    assert [len(piece) < 13 * 50 for piece in hearer._logits] == [True] * 3
    assert sum(map(len, hearer._logits)) == pytest.approx(seconds * 50, abs=6)


def test_a_sure_answer_weighs_no_more_than_its_accuracy() -> None:
    labels = ("neutral", "happy", "angry", "sad")
    likely = np.exp(likelihoods(np.array([0.0, 0.0, 1.0, 0.0]), labels))
    by_name = dict(zip(EMOTIONS, likely, strict=True))
    assert by_name["angry"] == pytest.approx(0.63)
    assert by_name["sad"] == pytest.approx(0.37 / 3)
    assert by_name["fearful"] == by_name["surprised"] == pytest.approx(0.25)
    undecided = likelihoods(np.full(4, 0.25), labels)
    np.testing.assert_allclose(undecided, undecided[0])


@pytest.mark.parametrize("file", ["config.json", "model.safetensors"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(CatalogError, match=file):
        Wav2Vec2Classifier(folder, 1)


@pytest.mark.parametrize(
    "config",
    [
        "[]",
        "{",
        "{}",
        '{"id2label": {"0": "neu"}}',
        json.dumps({"id2label": {"0": "neu", "1": "hap"}, "conv_kernel": [10]}),
    ],
)
def test_another_configuration_is_refused(folder: Path, config: str) -> None:
    (folder / "config.json").write_text(config)
    with pytest.raises(AnalysisError) as caught:
        Wav2Vec2Classifier(folder, 1)
    assert caught.value.code == "model-damaged"


def test_damaged_weights_are_refused(folder: Path) -> None:
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:-100])
    with pytest.raises(AnalysisError) as caught:
        Wav2Vec2Classifier(folder, 1)
    assert caught.value.code == "model-damaged"
