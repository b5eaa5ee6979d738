"""A transcript to read, as Markdown: who speaks as headings, times to find the place.

What was said is text and nothing else: characters that mean something to Markdown or HTML are
escaped (https://spec.commonmark.org/0.31.2/#backslash-escapes).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from voicecli.clock_time import clock_time
from voicecli.stt.formats_text import one_line, speaker_name
from voicecli.types import Segment, Transcript

PAUSE_SECONDS = 2.0
"""A longer pause begins a paragraph."""
LONG_PARAGRAPH_SECONDS = 60.0
"""A paragraph that is longer ends at its next sentence, so that a place is found by its time."""
UNKNOWN = "Somebody"
"""Who speaks where nobody knows, among speakers that are known."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？")
_UNTOLD = ("neutral", "uncertain")
"""Emotions that need no word."""


def markdown(transcript: Transcript, name: str) -> str:
    """The name as the title, and what was said in paragraphs, each with its time.

    Where speakers are known, each turn stands under who speaks.
    """
    parts = [f"# {escaped(name) or 'Transcript'}", f"{_about(transcript)}"]
    segments = [segment for segment in transcript.segments if segment.text.strip()]
    with_speakers = any(segment.speaker for segment in segments)
    for speaker, turn in groupby(segments, key=lambda segment: speaker_name(segment.speaker)):
        paragraphs = list(_paragraphs(list(turn)))
        if with_speakers:
            parts.append(f"## {escaped(speaker) or UNKNOWN} ({clock_time(paragraphs[0][0].start)})")
        for number, paragraph in enumerate(paragraphs):
            time = "" if with_speakers and not number else f"**{clock_time(paragraph[0].start)}** "
            parts.append(time + " ".join(map(_said, paragraph)))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """The text as Markdown that shows it as it is, in one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(one_line(text).split()))
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


def _about(transcript: Transcript) -> str:
    """How long the recording is, its language, and how many speak."""
    speakers = {segment.speaker for segment in transcript.segments if segment.speaker}
    facts = [clock_time(transcript.duration)]
    if transcript.language:
        facts.append(f"language {escaped(transcript.language)}")
    if speakers:
        facts.append(f"{len(speakers)} speaker{'s' if len(speakers) > 1 else ''}")
    return f"*{', '.join(facts)}*"


def _paragraphs(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Segments of one speaker, parted at pauses and where a sentence ends after a long time."""
    paragraph: list[Segment] = []
    for segment in segments:
        if paragraph:
            last = paragraph[-1]
            is_long = segment.end - paragraph[0].start > LONG_PARAGRAPH_SECONDS
            if segment.start - last.end > PAUSE_SECONDS or (
                is_long and last.text.rstrip().endswith(_SENTENCE_END)
            ):
                yield paragraph
                paragraph = []
        paragraph.append(segment)
    if paragraph:
        yield paragraph


def _said(segment: Segment) -> str:
    """The words of a segment, and in italics what else is known of them."""
    text = escaped(segment.text)
    notes = ["somebody else speaks too"] if segment.overlap else []
    if segment.emotion and segment.emotion.label not in _UNTOLD:
        sure = f"{segment.emotion.probability:.0%}"
        notes.append(f"perhaps {escaped(segment.emotion.label)}, {sure}")
    return f"{text} *({'; '.join(notes)})*" if notes else text
