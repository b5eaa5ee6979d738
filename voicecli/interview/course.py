"""What happens in an interview, as values that can be stored: replies, exchanges, progress.

Seconds count from the first sound of the interview and stand still while it is paused or left.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from voicecli.config import InterviewConfig
from voicecli.interview.plan import Plan

_USUAL: Final = InterviewConfig()

Verdict = Literal["good", "partial", "vague", "off-topic", "unknown", "hostile", "silent"]
"""What a reply is: it answers; it leaves points out; it says little that is concrete; it speaks of
something else; "I don't know"; anger or insults; nothing was said."""
Asking = Literal["main", "follow-up"]
Outcome = Literal["answered", "told", "skipped", "silent", "open"]
"""`told` is a follow-up that the answer before it, given anew, has answered already; `open` a
question that was asked when the interview was left."""


class State(StrEnum):
    """Where an interview is."""

    WELCOME = "welcome"
    QUESTION = "question"
    ANSWER = "answer"
    EVALUATE = "evaluate"
    FOLLOW_UP = "follow-up"
    NEXT_TOPIC = "next-topic"
    PAUSED = "paused"
    CONCLUDE = "conclude"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A stretch of a reply with its time in the interview, in seconds."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a reply was said. Of what was typed nothing of it is known.

    `speech_seconds` is without pauses; `pauses` are the seconds of each one of 0.5 s or more inside
    the reply; `wait_seconds` from the question's end to its first word. `cues` are what tone is
    judged by later, against this voice's own usual: one row of numbers per part of the reply, in
    the order of `analysis.emotion_cues.Cue`; `voiced` are the seconds of voice in each part.
    """

    speech_seconds: float
    pauses: tuple[float, ...] = ()
    wait_seconds: float | None = None
    cues: tuple[tuple[float | None, ...], ...] = ()
    voiced: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the candidate said to one question, all of it; `parts` give its times."""

    text: str
    parts: tuple[SpokenPart, ...] = ()
    typed: bool = False
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """A point that a reply touches, and the words of it that do, literally."""

    point: str
    quote: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a reply is worth as an answer to its question.

    `covered` and `missing` together are the points that the question seeks, but for those that the
    answer makes needless; `concrete` are words of the reply that are (names, figures, own deeds),
    `vague` those that are empty; all literal.
    """

    verdict: Verdict
    covered: tuple[Covered, ...] = ()
    missing: tuple[str, ...] = ()
    concrete: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked, and what came of it. `number` counts from 1.

    `question` is what was said by the interviewer, without what led to it; `seeks` as
    `plan.Question.seeks`. `earlier` are replies that did not count in the end: angry ones, and
    the one before the candidate went back to the question. The closing question has no topic.
    """

    number: int
    topic: str
    asking: Asking
    question: str
    seeks: tuple[str, ...]
    at: float
    outcome: Outcome
    reply: Reply | None = None
    assessment: Assessment | None = None
    earlier: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said to, or in reply to, the question of this number.

    `assessment` is that of a reply, once it was assessed.
    """

    speaker: Literal["interviewer", "candidate"]
    text: str
    number: int
    topic: str
    asking: Asking
    assessment: Assessment | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """When an interview ends, whatever is left of its plan; `follow_ups` are those of a topic."""

    minutes: float = _USUAL.minutes
    questions: int = _USUAL.questions
    follow_ups: int = _USUAL.follow_ups


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an interview stands: all that its next step depends on, besides plan and limits.

    `topic` is the id of the topic in hand, "" before the first; `question` the question in hand,
    None where none is. `asked` are all questions so far, as they were said. `seconds` is how long
    it has lasted. `exchanges` are those that are over, by number.

    After "go back", `reopened` is the former exchange of the question in hand, and `aside` (open)
    is the question that waits until it is answered again.
    """

    state: State = State.WELCOME
    topic: str = ""
    asking: Asking = "main"
    question: str = ""
    seeks: tuple[str, ...] = ()
    asked_at: float = 0.0
    follow_ups: int = 0
    """Of the topic in hand."""
    silences: int = 0
    """How often the candidate was silent to the question in hand."""
    asked: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    """Ids of the topics that are done or were skipped."""
    exchanges: tuple[Exchange, ...] = field(default=())
    seconds: float = 0.0
    number: int = 0
    """Of the question in hand, from 1."""
    earlier: tuple[Reply, ...] = ()
    """Replies to the question in hand that do not count."""
    reopened: Exchange | None = None
    aside: Exchange | None = None
    rephrased: int = 0
    """How often the question in hand was put in other words."""
    hostile: int = 0
    """Angry replies in a row."""
    offered: str = ""
    """What a bare "yes" would order now ("stop", "pause"), "" where it would be an answer."""
    turns: int = 0
    """How often the interviewer has spoken."""
    acknowledged: str = ""
    """The last acknowledgement, so that the next one is another."""
    told_time: bool = False
    """Whether the candidate was told that little time is left."""


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview as it stands: all that holding it, or going on with it, needs."""

    plan: Plan
    limits: Limits = field(default_factory=Limits)
    progress: Progress = field(default_factory=Progress)
