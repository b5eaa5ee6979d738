"""Transcripts as JSON, and JSON as transcripts.

The object is openai-whisper's (text, segments, language) with WhisperX's additions (`speaker`,
`words[].score`, `word_segments`) and our own: duration, language_probability, overlap, emotion,
turns, repairs. What is not known has no key.
"""

import json
import math
from dataclasses import asdict
from typing import Any

from voicecli.types import Segment, Transcript, Word


def as_whisper(transcript: Transcript, *, words: bool) -> dict[str, Any]:
    """The result object; with `words`, each segment says its words and their times.

    Texts keep the space that stands before their first word. A number that is none (NaN) is null.
    """
    item: dict[str, Any] = {
        "text": "".join(segment.text for segment in transcript.segments),
        "segments": [
            segment_object(number, segment, words=words)
            for number, segment in enumerate(transcript.segments)
        ],
        "language": transcript.language,
        "language_probability": _number(transcript.language_probability),
        "duration": _number(transcript.duration),
    }
    if transcript.turns:
        item["turns"] = [asdict(turn) for turn in transcript.turns]
    if transcript.repairs:
        item["repairs"] = [asdict(repair) for repair in transcript.repairs]
    return item


def as_whisperx(transcript: Transcript, *, words: bool) -> dict[str, Any]:
    """The result object; with `words`, they stand in one list under `word_segments` as well."""
    item = as_whisper(transcript, words=words)
    if words:
        item["word_segments"] = [word for one in item["segments"] for word in one["words"]]
    return item


def segment_object(number: int, segment: Segment, *, words: bool) -> dict[str, Any]:
    """A segment as it stands in the result object, numbered from 0."""
    item: dict[str, Any] = {
        "id": number,
        "seek": segment.seek,
        "start": _number(segment.start),
        "end": _number(segment.end),
        "text": segment.text,
        "tokens": [int(token) for token in segment.tokens],
        "temperature": _number(segment.temperature),
        "avg_logprob": _number(segment.average_logprob),
        "compression_ratio": _number(segment.compression_ratio),
        "no_speech_prob": _number(segment.no_speech_probability),
    }
    if words:
        item["words"] = [_word_object(word) for word in segment.words]
    if segment.speaker is not None:
        item["speaker"] = segment.speaker
    if segment.overlap:
        item["overlap"] = True
    if segment.emotion:
        item["emotion"] = asdict(segment.emotion)
    return item


def transcript_as_json(transcript: Transcript) -> str:
    """Everything that is known of a transcript, in one line, for `transcript_from_json`."""
    return json.dumps(as_whisper(transcript, words=True))


def _word_object(word: Word) -> dict[str, Any]:
    probability = _number(word.probability)
    item: dict[str, Any] = {
        "word": word.text,
        "start": _number(word.start),
        "end": _number(word.end),
        "probability": probability,
        "score": probability,
    }
    if word.speaker is not None:
        item["speaker"] = word.speaker
    return item


def _number(value: float) -> float | None:
    """The number as JSON can hold it, also one of numpy's."""
    return float(value) if math.isfinite(value) else None
