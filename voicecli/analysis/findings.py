"""What an analysis of a conversation finds; `--json` is exactly this, field by field.

Times are seconds of the recording. A figure that cannot be known is None, and `Analysis.limits`
says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

OverlapKind = Literal["interruption", "backchannel", "attempt", "overlap"]
Answered = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as they were said."""

    start: float
    end: float
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class FloorTurn:
    """One speaker has the floor, listeners' "mhm" included, until somebody else takes it."""

    start: float
    end: float
    speaker: str
    words: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """`speaker` begins while `over` still speaks, and both do from `start` to `end`.

    An "interruption" takes the floor from somebody in the middle of a sentence; an "attempt" is
    speech of some length after which the first goes on; a "backchannel" is a listener's short
    sign; an "overlap" is a turn taken a little early.
    """

    start: float
    end: float
    speaker: str
    over: str
    kind: OverlapKind


@dataclass(frozen=True, slots=True)
class Pause:
    """Nobody speaks. `before` and `after` name who spoke last and who speaks next."""

    start: float
    end: float
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Count:
    """A word or phrase, and how often it was said."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class PitchRange:
    """A voice's pitch in Hz: its median, and the 10th and 90th percentile.

    `semitones` is the distance between the two: how lively the melody is.
    """

    median: float
    low: float
    high: float
    semitones: float


@dataclass(frozen=True, slots=True)
class SpeakerFigures:
    """How one speaker took part.

    `share` is of all speakers' seconds; `speaking_rate` is words a minute with the pauses inside
    of turns, `articulation_rate` syllables a second without them (None without word times).
    `response_seconds` is the median time until this speaker begins after another, negative where
    they usually begin before the other ends.
    """

    speaker: str
    seconds: float
    share: float
    turns: int
    words: int
    longest_turn_seconds: float
    questions: int
    interruptions: int
    interrupted: int
    backchannels: int
    speaking_rate: float | None
    syllables_per_minute: float | None
    articulation_rate: float | None
    pauses: int | None
    pause_seconds: float | None
    response_seconds: float | None
    fillers: tuple[Count, ...] = ()
    fillers_per_100_words: float | None = None
    repetitions: int = 0
    pitch: PitchRange | None = None
    emotions: Mapping[str, float] = field(default_factory=dict)
    """Share of this speaker's judged seconds by the emotion's label."""
    arousal: float | None = None
    valence: float | None = None


@dataclass(frozen=True, slots=True)
class EmotionSpan:
    """How a phrase sounded: a guess, see `types.Emotion`."""

    start: float
    end: float
    speaker: str | None
    label: str
    probability: float
    arousal: float
    valence: float


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or phrase the conversation is about: `score` orders, 1 being the strongest."""

    text: str
    count: int
    score: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the conversation about one thing, titled with words that are said in it."""

    start: float
    end: float
    title: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what was said to it. "unknown" where only one speaker is known."""

    quote: Quote
    answered: Answered
    answer: Quote | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was settled, and the words with which it was accepted (None: it says so itself)."""

    quote: Quote
    accepted: Quote | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Somebody is to do something: `owner` and `due` are None where nobody said it."""

    quote: Quote
    owner: str | None
    due: str | None
    accepted: Quote | None = None


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence a language model wrote, and the words of the recording that support it."""

    text: str
    support: Quote


@dataclass(frozen=True, slots=True)
class Summary:
    """`quotes` are the most telling sentences as they were said, in order of time.

    `written` comes from a language model (`model`); sentences the recording does not hold were
    cut, `cut` of them.
    """

    quotes: tuple[Quote, ...] = ()
    written: tuple[WrittenSentence, ...] = ()
    model: str | None = None
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Analysis:
    """All of it. `limits` say in plain words what could not be known, and why."""

    source: str
    duration: float
    language: str
    speakers: tuple[SpeakerFigures, ...]
    speech_seconds: float
    overlap_seconds: float | None
    silence_seconds: float
    turns: tuple[FloorTurn, ...]
    overlaps: tuple[Overlap, ...]
    pauses: tuple[Pause, ...]
    emotions: tuple[EmotionSpan, ...]
    keywords: tuple[Keyword, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    agreements: tuple[Agreement, ...]
    actions: tuple[Action, ...]
    summary: Summary
    limits: tuple[str, ...]
