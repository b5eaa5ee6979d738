"""The directions in which a model's token states differ most: 64 numbers say nearly what 384 do."""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MODEL = "all-minilm-l6-v2"
"""The model whose basis ships, in any quantisation: its catalogue names begin with this."""
_FILE = "token_basis.npy"

LARGEST = 127
"""What a component of 1 is stored as."""


class TokenBasis:
    """An orthonormal basis, float32 of shape (width of a state, dimensions of a stored one).

    The first principal directions of unit token states, about their origin. `name` tells one basis
    from another: states by different ones cannot be compared.
    """

    def __init__(self, matrix: NDArray[np.float16]) -> None:
        self.name = hashlib.blake2b(matrix.tobytes(), digest_size=4).hexdigest()
        self._matrix = matrix.astype(np.float32)

    def packed(self, states: NDArray[np.float32]) -> NDArray[np.int8]:
        """States of any length as unit vectors of eight bits, int8 of shape (tokens, dimensions).

        A dot product of two, divided by LARGEST squared, is nearly the cosine of the states.
        """
        return np.rint(unit(unit(states) @ self._matrix) * LARGEST).astype(np.int8)


def fitted(states: NDArray[np.float32], dimensions: int) -> NDArray[np.float16]:
    """The basis in which unit states keep the most of their length: float16 columns, best first.

    Each column's largest component is positive, so that equal states give an equal basis.
    """
    rows = unit(states).astype(np.float64)
    _, vectors = np.linalg.eigh(rows.T @ rows)
    best = vectors[:, ::-1][:, :dimensions]
    signs = np.sign(best[np.abs(best).argmax(axis=0), np.arange(best.shape[1])])
    basis: NDArray[np.float16] = (best * signs).astype(np.float16)
    return basis


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-9)
    return scaled


def basis_of(model: str) -> TokenBasis | None:
    """The basis that ships for a model, by its catalogue name; None for another model."""
    return _shipped() if model.startswith(_MODEL) else None


@cache
def _shipped() -> TokenBasis:
    return TokenBasis(np.load(Path(__file__).with_name(_FILE), allow_pickle=False))
