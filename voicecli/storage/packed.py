"""Transcripts as small blobs for the database, equal to the bit when they come back."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from itertools import islice
from typing import Any

from voicecli.errors import StorageError
from voicecli.types import Emotion, Repair, Segment, SpeakerTurn, Transcript, Word


@dataclass(frozen=True, slots=True)
class Cut:
    """A window that was recognised: the hash of its sound, and what came of it."""

    sound: bytes
    segments: int
    language: str
    duration: float
    language_probability: float

    @classmethod
    def of(cls, sound: bytes, transcript: Transcript) -> "Cut":
        """The window that has this transcript."""
        count, language = len(transcript.segments), transcript.language
        return cls(sound, count, language, transcript.duration, transcript.language_probability)


_FLOWING = (Transcript, Segment, Word, Emotion, SpeakerTurn, Repair, Cut)

SHAPE = hashlib.blake2b(
    repr([[field.name for field in fields(kind)] for kind in _FLOWING]).encode(), digest_size=4
).hexdigest()
"""Names what `unpack` can read: a blob packed when transcripts had other fields is another's."""


def pack(transcript: Transcript, cuts: Sequence[Cut] = ()) -> bytes:
    """A transcript with everything in it, compressed: about 40 bytes a word.

    `cuts` are the windows that it was put together from, one after the other.
    """
    windows = [(cut.sound.hex(), *astuple(cut)[1:]) for cut in cuts]
    row = [*astuple(transcript), windows]
    return zlib.compress(json.dumps(row, separators=(",", ":")).encode())


def unpack(blob: bytes) -> Transcript:
    """The transcript that was packed, by a program of the same SHAPE. Raises StorageError."""
    return _transcript(*_row(blob)[:-1])


def unpack_windows(blob: bytes) -> dict[bytes, Transcript]:
    """The windows that a transcript was put together from, by the hash of their sound.

    Raises StorageError.
    """
    *row, cuts = _row(blob)
    segments = iter(_transcript(*row).segments)
    return {
        bytes.fromhex(sound): Transcript(tuple(islice(segments, count)), *told)
        for sound, count, *told in cuts
    }


def _row(blob: bytes) -> list[Any]:
    try:
        row: list[Any] = json.loads(zlib.decompress(blob))
    except (zlib.error, ValueError) as error:
        raise StorageError(
            "damaged-result",
            "What is remembered of a transcription is damaged.",
            "Type `voicecli cache clear`.",
        ) from error
    return row


def _transcript(
    segments: list[Any],
    language: str,
    duration: float,
    probability: float,
    turns: list[Any],
    repairs: list[Any],
) -> Transcript:
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
