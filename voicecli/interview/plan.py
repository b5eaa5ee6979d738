"""What an interview is about, as values that can be stored: facts, their match, topics, questions.

Everything that stems from a document says where it stands there, in the document's own words.
"""

from dataclasses import dataclass
from typing import Literal

RequirementKind = Literal[
    "skill", "experience", "education", "certificate", "language", "duty", "trait"
]
ClaimKind = Literal[
    "skill", "role", "education", "certificate", "language", "achievement", "project"
]
Fit = Literal["met", "partly", "missing"]
TopicKind = Literal["strength", "gap", "claim", "motivation", "instruction", "own"]
"""A strength to probe, a gap, a claim to verify; what every interview asks; what was asked for with
`--instructions`; what the person's own plan names."""
QuestionKind = Literal["behavioural", "technical", "situational", "factual", "motivation"]
WrittenBy = Literal["template", "llm", "person"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says something: `quote` are its words, literally but for white space.

    `line` and `page` count from 1; a page is None where the format has none.
    """

    document: str
    quote: str
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a job asks for, one thing at a time.

    `text` is short, without bullets; `names` are skills, tools, degrees, languages as the document
    spells them; `years` is the least experience asked for; what is only nice to have is no `must`.
    """

    text: str
    kind: RequirementKind
    place: Place
    names: tuple[str, ...] = ()
    years: float | None = None
    must: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """What a résumé says its owner is, did or can.

    `start` and `end` are ISO dates that may stop at the year or month, "" when unknown; an
    `ongoing` one has no end. `figures` are numbers that it boasts of ("40 %", "12 people").
    """

    text: str
    kind: ClaimKind
    place: Place
    names: tuple[str, ...] = ()
    title: str = ""
    organisation: str = ""
    start: str = ""
    end: str = ""
    ongoing: bool = False
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What a job description says; `title` and `company` are "" where it names none."""

    title: str
    company: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Resume:
    """What a résumé says; `name` is "" where it names nobody."""

    name: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a résumé meets the requirement of this number; `claims` are those that speak for it.

    The claims are numbers, too, the strongest first; `likeness` is 0..1.
    """

    requirement: int
    fit: Fit
    likeness: float
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question: one or two spoken sentences that end with a question mark.

    `seeks` are the points that a whole answer touches, in a few words each ("what you did
    yourself", "Kubernetes", "the result"); coverage is judged by them.
    """

    text: str
    kind: QuestionKind
    seeks: tuple[str, ...]
    by: WrittenBy = "template"


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to talk about: why, on what grounds, and at least two ready questions.

    `id` is short and unique in its plan ("t1"); `weight` 0..1 puts topics in order.
    """

    id: str
    title: str
    kind: TopicKind
    why: str
    weight: float
    questions: tuple[Question, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. `documents` are the names of its files, `models` what it was made with.

    `notes` say what of the instructions nobody can meet, and which document says too little.
    """

    job: Job
    resume: Resume
    matches: tuple[Match, ...]
    topics: tuple[Topic, ...]
    instructions: str = ""
    documents: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def topic(self, topic_id: str) -> Topic:
        """The topic of an id. Raises KeyError."""
        for one in self.topics:
            if one.id == topic_id:
                return one
        raise KeyError(topic_id)
