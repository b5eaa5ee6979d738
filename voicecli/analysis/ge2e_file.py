"""The GE2E speaker encoder as an ONNX model, made from the file that Resemblyzer ships.

The network is three LSTM layers of 256, a linear layer, a ReLU and unit length: L. Wan, Q. Wang,
A. Papir, I. L. Moreno, "Generalized End-to-End Loss for Speaker Verification" (2018). onnxruntime
runs it many windows at once; PyTorch, which the file was made with, is not needed.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.torch_pickle import read_tensors
from voicecli.errors import AnalysisError, ExitCode

SOURCE = "pretrained.pt"
CONVERTED = "ge2e.onnx"
UNITS = 256
BANDS = 40
_LAYERS = 3
_OPSET = 17
_IR_VERSION = 8


def onnx_model(folder: Path) -> bytes:
    """The model of this folder as ONNX; it is kept there beside its source once it was made.

    Where the folder cannot be written it is made anew each time. Raises AnalysisError when the
    source is damaged or is another network.
    """
    source, kept = folder / SOURCE, folder / CONVERTED
    with contextlib.suppress(OSError):
        if kept.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            return kept.read_bytes()
    model = convert(source)
    with contextlib.suppress(OSError):
        _keep(model, kept, source)
    return model


def _keep(model: bytes, path: Path, source: Path) -> None:
    """Write under a name of its own and rename: whoever looks finds all of it, or nothing."""
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(model)
            part.flush()
            os.fsync(part.fileno())
            shutil.copymode(source, part.name)
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def convert(source: Path) -> bytes:
    """The network of Resemblyzer's file as ONNX: `mel` (n, frames, 40) to `embedding` (n, 256)."""
    tensors = read_tensors(source, "model_state")
    try:
        return _graph(tensors)
    except (KeyError, ValueError) as error:
        raise AnalysisError(
            "model-damaged",
            f"{source} is not the GE2E network: {error}.",
            "Run `voicecli models verify`.",
            exit_code=ExitCode.MODEL_MISSING,
        ) from error


def _graph(tensors: Mapping[str, NDArray[Any]]) -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    nodes = [helper.make_node("Transpose", ["mel"], ["layer0"], perm=[1, 0, 2])]
    numbers: dict[str, NDArray[Any]] = {
        "directions": np.array([1], np.int64),
        "first": np.array([0], np.int64),
    }
    for layer in range(_LAYERS):
        numbers |= _lstm_numbers(tensors, layer)
        given = [f"layer{layer}", f"W{layer}", f"R{layer}", f"B{layer}"]
        made = [f"states{layer}", f"last{layer}"]
        nodes += [
            helper.make_node("LSTM", given, made, hidden_size=UNITS),
            helper.make_node("Squeeze", [made[0], "directions"], [f"layer{layer + 1}"]),
        ]
    numbers["weight"] = np.ascontiguousarray(_shaped(tensors, "linear.weight", (UNITS, UNITS)).T)
    numbers["bias"] = _shaped(tensors, "linear.bias", (UNITS,))
    nodes += [
        helper.make_node("Squeeze", [f"last{_LAYERS - 1}", "first"], ["last"]),
        helper.make_node("MatMul", ["last", "weight"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["sum"]),
        helper.make_node("Relu", ["sum"], ["positive"]),
        helper.make_node("LpNormalization", ["positive"], ["embedding"], axis=1, p=2),
    ]
    graph = helper.make_graph(
        nodes,
        "ge2e",
        [helper.make_tensor_value_info("mel", TensorProto.FLOAT, ["n", "frames", BANDS])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", UNITS])],
        [numpy_helper.from_array(item, name) for name, item in numbers.items()],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION
    )
    serialized: bytes = model.SerializeToString()
    return serialized


def _lstm_numbers(tensors: Mapping[str, NDArray[Any]], layer: int) -> dict[str, NDArray[Any]]:
    """The weights of a layer in ONNX's order."""
    inputs = UNITS if layer else BANDS
    gates = 4 * UNITS
    shapes = {"weight_ih": (gates, inputs), "weight_hh": (gates, UNITS)}
    weights = [
        np.concatenate(list(_gates(_shaped(tensors, f"lstm.{name}_l{layer}", shape))))
        for name, shape in shapes.items()
    ]
    biases = [
        np.concatenate(list(_gates(_shaped(tensors, f"lstm.{name}_l{layer}", (gates,)))))
        for name in ("bias_ih", "bias_hh")
    ]
    return {
        f"W{layer}": weights[0][None],
        f"R{layer}": weights[1][None],
        f"B{layer}": np.concatenate(biases)[None],
    }


def _gates(weights: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """PyTorch's gates are input, forget, cell, output; ONNX wants input, output, forget, cell."""
    given, forget, cell, output = np.split(weights, 4)
    yield from (given, output, forget, cell)


def _shaped(
    tensors: Mapping[str, NDArray[Any]], name: str, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    found = tensors[name]
    if found.shape != shape:
        raise ValueError(f"{name} has the shape {found.shape}")
    return found.astype(np.float32)
