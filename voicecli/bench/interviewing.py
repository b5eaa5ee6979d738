"""Whole interviews with the synthetic candidate, in writing, in simulated time.

What is held is the product: plan, assessor, state machine, keeper and database are those of
`voicecli interview --text`. Only time is simulated: a sentence takes as long as it takes to say.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from voicecli import assembly, clock
from voicecli.bench.candidate import WORDS_PER_SECOND, Candidate, Saying
from voicecli.config import Config
from voicecli.interview.course import Interview, Limits, Progress, Verdict
from voicecli.interview.plan import Plan
from voicecli.interview.steps.agenda import follow_ups_of, may_follow_up, seconds_left, was_asked
from voicecli.interview.steps.machine import topic_in_hand
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.pipeline.interviewing import InterviewSession
from voicecli.pipeline.written_turns import take_written, unasked, written
from voicecli.types import Event

MOST_TURNS = 400
"""An interview that takes more does not end."""
THINKING_SECONDS = 2.0
SILENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Conduct:
    """How an interview is held: its limits, how slowly the candidate speaks, when it is left.

    `leaves_after` turns the program ends and the interview is resumed from the database; 0: never.
    """

    limits: Limits
    slowness: float = 1.0
    leaves_after: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer with its label, and what the interviewer made of it.

    `followed_up` is None where limits or other topics left no room for the question.
    """

    question: str
    saying: Saying
    judged: Verdict | None
    followed_up: bool | None

    @property
    def right(self) -> bool | None:
        """Whether the decision to ask on, or not to, was right; None where there was none."""
        if self.followed_up is None or self.saying.follow_up is None:
            return None
        return self.followed_up == self.saying.follow_up


@dataclass(slots=True)
class HeldInterview:
    """An interview that was held, what was decided in it, and what went wrong."""

    session: str
    plan: Plan
    limits: Limits
    progress: Progress = field(default_factory=Progress)
    decisions: list[Decision] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    turns: int = 0


@dataclass(slots=True)
class _Time:
    """The simulated time."""

    now: float = 1000.0


def hold_interview(
    config: Config, engines: assembly.Engines, plan: Plan, candidate: Candidate, conduct: Conduct
) -> HeldInterview:
    """Hold one from the first word to the last, and look at every step."""
    time = _Time()
    with clock.told_by(lambda: time.now):
        held = HeldInterview("", plan, conduct.limits)
        for sitting in (1, 2):
            with _sitting(config, engines, held) as session:
                most = conduct.leaves_after if sitting == 1 else 0
                _converse(session, candidate, conduct, held, time, most or MOST_TURNS)
                held.progress = session.progress
                if session.over:
                    break
    if not held.faults and not seconds_left(held.progress, held.limits) and not session.over:
        held.faults.append("time is over, the interview is not")
    if not session.over:
        held.faults.append("it does not end")
    return held


@contextmanager
def _sitting(
    config: Config, engines: assembly.Engines, held: HeldInterview
) -> Iterator[InterviewSession]:
    """The interview as the program begins it, or goes on with it."""
    with (
        assembly.open_conversation_store(config) as db,
        assembly.open_interview_keeper(config, db) as keeper,
    ):
        progress = _stored(keeper, held)
        session = assembly.make_interview(
            config, engines, keeper, Interview(held.plan, held.limits, progress)
        )
        yield session
        session.finish()


def _stored(keeper: InterviewKeeper, held: HeldInterview) -> Progress:
    if not held.session:
        held.session = keeper.begin(held.plan, held.limits)
        return Progress()
    stored = keeper.resume(held.session)
    if stored.progress != held.progress:
        held.faults.append("what was stored is not what was left")
    held.plan, held.limits = stored.plan, stored.limits
    return stored.progress


def _converse(
    session: InterviewSession,
    candidate: Candidate,
    conduct: Conduct,
    held: HeldInterview,
    time: _Time,
    most: int,
) -> None:
    """Turn by turn, until it is over or left."""
    _hear(take_written(session, unasked(session.opens)), held, time)
    for _ in range(most):
        if session.over:
            return
        before = session.progress
        saying = candidate.reply(before)
        spoken = saying.seconds * conduct.slowness + THINKING_SECONDS
        time.now += spoken if saying.text else SILENCE_SECONDS
        asked = written(saying.text) if saying.text else unasked("silence")
        events = take_written(session, asked)
        held.turns += 1
        _look(before, session.progress, saying, held)
        _hear(events, held, time)


def _hear(events: list[Event], held: HeldInterview, time: _Time) -> None:
    """What the interviewer says takes its time."""
    said = [event.data["text"] for event in events if event.kind == "llm-text"]
    time.now += sum(len(text.split()) for text in said) / WORDS_PER_SECOND
    held.faults += [f"error: {one.data['message']}" for one in events if one.kind == "error"]


def _look(before: Progress, after: Progress, saying: Saying, held: HeldInterview) -> None:
    """What a step decided, and whether it broke a limit."""
    limits = held.limits
    new = after.asked[len(before.asked) :]
    if len(after.asked) > limits.questions:
        held.faults.append(f"question {len(after.asked)} of {limits.questions}")
    if new and not seconds_left(after, limits):
        held.faults.append(f"asked when the time was over: {new[0]}")
    held.faults += [f"asked again: {one}" for one in new if was_asked(one, before.asked)]
    if any(follow_ups_of(after, one.id) > limits.follow_ups for one in held.plan.topics):
        held.faults.append("too many follow-ups")
    if saying.verdict and topic_in_hand(held.plan, before):
        held.decisions.append(_decision(before, after, saying, held))


def _decision(before: Progress, after: Progress, saying: Saying, held: HeldInterview) -> Decision:
    now = replace(before, seconds=after.seconds)
    room = may_follow_up(held.plan, now, held.limits) and before.aside is None
    followed = len(after.asked) > len(before.asked) and after.asking == "follow-up"
    over = next((one for one in after.exchanges if one.number == before.number), None)
    judged = over.assessment.verdict if over and over.assessment else None
    if saying.verdict == "hostile" and len(after.earlier) > len(before.earlier):
        judged = "hostile"
    counts = room and saying.verdict != "silent"
    return Decision(before.question, saying, judged, followed if counts else None)
