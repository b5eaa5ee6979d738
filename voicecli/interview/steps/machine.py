"""The course of an interview as a state machine: what happened → what is said, and where it stands.

Pure: an event and the progress so far give the next progress, so that a step can be tried while
the candidate still speaks and dropped again. Between two steps an interview rests in `answer` (a
question is open), `conclude` (the closing question is), `paused` or `done`; the other states are
passed on the way, and `Step.passed` tells which.
"""

from dataclasses import dataclass, replace

from voicecli.errors import InterviewError
from voicecli.interview.course import (
    Assessment,
    Limits,
    Outcome,
    Progress,
    Reply,
    State,
)
from voicecli.interview.plan import Plan, Question
from voicecli.interview.steps import agenda, greetings, words
from voicecli.interview.steps.moves import Course, Step, all_silent, topic_in_hand
from voicecli.interview.steps.orders import Order

__all__ = [
    "Answered",
    "Happened",
    "Ordered",
    "Resumed",
    "Silent",
    "Step",
    "joined",
    "open_interview",
    "step",
    "topic_in_hand",
]

SILENCES = 3
"""A question is left when the candidate was silent to it so often."""
HOSTILE_REPLIES = 3
"""So many angry replies in a row make a pause; the one before offers the end."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The candidate has answered. Replies to the closing question are not assessed."""

    reply: Reply
    assessment: Assessment | None
    follow_up: Question | None
    at: float


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing was said for so long that it is time for a word."""

    at: float


@dataclass(frozen=True, slots=True)
class Ordered:
    """The candidate wants something instead of answering."""

    order: Order
    at: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """An interview that was left goes on."""

    at: float


Happened = Answered | Silent | Ordered | Resumed


def open_interview(plan: Plan, limits: Limits) -> Step:
    """The welcome and the first question.

    Raises InterviewError("empty-plan") when there is nothing to ask.
    """
    course = Course(plan, limits, Progress(), [State.WELCOME])
    course.say(*greetings.welcome(plan, limits))
    found = agenda.next_question(plan, course.now, limits)
    if found is None:
        raise InterviewError(
            "empty-plan",
            "The plan of this interview has no question.",
            hint="Make a new plan: voicecli interview plan --resume FILE --job FILE",
        )
    course.ask_main(*found)
    return course.step()


def step(plan: Plan, progress: Progress, happened: Happened, limits: Limits) -> Step:
    """What an event leads to. The time of the interview stands still while it is paused."""
    if progress.state is State.DONE:
        return Step(progress, (), over=True, passed=(State.DONE,))
    if progress.state is State.WELCOME:
        return open_interview(plan, limits)
    resting = progress.state is State.PAUSED
    seconds = progress.seconds if resting else max(progress.seconds, happened.at)
    course = Course(plan, limits, replace(progress, seconds=seconds), [progress.state])
    match happened:
        case Resumed():
            course.resume()
        case _ if resting:
            _while_paused(course, happened)
        case _ if not progress.question:  # it was forgotten, and nobody was told yet
            course.resume()
        case Answered(reply=reply) if not reply.text.strip():
            _silent(course)
        case Answered():
            _answered(course, happened)
        case Silent():
            _silent(course)
        case Ordered(order=order):
            _ordered(course, order)
    return course.step()


def joined(first: Reply, more: Reply) -> Reply:
    """One reply of two: the candidate went on when the next question had begun.

    How it was said is measured of the whole.
    """
    return Reply(
        f"{first.text.rstrip()} {more.text.lstrip()}".strip(),
        first.parts + more.parts,
        typed=first.typed and more.typed,
    )


def _answered(course: Course, happened: Answered) -> None:
    closing = not course.now.topic
    judged = None if closing else happened.assessment
    course.move(State.EVALUATE)
    if judged and judged.verdict == "hostile":
        _hostile(course, happened.reply)
        return
    if judged and _tells_what_waits(course.now, judged, happened.follow_up):
        course.close_waiting("told")
    follow_up = None if closing or course.now.aside else happened.follow_up
    course.note(hostile=0)
    allowed = (
        follow_up is not None
        and not agenda.was_asked(follow_up.text, course.now.asked)
        and agenda.may_follow_up(course.plan, course.now, course.limits)
    )
    if judged:
        course.acknowledge(judged.verdict, follows_up=allowed)
    topic = course.now.topic
    course.close("answered", happened.reply, judged)
    if follow_up and allowed:
        course.move(State.FOLLOW_UP)
        course.ask(topic, "follow-up", follow_up)
    else:
        course.leave()


def _tells_what_waits(now: Progress, judged: Assessment, further: Question | None) -> bool:
    """Whether an answer that is given anew leaves nothing of the follow-up that waits behind it.

    That was asked because of the former answer; `further` is what would be asked now.
    """
    waiting = now.aside
    if waiting is None or waiting.asking != "follow-up" or waiting.topic != now.topic:
        return False
    if waiting.number != now.number + 1 or judged.verdict not in ("good", "partial"):
        return False
    covered = {one.point for one in judged.covered}
    is_whole = judged.verdict == "good" and further is None
    return is_whole or (bool(waiting.seeks) and covered.issuperset(waiting.seeks))


def _hostile(course: Course, reply: Reply) -> None:
    """Stay calm: the question stays open, and the candidate decides."""
    course.note(earlier=(*course.now.earlier, reply), hostile=course.now.hostile + 1, silences=0)
    if not agenda.seconds_left(course.now, course.limits):
        course.conclude("time")
    elif course.now.hostile >= HOSTILE_REPLIES:
        course.pause(by_itself=True)
    else:
        last = course.now.hostile == HOSTILE_REPLIES - 1
        course.note(offered="stop" if last else "")
        course.say(words.offered_end() if last else words.calmed(course.now))
        course.move(State.ANSWER)


def _silent(course: Course) -> None:
    silences = course.now.silences + 1
    closing = not course.now.topic
    over = not agenda.seconds_left(course.now, course.limits)
    course.note(silences=silences)
    if silences == 1 and all_silent(course.now) and not closing and not over:
        course.pause(by_itself=True)
    elif silences < SILENCES and not closing and not over:
        first = silences == 1
        course.say(words.silent_once(course.now) if first else words.silent_twice(course.now))
    else:
        if not closing:
            course.acknowledge("silent")
        _give_up(course, "silent")


def _give_up(course: Course, outcome: Outcome) -> None:
    """Leave the open question without an answer; a main question takes its topic with it."""
    if course.now.asking == "main" and not course.now.reopened:
        course.close_topic()
    course.close(outcome, None, None)
    course.leave()


def _ordered(course: Course, order: Order) -> None:
    course.note(silences=0, offered="")
    match order:
        case "repeat":
            course.ask_again(words.repeated(course.now))
        case "rephrase":
            course.note(rephrased=course.now.rephrased + 1)
            course.ask_again()
        case "skip":
            course.say(words.skipped(course.now))
            _give_up(course, "skipped")
        case "pause":
            course.pause()
        case "go-on":
            course.ask_again(words.gone_on(course.now))
        case "back":
            _back(course)
        case "stop":
            course.conclude("stopped")
        case "time":
            course.say(words.time_left(course.now, course.limits))
        case "think":
            course.say(words.thinking(course.now))


def _back(course: Course) -> None:
    """Reopen the question before the open one, which waits; it asks for a new answer."""
    now = course.now
    before = [one for one in now.exchanges if one.number < now.number]
    if not before:
        course.ask_again(words.nothing_before())
        return
    if now.reopened:
        course.close("skipped", None, None)
    else:
        course.note(aside=course.in_hand())
    former = before[-1]
    kept = tuple(one for one in course.now.exchanges if one.number != former.number)
    course.note(exchanges=kept)
    course.reopen(former)
    course.note(reopened=former)
    course.ask_again(words.went_back(course.now))


def _while_paused(course: Course, happened: Answered | Silent | Ordered) -> None:
    match happened:
        case Ordered(order="go-on"):
            course.ask_again(words.gone_on(course.now))
        case Ordered(order="stop"):
            course.conclude("stopped")
        case Ordered(order="time"):
            course.say(words.time_left(course.now, course.limits))
        case Ordered() | Answered():
            course.say(words.still_paused())
        case Silent():
            pass
