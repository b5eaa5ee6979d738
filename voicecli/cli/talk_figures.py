"""What a running conversation comes to, counted from its events. Pure: it reads no clock."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from voicecli.cli.counted import counted
from voicecli.types import Event

WAITED = "waited"
"""Until the answer began: to be heard, or in text to be read."""

INTERRUPTED = frozenset({"barge-in", "superseded", "interrupted", "stopped"})
MOST_TURNS = 1_000
"""Percentiles are of so many turns, the last ones: a kiosk talks for months."""


@dataclass(frozen=True, slots=True)
class StageFigures:
    """A stage of the last turn (None: it had none) and of all turns so far, in seconds."""

    last: float | None
    p50: float
    p95: float
    turns: int


class TalkFigures:
    """Counts the turns of a conversation. Orders are no turns: nothing is looked for in them."""

    def __init__(self) -> None:
        self.turns = self.interrupted = self.cached = self.abstained = self.failed = 0
        self.last: Mapping[str, float] = {}
        """Seconds by stage of the last turn."""
        self._seconds: dict[str, deque[float]] = {}
        self._is_question = self._is_typed = False

    def take(self, event: Event) -> None:
        """Count what an event of the conversation tells."""
        data = event.data
        match event.kind:
            case "run-start":
                self._is_question = self._is_typed = False
            case "stt-end":
                self._is_typed = data.get("typed", False)
            case "retrieval-end":
                self._is_question = True
                self.cached += bool(data.get("cached", False))
                self.abstained += bool(data["abstained"])
            case "cancelled":
                self.interrupted += data["reason"] in INTERRUPTED
            case "error":
                self.failed += 1
            case "run-end" if self._is_question:
                self._end(data["timings"])

    def stage(self, name: str) -> StageFigures | None:
        """The figures of a stage; None where no turn had it."""
        seconds = self._seconds.get(name)
        if not seconds:
            return None
        p50, p95 = np.percentile(seconds, (50, 95)).tolist()
        return StageFigures(self.last.get(name), p50, p95, len(seconds))

    def _end(self, timings: Mapping[str, float]) -> None:
        self.turns += 1
        began = timings.get("first_sound", timings.get("total") if self._is_typed else None)
        self.last = {**timings, **({WAITED: began} if began is not None else {})}
        for stage, seconds in self.last.items():
            self._seconds.setdefault(stage, deque(maxlen=MOST_TURNS)).append(seconds)


def parting_line(figures: TalkFigures) -> str:
    """What a person reads when they leave; empty where nothing was answered."""
    if not figures.turns:
        return ""
    told = [counted(figures.turns, "turn")]
    if waited := figures.stage(WAITED):
        told.append(f"median wait {waited.p50:.2f} s")
    if figures.interrupted:
        told.append(counted(figures.interrupted, "interruption"))
    return ", ".join(told)
