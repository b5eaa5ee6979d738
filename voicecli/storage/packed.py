"""Transcripts as small blobs for the database, equal to the bit when they come back."""

import hashlib
import json
import zlib
from dataclasses import astuple, fields
from typing import Any

from voicecli.types import Emotion, Repair, Segment, SpeakerTurn, Transcript, Word

_FLOWING = (Transcript, Segment, Word, Emotion, SpeakerTurn, Repair)

SHAPE = hashlib.blake2b(
    repr([[field.name for field in fields(kind)] for kind in _FLOWING]).encode(), digest_size=4
).hexdigest()
"""Names what `unpack` can read: a blob packed when transcripts had other fields is another's."""


def pack(transcript: Transcript) -> bytes:
    """A transcript with everything in it, compressed: about 40 bytes a word."""
    return zlib.compress(json.dumps(astuple(transcript), separators=(",", ":")).encode())


def unpack(blob: bytes) -> Transcript:
    """The transcript that was packed, by a program of the same SHAPE."""
    segments, language, duration, probability, turns, repairs = json.loads(zlib.decompress(blob))
    return Transcript(
        tuple(_segment(*row) for row in segments),
        language,
        duration,
        probability,
        tuple(SpeakerTurn(*row) for row in turns),
        tuple(Repair(*row) for row in repairs),
    )


def _segment(  # the row is the dataclass
    start: float,
    end: float,
    text: str,
    words: list[Any],
    speaker: str | None,
    overlap: bool,
    emotion: list[Any] | None,
    seek: int,
    tokens: list[int],
    *figures: float,
) -> Segment:
    return Segment(
        start,
        end,
        text,
        tuple(Word(*row) for row in words),
        speaker,
        overlap,
        Emotion(*emotion) if emotion else None,
        seek,
        tuple(tokens),
        *figures,
    )
