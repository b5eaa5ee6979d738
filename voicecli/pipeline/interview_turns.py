"""A turn of an interview as events, and as it is stored."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voicecli.interview.course import Limits, Progress
from voicecli.interview.plan import Plan
from voicecli.interview.steps.agenda import seconds_left
from voicecli.interview.steps.machine import Answered, Happened, Step, topic_in_hand
from voicecli.pipeline.record import said, words_heard
from voicecli.tts.sentences import split_sentences
from voicecli.turn import Turn
from voicecli.types import Event, TurnRecord

INTERVIEWER = "interview"
"""The source of what the interviewer says, and the intent of its turns."""

_YES_OR_NO = frozenset(
    (
        "am are is was were do does did have has had"
        " can could will would shall should may might must"
    ).split()
)
"""A question that begins so can be answered with "yes" while it sounds."""


def sentences_of(says: Sequence[str]) -> tuple[str, ...]:
    """What the interviewer says, a sentence at a time."""
    return tuple(one for text in says for one in split_sentences([text]))


def sentence_events(
    sentences: Sequence[str],
    turn: Turn,
    *,
    first: int = 0,
    spoken: bool = True,
    model: str = "",
) -> Iterator[Event]:
    """These sentences as events, from the one with index `first` on; `model` is who wrote them."""
    last = sentences[-1].lower().split() if sentences else []
    turn.asks = bool(last) and last[0] in _YES_OR_NO and last[-1].endswith("?")
    for index, text in enumerate(sentences[first:], first):
        data = {"index": index, "text": text, "source": INTERVIEWER}
        data |= {"model": model} if model else {}
        yield Event("llm-text", turn.now(), data | ({} if spoken else {"spoken": False}))


def told_of(happened: Happened | None, step: Step) -> dict[str, Any]:
    """What happened and where it leads, as an event tells it; None is the beginning."""
    now = step.progress
    told: dict[str, Any] = {
        "happened": type(happened).__name__.lower() if happened else "begun",
        "passed": [str(state) for state in step.passed],
        "state": str(now.state),
        "question": now.number,
        "topic": now.topic,
        "asking": now.asking,
        "seconds": round(now.seconds, 2),
        "over": step.over,
    }
    if isinstance(happened, Answered) and happened.assessment:
        judged = happened.assessment
        told |= {"verdict": judged.verdict, "missing": list(judged.missing)}
    return told


def standing(plan: Plan, limits: Limits, progress: Progress) -> dict[str, Any]:
    """How an interview stands, as `--json` and the status line tell it."""
    topic = topic_in_hand(plan, progress)
    return {
        "state": str(progress.state),
        "question": progress.number,
        "questions": limits.questions,
        "topic": progress.topic,
        "title": topic.title if topic else "",
        "asking": progress.asking,
        "seconds": round(progress.seconds, 2),
        "seconds_left": round(seconds_left(progress, limits), 2),
    }


def interview_record(
    events: Sequence[Event], models: Mapping[str, str], *, aloud: bool
) -> TurnRecord:
    """A finished turn as it is stored: what the candidate said, and what was said to it."""
    told = said(events)
    written = " ".join(one.text for one in told)
    by_kind = {event.kind: event.data for event in events}
    words, failed = by_kind.get("stt-end", {}), by_kind.get("error", {})
    ended = by_kind.get("cancelled", {}).get("reason", "done")
    return TurnRecord(
        question=words.get("text", ""),
        intent=INTERVIEWER,
        passages=(),
        written=written,
        heard=words_heard(told) if aloud else written,
        ended=f"error: {failed['code']}" if failed else ended,
        abstained=False,
        mode="instant",
        models=models,
        timings=by_kind.get("run-end", {}).get("timings", {}),
        spoken=bool(words) and not words.get("typed", False),
        component=failed.get("component", ""),
    )


def first_sound(events: Sequence[Event]) -> float:
    """How long behind its zero a turn was first heard; 0.0 where it never was."""
    timings: Mapping[str, float] = events[-1].data.get("timings", {}) if events else {}
    return max(0.0, timings.get("first_sound", 0.0))
