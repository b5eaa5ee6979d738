"""From what was seen of a question to figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from voicecli.bench.asking import Asking, Seen
from voicecli.bench.sound import Played
from voicecli.types import SAMPLE_RATE

Outcome = Literal["answered", "not-heard", "failed"]

STAGES: Mapping[str, str] = {
    "dead_air": "dead air: end of speech → first sound",
    "release_to_sound": "key released → first sound",
    "end_to_sound": "end of turn noticed → first sound",
    "end_of_turn": "end of speech → end of turn noticed",
    "stt": "recognition",
    "understand": "understanding",
    "retrieve": "retrieval",
    "first_sentence": "words known → first sentence",
    "first_chunk": "first sentence → its speech (TTS)",
    "first_token": "prompt → model's first token",
    "first_model_sentence": "prompt → model's first sentence",
    "whole_answer": "model's whole answer",
    "whole_speech": "its whole speech",
    "answer": "end of speech → end of answer",
    "marked_sound": "the program's own mark of its first sound",
}
"""What is measured of a question, in the order that it is shown."""

_TIMINGS = {
    "stt": "stt",
    "understand": "understand",
    "retrieve": "retrieve",
    "first_token": "first_token",
    "marked_sound": "first_sound",
}
"""What the turn itself timed: stage to its name there."""

EARLY_SECONDS = 0.05
"""A turn that ended this long before the end of speech cut somebody off."""
AFTER_SECONDS = 0.3
"""Sound that leaves the speaker so long after the turn's last event is still of that turn."""
EVENT_SECONDS = 0.1
"""An event may come out so long after the sound that it led to."""
STRAY_SECONDS = 0.3
"""Speech that begins outside a question by more than this was nobody's."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: seconds by stage, for the stages that it had."""

    question: str
    outcome: Outcome
    heard: str
    seconds: Mapping[str, float]
    cut_off: bool
    self_triggers: int
    cpu_seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles over `n` values."""

    p50: float
    p95: float
    max: float
    n: int


def spread(values: Iterable[float]) -> Spread | None:
    """Percentiles of the values, None without any.

    Between two ranks they are interpolated linearly: definition 7 of Hyndman and Fan, "Sample
    Quantiles in Statistical Packages" (1996), which numpy and R use unless told otherwise.
    """
    known = np.array(list(values), np.float64)
    if not known.size:
        return None
    p50, p95 = np.percentile(known, (50, 95), method="linear")
    return Spread(float(p50), float(p95), float(known.max()), int(known.size))


def stage_spreads(measured: Sequence[Measured]) -> dict[str, Spread]:
    """The spread of each stage that any question had."""
    spreads = {
        stage: spread(one.seconds[stage] for one in measured if stage in one.seconds)
        for stage in STAGES
    }
    return {stage: found for stage, found in spreads.items() if found}


def measure(asking: Asking, played: Played) -> Measured:
    """The figures of one question; of several turns the last counts."""
    seen = _last_turn(asking)
    timings: Mapping[str, float] = _last(seen, "run-end", "timings") or {}
    seconds = {stage: timings[key] for stage, key in _TIMINGS.items() if key in timings}
    seconds |= _between_events(seen)
    until = asking.over + AFTER_SECONDS
    first = played.first(asking.began, until)
    if first is not None:
        seconds |= _to_first_sound(asking, first)
        seconds["answer"] = (played.last(first, until) or first) - asking.asked
    if noticed := asking.kinds("vad-end"):
        seconds["end_of_turn"] = noticed[-1].when - asking.asked
    return Measured(
        question=asking.question.name,
        outcome=_outcome(asking, sounded=first is not None),
        heard=_last(seen, "stt-end", "text") or "",
        seconds=seconds,
        cut_off=_was_cut_off(asking),
        self_triggers=_self_triggers(asking),
        cpu_seconds=asking.cpu,
        memory=asking.memory,
    )


def _last_turn(asking: Asking) -> list[Seen]:
    """The events of the turn that answered: of one after the other the last."""
    starts = [
        number
        for number, seen in enumerate(asking.seen)
        if seen.event.kind == "run-start" and "turn" in seen.event.data
    ]
    return asking.seen[starts[-1] :] if starts else []


def _to_first_sound(asking: Asking, first: float) -> dict[str, float]:
    seconds = {"dead_air": first - asking.asked}
    if asking.released is not None:
        seconds["release_to_sound"] = first - asking.released
    ends = [seen.when for seen in asking.kinds("vad-end") if seen.when <= first + EVENT_SECONDS]
    if ends:
        seconds["end_to_sound"] = first - ends[-1]
    return seconds


def _between_events(seen: Sequence[Seen]) -> dict[str, float]:
    """Stages that lie between two events, on the turn's own clock."""
    sentences = [one.event for one in seen if one.event.kind == "llm-text"]
    written = [event for event in sentences if event.data["source"] == "llm"]
    seconds = {}
    words, prompt = _at(seen, "stt-end"), _at(seen, "llm-start")
    if sentences and words is not None:
        seconds["first_sentence"] = sentences[0].at - words
    if written and prompt is not None:
        seconds["first_model_sentence"] = written[0].at - prompt
    spoken = [one.event.data for one in seen if one.event.kind == "speech-start"]
    if spoken and "seconds" in spoken[0]:
        seconds["first_chunk"] = spoken[0]["seconds"]
    return seconds


def _at(seen: Sequence[Seen], kind: str) -> float | None:
    return next((one.event.at for one in seen if one.event.kind == kind), None)


def _last(seen: Sequence[Seen], kind: str, key: str) -> Any:
    found = [one.event.data[key] for one in seen if one.event.kind == kind]
    return found[-1] if found else None


def _outcome(asking: Asking, *, sounded: bool) -> Outcome:
    if asking.kinds("error"):
        return "failed"
    return "answered" if sounded else "not-heard"


def _was_cut_off(asking: Asking) -> bool:
    """Whether the question was taken for finished before it was, or in two."""
    speech_end = asking.start / SAMPLE_RATE + asking.question.spoken.end
    ends = [seen.event.at for seen in asking.kinds("vad-end")]
    return len(ends) > 1 or any(end < speech_end - EARLY_SECONDS for end in ends)


def _self_triggers(asking: Asking) -> int:
    """How often speech was heard when nobody spoke: then it was the assistant, or nothing."""
    start = asking.start / SAMPLE_RATE
    first = start + asking.question.spoken.start - STRAY_SECONDS
    last = start + asking.question.spoken.end + STRAY_SECONDS
    return sum(not first <= seen.event.at <= last for seen in asking.kinds("vad-start"))
