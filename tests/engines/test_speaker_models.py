import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.spoken import noise, spoken
from voicecli.analysis.embedders import open_embedder
from voicecli.analysis.ge2e import FRAMES, Ge2eEmbedder
from voicecli.analysis.ge2e_file import CONVERTED, SOURCE, convert
from voicecli.analysis.mel import mel_power
from voicecli.analysis.torch_pickle import read_tensors
from voicecli.analysis.wespeaker import WeSpeakerEmbedder
from voicecli.errors import AnalysisError, CatalogError
from voicecli.types import Samples

pytestmark = pytest.mark.engines

GE2E = "resemblyzer-ge2e"


@pytest.fixture
def ge2e(models: Path, tmp_path: Path) -> Path:
    folder = tmp_path / GE2E
    folder.mkdir()
    shutil.copy(models / GE2E / SOURCE, folder)
    return folder


def sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-x))


def lstm_by_hand(file: Path, mel: NDArray[np.float32]) -> NDArray[np.float64]:
    """The network in plain numpy, as PyTorch's documentation of LSTM has it."""
    tensors = read_tensors(file, "model_state")
    inputs = mel.astype(np.float64)
    for layer in range(3):
        of_input, of_hidden = (tensors[f"lstm.weight_{kind}_l{layer}"] for kind in ("ih", "hh"))
        bias = tensors[f"lstm.bias_ih_l{layer}"] + tensors[f"lstm.bias_hh_l{layer}"]
        hidden, cell, states = np.zeros(256), np.zeros(256), []
        for frame in inputs:
            gates = of_input @ frame + of_hidden @ hidden + bias
            given, forget, new, out = np.split(gates, 4)
            cell = sigmoid(forget) * cell + sigmoid(given) * np.tanh(new)
            hidden = sigmoid(out) * np.tanh(cell)
            states.append(hidden)
        inputs = np.stack(states)
    vector = np.maximum(tensors["linear.weight"] @ inputs[-1] + tensors["linear.bias"], 0)
    return vector / np.linalg.norm(vector)


def test_the_converted_network_computes_what_the_file_says(ge2e: Path) -> None:
    piece = noise(1.6, 10 ** (-30 / 20))
    level = np.sqrt(np.mean(np.square(piece, dtype=np.float64)))
    piece = piece * np.float32(10 ** (-30 / 20) / level)
    (vector,) = Ge2eEmbedder(ge2e, 1).embed([piece])
    expected = lstm_by_hand(ge2e / SOURCE, mel_power(piece)[:FRAMES])
    assert vector == pytest.approx(expected, abs=1e-5)


def test_it_is_converted_once(ge2e: Path) -> None:
    Ge2eEmbedder(ge2e, 1)
    made = ge2e / CONVERTED
    made_at = made.stat().st_mtime_ns
    assert made.read_bytes() == convert(ge2e / SOURCE)
    Ge2eEmbedder(ge2e, 1)
    assert made.stat().st_mtime_ns == made_at
    assert {file.name for file in ge2e.iterdir()} == {SOURCE, CONVERTED}
    os.utime(ge2e / SOURCE)
    Ge2eEmbedder(ge2e, 1)
    assert made.stat().st_mtime_ns > made_at


def test_where_nothing_can_be_kept_it_works_too(
    ge2e: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert Ge2eEmbedder(ge2e, 1).embed([noise(1.0)]).shape == (1, 256)
    assert {file.name for file in ge2e.iterdir()} == {SOURCE}


def test_one_voice_is_alike_at_any_loudness_and_another_is_not(ge2e: Path, models: Path) -> None:
    embedder = open_embedder(ge2e, 1)
    first = spoken(models, "The meeting begins at nine o'clock in the morning.")
    second = spoken(models, "Please bring the papers that we talked about yesterday.")
    vectors = embedder.embed([first, second, 0.05 * second, higher(second)])
    assert embedder.name == GE2E
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    same, quiet, other = vectors[1:] @ vectors[0]
    assert same > 0.8
    assert quiet == pytest.approx(same, abs=0.01)
    assert other < same - 0.15


def higher(samples: Samples) -> Samples:
    """Another person: the same words with a smaller throat, a third faster."""
    at = np.arange(0, len(samples) - 1, 1.33)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


@pytest.mark.parametrize("seconds", [0.01, 0.3, 1.6, 1.61, 5.0])
def test_pieces_of_any_length_have_a_vector(ge2e: Path, seconds: float) -> None:
    vectors = open_embedder(ge2e, 1).embed([noise(seconds), noise(1.0), 0 * noise(seconds)])
    assert vectors.shape == (3, 256)
    assert np.isfinite(vectors).all()


def test_no_pieces_have_no_vectors(ge2e: Path) -> None:
    assert open_embedder(ge2e, 1).embed([]).shape == (0, 256)


def test_a_missing_or_damaged_model_is_said(ge2e: Path, tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as missing:
        open_embedder(tmp_path / "nothing", 1)
    assert missing.value.code == "model-missing"
    (ge2e / SOURCE).write_bytes((ge2e / SOURCE).read_bytes()[:100_000])
    with pytest.raises(AnalysisError) as damaged:
        open_embedder(ge2e, 1)
    assert damaged.value.code == "model-damaged"


def test_a_damaged_conversion_is_said(ge2e: Path) -> None:
    (ge2e / CONVERTED).write_bytes(b"not a network")
    with pytest.raises(AnalysisError) as damaged:
        open_embedder(ge2e, 1)
    assert damaged.value.code == "model-damaged"


def small_wespeaker(folder: Path, bands: int = 80, dimensions: int = 16) -> Path:
    """A network with WeSpeaker's inputs and outputs: the mean over time through random weights."""
    from onnx import TensorProto, helper, numpy_helper, save

    weight = np.random.default_rng(3).standard_normal((bands, dimensions)).astype(np.float32)
    nodes = [
        helper.make_node("Abs", ["feats"], ["size"]),
        helper.make_node("ReduceMean", ["size"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "weight"], ["embs"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("feats", TensorProto.FLOAT, ["B", "T", bands])],
        [helper.make_tensor_value_info("embs", TensorProto.FLOAT, ["B", dimensions])],
        [numpy_helper.from_array(weight, "weight")],
    )
    folder.mkdir()
    opset = helper.make_opsetid("", 13)
    save(helper.make_model(graph, opset_imports=[opset], ir_version=8), folder / "small.onnx")
    return folder


def test_wespeaker_is_run_where_it_is_installed(tmp_path: Path, models: Path) -> None:
    embedder = open_embedder(small_wespeaker(tmp_path / "wespeaker-resnet34-lm"), 1)
    assert isinstance(embedder, WeSpeakerEmbedder)
    speech = spoken(models, "One two three.")
    vectors = embedder.embed([speech, 0.1 * speech, noise(0.01)])
    assert vectors.shape == (3, 16)
    assert np.linalg.norm(vectors[:2], axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    assert np.isfinite(vectors).all()
    assert vectors[0] @ vectors[1] > 0.99
    assert embedder.embed([]).shape == (0, 16)


def test_another_network_is_not_taken_for_wespeaker(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError) as caught:
        open_embedder(small_wespeaker(tmp_path / "other", bands=40), 1)
    assert caught.value.code == "wrong-model"
