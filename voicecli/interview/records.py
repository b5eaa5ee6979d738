"""Plans, limits and how interviews stand, as JSON texts and back.

A text says its VERSION. Fields that this program does not know are passed over, and missing ones
have their defaults, so a field that is added (with a default) changes no version; whatever an older
program would misunderstand does: a new meaning, a new word of a `Literal`.
"""

import json
import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import Any, Final, NoReturn, TypeVar

from pydantic import TypeAdapter, ValidationError

from voicecli.errors import InterviewError
from voicecli.interview.course import Exchange, Interview, Limits, Progress, State
from voicecli.interview.plan import Plan, Topic

VERSION: Final = 1

_T = TypeVar("_T")
_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
_LIMITS: TypeAdapter[Limits] = TypeAdapter(Limits)
_PROGRESS: TypeAdapter[Progress] = TypeAdapter(Progress)
_EXCHANGE: TypeAdapter[Exchange] = TypeAdapter(Exchange)

_PASSED = frozenset({State.QUESTION, State.EVALUATE, State.FOLLOW_UP})
"""States on the way, in which no interview is left."""
_MOST_MINUTES = 100_000.0


def plan_json(plan: Plan) -> str:
    """A plan as JSON."""
    return _dumped(_PLAN, plan)


def limits_json(limits: Limits) -> str:
    """Limits as JSON."""
    return _dumped(_LIMITS, limits)


def progress_json(progress: Progress) -> str:
    """How an interview stands as JSON, without the exchanges that are over."""
    return _dumped(_PROGRESS, replace(progress, exchanges=()))


def exchanges_json(progress: Progress) -> dict[int, str]:
    """The exchanges that are over as JSON, by number."""
    return {one.number: _dumped(_EXCHANGE, one) for one in progress.exchanges}


def read_plan(text: str) -> Plan:
    """The plan of a JSON text, without what was forgotten of it.

    Questions without words are left out, and topics without questions. Raises InterviewError:
    newer-interview, broken-interview.
    """
    plan = _read(_PLAN, text, "plan")
    for one in plan.matches:
        numbers_fit = 0 <= one.requirement < len(plan.job.requirements) and all(
            0 <= claim < len(plan.resume.claims) for claim in one.claims
        )
        if not numbers_fit:
            _refuse("plan.matches: a number of nothing")
    topics = tuple(topic for one in plan.topics if (topic := _with_words(one)).questions)
    if len({topic.id for topic in topics}) < len(topics):
        _refuse("plan.topics: two of one id")
    return replace(plan, topics=topics)


def read_limits(text: str) -> Limits:
    """The limits of a JSON text. Raises InterviewError: newer-interview, broken-interview."""
    limits = _read(_LIMITS, text, "limits")
    if not 0 < limits.minutes <= _MOST_MINUTES or min(limits.questions, limits.follow_ups) < 0:
        _refuse("limits: not to be kept")
    return limits


def read_progress(text: str, exchanges: Iterable[str] = ()) -> Progress:
    """How an interview stands, with the exchanges that are over; "{}" where that was forgotten.

    Raises InterviewError: newer-interview, broken-interview.
    """
    progress = Progress() if text == "{}" else _read(_PROGRESS, text, "progress")
    over = [_read(_EXCHANGE, one, "exchange") for one in exchanges]
    if progress.state in _PASSED:
        _refuse(f"progress.state: {progress.state} is only passed")
    if min(progress.seconds, progress.number, progress.asked_at) < 0:
        _refuse("progress: less than nothing")
    return replace(progress, exchanges=tuple(sorted(over, key=lambda one: one.number)))


def read_interview(
    plan_text: str, limits_text: str, progress_text: str, exchanges: Mapping[int, str]
) -> Interview:
    """An interview, so that its parts fit each other whatever was forgotten of it.

    Raises InterviewError: newer-interview, broken-interview.
    """
    plan = read_plan(plan_text)
    progress = read_progress(progress_text, exchanges.values())
    if sorted(exchanges) != [one.number for one in progress.exchanges]:
        _refuse("exchanges: numbers that are not theirs")
    known = {"", *(topic.id for topic in plan.topics)}
    over = tuple(one for one in progress.exchanges if one.topic in known and one.question)
    closed = tuple(one for one in progress.closed if one in known)
    progress = replace(
        progress,
        exchanges=over,
        closed=closed,
        reopened=_known(progress.reopened, known),
        aside=_known(progress.aside, known),
    )
    is_lost = progress.topic not in known or not progress.question
    if is_lost and progress.state is State.ANSWER:
        progress = _without_question(progress)
    return Interview(plan, read_limits(limits_text), progress)


def _known(exchange: Exchange | None, topics: Set[str]) -> Exchange | None:
    """An exchange, if its topic and its question were not forgotten."""
    is_known = exchange is not None and exchange.topic in topics and bool(exchange.question)
    return exchange if is_known else None


def _without_question(progress: Progress) -> Progress:
    """The question in hand was forgotten: the next topic comes."""
    return replace(
        progress, state=State.NEXT_TOPIC, topic="", question="", seeks=(), reopened=None, aside=None
    )


def _with_words(topic: Topic) -> Topic:
    kept = tuple(one for one in topic.questions if one.text.strip())
    return replace(topic, questions=kept, title=topic.title or "(forgotten)")


def _dumped(adapter: TypeAdapter[Any], value: Any) -> str:
    return f'{{"version":{VERSION},' + adapter.dump_json(value).decode()[1:]


def _read(adapter: TypeAdapter[_T], text: str, part: str) -> _T:
    try:
        told = json.loads(text, parse_constant=_not_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        _refuse(f"{part}: {error}")
    version = told.get("version") if isinstance(told, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse(f"{part}: no version")
    if version > VERSION:
        raise InterviewError(
            "newer-interview", "The interview was held with a newer voicecli.", "Update voicecli."
        )
    try:
        return adapter.validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join([part, *(str(step) for step in first["loc"])])
        _refuse(f"{place}: {first['msg']}")


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError("a number that is too large")
    return number


def _not_finite(written: str) -> NoReturn:
    raise ValueError(f"{written} is no number")


def _refuse(why: str) -> NoReturn:
    raise InterviewError(
        "broken-interview",
        f"The interview cannot be read: {why}.",
        "What was said is there: `voicecli sessions show ID`.",
    )
