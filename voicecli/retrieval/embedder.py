"""MiniLM: sentences to vectors."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.errors import CatalogError, ExitCode, RetrievalError
from voicecli.retrieval.chunking import LONGEST_CHARACTERS, LONGEST_TOKENS

DIMENSIONS = 384
_BATCH_TOKENS = 512
"""More do not stay in the processor's cache: 4096 took 1.5 times as long on one core."""


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 on onnxruntime: mean pooling over the tokens, then unit length.

    sentence-transformers/all-MiniLM-L6-v2, model card
    """

    def __init__(self, folder: Path, threads: int) -> None:
        """Load `model.onnx` and `tokenizer.json`. Raises CatalogError when one is missing."""
        for file in ("model.onnx", "tokenizer.json"):
            if not (folder / file).is_file():
                raise CatalogError(
                    "model-missing",
                    f"The embedding model {folder.name} is not complete: {file} is missing.",
                    f"Fetch it: `voicecli models pull {folder.name}`.",
                    exit_code=ExitCode.MODEL_MISSING,
                )
        self.name = folder.name
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._session: Any = _session(folder / "model.onnx", threads)

    def __enter__(self) -> "MiniLmEmbedder":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._session = None

    def warm_up(self) -> None:
        """Run once, so that the first question does not pay for it."""
        self.embed(["warm up"])

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has, with those at its ends; it may have more than are read."""
        encoding = self._tokenizer.encode(text)
        return sum(len(part.ids) for part in (encoding, *encoding.overflowing))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector per text, float32 of shape (len(texts), 384)."""
        if self._session is None:
            raise RetrievalError("embedder-closed", "The embedding model was closed.")
        # One by one: encode_batch starts a thread pool of its own.
        ids = [self._tokenizer.encode(text[:LONGEST_CHARACTERS]).ids for text in texts]
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        # Texts of one length share a batch, so that hardly any padding is computed.
        order = sorted(range(len(texts)), key=lambda index: len(ids[index]))
        for batch in _batches(order, [len(sequence) for sequence in ids]):
            vectors[batch] = self._run([ids[index] for index in batch])
        return vectors

    def _run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        tokens = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(tokens)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": mask * 0}
        states: NDArray[np.float32] = self._session.run(["last_hidden_state"], feed)[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (states * weights).sum(axis=1) / weights.sum(axis=1)
        unit: NDArray[np.float32] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Indices in batches of at most _BATCH_TOKENS tokens, padding included."""
    batches: list[list[int]] = []
    for index in order:
        if not batches or (len(batches[-1]) + 1) * lengths[index] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(index)
    return batches


def _tokenizer(file: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    # The shipped file pads and cuts everything to 128 tokens.
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_TOKENS)
    return tokenizer


def _session(file: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's classes have no common base of their own
        raise RetrievalError(
            "embedder-broken",
            f"The embedding model {file} cannot be loaded: {error}.",
            f"Fetch it again: `voicecli models remove {file.parent.name}`, then `… pull`.",
        ) from error
