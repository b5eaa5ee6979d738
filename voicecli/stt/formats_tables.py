"""Transcripts as tables: tsv and csv of what was said, rttm of who spoke.

tsv equals byte for byte what openai-whisper's own writer makes (`whisper/utils.py`). csv has the
columns of whisper.cpp (start, end, speaker, text), rttm the fields of NIST's Rich Transcription
Time Marked files (https://catalog.ldc.upenn.edu/docs/LDC2004T12/RTTM-format-v13.pdf).
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from voicecli.stt.formats_text import one_line, speaker_name
from voicecli.types import Segment, SpeakerTurn, Transcript

_NUMBERED = re.compile(r"Speaker (\d+)")
_SPACES = re.compile(r"\s+")
_FORMULA = ("=", "+", "-", "@")
"""What begins a formula in a spreadsheet."""


def tsv(transcript: Transcript) -> str:
    """Start and end in whole milliseconds and the text, between tabs, under a header."""
    rows = [("start", "end", "text")]
    for segment in transcript.segments:
        start, end = _milliseconds(segment)
        rows.append((str(start), str(end), one_line(segment.text).strip().replace("\t", " ")))
    return "".join("\t".join(row) + "\n" for row in rows)


def csv_text(transcript: Transcript) -> str:
    """Start and end in whole milliseconds, who speaks, how it sounded, and the text.

    Speakers and emotions are columns only where the transcript knows any. A text that a spreadsheet
    would take for a formula has an apostrophe before it.
    """
    segments = transcript.segments
    with_speakers = any(segment.speaker for segment in segments)
    with_emotions = any(segment.emotion for segment in segments)
    header = ["start", "end"]
    header += ["speaker", "overlap"] if with_speakers else []
    header += ["emotion", "probability", "arousal", "valence"] if with_emotions else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([*header, "text"])
    for segment in segments:
        row: list[object] = [*_milliseconds(segment)]
        row += [_cell(speaker_name(segment.speaker)), int(segment.overlap)] if with_speakers else []
        row += _emotion(segment) if with_emotions else []
        writer.writerow([*row, _cell(one_line(segment.text).strip())])
    return text.getvalue()


def rttm(transcript: Transcript, name: str) -> str:
    """One line for each turn of a speaker; empty where nobody looked who speaks.

    Speakers without a name are SPEAKER_00, SPEAKER_01 …; spaces in names are underscores, since
    they would begin the next field.
    """
    turns = transcript.turns or tuple(_turns_of(transcript.segments))
    names = _rttm_names([turn.speaker for turn in turns])
    lines = []
    for turn in turns:
        start, end = round(turn.start, 3), round(turn.end, 3)
        if end > start:
            lines.append(
                f"SPEAKER {_field(name) or 'audio'} 1 {start:.3f} {end - start:.3f} "
                f"<NA> <NA> {names[turn.speaker]} <NA> <NA>\n"
            )
    return "".join(lines)


def _turns_of(segments: Sequence[Segment]) -> Iterator[SpeakerTurn]:
    """Turns of a transcript that names only the speakers of its segments."""
    for segment in segments:
        if segment.speaker:
            yield SpeakerTurn(segment.start, segment.end, segment.speaker)


def _rttm_names(speakers: Sequence[str]) -> dict[str, str]:
    """What each speaker is called in RTTM: no two alike, and no name with a space."""
    names: dict[str, str] = {}
    for speaker in dict.fromkeys(speakers):
        numbered = _NUMBERED.fullmatch(speaker)
        name = f"SPEAKER_{max(int(numbered[1]) - 1, 0):02d}" if numbered else _field(speaker)
        name = name or "UNKNOWN"
        while name in names.values():
            name += "_"
        names[speaker] = name
    return names


def _field(text: str) -> str:
    return _SPACES.sub("_", one_line(text).strip())


def _milliseconds(segment: Segment) -> tuple[int, int]:
    return round(1000 * segment.start), round(1000 * segment.end)


def _emotion(segment: Segment) -> list[object]:
    if not segment.emotion:
        return [""] * 4
    label, one = segment.emotion.label, segment.emotion
    return [label, *(f"{figure:.2f}" for figure in (one.probability, one.arousal, one.valence))]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
