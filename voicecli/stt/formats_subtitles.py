"""Transcripts as SubRip (srt) and WebVTT (vtt) subtitles.

Given the same segments and options, they equal byte for byte what openai-whisper's own writers make
(`whisper/utils.py`). They differ where those would lose or break something: a segment whose words
could not be timed is kept, an arrow or a line break in the text does not end a subtitle, and a
subtitle is one speaker's, who is named before the words as WhisperX does.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from voicecli.stt.formats_text import format_time, labelled, one_line, without_arrows
from voicecli.types import Segment, Transcript, Word

LONGEST_LINE = 1000
"""Characters of a line, and words of it, where no other number is asked for."""
LONG_PAUSE_SECONDS = 3.0
"""From one word's start to the next: behind it a new subtitle begins, where lines are counted.

Both are openai-whisper's.
"""


@dataclass(frozen=True, slots=True)
class SubtitleOptions:
    """How words are shown, by the names of openai-whisper's options.

    `max_line_width` is in characters. With a width and a count of lines, subtitles are cut where
    lines are full or somebody pauses; else each segment is one, or one for every
    `max_words_per_line` words of it. `highlight_words` underlines each word while it is said.
    """

    word_timestamps: bool = False
    max_line_width: int | None = None
    max_line_count: int | None = None
    max_words_per_line: int | None = None
    highlight_words: bool = False

    @property
    def by_words(self) -> bool:
        """Whether subtitles are made from the times of words, not of segments."""
        return bool(
            self.word_timestamps
            or self.max_line_width
            or self.max_line_count
            or self.max_words_per_line
            or self.highlight_words
        )

    @property
    def keeps_segments(self) -> bool:
        """Whether no subtitle holds words of two segments."""
        return not (self.max_line_width and self.max_line_count)


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A text shown from `start` to `end`, in seconds."""

    start: float
    end: float
    text: str


def srt(transcript: Transcript, options: SubtitleOptions) -> str:
    """SubRip subtitles; times are HH:MM:SS,mmm."""
    return "".join(
        f"{number}\n{_srt_time(cue.start)} --> {_srt_time(cue.end)}\n{cue.text}\n\n"
        for number, cue in enumerate(subtitles(transcript.segments, options), start=1)
    )


def vtt(transcript: Transcript, options: SubtitleOptions) -> str:
    """WebVTT subtitles; times are MM:SS.mmm, with hours in front only where there are any."""
    return "WEBVTT\n\n" + "".join(
        f"{_vtt_time(cue.start)} --> {_vtt_time(cue.end)}\n{cue.text}\n\n"
        for cue in subtitles(transcript.segments, options)
    )


def subtitles(segments: Sequence[Segment], options: SubtitleOptions) -> Iterator[Subtitle]:
    """The subtitles of segments, in order."""
    if not options.by_words or not any(segment.words for segment in segments):
        for segment in segments:
            text = labelled(segment.speaker) + one_line(segment.text).strip()
            yield Subtitle(segment.start, segment.end, without_arrows(text))
        return
    for cue in _cues(segments, options):
        yield from cue.highlighted() if options.highlight_words else cue.plain()


@dataclass(frozen=True, slots=True)
class _TimedWord:
    """A word on its way into a subtitle; `is_first` of its segment, or of the words of a line."""

    start: float
    end: float
    text: str
    speaker: str
    is_first: bool


@dataclass(slots=True)
class _Cue:
    """The words of one subtitle, each with the space or line break before it."""

    label: str = ""
    words: list[_TimedWord] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def plain(self) -> Iterator[Subtitle]:
        yield self._shown(self.words[0].start, self.words[-1].end)

    def highlighted(self) -> Iterator[Subtitle]:
        """The whole text for every word in turn, that word underlined, and for every gap."""
        before = self.words[0].start
        for number, word in enumerate(self.words):
            if _milliseconds(before) != _milliseconds(word.start):
                yield self._shown(before, word.start)
            yield self._shown(word.start, word.end, underlined=number)
            before = word.end

    def _shown(self, start: float, end: float, underlined: int | None = None) -> Subtitle:
        texts = list(self.texts)
        if underlined is not None:
            text = texts[underlined]
            bare = text.lstrip()
            texts[underlined] = f"{text[: len(text) - len(bare)]}<u>{bare}</u>"
        return Subtitle(start, end, without_arrows(self.label + "".join(texts)))


def _cues(segments: Sequence[Segment], options: SubtitleOptions) -> Iterator[_Cue]:
    """Words gathered to lines, and lines to subtitles."""
    width = options.max_line_width or LONGEST_LINE
    most_lines = options.max_line_count or math.inf
    cue = _Cue()
    length, lines, before = 0, 1, math.inf
    for word in _timed_words(segments, options.max_words_per_line or LONGEST_LINE):
        pauses = not options.keeps_segments and word.start - before > LONG_PAUSE_SECONDS
        others = bool(cue.words) and (
            (word.is_first and options.keeps_segments) or word.speaker != cue.words[-1].speaker
        )
        before = word.start
        if length and length + len(word.text) <= width and not pauses and not others:
            cue.texts.append(word.text)
            length += len(word.text)
        else:
            text = word.text.strip()
            if cue.words and (others or pauses or lines >= most_lines):
                yield cue
                cue, lines = _Cue(), 1
            elif length:
                lines += 1
                text = f"\n{text}"
            cue.label = cue.label if cue.words else labelled(word.speaker)
            cue.texts.append(text)
            length = len(text.strip()) + (0 if cue.words else len(cue.label))
        cue.words.append(word)
    if cue.words:
        yield cue


def _timed_words(segments: Iterable[Segment], most: int) -> Iterator[_TimedWord]:
    """The words of segments, marking each `most`th of a segment as the first of a line.

    A segment whose words could not be timed is one word.
    """
    for segment in segments:
        words = segment.words or (Word(segment.start, segment.end, segment.text, 1.0),)
        for number, word in enumerate(words):
            text = one_line(word.text)
            if segment.words or text.strip():
                speaker = word.speaker or segment.speaker or ""
                yield _TimedWord(word.start, word.end, text, speaker, number % most == 0)


def _milliseconds(seconds: float) -> int:
    return round(max(seconds, 0.0) * 1000)


def _srt_time(seconds: float) -> str:
    return format_time(seconds, decimal=",", always_hours=True)


def _vtt_time(seconds: float) -> str:
    return format_time(seconds, decimal=".", always_hours=False)
