"""What is asked next, and whether there is room for it: topics go round, limits hold.

A topic's second ready question waits until every topic had its first. Of the topics that had it,
those whose answer left something open come first, those the candidate knows nothing of come last.
"""

import math
import re
from collections.abc import Iterable

from voicecli.interview.course import Limits, Progress, Verdict
from voicecli.interview.plan import Plan, Question, Topic

FIRST_PACE = 120.0
"""Seconds that a question with its answer is thought to take before two were answered."""
LITTLE_SECONDS = 300.0
LITTLE_SHARE = 0.15
"""Little time is left when less than both of it are: seconds, share of the whole."""
CLOSING_SECONDS = 60.0
CLOSING_SHARE = 0.05
"""The closing question is asked while at least one of both is left: seconds, share of the whole."""

_MINUTE = 60.0
_NEED: dict[Verdict, int] = {"vague": 0, "off-topic": 0, "partial": 0, "good": 1, "hostile": 1}
_LEAST_NEED = 2


def seconds_left(progress: Progress, limits: Limits) -> float:
    """Time until nothing more is asked, never below 0."""
    return max(0.0, limits.minutes * _MINUTE - progress.seconds)


def questions_left(progress: Progress, limits: Limits) -> int:
    """How many questions may still be asked, the time set aside."""
    return max(0, limits.questions - len(progress.asked))


def is_late(progress: Progress, limits: Limits) -> bool:
    """Whether little time is left, but some."""
    little = min(LITTLE_SECONDS, LITTLE_SHARE * limits.minutes * _MINUTE)
    return 0.0 < seconds_left(progress, limits) <= little


def room(progress: Progress, limits: Limits) -> int:
    """How many more questions fit into what is left, at this candidate's pace."""
    answered = len(progress.exchanges)
    pace = progress.seconds / answered if answered > 1 else FIRST_PACE
    fitting = math.ceil(seconds_left(progress, limits) / max(pace, 1.0))
    return min(questions_left(progress, limits), fitting)


def has_closing_room(progress: Progress, limits: Limits) -> bool:
    """Whether there is room for a last question that is not of the plan."""
    needed = min(CLOSING_SECONDS, CLOSING_SHARE * limits.minutes * _MINUTE)
    return questions_left(progress, limits) > 0 and seconds_left(progress, limits) > needed


def was_asked(question: str, asked: Iterable[str]) -> bool:
    """Whether these words were asked before; case and punctuation make no difference."""
    return _words(question) in {_words(one) for one in asked}


def may_follow_up(plan: Plan, progress: Progress, limits: Limits) -> bool:
    """Whether another question on the topic in hand leaves enough room for the other topics.

    A first one may cost the plan its last topics, but not half of what still fits; a second one
    may cost none.
    """
    left = room(progress, limits)
    made = follow_ups_of(progress, progress.topic)
    if made >= limits.follow_ups or left < 1:
        return False
    waiting = sum(1 for topic in plan.topics if _is_unopened(topic, progress))
    reserve = waiting if made else min(waiting, (left + 1) // 2)
    return left - 1 >= reserve


def follow_ups_of(progress: Progress, topic: str) -> int:
    """How many follow-ups a topic has had, the one in hand included."""
    over = sum(1 for one in progress.exchanges if (one.topic, one.asking) == (topic, "follow-up"))
    in_hand = progress.question and (progress.topic, progress.asking) == (topic, "follow-up")
    return over + bool(in_hand)


def next_question(plan: Plan, progress: Progress, limits: Limits) -> tuple[Topic, Question] | None:
    """The next main question; None when the plan, the questions or the time are used up."""
    if room(progress, limits) < 1:
        return None
    waiting = [
        (topic, question)
        for topic in plan.topics
        if topic.id not in progress.closed and (question := _unasked(topic, progress))
    ]
    if not waiting:
        return None
    last = progress.exchanges[-1].topic if progress.exchanges else ""
    late = is_late(progress, limits)

    def order(candidate: tuple[Topic, Question]) -> tuple[float, ...]:
        topic, _ = candidate
        rounds = _rounds(topic, progress)
        need = _need(topic, progress) if rounds else 0
        return (rounds, need, topic.id == last, -topic.weight if late else 0.0)

    return min(waiting, key=order)


def _is_unopened(topic: Topic, progress: Progress) -> bool:
    return (
        topic.id != progress.topic
        and topic.id not in progress.closed
        and not _rounds(topic, progress)
        and _unasked(topic, progress) is not None
    )


def _unasked(topic: Topic, progress: Progress) -> Question | None:
    return next(
        (one for one in topic.questions if not was_asked(one.text, progress.asked)),
        None,
    )


def _rounds(topic: Topic, progress: Progress) -> int:
    return sum(1 for one in progress.exchanges if (one.topic, one.asking) == (topic.id, "main"))


def _need(topic: Topic, progress: Progress) -> int:
    """0 for a topic that its last answer left open, more for one that gives less to ask."""
    judged = [
        one.assessment.verdict
        for one in progress.exchanges
        if one.topic == topic.id and one.assessment
    ]
    return _NEED.get(judged[-1], _LEAST_NEED) if judged else _LEAST_NEED


def _words(question: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", question.casefold()))
