"""A wav2vec2 emotion classifier with few random weights, laid out as the published one."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNITS, INNER, CHANNELS, PROJECTED, LAYERS, TAPS, GROUPS = 16, 24, 8, 6, 2, 4, 2
LABELS = {"0": "neu", "1": "hap", "2": "ang", "3": "sad"}


def tiny_config(*, stable: bool = False) -> dict[str, Any]:
    """What `config.json` says; `stable` is the layout of the large models."""
    return {
        "architectures": ["Wav2Vec2ForSequenceClassification"],
        "hidden_size": UNITS,
        "intermediate_size": INNER,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 2,
        "conv_dim": [CHANNELS] * 3,
        "conv_kernel": [10, 8, 4],
        "conv_stride": [5, 8, 8],
        "num_feat_extract_layers": 3,
        "conv_bias": stable,
        "feat_extract_norm": "layer" if stable else "group",
        "do_stable_layer_norm": stable,
        "num_conv_pos_embeddings": TAPS,
        "num_conv_pos_embedding_groups": GROUPS,
        "use_weighted_layer_sum": not stable,
        "classifier_proj_size": PROJECTED,
        "layer_norm_eps": 1e-5,
        "id2label": LABELS,
    }


def tiny_weights(*, stable: bool = False) -> dict[str, NDArray[np.float32]]:
    """The weights by the names that PyTorch's module gives them, the same on every run."""
    config, random = tiny_config(stable=stable), np.random.default_rng(11)
    shapes = _convolutions(config, stable=stable) | _encoder() | _head(stable=stable)
    found = {}
    for name, shape in shapes.items():
        scale = 1.0 / np.sqrt(max(1, np.prod(shape[1:]))) if len(shape) > 1 else 0.3
        found[name] = (scale * random.standard_normal(shape)).astype(np.float32)
    return found


def write_tiny(folder: Path, *, stable: bool = False) -> None:
    """Put the model into a folder, as config.json and model.safetensors."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(tiny_config(stable=stable)))
    save_file(tiny_weights(stable=stable), folder / "model.safetensors")


def _convolutions(config: dict[str, Any], *, stable: bool) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {}
    for index, kernel in enumerate(config["conv_kernel"]):
        name = f"wav2vec2.feature_extractor.conv_layers.{index}"
        shapes[f"{name}.conv.weight"] = (CHANNELS, CHANNELS if index else 1, kernel)
        if stable:
            shapes[f"{name}.conv.bias"] = (CHANNELS,)
        if stable or index == 0:
            shapes |= _norm(f"{name}.layer_norm", CHANNELS)
    shapes |= _norm("wav2vec2.feature_projection.layer_norm", CHANNELS)
    return shapes | _linear("wav2vec2.feature_projection.projection", CHANNELS, UNITS)


def _encoder() -> dict[str, tuple[int, ...]]:
    places = "wav2vec2.encoder.pos_conv_embed.conv"
    shapes: dict[str, tuple[int, ...]] = {
        f"{places}.bias": (UNITS,),
        f"{places}.weight_g": (1, 1, TAPS),
        f"{places}.weight_v": (UNITS, UNITS // GROUPS, TAPS),
    }
    shapes |= _norm("wav2vec2.encoder.layer_norm", UNITS)
    for index in range(LAYERS):
        name = f"wav2vec2.encoder.layers.{index}"
        for part in ("k_proj", "v_proj", "q_proj", "out_proj"):
            shapes |= _linear(f"{name}.attention.{part}", UNITS, UNITS)
        shapes |= _norm(f"{name}.layer_norm", UNITS)
        shapes |= _linear(f"{name}.feed_forward.intermediate_dense", UNITS, INNER)
        shapes |= _linear(f"{name}.feed_forward.output_dense", INNER, UNITS)
        shapes |= _norm(f"{name}.final_layer_norm", UNITS)
    return shapes


def _head(*, stable: bool) -> dict[str, tuple[int, ...]]:
    shapes = _linear("projector", UNITS, PROJECTED) | _linear("classifier", PROJECTED, len(LABELS))
    return shapes if stable else shapes | {"layer_weights": (LAYERS + 1,)}


def _norm(name: str, size: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (size,), f"{name}.bias": (size,)}


def _linear(name: str, given: int, made: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (made, given), f"{name}.bias": (made,)}
