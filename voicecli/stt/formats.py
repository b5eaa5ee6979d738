"""Transcripts as txt, srt, vtt, tsv, json, rttm, csv and md.

Given the same segments, the first five equal byte for byte what openai-whisper's own writers make
(`whisper/utils.py`), so that every tool that reads their files reads ours; speakers, emotions and
repairs, which it does not know, are added as WhisperX and whisper-ctranslate2 write them.
"""

import json
from collections.abc import Mapping
from typing import Protocol

from voicecli.stt import formats_markdown, formats_subtitles, formats_tables
from voicecli.stt.formats_json import as_whisperx
from voicecli.stt.formats_subtitles import SubtitleOptions
from voicecli.stt.formats_text import labelled, one_line
from voicecli.types import Transcript

__all__ = ["FORMATS", "WHISPER_FORMATS", "SubtitleOptions", "Writer"]

_USUAL = SubtitleOptions()


class Writer(Protocol):
    """Writes a transcript in one format."""

    def __call__(
        self, transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio"
    ) -> str:
        """The file's text; `name` is what the recording is called, without its extension."""
        ...


def txt(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """One line for each segment."""
    return "".join(
        f"{labelled(segment.speaker)}{one_line(segment.text).strip()}\n"
        for segment in transcript.segments
    )


def srt(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """SubRip subtitles."""
    return formats_subtitles.srt(transcript, options)


def vtt(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """WebVTT subtitles."""
    return formats_subtitles.vtt(transcript, options)


def tsv(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """Start, end and text of each segment, between tabs."""
    return formats_tables.tsv(transcript)


def json_text(
    transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio"
) -> str:
    """The result object on one line, without a newline at its end."""
    return json.dumps(as_whisperx(transcript, words=options.word_timestamps))


def rttm(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """Who spoke when, one line for each turn."""
    return formats_tables.rttm(transcript, name)


def csv(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """What was said, for spreadsheets."""
    return formats_tables.csv_text(transcript)


def md(transcript: Transcript, options: SubtitleOptions = _USUAL, name: str = "audio") -> str:
    """What was said, to be read."""
    return formats_markdown.markdown(transcript, name)


FORMATS: Mapping[str, Writer] = {
    "txt": txt,
    "vtt": vtt,
    "srt": srt,
    "tsv": tsv,
    "json": json_text,
    "rttm": rttm,
    "csv": csv,
    "md": md,
}
"""The writers by the name of the format, which is also the extension of its file."""

WHISPER_FORMATS = ("txt", "vtt", "srt", "tsv", "json")
"""Those that openai-whisper writes, too: its `all`."""
