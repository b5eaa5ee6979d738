"""MiniLM: sentences to vectors."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.errors import CatalogError, ExitCode, RetrievalError
from voicecli.retrieval.chunking import LONGEST_CHARACTERS, LONGEST_TOKENS
from voicecli.retrieval.token_basis import basis_of
from voicecli.types import TokenStates

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
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for batch, _, pooled in self._passes(self._encoded(texts)):
            vectors[batch] = pooled
        return vectors

    @property
    def token_basis(self) -> str:
        """What `embed_with_tokens` packs states with; empty when this model has no such basis."""
        basis = basis_of(self.name)
        return basis.name if basis else ""

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        """What `embed` gives, and of the same pass the state of each token.

        Raises RetrievalError when the model has no basis to pack them with.
        """
        basis = basis_of(self.name)
        if basis is None:
            raise RetrievalError("no-token-basis", f"No basis of token states fits {self.name}.")
        encodings = self._encoded(texts)
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        tokens: dict[int, TokenStates] = {}
        for batch, states, pooled in self._passes(encodings):
            vectors[batch] = pooled
            packed = basis.packed(states)
            for row, index in enumerate(batch):
                starts = [start for start, _ in encodings[index].offsets[1:-1]]
                inner = packed[row, 1 : len(starts) + 1]
                tokens[index] = TokenStates(inner, np.array(starts, np.uint16))
        return vectors, [tokens[index] for index in range(len(texts))]

    def token_states(self, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """The last hidden state of each token of a text, float32 of shape (tokens, 384).

        Without those of the marks at the text's ends; texts come in order of their length.
        """
        encodings = self._encoded(texts)
        for batch, states, _ in self._passes(encodings):
            for row, index in enumerate(batch):
                yield states[row, 1 : len(encodings[index].ids) - 1]

    def _encoded(self, texts: Sequence[str]) -> list[Any]:
        # One by one: encode_batch starts a thread pool of its own.
        return [self._tokenizer.encode(text[:LONGEST_CHARACTERS]) for text in texts]

    def _passes(
        self, encodings: Sequence[Any]
    ) -> Iterator[tuple[list[int], NDArray[np.float32], NDArray[np.float32]]]:
        """Numbers of texts that share a pass, the states of their tokens, and their vectors.

        The states are of shape (texts, tokens, 384), with those of marks and of padding.
        """
        if self._session is None:
            raise RetrievalError("embedder-closed", "The embedding model was closed.")
        ids = [encoding.ids for encoding in encodings]
        # Texts of one length share a batch, so that hardly any padding is computed.
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        for batch in _batches(order, [len(sequence) for sequence in ids]):
            yield batch, *self._run([ids[index] for index in batch])

    def _run(self, ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
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
        return states, unit


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
