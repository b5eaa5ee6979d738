"""Stretches of recordings, as speech that a speaker plays."""

from collections.abc import Iterator
from pathlib import Path

from voicecli.audio.files import decode
from voicecli.types import SAMPLE_RATE, Sentence, SpeechChunk


def stretch(recording: Path, first: float, last: float) -> Iterator[SpeechChunk]:
    """The seconds from `first` to `last` of a recording, as far as it goes, in short chunks.

    Raises AudioError for a file that cannot be read.
    """
    begin, end = int(first * SAMPLE_RATE), int(last * SAMPLE_RATE)
    at = 0
    for samples in decode(recording):
        part = samples[max(begin - at, 0) : max(end - at, 0)]
        at += samples.size
        if part.size:
            yield SpeechChunk(Sentence(0, ""), part, SAMPLE_RATE, part.size / (end - begin))
        if at >= end:
            return
