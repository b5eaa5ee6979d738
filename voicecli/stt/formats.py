"""Transcripts as txt, srt, vtt, tsv and json.

Given the same segments, each text equals byte for byte what openai-whisper's own writers make
(`whisper/utils.py`), so that every tool that reads their files reads ours.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from voicecli.types import Segment, Transcript, Word

LONGEST_LINE = 1000
"""Characters after which a subtitle made from words is broken (openai-whisper's default)."""


def txt(transcript: Transcript) -> str:
    """One line for each segment."""
    return "".join(f"{segment.text.strip()}\n" for segment in transcript.segments)


def srt(transcript: Transcript) -> str:
    """SubRip subtitles; times are HH:MM:SS,mmm."""
    return "".join(
        f"{number}\n{_srt_time(start)} --> {_srt_time(end)}\n{text}\n\n"
        for number, (start, end, text) in enumerate(_subtitles(transcript), start=1)
    )


def vtt(transcript: Transcript) -> str:
    """WebVTT subtitles; times are MM:SS.mmm, with hours in front only where there are any."""
    return "WEBVTT\n\n" + "".join(
        f"{_vtt_time(start)} --> {_vtt_time(end)}\n{text}\n\n"
        for start, end, text in _subtitles(transcript)
    )


def tsv(transcript: Transcript) -> str:
    """Start and end in whole milliseconds and the text, between tabs, under a header."""
    rows = [("start", "end", "text")]
    for segment in transcript.segments:
        start, end = round(1000 * segment.start), round(1000 * segment.end)
        rows.append((str(start), str(end), segment.text.strip().replace("\t", " ")))
    return "".join("\t".join(row) + "\n" for row in rows)


def json_text(transcript: Transcript) -> str:
    """openai-whisper's result object on one line, without a newline at its end."""
    return json.dumps(as_whisper(transcript))


def as_whisper(transcript: Transcript) -> dict[str, Any]:
    """openai-whisper's result object: text, segments and language.

    Texts keep the space that stands before their first word. Segments carry `words` when at least
    one segment of the transcript does.
    """
    with_words = _has_words(transcript)
    return {
        "text": "".join(segment.text for segment in transcript.segments),
        "segments": [
            _segment_object(number, segment, with_words=with_words)
            for number, segment in enumerate(transcript.segments)
        ],
        "language": transcript.language,
    }


FORMATS: Mapping[str, Callable[[Transcript], str]] = {
    "txt": txt,
    "vtt": vtt,
    "srt": srt,
    "tsv": tsv,
    "json": json_text,
}
"""The writers by the name of the format, which is also the extension of its file."""


def format_time(seconds: float, *, decimal: str, always_hours: bool) -> str:
    """A subtitle's time, rounded to milliseconds."""
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    front = f"{hours:02d}:" if always_hours or hours else ""
    return f"{front}{minutes:02d}:{milliseconds // 1000:02d}{decimal}{milliseconds % 1000:03d}"


def _srt_time(seconds: float) -> str:
    return format_time(seconds, decimal=",", always_hours=True)


def _vtt_time(seconds: float) -> str:
    return format_time(seconds, decimal=".", always_hours=False)


def _has_words(transcript: Transcript) -> bool:
    return any(segment.words for segment in transcript.segments)


def _subtitles(transcript: Transcript) -> Iterator[tuple[float, float, str]]:
    """Start, end and text of each subtitle; with word times those of its first and last word.

    A segment whose words could not be timed keeps its own times: openai-whisper's writer drops it.
    """
    for segment in transcript.segments:
        if segment.words:
            yield segment.words[0].start, segment.words[-1].end, _broken(segment.words)
        else:
            yield segment.start, segment.end, segment.text.strip().replace("-->", "->")


def _broken(words: tuple[Word, ...]) -> str:
    """The words as one text, in lines of at most LONGEST_LINE characters."""
    pieces: list[str] = []
    length = 0
    for word in words:
        if length > 0 and length + len(word.text) <= LONGEST_LINE:
            pieces.append(word.text)
            length += len(word.text)
        else:
            stripped = word.text.strip()
            pieces.append(f"\n{stripped}" if length else stripped)
            length = len(stripped)
    return "".join(pieces)


def _segment_object(number: int, segment: Segment, *, with_words: bool) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": number,
        "seek": segment.seek,
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
        "tokens": list(segment.tokens),
        "temperature": segment.temperature,
        "avg_logprob": segment.average_logprob,
        "compression_ratio": segment.compression_ratio,
        "no_speech_prob": segment.no_speech_probability,
    }
    if with_words:
        item["words"] = [
            {
                "word": word.text,
                "start": word.start,
                "end": word.end,
                "probability": word.probability,
            }
            for word in segment.words
        ]
    return item
