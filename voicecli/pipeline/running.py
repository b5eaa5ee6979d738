"""The turn in hand, and what has happened in it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from voicecli.pipeline.scribe import Transcribed
from voicecli.protocols import Speaker
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Event

Unasked = Literal["begin", "silence", "resumed"]
"""Why somebody speaks though nobody asked: it begins, nothing was said for long, it goes on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said, to be answered in its turn through a speaker.

    `text` is the question; it begins with `carried`, which was said before `words`, when somebody
    went on after what was taken for the end. `remaining` is what belongs behind the words that were
    shown as certain already; `own_voice` is what was recognised when that was the assistant itself:
    then there is no text. What was `typed` was not said; `cuts` tells whether that
    cut an answer short. `parts` are the pieces of a long utterance that were said right before
    `words` and carried, too, unless `words` are an order behind them. A turn that is `unasked` has
    no words: nobody said anything.
    """

    words: Transcribed
    text: str
    turn: Turn
    speaker: Speaker
    carried: str = ""
    remaining: str = ""
    own_voice: str = ""
    typed: bool = False
    cuts: bool = False
    parts: tuple[Transcribed, ...] = ()
    unasked: Unasked | None = None


@dataclass(slots=True)
class Running:
    """A turn that the answers' thread works at.

    The events of a draft are kept back, so that one that is given up leaves no trace.
    """

    asked: Asked
    wanted: bool
    """Whether the person has finished, so that the turn is no draft."""
    events: list[Event] = field(default_factory=list)
    speaking: bool = False
    """Whether some of the answer was handed to the speaker."""
    over: bool = False
    """Whether its last event has come."""
    seen: float = field(default_factory=time.monotonic)
    """When something was last heard of it."""

    @property
    def turn(self) -> Turn:
        """Its handle."""
        return self.asked.turn

    @property
    def idle_seconds(self) -> float:
        """How long nothing was heard of it; 0 while it rests."""
        return 0.0 if self.turn.held else time.monotonic() - self.seen

    @property
    def may_go_on(self) -> bool:
        """Whether it is wanted and nobody has stopped it."""
        return self.wanted and not self.turn.cancelled

    def sounded_before(self, sample: int) -> float:
        """For how many seconds its sound was to be heard when that sample was recorded."""
        began = self.turn.marks.get("first_sound")
        what = self.asked.words.what
        zero = what.end if what.speech_end is None else what.speech_end
        return 0.0 if began is None else (sample - zero) / SAMPLE_RATE - began

    def follow(self, event: Event) -> Iterator[Event]:
        """Take in an event of the turn, and yield it if the person may know of it."""
        self.speaking = self.speaking or event.kind == "speech-start"
        self.over = event.kind == "run-end"
        self.seen = time.monotonic()
        self.events.append(event)
        if self.wanted:
            yield event

    def confirm(self, at: float, ago: float) -> Iterator[Event]:
        """Make the draft a turn whose zero is `at`, `ago` seconds ago; yield what was kept back."""
        self.wanted = True
        self.turn.confirm(at, ago=ago)
        yield from self.events

    def said(self) -> list[str]:
        """The sentences of the answer so far."""
        return [event.data["text"] for event in self.events if event.kind == "llm-text"]

    def failure(self) -> Event | None:
        """The error that left the person without any answer, if there was one."""
        errors = [event for event in self.events if event.kind == "error"]
        return errors[-1] if errors and not self.said() else None
