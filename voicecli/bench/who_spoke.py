"""Who spoke when, as a labelled recording tells it."""

from pathlib import Path

from voicecli.types import SpeakerTurn


def read_rttm(path: Path) -> list[SpeakerTurn]:
    """The turns of a file of NIST's Rich Transcription, in its order."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        SpeakerTurn(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows if row
    ]
