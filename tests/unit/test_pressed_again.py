"""When the keys of a recording are pressed again, and when a replay is over."""

import threading
from typing import Any

import pytest

from voicecli.pipeline.recorded import Moment
from voicecli.pipeline.replaying import pressed_again
from voicecli.types import SAMPLE_RATE, Event

pytestmark = pytest.mark.unit


class Stepped:
    """Simulated time in which nobody is at work, and a microphone that is over."""

    def __init__(self) -> None:
        self.position = 0
        self.over_at = 0

    def wait_until(self, sample: int) -> bool:
        self.position = max(self.position, sample)
        return True

    def wait(self, seconds: float) -> bool:
        return self.wait_until(self.position + round(seconds * SAMPLE_RATE))

    def leave(self) -> None:
        return


def quits_at(*kinds: str) -> float:
    """The second of the "quit" at 3 s of a recording, if today's answer sounds up to 4.5 s."""
    events = [Moment(SAMPLE_RATE, event=Event(kind, 1.0, {"turn": 1})) for kind in kinds]  # type: ignore[arg-type]
    moments = [*events, Moment(3 * SAMPLE_RATE, pressed="quit")]
    now: Any = Stepped()

    def state() -> str:
        return "speaking" if now.position < 4.5 * SAMPLE_RATE else "ready"

    keys = pressed_again(moments, now, now, state)(threading.Event())
    assert next(keys) == "quit"
    return float(now.position / SAMPLE_RATE)


def test_who_left_behind_the_last_answer_does_so_again() -> None:
    assert quits_at("run-start", "run-end") == pytest.approx(4.5, abs=0.5)


def test_who_left_in_the_midst_of_an_answer_does_so_at_the_same_moment() -> None:
    assert quits_at("run-start") == 3.0
