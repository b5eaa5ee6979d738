"""Transcripts from the files that people have: JSON, SubRip, WebVTT."""

import re
from collections.abc import Sequence
from pathlib import Path

from voicecli.documents.transcripts import Cue, read_cues
from voicecli.errors import DocumentError, SttError, VoicecliError
from voicecli.stt.formats_reading import transcript_from_json
from voicecli.types import Segment, Transcript

SUFFIXES = (".json", ".srt", ".vtt")
"""Files that hold words with their times."""
LARGEST_BYTES = 256 << 20
"""Three hours with every word timed take 10 MB."""
LABELLED_SHARE = 0.5
"""A name and a colon before so many subtitles name speakers; before fewer they are words."""

_PREFIX = re.compile(r"^(?:\[([^\[\]]{1,60})\]:? ?|([^\W\d_][\w .'’-]{0,40}): )(?=\S)")


def is_transcript_file(path: Path) -> bool:
    """Whether a file's name is that of a transcript with times."""
    return path.suffix.lower() in SUFFIXES


def read_transcript(path: Path) -> Transcript:
    """Read a transcript file; without words it is a transcript without segments.

    Speakers of subtitles are those of WebVTT's voice tags, or the names before a colon. Raises
    SttError("not-a-transcript") and DocumentError for what is none or cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise SttError("not-a-transcript", f"{path} is too large for a transcript.")
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            "cannot-read", f"{path} cannot be read: {str(error.strerror).lower()}.",
            "Check the path.",
        ) from error  # fmt: skip
    if path.suffix.lower() == ".json":
        return transcript_from_json(raw, str(path))
    cues = read_cues(raw, str(path))
    if not cues and "-->" not in raw.decode("utf-8", "replace"):
        raise _no_subtitles(path)
    return _transcript(cues)


def _no_subtitles(path: Path) -> VoicecliError:
    return SttError(
        "not-a-transcript",
        f"{path} is no transcript: there is no subtitle in it.",
        "Make one with `voicecli transcribe RECORDING -f json`.",
    )


def _transcript(cues: Sequence[Cue]) -> Transcript:
    prefixes = [None if cue.speaker else _PREFIX.match(cue.text) for cue in cues]
    are_names = sum(map(bool, prefixes)) >= LABELLED_SHARE * len(cues)
    segments: list[Segment] = []
    for cue, prefix in zip(cues, prefixes, strict=True):
        text, speaker = cue.text, cue.speaker or None
        if prefix and are_names:
            text, speaker = cue.text[prefix.end() :], prefix[1] or prefix[2]
        elif are_names and speaker is None and segments:
            speaker = segments[-1].speaker  # the second subtitle of what somebody says
        segments.append(Segment(cue.start, max(cue.start, cue.end), f" {text}", (), speaker))
    segments.sort(key=lambda segment: segment.start)
    return Transcript(tuple(segments), "", max((one.end for one in segments), default=0.0), 0.0)
