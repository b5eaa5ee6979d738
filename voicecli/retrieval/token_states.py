"""Token states of passages in the index, kept beside the vector that the same pass has made."""

from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from voicecli.types import TokenStates

_STARTS = np.dtype("<u2")

_MOST_ASKED = 900
"""Digests in one query: old SQLites take 999 values."""


def store_tokens(db: Database, owner: int, basis: str, tokens: TokenStates) -> None:
    """Keep the states of a text whose vector has the id `owner`, in place of earlier ones."""
    db.execute(
        "INSERT OR REPLACE INTO tokens (owner, basis, starts, states) VALUES (?, ?, ?, ?)",
        [owner, basis, tokens.starts.astype(_STARTS).tobytes(), tokens.states.tobytes()],
    )


def stored_tokens(db: Database, basis: str, digests: Sequence[bytes]) -> dict[bytes, TokenStates]:
    """By digest, the states that the index holds in this basis of texts with these digests."""
    found: dict[bytes, TokenStates] = {}
    for first in range(0, len(digests), _MOST_ASKED):
        some = digests[first : first + _MOST_ASKED]
        marks = ", ".join("?" for _ in some)
        query = f"""
            SELECT digest, starts, states FROM vectors JOIN tokens ON tokens.owner = vectors.id
            WHERE basis = ? AND digest IN ({marks})
        """  # noqa: S608  # question marks
        rows = db.execute(query, [basis, *some])
        found.update((digest, _unpacked(starts, states)) for digest, starts, states in rows)
    return found


def _unpacked(starts: bytes, states: bytes) -> TokenStates:
    places = np.frombuffer(starts, _STARTS)
    rows = np.frombuffer(states, np.int8)
    return TokenStates(rows.reshape(len(places), -1) if len(places) else rows[:, None], places)
