"""JSON texts as small blobs for the database, and the words in them.

Packed, a row's bytes hold no names of fields, so that a search for "company" finds companies.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from voicecli.errors import StorageError
from voicecli.storage.values import storable

MOST_BYTES = 64 << 20
"""A text that is longer when it is unpacked is not voicecli's."""

_CODES = frozenset(
    {"id", "topic", "closed", "kind", "by", "fit", "state", "asking", "outcome", "verdict"}
)
"""Fields whose values nobody said or wrote: ids, and words that the program itself chooses from."""


def packed_json(text: str) -> bytes:
    """A JSON text, compressed. Raises StorageError("too-large")."""
    written = storable(text).encode()
    if len(written) > MOST_BYTES:
        raise StorageError("too-large", "An interview of such a size cannot be kept.", "")
    return zlib.compress(written)


def unpacked_json(blob: bytes) -> str:
    """The text that was packed. Raises StorageError("broken-record")."""
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(bytes(blob), MOST_BYTES).decode()
    except (zlib.error, UnicodeDecodeError, TypeError) as error:  # foreign bytes
        raise _broken() from error
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise _broken()
    return text


def words_in(text: str) -> Iterator[str]:
    """Every string of a JSON text that somebody said or wrote; all of one that is no JSON."""
    try:
        yield from _strings(json.loads(text))
    except (ValueError, RecursionError):
        yield text


def without(text: str, says: Callable[[str], bool]) -> str:
    """A JSON text without the strings for which `says` is true: empty, or left out of lists.

    Of an object whose `text` goes, its `parts` go, too. A text that is no JSON is `{}` then.
    """
    try:
        return json.dumps(_without(json.loads(text), says), ensure_ascii=False)
    except (ValueError, RecursionError):
        return "{}" if says(text) else text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _CODES or isinstance(inner, dict):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _without(value: Any, says: Callable[[str], bool]) -> Any:
    if isinstance(value, str):
        return "" if says(value) else value
    if isinstance(value, list):
        kept = (one for one in value if not (isinstance(one, str) and says(one)))
        return [_without(one, says) for one in kept]
    if isinstance(value, dict):
        has_parts = "parts" in value and says(str(value.get("text", "")))
        told = {
            key: inner if key in _CODES and not isinstance(inner, dict) else _without(inner, says)
            for key, inner in value.items()
        }
        return told | {"parts": []} if has_parts else told
    return value


def _broken() -> StorageError:
    return StorageError(
        "broken-record", "A row of the database cannot be read.", "See `voicecli doctor`."
    )
