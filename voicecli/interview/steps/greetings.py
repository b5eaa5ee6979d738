"""How the interviewer opens an interview, takes it up again, and ends it."""

from typing import Literal

from voicecli.interview.course import Limits, Progress
from voicecli.interview.plan import Plan, Topic
from voicecli.interview.planning.told_of import job_as_one, name_of
from voicecli.interview.steps.phrases import MINUTE, count, first_name, minutes, spoken

Ending = Literal["time", "questions", "plan", "closing", "stopped"]
"""Why an interview ends: no time, no question left to ask, a plan that is used up, the closing
question is over, an order."""


def welcome(plan: Plan, limits: Limits) -> tuple[str, ...]:
    """What is said before the first question."""
    name = first_name(plan.resume.name)
    title = spoken(name_of(plan.job.title)) if job_as_one(plan.job.title) else ""
    role = f" for the position of {title}" if title else ""
    return (
        f"Hello{', ' + name if name else ''}, and welcome to your practice interview{role}.",
        f"We have {minutes(limits.minutes * MINUTE)} and up to {count(limits.questions)}.",
        "You can ask me to repeat, rephrase or skip a question, to pause, or to stop.",
    )


def conclusion(plan: Plan, why: Ending) -> tuple[str, ...]:
    """The last words, and what comes next."""
    name = first_name(plan.resume.name)
    opening = {
        "time": "Our time is over.",
        "questions": "That was my last question.",
        "plan": "Those were all my questions.",
        "closing": "Then we are through.",
        "stopped": "All right, we stop here.",
    }[why]
    return (
        opening,
        f"Thank you for the conversation{', ' + name if name else ''}.",
        "Next comes your report: what you said, what was covered, and what to practise.",
    )


def welcome_back(plan: Plan, progress: Progress, topic: Topic | None) -> tuple[str, ...]:
    """What is said when an interview goes on that was left."""
    name = first_name(plan.resume.name)
    named = spoken(topic.title) if topic else ""
    return (
        f"Welcome back{', ' + name if name else ''}.",
        f"We were at question {progress.number}{': ' + named if named else ''}.",
        "I ask it again.",
    )


def back_without_question(plan: Plan) -> str:
    """The same when the question that was open has been forgotten."""
    name = first_name(plan.resume.name)
    return f"Welcome back{', ' + name if name else ''}."
