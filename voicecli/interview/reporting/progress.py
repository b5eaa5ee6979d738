"""Practice over time: what the interviews about one job come to, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from voicecli.interview.course import Progress
from voicecli.interview.plan import Plan
from voicecli.interview.reporting.answers import exchanges_of, topics_of
from voicecli.interview.reporting.findings import Topic
from voicecli.interview.reporting.measures import Answers, Measured, coverage, structure
from voicecli.interview.reporting.speech_figures import figures_of


@dataclass(frozen=True, slots=True)
class Held:
    """An interview that was held; `parent` is the id of the one that it repeats, "" for none."""

    id: str
    parent: str
    begun: datetime
    plan: Plan
    progress: Progress


@dataclass(frozen=True, slots=True)
class TopicAttempt:
    """What the answers about a topic came to; shares in 0..1, None where they cannot be told.

    `structure` is how much of a story was told where one was asked for.
    """

    title: str
    answered: int
    coverage: float | None
    structure: float | None
    words_a_minute: float | None
    fillers_per_100_words: float | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one interview came to, as a whole and by topic; figures as those of a topic.

    `so_far` is the coverage of all topics until then, each as it was answered last: interviews that
    repeat some topics of another can be compared by it.
    """

    id: str
    parent: str
    begun: datetime
    asked: int
    answered: int
    coverage: float | None
    so_far: float | None
    structure: float | None
    words_a_minute: float | None
    fillers_per_100_words: float | None
    topics: tuple[TopicAttempt, ...]


def attempts(held: Sequence[Held], language: str = "en") -> tuple[Attempt, ...]:
    """What each interview came to, the first one first; those without a question are left out."""
    in_order = sorted(held, key=lambda one: (one.begun, one.id))
    last: dict[str, Topic] = {}
    found = []
    for one in in_order:
        exchanges = exchanges_of(one.progress)
        if exchanges:
            topics = topics_of(one.plan, exchanges, language)
            last |= {topic.title: replace(topic, id=topic.title) for topic in topics
                     if topic.id and any(each.said for each in topic.questions)}  # fmt: skip
            so_far = _share(coverage(Answers(tuple(last.values()), None)))
            found.append(_attempt(one, topics, so_far, language))
    return tuple(found)


def of_one_job(held: Sequence[Held], of: str) -> tuple[Held, ...]:
    """The interviews about the same job as that with the id `of`.

    They repeat one another, or their job has the same title and company.
    """
    found = {of}
    jobs = {one.id: job_of(one.plan) for one in held}
    while True:
        known = {jobs[one] for one in found if jobs.get(one)}
        parents = {one.parent for one in held if one.id in found and one.parent}
        more = {
            one.id
            for one in held
            if one.id in parents or one.parent in found or jobs[one.id] in known
        }
        if more <= found:
            return tuple(one for one in held if one.id in found)
        found |= more


def repeated_by(held: Sequence[Held], of: str) -> tuple[Held, ...]:
    """The interviews that the one with the id `of` repeats, the last one first."""
    known = {one.id: one for one in held}
    found: list[Held] = []
    while (one := known.get(of)) is not None and (parent := known.get(one.parent)) is not None:
        if parent in found:
            break
        found.append(parent)
        of = parent.id
    return tuple(found)


def job_of(plan: Plan) -> tuple[str, str] | None:
    """What tells a job from others; None where the plan names none."""
    title, company = (
        " ".join(one.casefold().split()) for one in (plan.job.title, plan.job.company)
    )
    return (title, company) if title else None


def _attempt(held: Held, topics: tuple[Topic, ...], so_far: float | None, language: str) -> Attempt:
    exchanges = exchanges_of(held.progress)
    replies = [one.reply for one in exchanges if one.reply is not None]
    figures = figures_of(replies, language)
    whole = Answers(topics, figures)
    return Attempt(
        held.id,
        held.parent,
        held.begun,
        len(exchanges),
        sum(one.outcome == "answered" for one in exchanges),
        _share(coverage(whole)),
        so_far,
        _share(structure(whole)),
        figures.words_a_minute if figures else None,
        figures.fillers_per_100_words if figures else None,
        tuple(_topic(one, held, language) for one in topics if one.id),
    )


def _topic(topic: Topic, held: Held, language: str) -> TopicAttempt:
    own = [one for one in exchanges_of(held.progress) if one.topic == topic.id]
    figures = figures_of([one.reply for one in own if one.reply is not None], language)
    answers = Answers((topic,), figures)
    return TopicAttempt(
        topic.title,
        sum(one.outcome == "answered" for one in own),
        _share(coverage(answers)),
        _share(structure(answers)),
        figures.words_a_minute if figures else None,
        figures.fillers_per_100_words if figures else None,
    )


def _share(found: Measured | str) -> float | None:
    return round(found.value, 3) if isinstance(found, Measured) else None
