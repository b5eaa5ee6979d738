"""What a written question must stand on: the documents, its topic, and what was not asked yet."""

import re
from collections.abc import Sequence

from voicecli.analysis.english import content_stems
from voicecli.dialogue.addressed import addresses_a_model
from voicecli.interview.fit.known_vectors import KnownVectors
from voicecli.interview.plan import Job, Resume, Topic
from voicecli.interview.planning.invented import invented
from voicecli.interview.planning.presumed import imagines, presumes, says_again
from voicecli.interview.planning.templates import alike
from voicecli.protocols import Embedder

MOST_PLACES = 3
"""Places of a topic that count for it."""
FITS = 0.35
"""Cosine that a question must have at least with its topic's title or what it stands on."""
FITS_BY_MEANING = 0.45
"""And where it shares no word with them: "a pupil misbehaves", of managing behaviour."""
REPEATS = 0.86
"""Cosine from which a question asks what another one asks."""
_ADDRESSED = re.compile(r"\byou(?:r|rself|'ve|'d|'re|’ve|’d|’re)?\b", re.IGNORECASE)
_ABOUT_A_THIRD = re.compile(
    r"\b(?:the candidate|the applicant|the interviewee|my r[ée]sum[ée]|my cv|i have|i was|i am|i've"
    r"|this question|as an ai|language model)\b",
    re.IGNORECASE,
)
_OF_TASTE = re.compile(r"\bwould you (?:rather|prefer|choose|like)\b", re.IGNORECASE)
"""Asks for a liking, where nothing at work is to be liked: "which pupils would you rather …"."""
MOST_WORDS = 45
OPENING_WORDS = 5


class Grounds:
    """What the documents hold, and what was asked: whether a question may join."""

    def __init__(
        self, topics: Sequence[Topic], job: Job, resume: Resume, embedder: Embedder | None
    ) -> None:
        self.asked = [question.text for topic in topics for question in topic.questions]
        self._job = set(content_stems(job.title))
        """Stems of the job's title: "your job as a welder" is about no topic of a welder."""
        self._claims = resume.claims
        self._known = KnownVectors(embedder) if embedder is not None else None
        self._held = held_words(topics, job, resume)

    def objection(self, question: str, topic: Topic) -> str:
        """Why a question cannot be asked about a topic; "" when it can."""
        if not question:
            return "no question"
        if len(question.split()) > MOST_WORDS:
            return "too long"
        if not _ADDRESSED.search(question) or is_about_a_third(question):
            return "not to the candidate"
        if addresses_a_model(question):
            return "speaks to a model"
        if _OF_TASTE.search(question):
            return "asks for a taste"
        if invented(question, self._held):
            return "invented"
        if alike(question, self.asked) or self._opens_alike(question):
            return "repeats"
        if imagines(question, self._told_of(topic)):
            return "imagines what was"
        if presumes(question, self._held, is_gap=topic.kind == "gap"):
            return "presumes"
        if says_again(question, about_of(topic)):
            return "says it again"
        return self._far_or_near(question, topic)

    def _shares_words(self, question: str, topic: Topic) -> bool:
        about = set(content_stems(about_of(topic))) - self._job
        return not about or bool(about & set(content_stems(question)))

    def _told_of(self, topic: Topic) -> str:
        """What the résumé says of a topic, with the roles that it was in."""
        quotes = {place.quote for place in topic.places}
        told = [one for one in self._claims if one.place.quote in quotes]
        return " ".join(f"{one.text} {one.title} {one.organisation}" for one in told)

    def _opens_alike(self, question: str) -> bool:
        """Whether another question begins with the same words: by ear, that is a repetition."""
        opening = question.lower().split()[:OPENING_WORDS]
        return any(other.lower().split()[:OPENING_WORDS] == opening for other in self.asked)

    def _far_or_near(self, question: str, topic: Topic) -> str:
        known, shared = self._known, self._shares_words(question, topic)
        if known is None:
            return "" if shared else "off topic"
        vectors = known.of([question, topic.title, about_of(topic), *self.asked])
        near = vectors[1:] @ vectors[0]
        if float(near[:2].max()) < (FITS if shared else FITS_BY_MEANING):
            return "off topic"
        return "repeats" if float(near[2:].max(initial=0.0)) >= REPEATS else ""


def is_about_a_third(question: str) -> bool:
    """Whether a question speaks of a candidate, or is one that a candidate or a model asks."""
    return bool(_ABOUT_A_THIRD.search(question))


def about_of(topic: Topic) -> str:
    """A topic in the documents' words."""
    return " ".join([topic.title, *(place.quote for place in topic.places[:MOST_PLACES])])


def held_words(topics: Sequence[Topic], job: Job, resume: Resume) -> str:
    """All that the documents say, as far as the plan knows it."""
    parts = [job.title, job.company, resume.name]
    for requirement in job.requirements:
        parts += [requirement.text, requirement.place.quote, *requirement.names]
    for claim in resume.claims:
        parts += [claim.text, claim.place.quote, claim.title, claim.organisation]
        parts += [*claim.names, claim.start, claim.end]
    for topic in topics:
        parts += [topic.title, *(place.quote for place in topic.places)]
    return "\n".join(part for part in parts if part)
