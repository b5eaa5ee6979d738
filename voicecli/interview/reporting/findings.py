"""What a report says of an interview; `--json` is exactly this, field by field.

Every judgement cites words of the candidate. What could not be judged has no figure, and
`Report.not_judged` says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from voicecli.interview.course import Asking, Outcome, Verdict
from voicecli.interview.judging.star import Part
from voicecli.interview.plan import Fit, TopicKind

SCHEMA = 1
"""Grows when a field changes its meaning or goes; new fields leave it as it is."""

GapKind = Literal[
    "off-topic",
    "unknown",
    "no-story",
    "no-result",
    "no-action",
    "vague",
    "points",
    "late",
    "brief",
    "general",
    "long",
    "pace",
    "fillers",
]
StrengthKind = Literal["points", "story", "concrete", "follow-up"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the candidate: a literal piece of the reply to the question of this number.

    `at` is the second of the interview in which they begin; of what was typed, in which the
    question was asked.
    """

    exchange: int
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class PointTold:
    """A point that the question sought, and the words that touch it."""

    point: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class PartTold:
    """A part of the story that was told, by its words; those of follow-ups included."""

    part: Part
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """A hesitation or filler phrase that was written down so often; there may have been more."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How something was said. Figures of sound are None where there was none, or too little.

    `words` are as they were written down; rates count a figure in as many words as it is said in.
    `words_a_minute` counts pauses as time, `syllables_a_second` does not; `pauses` are those of
    0.5 s or more inside the replies, `pause_seconds` all of them; `wait_seconds` from the question
    to the first word (of several replies, the median).
    """

    words: int
    speech_seconds: float | None = None
    words_a_minute: float | None = None
    syllables_a_second: float | None = None
    pauses: int | None = None
    pause_seconds: float | None = None
    longest_pause: float | None = None
    wait_seconds: float | None = None
    fillers: tuple[Filler, ...] = ()
    fillers_per_100_words: float | None = None
    repetitions: int | None = None


@dataclass(frozen=True, slots=True)
class Tone:
    """How these words sounded against the candidate's own usual: a guess with its probability."""

    label: str
    probability: float
    quote: Quote


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked, and what came of it.

    `said` is the whole reply, `withdrawn` what did not count in the end; `filled` are sentences
    with fillers. `concrete` are words that are, but for those of the question itself, and `telling`
    the clauses that hold them, those with most first; so are `vague` and `empty`. `structure` is
    None where no story was asked for or none can be judged; it and `missing` of a main question
    take its follow-ups in. Of a follow-up, `brought` are the points that only it brought, and
    `helped` says whether it brought anything; None where that cannot be told. `tones` are those
    that are certain, `tones_unsure` counts the others.
    """

    number: int
    asking: Asking
    question: str
    at: float
    outcome: Outcome
    typed: bool
    said: tuple[Quote, ...] = ()
    withdrawn: tuple[Quote, ...] = ()
    verdict: Verdict | None = None
    covered: tuple[PointTold, ...] = ()
    missing: tuple[str, ...] = ()
    concrete: tuple[Quote, ...] = ()
    vague: tuple[Quote, ...] = ()
    telling: tuple[Quote, ...] = ()
    empty: tuple[Quote, ...] = ()
    filled: tuple[Quote, ...] = ()
    structure: tuple[PartTold, ...] | None = None
    helped: bool | None = None
    brought: tuple[str, ...] = ()
    figures: Figures | None = None
    tones: tuple[Tone, ...] = ()
    tones_unsure: int = 0
    not_judged: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reply, its parts joined."""
        return " ".join(one.text for one in self.said)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and its questions in the order they were asked; `id` "" is the closing question."""

    id: str
    title: str
    kind: TopicKind | None
    why: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is good about answers, or what they lack, and the words that show it.

    Words that cannot show what is missing show what was said in its place.
    """

    kind: GapKind | StrengthKind
    text: str
    topic: str
    exchange: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ResumeGap:
    """What the job asks for and the résumé does not show. It is no weakness of an answer.

    `line` is the job description's own; `asked` are the numbers of the questions about it,
    `quotes` what was said to them; none where no reply answered them.
    """

    requirement: str
    must: bool
    fit: Fit
    line: str
    asked: tuple[int, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A criterion of the rubric: 1..5 with the words that show it, or None and `why`.

    `counted` says in words what was counted, `level` what the rubric says of such a score.
    """

    name: str
    description: str
    weight: float
    score: int | None
    counted: str = ""
    level: str = ""
    why: str = ""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """Something to do: on what grounds, with which question, by which command."""

    text: str
    why: str
    question: str
    topic: str
    command: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class NotJudged:
    """What could not be judged, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. `whole` tells whether the interview came to its end; `left` says where it did not.

    While it `is_held`, by any process, more may come.

    `total` is the weighted mean of the scores that could be given, None where they are of less
    than half of the weight; `judged_weight` is their share of it. Numbers of questions are in
    `asked` (all), `answered`, `skipped`, `silent` and `open`.
    """

    id: str
    title: str
    begun: str
    job: str
    documents: tuple[str, ...]
    whole: bool
    left: str
    seconds: float
    asked: int
    answered: int
    skipped: int
    silent: int
    open: int
    topics: tuple[Topic, ...]
    figures: Figures | None
    rubric: str
    scores: tuple[Score, ...]
    total: float | None
    judged_weight: float
    strengths: tuple[Judgement, ...]
    gaps: tuple[Judgement, ...]
    resume_gaps: tuple[ResumeGap, ...]
    exercises: tuple[Exercise, ...]
    not_judged: tuple[NotJudged, ...]
    is_held: bool = False
    schema: int = SCHEMA


def quotes_of(found: Any) -> Iterator[Quote]:
    """Every quote in a report or a part of one."""
    if isinstance(found, Quote):
        yield found
    elif is_dataclass(found):
        for one in fields(found):
            yield from quotes_of(getattr(found, one.name))
    elif isinstance(found, tuple):
        for item in found:
            yield from quotes_of(item)
