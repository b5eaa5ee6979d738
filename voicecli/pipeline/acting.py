"""Who plays a scenario: says, types and presses what it tells, and judges what comes of it."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from voicecli.pipeline.comparing import Outcome, outcomes, word_error_rate
from voicecli.pipeline.scenarios import ANSWERED, SPEAKING, Expected, Step
from voicecli.pipeline.talk import Key, Typed
from voicecli.types import SAMPLE_RATE, Event, Samples

LEAD_SECONDS = 0.3
"""Between an answer and what is said next."""
UNHEARD_SECONDS = 8.0
"""What nothing answers for so long was not heard."""
ENDLESS_SECONDS = 300.0
"""An answer that takes longer is left."""
LOOK_SECONDS = 0.05
"""How closely an answer is watched that is to be interrupted."""
REST_SECONDS = 0.25
"""How often it is looked whether an answer is over."""
WORD_SECONDS = 0.37
"""How long a word of an answer takes, about: 160 words a minute."""


class Stage(Protocol):
    """Where a scenario is played, in real or in simulated time."""

    def now(self) -> float:
        """Seconds of the conversation."""
        ...

    def worked(self) -> float:
        """Seconds that the computer worked without the conversation's time going by."""
        ...

    def wait(self, seconds: float) -> bool:
        """Let time go by; False when the conversation is over."""
        ...

    def say(self, samples: Samples) -> None:
        """Have it heard from now on."""
        ...

    def leave(self) -> None:
        """Nothing more will be done."""
        ...


@dataclass(slots=True)
class Played:
    """A step that was played: when it began, and when what was said in it was over."""

    step: Step
    began: float
    said: float = 0.0
    worked: float = 0.0
    """What `Stage.worked` was then."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event, the moment at which it came, and what the computer had worked until then."""

    event: Event
    at: float
    worked: float


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn that came: `began` is its moment, `waited` the seconds until its first sound.

    `mode` and `persona` are those behind it.
    """

    outcome: Outcome
    began: float
    first_sound: float | None
    worked: float
    mode: str = ""
    persona: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a step went as expected; `failures` say what came instead."""

    step: Step
    outcome: Outcome | None
    failures: tuple[str, ...]
    timing: tuple[str, ...] = ()
    """Failures of time alone, which computers differ in."""


class Actor:
    """Plays the steps of a scenario; `keys` is what presses the keys of a `Talk`.

    `see` is called with each of its events in the main thread. `speech` is the sound of each step
    that says something, by its number; `manner` tells the mode and the persona now.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        stage: Stage,
        speech: Mapping[int, Samples],
        manner: Callable[[], tuple[str, str]] = lambda: ("", ""),
    ) -> None:
        self.played: list[Played] = []
        self._steps = steps
        self._stage = stage
        self._speech = speech
        self._manner = manner
        self._seen: list[Seen] = []
        self._manners: list[tuple[str, str]] = []
        """Behind each turn."""
        self._turns = 0
        """Turns that run."""
        self._ended = 0
        self._ended_before = 0
        """Turns that had ended when the step began."""
        self._sounds_since: float | None = None
        self._turn_began = 0.0
        self._is_speaking = False
        """Whether somebody was heard and has not finished."""

    def see(self, event: Event) -> None:
        """Take note of an event."""
        self._seen.append(Seen(event, self._stage.now(), self._stage.worked()))
        if event.kind == "run-start" and "turn" in event.data:
            self._turns += 1
            self._turn_began = self._stage.now()
            self._sounds_since = None
        elif event.kind == "run-end":
            self._turns -= 1
            self._ended += 1
            self._sounds_since = None
            self._manners.append(self._manner())
        elif event.kind == "speech-start" and self._sounds_since is None:
            self._sounds_since = self._stage.now()
        elif event.kind in ("vad-start", "vad-end"):
            self._is_speaking = event.kind == "vad-start"

    def keys(self, closed: threading.Event) -> Iterator[Key | Typed]:
        """Play all steps, then "quit"."""
        try:
            self._stage.wait(LEAD_SECONDS)
            for number, step in enumerate(self._steps):
                if closed.is_set():
                    return
                yield from self._play(number, step)
                if self._is_answered_before(number + 1) and not self._until_answered():
                    return
            yield "quit"
        finally:
            self._stage.leave()

    def _play(self, number: int, step: Step) -> Iterator[Key | Typed]:
        if step.act == "interrupt":
            self._until_sounding(step.after_words * WORD_SECONDS or step.after)
        played = Played(step, self._stage.now(), self._stage.now(), self._stage.worked())
        self._ended_before = self._ended
        self.played.append(played)
        match step.act:
            case "type":
                yield Typed(str(step.what))
            case "key":
                yield step.what  # type: ignore[misc]  # the reader of scenarios checks it
            case "silence":
                self._stage.wait(float(step.what))
            case "wait" if step.what == ANSWERED:
                self._until_answered()
            case "wait":
                self._stage.wait(float(step.what))
            case _:
                samples = self._speech[number]
                self._stage.say(samples)
                self._stage.wait(samples.size / SAMPLE_RATE)
        played.said, played.worked = self._stage.now(), self._stage.worked()

    def _is_answered_before(self, following: int) -> bool:
        """Whether a step's answer is waited for before the next one begins.

        It is where something is expected of it, and behind a question, unless the next step is in
        the midst of it: a key, a pause, an interruption.
        """
        step = self._steps[following - 1]
        if following == len(self._steps) or (step.expect and not step.expect.stopped):
            return True
        if step.act not in SPEAKING:
            return False
        return self._steps[following].act not in ("interrupt", "key", "silence", "wait")

    def _until_answered(self) -> bool:
        """Wait until a turn has ended since the step began, and none runs; False at the end."""
        before, since = self._ended_before, self._stage.now()
        while True:
            if not self._stage.wait(REST_SECONDS):
                return False
            passed = self._stage.now() - since
            is_idle = not self._turns and not self._is_speaking
            if is_idle and (self._ended > before or passed > UNHEARD_SECONDS):
                return self._stage.wait(LEAD_SECONDS)
            if passed > ENDLESS_SECONDS:
                return True

    def _until_sounding(self, seconds: float) -> None:
        """Wait until the answer to what was said last has sounded so long, if there is one."""
        since = self._stage.now()
        asked = next((p.began for p in reversed(self.played) if p.step.act in SPEAKING), 0.0)
        while self._stage.now() - since < UNHEARD_SECONDS or self._turns:
            sounding = self._sounds_since if self._turn_began >= asked else None
            if sounding is not None and self._stage.now() >= sounding + seconds:
                return
            if not self._stage.wait(LOOK_SECONDS):
                return

    def turns(self) -> list[Turned]:
        """The turns that came."""
        events = [seen.event for seen in self._seen]
        starts = [
            seen for seen in self._seen
            if seen.event.kind == "run-start" and "turn" in seen.event.data
        ]  # fmt: skip
        found = []
        for outcome, start in zip(outcomes(events), starts, strict=False):
            sounds = (s for s in self._seen if s.event.kind == "speech-start" and s.at >= start.at)
            first = next(sounds, None)
            manner = self._manners[outcome.number - 1]
            found.append(
                Turned(
                    outcome, start.at, first.at if first else None,
                    first.worked if first else 0.0, *manner,
                )
            )  # fmt: skip
        return found

    def verdicts(self, *, timing: bool = True) -> list[Verdict]:
        """How each step went; without `timing` nobody is told to have been slow."""
        turns = self.turns()
        found = []
        for number, played in enumerate(self.played):
            after = [one for one in self.played[number + 1 :] if one.step.act in SPEAKING]
            until = after[0].began if after else float("inf")
            own = [turn for turn in turns if played.began <= turn.began < until]
            turn = own[-1] if own else None
            failures, slow = (
                judge(played.step.expect, turn, played) if played.step.expect else ((), ())
            )
            found.append(
                Verdict(played.step, turn.outcome if turn else None, failures,
                        slow if timing else ())
            )  # fmt: skip
        missing = self._steps[len(self.played) :]
        return found + [Verdict(step, None, ("the conversation was over",)) for step in missing]


@dataclass(slots=True)
class _Failures:
    told: list[str] = field(default_factory=list)

    def unless(self, is_so: bool, told: str) -> None:
        if not is_so:
            self.told.append(told)


def judge(
    expected: Expected, turn: Turned | None, played: Played
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is not as expected, and what only took too long."""
    if expected.nothing:
        return (() if turn is None else (f"expected nothing, heard {turn.outcome.words!r}",)), ()
    if turn is None:
        return ("nothing was answered",), ()
    one, failed = turn.outcome, _Failures()
    told = f"{one.answer} {one.shown}".strip()
    answer = told.casefold()
    for text in expected.contains:
        failed.unless(text.casefold() in answer, f"{text!r} is not in {told!r}")
    for text in expected.not_contains:
        failed.unless(text.casefold() not in answer, f"{text!r} is in {told!r}")
    if expected.matches is not None:
        found = re.search(expected.matches, told, re.IGNORECASE)
        failed.unless(found is not None, f"{expected.matches!r} does not match {told!r}")
    for text in expected.source:
        is_there = any(text.casefold() in source.casefold() for source in one.sources)
        failed.unless(is_there, f"{text!r} is none of the sources {', '.join(one.sources)!r}")
    if expected.words is not None:
        rate = word_error_rate(expected.words, one.words)
        failed.unless(rate <= expected.word_error, f"heard {one.words!r}, not {expected.words!r}")
    if expected.heard_less_than is not None:
        count = len(one.heard.split())
        failed.unless(count < expected.heard_less_than, f"{count} words of it were heard")
    if expected.command is not None:
        is_it = expected.command.casefold() in (one.order.casefold(), one.order.split(" ")[0])
        failed.unless(is_it, f"the order was {one.order!r}, not {expected.command!r}")
    if (who := expected.persona) is not None:
        is_it = who.casefold() in turn.persona.casefold() if who else not turn.persona
        failed.unless(is_it, f"the persona is {turn.persona!r}, not {who!r}")
    plain = (
        ("intent", one.intent, expected.intent),
        ("mode", turn.mode, expected.mode),
        ("abstains", one.abstained, expected.abstains),
        ("stopped", one.ended not in ("done",), expected.stopped),
    )
    for what, now, wanted in plain:
        failed.unless(wanted is None or now == wanted, f"{what} is {now!r}, not {wanted!r}")
    return tuple(failed.told), _too_late(expected, turn, played)


def _too_late(expected: Expected, turn: Turned, played: Played) -> tuple[str, ...]:
    if expected.within is None:
        return ()
    if turn.first_sound is None:
        return ("there was no sound",)
    waited = (turn.first_sound - played.said) + (turn.worked - played.worked)
    if waited <= expected.within:
        return ()
    return (f"the first sound came after {waited:.2f} s, not within {expected.within:g} s",)
