"""Small plans, topics, replies and turns for tests of interviews."""

from voicecli.interview.course import Assessment, Limits, Reply, Verdict
from voicecli.interview.plan import Job, Plan, Question, Resume, Topic
from voicecli.interview.steps.machine import Answered
from voicecli.types import TurnRecord


def plan_of(topics: int = 3, questions: int = 2, name: str = "Anna Lee") -> Plan:
    """A plan whose topics differ in nothing but number and weight."""
    return Plan(
        job=Job("Ward nurse", "St. Mary", ()),
        resume=Resume(name, ()),
        matches=(),
        topics=tuple(_topic(number, questions) for number in range(1, topics + 1)),
    )


def _topic(number: int, questions: int) -> Topic:
    asked = tuple(
        Question(f"Question {number}-{each}?", "behavioural", (f"point {number}-{each}",))
        for each in range(1, questions + 1)
    )
    return Topic(f"t{number}", f"topic {number}", "strength", "", 1.0 / number, asked)


def topic_of(
    number: int, title: str, *questions: str, seeks: tuple[str, ...] = ("own part", "result")
) -> Topic:
    """A topic with these questions, all of one kind; the first topics weigh most."""
    ready = tuple(Question(text, "behavioural", seeks) for text in questions)
    return Topic(f"t{number}", title, "strength", "", 1.0 - number / 10, ready)


def turn_of(said: str, asked: str) -> TurnRecord:
    """A turn in which the candidate said something, and the interviewer then asked."""
    return TurnRecord(said, "interview", (), asked, asked, "done", False, "instant", {}, {})


def answered(
    verdict: Verdict = "good", *, at: float, follow_up: str = "", text: str = "I did it."
) -> Answered:
    """A reply that was judged so, with a follow-up to ask if there is one."""
    question = Question(follow_up, "behavioural", ("the result",)) if follow_up else None
    return Answered(Reply(text, typed=True), Assessment(verdict), question, at)


WIDE = Limits(minutes=45, questions=16, follow_ups=2)
