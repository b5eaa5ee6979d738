"""The figures of a speaker as short texts, for the terminal and the page."""

from voicecli.analysis.findings import SpeakerFigures
from voicecli.clock_time import clock_time

COLUMNS = (
    "talk", "time", "turns", "longest", "words", "words/min", "syll/s", "fillers/100", "asks",
    "cuts in", "is cut", "responds", "pitch",
)  # fmt: skip
"""Headings of `cells`."""
UNTOLD = "–"


def cells(one: SpeakerFigures) -> tuple[str, ...]:
    """The figures under COLUMNS; a dash for what cannot be known."""
    return (
        f"{one.share:.0%}",
        clock_time(one.seconds),
        str(one.turns),
        seconds(one.longest_turn_seconds),
        str(one.words),
        _number(one.speaking_rate, 0),
        _number(one.articulation_rate, 1),
        _number(one.fillers_per_100_words, 1),
        str(one.questions),
        str(one.interruptions),
        str(one.interrupted),
        UNTOLD if one.response_seconds is None else f"{one.response_seconds:+.1f} s",
        pitch(one),
    )


def pitch(one: SpeakerFigures) -> str:
    """Median and range of a voice: "118 Hz (95–160)"."""
    if one.pitch is None:
        return UNTOLD
    return f"{one.pitch.median:.0f} Hz ({one.pitch.low:.0f}–{one.pitch.high:.0f})"


def seconds(length: float) -> str:
    """A length as "4.2 s", from two minutes on as a clock."""
    return f"{length:.1f} s" if length < 120 else clock_time(length)


def _number(value: float | None, decimals: int) -> str:
    return UNTOLD if value is None else f"{value:.{decimals}f}"
