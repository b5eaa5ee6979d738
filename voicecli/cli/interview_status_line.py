"""Where an interview stands, in one line for whoever sits in it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicecli.pipeline.interviewing import InterviewSession

LONGEST_TITLE = 28
"""Characters of a topic's title."""


def status_line(session: "InterviewSession") -> str:
    """The number of the question, its topic, and the time that is left: "3/16 · Python · 38:05"."""
    stands = session.standing()
    title = stands["title"]
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    parts = [f"question {stands['question']}/{stands['questions']}" if stands["question"] else ""]
    parts += [title, f"{clock_time(stands['seconds_left'])} left"]
    parts += ["paused" if stands["state"] == "paused" else ""]
    return " · ".join(part for part in parts if part)


def clock_time(seconds: float) -> str:
    """Seconds as a clock shows them: "38:05"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
