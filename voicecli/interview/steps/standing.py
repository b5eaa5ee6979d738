"""How far an interview has come, for a look from outside: questions, time, each topic's points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voicecli.interview.course import Exchange, Limits, Progress, State
from voicecli.interview.plan import Plan, Topic

Activity = Literal["planned", "held", "paused", "left", "over"]
"""Nothing was asked yet; somebody answers just now; paused there; left before its end; ended."""
Stage = Literal["waiting", "in hand", "begun", "done", "skipped", "not reached"]
"""`begun` is a topic that may come up again: it has questions left, or its answers gaps."""

_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class TopicStanding:
    """How far a topic has come: `asked` questions, `answered` of them.

    `points` are those that its questions sought and that were judged, `covered` how many of them
    an answer touched; both 0 where nothing was judged.
    """

    id: str
    title: str
    stage: Stage
    asked: int
    follow_ups: int
    answered: int
    points: int
    covered: int

    @property
    def coverage(self) -> float | None:
        """The share of the points that were touched, 0..1; None where nothing was judged."""
        return self.covered / self.points if self.points else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an interview has come. Seconds are those of the interview, without its pauses."""

    activity: Activity
    state: State
    number: int
    question: str
    topic: str
    """The title of the topic in hand, "" for none."""
    asked: int
    questions: int
    """Most that may be asked."""
    seconds: float
    limit_seconds: float
    topics: tuple[TopicStanding, ...]

    @property
    def seconds_left(self) -> float:
        """Until nothing more is asked."""
        return max(0.0, self.limit_seconds - self.seconds)


def standing(
    plan: Plan, limits: Limits, progress: Progress, *, is_held: bool, is_over: bool, since: float
) -> Standing:
    """How far an interview has come that was stored `since` seconds ago.

    While it is held its time has gone on since then, but not in a pause.
    """
    activity = _activity(progress, is_held=is_held, is_over=is_over)
    seconds = progress.seconds + (since if activity == "held" else 0.0)
    titles = {topic.id: topic.title for topic in plan.topics}
    is_asked = bool(progress.question) and not is_over
    return Standing(
        activity,
        progress.state,
        progress.number or len(progress.asked),
        progress.question if is_asked else "",
        titles.get(progress.topic, "") if is_asked else "",
        len(progress.asked),
        limits.questions,
        seconds,
        limits.minutes * _MINUTE,
        tuple(_topic(topic, progress, is_over=is_over) for topic in plan.topics),
    )


def points_of(exchanges: Sequence[Exchange]) -> tuple[int, int]:
    """How many of the points that questions sought were touched in any answer, and how many."""
    covered: set[str] = set()
    points: set[str] = set()
    for one in exchanges:
        if one.assessment is not None:
            touched = {point.point for point in one.assessment.covered}
            covered |= touched
            points |= touched | set(one.assessment.missing)
    return len(covered), len(points)


def _activity(progress: Progress, *, is_held: bool, is_over: bool) -> Activity:
    if is_over or progress.state is State.DONE:
        return "over"
    if progress.state is State.PAUSED:
        return "paused"
    if is_held:
        return "held"
    return "left" if progress.asked else "planned"


def _topic(topic: Topic, progress: Progress, *, is_over: bool) -> TopicStanding:
    found = [one for one in progress.exchanges if one.topic == topic.id]
    covered, points = points_of(found)
    is_open = progress.topic == topic.id and bool(progress.question) and not is_over
    return TopicStanding(
        topic.id,
        topic.title,
        _stage(topic, progress, found, is_open=is_open, is_over=is_over),
        len(found) + is_open,
        sum(one.asking == "follow-up" for one in found)
        + (is_open and progress.asking == "follow-up"),
        sum(one.outcome == "answered" for one in found),
        points,
        covered,
    )


def _stage(
    topic: Topic, progress: Progress, found: list[Exchange], *, is_open: bool, is_over: bool
) -> Stage:
    if is_open:
        return "in hand"
    if found and all(one.outcome == "skipped" for one in found):
        return "skipped"
    if topic.id in progress.closed or (found and is_over):
        return "done" if found else "skipped"
    if is_over:
        return "not reached"
    return "begun" if found else "waiting"
