"""Where an interview stands, in one line for whoever sits in it."""

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from voicecli.cli.console import printable
from voicecli.clock_time import clock_time

if TYPE_CHECKING:
    from voicecli.pipeline.interviewing import InterviewSession

LONGEST_TITLE = 48
"""Columns of a topic's title."""
_SHORTEST_TITLE = 8
"""Under so many columns it tells nothing, and is left out."""
_BETWEEN = " · "


def status_line(session: "InterviewSession", columns: int, *marks: str) -> str:
    """The number of the question, its topic, the time that is left, whether it is paused, `marks`.

    "question 3/16 · Python · 38:05 left". Only the topic gives way where there is little room.
    """
    stands = session.standing()
    number = f"question {stands['question']}/{stands['questions']}" if stands["question"] else ""
    paused = "paused" if stands["state"] == "paused" else ""
    told = [number, f"{clock_time(stands['seconds_left'])} left", paused, *marks]
    told = [part for part in told if part]
    room = columns - cell_len(_BETWEEN.join(["", *told]))
    if title := _cut(printable(stands["title"]), min(room, LONGEST_TITLE)):
        told.insert(1 if number else 0, title)
    return _BETWEEN.join(told)


def _cut(title: str, columns: int) -> str:
    """As much of a title as there is room for; "" if that is too little."""
    if cell_len(title) <= columns:
        return title
    if columns < _SHORTEST_TITLE:
        return ""
    return f"{set_cell_size(title, columns - 1).rstrip()}…"
