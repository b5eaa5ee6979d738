"""Looks for traces of texts in bytes: many at once, in any file."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

LEAST_BYTES = 4
"""What is shorter stands in any file by chance."""
_KEY_BYTES = 8
_PIECE_BYTES = 32
_PIECE_EVERY = 256
_MOST_PIECES = 16
_BITS = 22
CHUNK_BYTES = 1 << 24
"""What is searched at once."""
_GOLDEN = np.uint32(2654435761)


class Traces:
    """Pieces of what was forgotten. Letters of ASCII are the same in either case."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Pieces of less than LEAST_BYTES are left out."""
        lowered = {piece.lower() for piece in pieces if len(piece) >= LEAST_BYTES}
        self.pieces = frozenset(lowered)
        self._short = [piece for piece in lowered if len(piece) < _KEY_BYTES]
        self._long: dict[int, dict[int, set[bytes]]] = defaultdict(lambda: defaultdict(set))
        """By their first bytes, then by length: thousands may begin alike ("what is ")."""
        for piece in lowered:
            if len(piece) >= _KEY_BYTES:
                key = int.from_bytes(piece[:_KEY_BYTES], "little")
                self._long[key][len(piece)].add(piece)
        self._keys = np.array(sorted(self._long), np.uint64)
        self._may_begin = np.zeros(1 << _BITS, bool)
        self._may_begin[_hashed((self._keys & np.uint64(0xFFFFFFFF)).astype(np.uint32))] = True

    def found_in(self, content: bytes) -> set[bytes]:
        """Those of the pieces that stand in some bytes."""
        lowered = content.lower()
        found = {piece for piece in self._short if piece in lowered}
        for place in self._places(lowered):
            key = int.from_bytes(lowered[place : place + _KEY_BYTES], "little")
            for length, pieces in self._long[key].items():
                if (part := lowered[place : place + length]) in pieces:
                    found.add(part)
        return found

    def found_in_chunks(self, chunks: Iterable[bytes]) -> set[bytes]:
        """Those that stand in bytes that come in chunks, over the borders of these, too."""
        longest = max(map(len, self.pieces), default=1)
        found: set[bytes] = set()
        end = b""
        for chunk in chunks:
            found |= self.found_in(end + chunk)
            end = (end + chunk)[-(longest - 1) :] if longest > 1 else b""
        return found

    def _places(self, lowered: bytes) -> Iterator[int]:
        """Where the first bytes of long pieces stand."""
        count = len(lowered) - _KEY_BYTES + 1
        for shift in range(4 if len(self._keys) and count > 0 else 0):
            words = np.frombuffer(lowered, "<u4", (len(lowered) - shift) // 4, shift)
            near = np.flatnonzero(self._may_begin[_hashed(words)])
            near = near[near * 4 + shift < count]
            raw = np.frombuffer(lowered, np.uint8)[
                (near * 4 + shift)[:, None] + np.arange(_KEY_BYTES)
            ]
            keys = np.ascontiguousarray(raw).view("<u8").ravel()
            yield from (near[np.isin(keys, self._keys)] * 4 + shift).tolist()


def _hashed(starts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    hashed: NDArray[np.uint32] = (starts * _GOLDEN) >> np.uint32(32 - _BITS)
    return hashed


def pieces_of(content: bytes, most: int = _MOST_PIECES) -> Iterator[bytes]:
    """Pieces by which some bytes are known again: all of them, or some from everywhere in them.

    They are short, so that one lies whole on a page of a database though all of them do not.
    """
    if len(content) <= _PIECE_BYTES:
        yield content
        return
    last = len(content) - _PIECE_BYTES
    step = max(_PIECE_EVERY, -(-last // most))
    for start in (*range(0, last, step), last):
        yield content[start : start + _PIECE_BYTES]


def pieces_of_text(text: str) -> Iterator[bytes]:
    """Pieces of a text in UTF-8 and, where they are others, as JSON escapes it."""
    plain = text.encode("utf-8", "replace")
    yield from pieces_of(plain)
    escaped = json.dumps(text)[1:-1].encode()
    if escaped != plain:
        yield from pieces_of(escaped)


def spellings(phrase: str) -> Iterator[bytes]:
    """A phrase as it may stand in a file: in several cases and encodings, whole."""
    for cased in dict.fromkeys(
        (phrase, phrase.lower(), phrase.upper(), phrase.title(), phrase.casefold())
    ):
        yield cased.encode("utf-8", "replace")
        yield cased.encode("utf-16-le", "replace")
        yield cased.encode("utf-16-be", "replace")
        for escaped in (json.dumps(cased), json.dumps(cased, ensure_ascii=False)):
            yield escaped[1:-1].encode("utf-8", "replace")
