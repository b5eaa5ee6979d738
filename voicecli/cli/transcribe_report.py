"""What became of each recording, for programs: a report at the end, or a line for every step."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from voicecli.cli.console import escaped
from voicecli.cli.transcripts import Written
from voicecli.errors import VoicecliError
from voicecli.stt.formats_json import segment_object
from voicecli.types import Segment, Transcript

Status = Literal["done", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one recording.

    `skipped` is one whose transcript was finished before; `seconds` is the length of its sound.
    `text` is what was said, kept where no file holds it.
    """

    source: str
    status: Status
    outputs: tuple[str, ...] = ()
    seconds: float = 0.0
    language: str = ""
    language_probability: float | None = None
    speakers: tuple[str, ...] = ()
    segments: int = 0
    words: int = 0
    error: VoicecliError | None = None
    text: str | None = None

    @property
    def shown(self) -> str:
        """How a person knows the recording."""
        return "stdin" if self.source == "-" else self.source

    @property
    def reason(self) -> str:
        """Why it failed, without the recording's name before it; empty where it did not."""
        return str(self.error).removeprefix(self.shown).lstrip() if self.error else ""

    def as_object(self) -> dict[str, Any]:
        """The entry as JSON has it."""
        error = self.error and {
            "code": self.error.code,
            "message": self.error.message,
            "hint": self.error.hint,
        }
        text = {} if self.text is None else {"text": self.text}
        return {
            "file": self.source,
            "status": self.status,
            "outputs": list(self.outputs),
            "seconds": round(self.seconds, 3),
            "language": self.language or None,
            "language_probability": self.language_probability,
            "speakers": list(self.speakers),
            "segments": self.segments,
            "words": self.words,
            "error": error,
            **text,
        }


def entry_of(source: str, transcript: Transcript, written: Written, *, fresh: bool) -> Entry:
    """The entry of a recording that is transcribed."""
    names = [turn.speaker for turn in transcript.turns]
    names += [segment.speaker for segment in transcript.segments if segment.speaker]
    return Entry(
        source,
        "done" if fresh else "skipped",
        tuple(map(str, written.paths)),
        transcript.duration,
        transcript.language,
        transcript.language_probability if transcript.segments else None,
        tuple(dict.fromkeys(names)),
        len(transcript.segments),
        sum(len(segment.words) for segment in transcript.segments),
        text=None if written.paths else transcript.text,
    )


def report(entries: Sequence[Entry], elapsed: float, *, interrupted: bool) -> dict[str, Any]:
    """The report on a run that took `elapsed` seconds."""
    counts = {
        status: sum(entry.status == status for entry in entries)
        for status in ("done", "skipped", "failed")
    }
    return {
        "files": [entry.as_object() for entry in entries],
        **counts,
        "seconds": round(sum(entry.seconds for entry in entries), 3),
        "elapsed": round(elapsed, 3),
        "interrupted": interrupted,
    }


class Lines:
    """A JSON object a line on stdout: each segment as it comes, then its file.

    A segment's `type` is "segment", a file's "file"; both name the `file`. Where a transcript
    changes when its recording is over (speakers, emotion, spellings), the file's object holds its
    `segments` once more.
    """

    def __init__(self, *, words: bool, changes: bool) -> None:
        self._words = words
        self._changes = changes

    def add(self, source: str, segments: Sequence[Segment], first: int) -> None:
        """Print what is new of a recording; `first` is the number of the first of them."""
        for number, segment in enumerate(segments, start=first):
            item = segment_object(number, segment, words=self._words)
            _print_line({"type": "segment", "file": source, **item})

    def finish(self, entry: Entry, transcript: Transcript | None) -> None:
        """Print what became of a recording, after its segments."""
        more: dict[str, Any] = {}
        if transcript and self._changes:
            more["segments"] = [
                segment_object(number, segment, words=self._words)
                for number, segment in enumerate(transcript.segments)
            ]
        _print_line({"type": "file", **entry.as_object(), **more})


def _print_line(value: Mapping[str, Any]) -> None:
    """Write an object on one line; names of files that are no text stand as escapes."""
    text = escaped(json.dumps(value, ensure_ascii=False))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value)
    print(text, flush=True)
