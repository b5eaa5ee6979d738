"""A wav2vec2 classifier as an ONNX model, made from its configuration and weights.

A. Baevski, H. Zhou, A. Mohamed, M. Auli, "wav2vec 2.0: A Framework for Self-Supervised Learning of
Speech Representations" (2020), with the head of SUPERB (S. Yang et al. 2021): a weighted sum of
the layers, a projection, the mean over time, a classifier. The last three are linear: here the
classifier comes before the mean, so that any stretch of the frames can be averaged afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPSET = 20
IR_VERSION = 9

Weights = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Wav2Vec2Config:
    """What of `config.json` shapes the network, by the names that stand there."""

    conv_kernel: Sequence[int]
    conv_stride: Sequence[int]
    num_attention_heads: int
    num_hidden_layers: int
    num_conv_pos_embeddings: int
    num_conv_pos_embedding_groups: int
    feat_extract_norm: str = "group"
    do_stable_layer_norm: bool = False
    use_weighted_layer_sum: bool = False
    layer_norm_eps: float = 1e-5


def build(config: Wav2Vec2Config, weights: dict[str, NDArray[Any]]) -> bytes:
    """The network: `samples` (1, samples) to `logits` (frames, labels), serialised.

    Empties `weights`, so that they are not in memory once more.

    Raises KeyError when a weight is missing, ValueError when the configuration is another kind of
    network.
    """
    if config.feat_extract_norm not in {"group", "layer"}:
        raise ValueError(f"unknown feat_extract_norm {config.feat_extract_norm!r}")
    graph = _Graph(config, weights)
    graph.draw()
    weights.clear()
    return graph.serialised()


class _Graph:
    """Nodes and numbers so far; every method adds some and returns the name of its output."""

    def __init__(self, config: Wav2Vec2Config, weights: Weights) -> None:
        self._config = config
        self._weights = weights
        self._nodes: list[Any] = []
        self._numbers: dict[str, NDArray[Any]] = {}

    def draw(self) -> None:
        """Add every node, and take from the weights what they need."""
        states = self._layers(self._embedded(self._frames("samples")))
        hidden = self._summed(states) if self._config.use_weighted_layer_sum else states[-1]
        scores = self._linear(self._linear(hidden, "projector"), "classifier")
        self._add("Squeeze", [scores, self._number("first", np.array([0], np.int64))], to="logits")

    def serialised(self) -> bytes:
        """The model; gives up each number as soon as it is in there."""
        from onnx import TensorProto, helper, numpy_helper

        given = helper.make_tensor_value_info("samples", TensorProto.FLOAT, [1, "samples"])
        wanted = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["frames", "labels"])
        graph = helper.make_graph(self._nodes, "wav2vec2", [given], [wanted])
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
        while self._numbers:
            name, number = self._numbers.popitem()
            model.graph.initializer.add().CopyFrom(numpy_helper.from_array(number, name))
        found: bytes = model.SerializeToString()
        return found

    def _frames(self, samples: str) -> str:
        """The convolutions over the samples: (1, channels, frames)."""
        hidden = self._add("Unsqueeze", [samples, self._number("axis1", np.array([1], np.int64))])
        sizes = zip(self._config.conv_kernel, self._config.conv_stride, strict=True)
        for index, (kernel, stride) in enumerate(sizes):
            name = f"wav2vec2.feature_extractor.conv_layers.{index}"
            inputs = [hidden, *self._conv_weights(f"{name}.conv")]
            hidden = self._add("Conv", inputs, kernel_shape=[kernel], strides=[stride])
            if self._config.feat_extract_norm == "layer":
                turned = self._add("Transpose", [hidden], perm=[0, 2, 1])
                turned = self._layer_norm(turned, f"{name}.layer_norm", 1e-5)
                hidden = self._add("Transpose", [turned], perm=[0, 2, 1])
            elif index == 0:  # one group for each channel
                scales = [self._weight(f"{name}.layer_norm.{part}") for part in ("weight", "bias")]
                hidden = self._add("InstanceNormalization", [hidden, *scales], epsilon=1e-5)
            hidden = self._add("Gelu", [hidden])
        return hidden

    def _embedded(self, frames: str) -> str:
        """Features with their places: (1, frames, units)."""
        turned = self._add("Transpose", [frames], perm=[0, 2, 1])
        name = "wav2vec2.feature_projection"
        turned = self._layer_norm(turned, f"{name}.layer_norm")
        hidden = self._linear(turned, f"{name}.projection")
        return self._add("Add", [hidden, self._places(hidden)])

    def _places(self, hidden: str) -> str:
        name = "wav2vec2.encoder.pos_conv_embed.conv"
        kernel = self._config.num_conv_pos_embeddings
        weight = self._number(f"{name}.weight", _unpacked(self._weights, name))
        turned = self._add("Transpose", [hidden], perm=[0, 2, 1])
        # An even kernel would give one frame more than there are; PyTorch's drops the last.
        found = self._add(
            "Conv",
            [turned, weight, self._weight(f"{name}.bias")],
            kernel_shape=[kernel],
            pads=[kernel // 2, kernel // 2 - (1 - kernel % 2)],
            group=self._config.num_conv_pos_embedding_groups,
        )
        return self._add("Transpose", [self._add("Gelu", [found])], perm=[0, 2, 1])

    def _layers(self, hidden: str) -> list[str]:
        """The states before, between and behind the transformer's layers."""
        stable, final = self._config.do_stable_layer_norm, "wav2vec2.encoder.layer_norm"
        states = [hidden if stable else self._layer_norm(hidden, final)]
        for index in range(self._config.num_hidden_layers):
            layer = self._stable_layer if stable else self._layer
            states.append(layer(states[-1], f"wav2vec2.encoder.layers.{index}"))
        if stable:
            states[-1] = self._layer_norm(states[-1], final)
        return states

    def _layer(self, hidden: str, name: str) -> str:
        hidden = self._add("Add", [hidden, self._attention(hidden, f"{name}.attention")])
        hidden = self._layer_norm(hidden, f"{name}.layer_norm")
        hidden = self._add("Add", [hidden, self._feed_forward(hidden, f"{name}.feed_forward")])
        return self._layer_norm(hidden, f"{name}.final_layer_norm")

    def _stable_layer(self, hidden: str, name: str) -> str:
        normed = self._layer_norm(hidden, f"{name}.layer_norm")
        hidden = self._add("Add", [hidden, self._attention(normed, f"{name}.attention")])
        normed = self._layer_norm(hidden, f"{name}.final_layer_norm")
        return self._add("Add", [hidden, self._feed_forward(normed, f"{name}.feed_forward")])

    def _feed_forward(self, hidden: str, name: str) -> str:
        inner = self._add("Gelu", [self._linear(hidden, f"{name}.intermediate_dense")])
        return self._linear(inner, f"{name}.output_dense")

    def _attention(self, hidden: str, name: str) -> str:
        heads = self._config.num_attention_heads
        units = self._weights[f"{name}.q_proj.weight"].shape[0]
        split = self._number(f"split{heads}", np.array([0, 0, heads, units // heads], np.int64))
        whole = self._number(f"whole{units}", np.array([0, 0, units], np.int64))
        parts = {}
        for part, order in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
            shaped = self._add("Reshape", [self._linear(hidden, f"{name}.{part}_proj"), split])
            parts[part] = self._add("Transpose", [shaped], perm=order)
        scale = self._number(f"scale{units}", np.float32((units // heads) ** -0.5))
        scores = self._add("MatMul", [self._add("Mul", [parts["q"], scale]), parts["k"]])
        shares = self._add("Softmax", [scores], axis=-1)
        mixed = self._add(
            "Transpose", [self._add("MatMul", [shares, parts["v"]])], perm=[0, 2, 1, 3]
        )
        return self._linear(self._add("Reshape", [mixed, whole]), f"{name}.out_proj")

    def _summed(self, states: Sequence[str]) -> str:
        """The sum of the states, weighted by what the head learned."""
        raised = np.exp(self._weights["layer_weights"] - self._weights["layer_weights"].max())
        if raised.size != len(states):
            raise ValueError("layer_weights do not fit the layers")
        parts = []
        for index, (state, share) in enumerate(zip(states, raised / raised.sum(), strict=True)):
            weight = self._number(f"share{index}", np.float32(share))
            parts.append(self._add("Mul", [state, weight]))
        return self._add("Sum", parts)

    def _linear(self, hidden: str, name: str) -> str:
        weight = np.ascontiguousarray(self._weights[f"{name}.weight"].T)
        product = self._add("MatMul", [hidden, self._number(f"{name}.weight", weight)])
        return self._add("Add", [product, self._weight(f"{name}.bias")])

    def _layer_norm(self, hidden: str, name: str, epsilon: float | None = None) -> str:
        inputs = [hidden, self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
        chosen = self._config.layer_norm_eps if epsilon is None else epsilon
        return self._add("LayerNormalization", inputs, axis=-1, epsilon=chosen)

    def _conv_weights(self, name: str) -> list[str]:
        has_bias = f"{name}.bias" in self._weights
        return [self._weight(f"{name}.{part}") for part in ("weight", "bias")[: 1 + has_bias]]

    def _weight(self, name: str) -> str:
        return self._number(name, self._weights[name])

    def _number(self, name: str, number: Any) -> str:
        array = np.asarray(number)
        self._numbers[name] = array.astype(np.float32) if array.dtype.kind == "f" else array
        return name

    def _add(self, kind: str, inputs: Sequence[str], to: str = "", **attributes: Any) -> str:
        from onnx import helper

        output = to or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output


def _unpacked(weights: Weights, name: str) -> NDArray[Any]:
    """The kernel of the places' convolution, kept as direction and length of each tap."""
    new = f"{name}.parametrizations.weight"
    if f"{new}.original0" in weights:
        length, direction = weights[f"{new}.original0"], weights[f"{new}.original1"]
    else:
        length, direction = weights[f"{name}.weight_g"], weights[f"{name}.weight_v"]
    size = np.sqrt(np.square(direction, dtype=np.float64).sum(axis=(0, 1), keepdims=True))
    kernel: NDArray[Any] = (direction * (length / size)).astype(np.float32)
    return kernel
