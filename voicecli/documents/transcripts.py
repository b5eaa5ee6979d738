"""Transcripts to blocks of what was said, each with its second in the recording.

They are those that `voicecli transcribe` writes and others like them: openai-whisper's JSON
(https://github.com/openai/whisper), SubRip (SRT), WebVTT (https://www.w3.org/TR/webvtt1) and TSV.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from voicecli.documents.text import decode, title_from
from voicecli.errors import DocumentError
from voicecli.types import Block, Document

TRANSCRIPTS = (".json", ".vtt", ".srt", ".tsv", ".txt")
"""Suffixes that transcripts have, those first that say most."""

SUBTITLES = (".vtt", ".srt")
"""Those that are always transcripts."""

RECORDINGS = (
    ".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus", ".oga", ".aac", ".wma", ".amr", ".aif",
    ".aiff", ".caf", ".mp4", ".m4v", ".mkv", ".webm", ".mov", ".avi", ".3gp",
)  # fmt: skip
"""Suffixes of the sound files that a transcript may be of."""

SHORTEST_SECONDS = 20.0
"""Cues are joined up to here: alone they are too short to be found by meaning."""
LONGEST_SECONDS = 40.0
"""A block ends here at the latest, so that it says where to listen."""

_COLUMNS = frozenset({"speaker", "overlap", "emotion", "probability", "arousal", "valence"})
"""What the table of a transcript may say of each segment, besides its times and its text."""

SAME_MOMENT_SECONDS = 0.002
"""Times of subtitles are rounded to milliseconds."""
LATEST_SECONDS = 1e7
"""No recording is longer: some hundred days."""

_TIMES = re.compile(
    r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^\s<>][^<>]*)>", re.IGNORECASE)
_NAMED = re.compile(r"\s*\[([^\[\]]{1,60})\]:\s")
"""Who speaks, as subtitles without marks for it write it: "[Anna]: Good morning."."""
_TAG = re.compile(r"</?[a-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE)
"""Neither reaches over the beginning of another mark: broken files would take minutes."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said between two moments of a recording, in seconds."""

    start: float
    end: float
    text: str
    speaker: str = ""
    line: int = 0


def is_transcript(value: Any) -> bool:
    """Whether parsed JSON is openai-whisper's result object."""
    segments = value.get("segments") if isinstance(value, Mapping) else None
    return (
        isinstance(segments, list)
        and all(isinstance(one, Mapping) and "text" in one for one in segments)
        and any("start" in one for one in segments)
    )


def transcript_of(value: Mapping[str, Any], name: str, recording: str) -> Document:
    """The document of a result object, which may name its recording itself.

    Raises DocumentError when nothing was said.
    """
    named = value.get("recording")
    recording = recording or (named if isinstance(named, str) else "")
    cues = (
        Cue(
            _seconds(one.get("start")),
            _seconds(one.get("end")),
            str(one.get("text") or ""),
            str(one.get("speaker") or ""),
        )
        for one in value["segments"]
    )
    return _document(cues, name, recording)


def read_subtitles(raw: bytes, name: str, recording: str = "") -> Document:
    """Read SRT or WebVTT. Raises DocumentError when there is no subtitle in it."""
    return _document(_cues(decode(raw, name).split("\n")), name, recording)


def read_cues(raw: bytes, name: str) -> list[Cue]:
    """The subtitles of an SRT or WebVTT file one by one, as plain text, without empty ones."""
    found = (_plain(cue) for cue in _cues(decode(raw, name).split("\n")))
    return [cue for cue in found if cue.text]


def is_timed(columns: Sequence[str]) -> bool:
    """Whether the columns of a table are those of a transcript: start, end, …, text."""
    between = set(columns[2:-1])
    return list(columns[:2]) == ["start", "end"] and columns[-1] == "text" and between <= _COLUMNS


def timed_rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    lines: Sequence[int],
    name: str,
    recording: str,
) -> Document:
    """The document of rows of start and end, in milliseconds, perhaps a speaker, and text.

    Raises DocumentError when nothing was said.
    """
    who = columns.index("speaker") if "speaker" in columns else None
    cues = (
        Cue(
            _milliseconds(row[0]),
            _milliseconds(row[1]),
            row[len(columns) - 1],
            "" if who is None else row[who],
            line,
        )
        for row, line in zip(rows, lines, strict=True)
        if len(row) >= len(columns)
    )
    return _document(cues, name, recording)


def blocks_of(cues: Iterable[Cue], recording: str) -> Iterator[Block]:
    """Cues joined to blocks of some SHORTEST_SECONDS; what each speaker says is a line."""
    joined: list[Cue] = []
    for cue in cues:
        if joined and _is_long_enough(joined, cue):
            yield _block(joined, recording)
            joined = []
        joined.append(cue)
    if joined:
        yield _block(joined, recording)


def _is_long_enough(joined: list[Cue], cue: Cue) -> bool:
    start = joined[0].start
    return joined[-1].end - start >= SHORTEST_SECONDS or cue.end - start > LONGEST_SECONDS


def _block(cues: list[Cue], recording: str) -> Block:
    lines: list[str] = []
    speaker = ""
    for number, cue in enumerate(cues):
        if number and cue.speaker == speaker:
            lines[-1] += f" {cue.text}"
        else:
            lines.append(f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text)
        speaker = cue.speaker
    first = cues[0]
    return Block("\n".join(lines), first.line, seconds=first.start, recording=recording)


def _document(cues: Iterable[Cue], name: str, recording: str) -> Document:
    said = (_plain(cue) for cue in cues)
    blocks = tuple(blocks_of(_once(cue for cue in said if cue.text), recording))
    if not blocks:
        raise DocumentError(
            "empty-document", f"{name}: nothing is said in it.", "Make the transcript again."
        )
    return Document(name, title_from(recording or name), blocks)


def _once(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Cues without those that go on showing the same, as subtitles do that mark each word."""
    shown: Cue | None = None
    for cue in cues:
        if shown and _goes_on(shown, cue):
            shown = replace(shown, end=cue.end)
            continue
        if shown:
            yield shown
        shown = cue
    if shown:
        yield shown


def _goes_on(shown: Cue, cue: Cue) -> bool:
    is_same = (cue.text, cue.speaker) == (shown.text, shown.speaker)
    return is_same and abs(cue.start - shown.end) < SAME_MOMENT_SECONDS


def _plain(cue: Cue) -> Cue:
    text = " ".join(unescape(_TAG.sub("", cue.text)).split())
    return Cue(cue.start, cue.end, text, " ".join(unescape(cue.speaker).split()), cue.line)


def _cues(lines: list[str]) -> Iterator[Cue]:
    """The subtitles of both formats: a line of times, and the lines until an empty one."""
    number = 0
    while number < len(lines):
        match = _TIMES.search(lines[number])
        number += 1
        if not match:
            continue
        line = number
        spoken: list[str] = []
        while number < len(lines) and lines[number].strip() and not _TIMES.search(lines[number]):
            spoken.append(lines[number])
            number += 1
        text = " ".join(spoken)
        voice = _VOICE.search(text) or _NAMED.match(text)
        yield Cue(_clock(match.groups()[:4]), _clock(match.groups()[4:]), _NAMED.sub("", text, 1),
                  voice[1] if voice else "", line)  # fmt: skip


def _clock(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, decimals = parts
    whole = 3600 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds or 0)
    return _seconds(whole + float(f"0.{decimals}"))


def _milliseconds(text: str) -> float:
    return _seconds(int(text) / 1000 if text.strip().isdecimal() else 0.0)


def _seconds(value: Any) -> float:
    """A time in a recording; 0 for what cannot be one, such as NaN, which JSON may hold."""
    return float(value) if isinstance(value, int | float) and 0 <= value < LATEST_SECONDS else 0.0
