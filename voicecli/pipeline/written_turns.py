"""The turns of an interview in writing: one after the other, in the thread that reads the lines."""

from collections.abc import Callable

import numpy as np

from voicecli import clock
from voicecli.interview.papers.plain_text import visible
from voicecli.pipeline.interviewing import InterviewSession
from voicecli.pipeline.running import Asked, Unasked
from voicecli.pipeline.scribe import Transcribed
from voicecli.pipeline.unheard import UNHEARD
from voicecli.turn import Turn
from voicecli.types import Event, Segment, Transcript, Utterance


def written(text: str) -> Asked:
    """A line that was typed, in single spaces, as it is seen."""
    return _asked(" ".join(visible(text).split()), None)


def unasked(why: Unasked) -> Asked:
    """A turn for which nobody wrote anything."""
    return _asked("", why)


def take_written(
    session: InterviewSession, asked: Asked, show: Callable[[Event], None] = lambda event: None
) -> list[Event]:
    """Take a turn and have it kept; `show` sees each event as it comes. Raises StorageError."""
    events: list[Event] = []
    for event in session.turn(asked):
        events.append(event)
        show(event)
    session.finished(events)
    return events


def _asked(text: str, why: Unasked | None) -> Asked:
    """Time is that of the conversation's clock: there is no sound to count."""
    nothing = Utterance(np.zeros(0, np.float32), 0, 0, "released")
    words = Transcribed(nothing, Transcript((Segment(0.0, 0.0, text),), "", 0.0), 0.0)
    return Asked(words, text, Turn(clock.now()), UNHEARD, typed=why is None, unasked=why)
