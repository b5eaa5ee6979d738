"""How each speaker took part: shares, turns, pace, pauses, responses, emotion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from voicecli.analysis.fillers import fillers, repetitions
from voicecli.analysis.findings import (
    Count,
    EmotionSpan,
    Overlap,
    PitchRange,
    Question,
    SpeakerFigures,
)
from voicecli.analysis.said import Said
from voicecli.analysis.syllables import syllables
from voicecli.analysis.turn_taking import LEAST_PAUSE, Floor, Stretch

LEAST_PACE_SECONDS = 3.0
"""Of less speech no pace is told."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the sound adds to the words, by speaker: nothing where there was no sound."""

    pitch: Mapping[str, PitchRange]
    emotions: tuple[EmotionSpan, ...] = ()


def speaker_figures(
    said: Sequence[Said],
    floor: Floor,
    questions: Sequence[Question],
    heard: Heard,
    language: str,
    unknown: str,
) -> tuple[SpeakerFigures, ...]:
    """The figures of each speaker, who spoke most first; sentences of nobody are of `unknown`."""
    seconds: dict[str, float] = defaultdict(float)
    for one in floor.stretches:
        seconds[one.speaker] += one.end - one.start
    total = sum(seconds.values())
    return tuple(
        _figures(
            speaker,
            seconds[speaker],
            seconds[speaker] / total if total else 0.0,
            [one for one in said if (one.speaker or unknown) == speaker],
            floor,
            sum((one.quote.speaker or unknown) == speaker for one in questions),
            heard,
            language,
        )
        for speaker in sorted(seconds, key=lambda name: -seconds[name])
    )


def _figures(
    speaker: str,
    seconds: float,
    share: float,
    said: Sequence[Said],
    floor: Floor,
    questions: int,
    heard: Heard,
    language: str,
) -> SpeakerFigures:
    turns = [turn for turn in floor.turns if turn.speaker == speaker]
    spoken = [word for one in said for word in one.words]
    timed = all(one.is_timed for one in said) and bool(said)
    pauses = _pauses_inside(floor, speaker) if timed else None
    pace = _pace(floor, speaker, language) if timed else _NO_PACE
    said_fillers = fillers(said, language)
    emotions = [one for one in heard.emotions if one.speaker == speaker]
    responses = [wait for who, wait in floor.responses if who == speaker]
    return SpeakerFigures(
        speaker=speaker,
        seconds=seconds,
        share=share,
        turns=len(turns),
        words=len(spoken),
        longest_turn_seconds=max((turn.end - turn.start for turn in turns), default=0.0),
        questions=questions,
        interruptions=_count(floor.overlaps, "interruption", speaker=speaker),
        interrupted=_count(floor.overlaps, "interruption", over=speaker),
        backchannels=_count(floor.overlaps, "backchannel", speaker=speaker),
        speaking_rate=pace.words,
        syllables_per_minute=pace.syllables,
        articulation_rate=pace.articulation,
        pauses=None if pauses is None else len(pauses),
        pause_seconds=None if pauses is None else sum(pauses),
        response_seconds=median(responses) if responses else None,
        fillers=said_fillers,
        fillers_per_100_words=_rate(said_fillers, len(spoken)),
        repetitions=repetitions(said),
        pitch=heard.pitch.get(speaker),
        emotions=_shares(emotions),
        arousal=_weighted(emotions, "arousal"),
        valence=_weighted(emotions, "valence"),
    )


@dataclass(frozen=True, slots=True)
class _Pace:
    words: float | None
    syllables: float | None
    articulation: float | None


_NO_PACE = _Pace(None, None, None)


def _pace(floor: Floor, speaker: str, language: str) -> _Pace:
    """Words and syllables a minute with pauses, and syllables a second without them.

    Speaking and articulation rate as N. H. de Jong and T. Wempe, Behavior Research Methods 41
    (2009), tell them apart. Only stretches count that nobody else speaks in: where several do,
    recognisers miss words.
    """
    alone = [one for one in floor.stretches if one.speaker == speaker and one.text]
    alone = [one for one in alone if not _is_overlapped(one, floor.overlaps)]
    sounding = sum(one.end - one.start for one in alone)
    if sounding < LEAST_PACE_SECONDS:
        return _NO_PACE
    ends = {one.end for one in alone}
    speaking = sounding + sum(
        pause.end - pause.start
        for pause in floor.pauses
        if pause.before == pause.after == speaker and pause.start in ends
    )
    said = sum(syllables(word, language) for one in alone for word in one.text.split())
    words = sum(one.words for one in alone)
    return _Pace(60 * words / speaking, 60 * said / speaking, said / sounding)


def _is_overlapped(one: Stretch, overlaps: Iterable[Overlap]) -> bool:
    return any(o.start < one.end and o.end > one.start for o in overlaps if o.kind != "backchannel")


def _pauses_inside(floor: Floor, speaker: str) -> list[float]:
    """Seconds of each pause after which the same speaker goes on."""
    return [
        pause.end - pause.start
        for pause in floor.pauses
        if pause.before == pause.after == speaker and pause.end - pause.start >= LEAST_PAUSE
    ]


def _count(overlaps: Iterable[Overlap], kind: str, *, speaker: str = "", over: str = "") -> int:
    return sum(
        one.kind == kind and speaker in ("", one.speaker) and over in ("", one.over)
        for one in overlaps
    )


def _rate(found: Iterable[Count], words: int) -> float | None:
    return 100 * sum(one.count for one in found) / words if words else None


def _shares(emotions: Sequence[EmotionSpan]) -> dict[str, float]:
    seconds: dict[str, float] = defaultdict(float)
    for one in emotions:
        seconds[one.label] += one.end - one.start
    total = sum(seconds.values())
    return {label: seconds[label] / total for label in sorted(seconds)} if total else {}


def _weighted(emotions: Sequence[EmotionSpan], field: str) -> float | None:
    """The mean of arousal or valence over the phrases, each by its length."""
    weights = [one.end - one.start for one in emotions]
    values = [float(getattr(one, field)) for one in emotions]
    return fmean(values, weights) if sum(weights) > 0 else None
