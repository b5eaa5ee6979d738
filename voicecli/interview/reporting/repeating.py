"""Practising again: which topics of an interview come up once more, with which questions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from voicecli.errors import InterviewError
from voicecli.interview.plan import Plan, Topic
from voicecli.interview.reporting.findings import Report
from voicecli.interview.steps.agenda import was_asked

FEWEST_QUESTIONS = 2
"""A topic has so many ready questions, those that were asked before among them."""


def weak_topics(report: Report) -> tuple[str, ...]:
    """The ids of the topics in whose answers the report finds something missing.

    So are those that were skipped, met with silence, or left open.
    """
    lacking = {gap.topic for gap in report.gaps}
    unanswered = {
        topic.id
        for topic in report.topics
        if topic.questions and all(one.outcome != "answered" for one in topic.questions)
    }
    known = (topic.id for topic in report.topics if topic.id)
    return tuple(one for one in known if one in lacking | unanswered)


def named_topics(plan: Plan, named: Sequence[str]) -> tuple[str, ...]:
    """The ids of the topics that are meant by an id, a title or a piece of one.

    Raises InterviewError: no-topic, ambiguous-topic.
    """
    return tuple(dict.fromkeys(_named(plan, one) for one in named))


def same_questions(plan: Plan, topics: Sequence[str], asked: Sequence[str]) -> Plan:
    """The plan of an interview about these topics alone that begins with what was `asked` of them.

    What was not asked comes behind it.
    """
    kept = (one for one in plan.topics if one.id in topics)
    return replace(plan, topics=tuple(_as_asked(one, asked) for one in kept))


def _as_asked(topic: Topic, asked: Sequence[str]) -> Topic:
    def place(text: str) -> int:
        return next((at for at, one in enumerate(asked) if was_asked(text, [one])), len(asked))

    return replace(topic, questions=tuple(sorted(topic.questions, key=lambda one: place(one.text))))


def repeated(
    plan: Plan, topics: Sequence[str], asked: Iterable[str], earlier: Iterable[Plan] = ()
) -> Plan:
    """The plan of an interview about these topics alone, in the order of the plan.

    Questions that were `asked` before, the first one first, come behind new ones, only where
    there are too few, and what was not asked for longest before the others. `earlier` are the plans
    that this one repeats: questions that it left out for once are theirs.
    """
    before = tuple(asked)
    known = [topic for each in (plan, *earlier) for topic in each.topics]
    pooled = (_pooled(one, known) for one in plan.topics if one.id in topics)
    return replace(plan, topics=tuple(_renewed(one, before) for one in pooled))


def _pooled(topic: Topic, known: Iterable[Topic]) -> Topic:
    """The topic with all questions that plans have of it."""
    same = [one for one in known if (one.id, one.title) == (topic.id, topic.title)]
    questions = {question.text: question for one in same for question in one.questions}
    return replace(topic, questions=tuple(questions.values()))


def _renewed(topic: Topic, asked: Sequence[str]) -> Topic:
    new = [one for one in topic.questions if not was_asked(one.text, asked)]
    old = [one for one in topic.questions if one not in new]
    old.sort(
        key=lambda one: max(at for at, each in enumerate(asked) if was_asked(one.text, [each]))
    )
    return replace(topic, questions=(*new, *old[: max(0, FEWEST_QUESTIONS - len(new))]))


def _named(plan: Plan, written: str) -> str:
    wanted = " ".join(written.casefold().split())
    titles = {one.id: " ".join(one.title.casefold().split()) for one in plan.topics}
    for found in (
        [key for key in titles if key.casefold() == wanted],
        [key for key, title in titles.items() if title == wanted],
        [key for key, title in titles.items() if wanted and wanted in title],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise InterviewError(
                "ambiguous-topic", f"{written!r} fits several topics: {_told(plan, found)}."
            )
    raise InterviewError(
        "no-topic",
        f"The interview has no topic {written!r}.",
        f"Its topics: {_told(plan, list(titles))}.",
    )


def _told(plan: Plan, ids: Sequence[str]) -> str:
    return ", ".join(f"{one.id} ({one.title})" for one in plan.topics if one.id in ids)
