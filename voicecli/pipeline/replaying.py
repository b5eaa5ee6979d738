"""A recorded conversation held again: the same sound, keys and lines at the same moments.

Engines take as long as they took then, in the time of the conversation: words are known, sentences
written and spoken no sooner than in the recording, so that an interruption falls on the same word.
Where today's words or answers are others than the recorded ones, they come at once.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from voicecli.pipeline.answering import Answers
from voicecli.pipeline.recorded import Moment
from voicecli.pipeline.recording import sound_key
from voicecli.pipeline.running import Asked
from voicecli.pipeline.simulation import SimulatedMicrophone, SimulatedSpeaker, SimulatedTime
from voicecli.pipeline.talk import Key, Typed
from voicecli.turn import Turn
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, Event, Heard, Samples, SpeechChunk

SAME_WORDS = 1.5
"""A sentence that was cut no more than so many words from where it was cut in the recording was cut
at the same place: blocks of sound and buffers of devices are the grain of that."""
LONGEST_END_SECONDS = 120.0
"""So long may the last answer sound behind the end of the recording."""


@dataclass(slots=True)
class RecordedTurn:
    """When a turn began, and when each of its sentences was written and began to be spoken.

    All are sample indices. `cut` are the sentences that were not heard to the end: their text and
    the part that was.
    """

    began: int
    written: dict[int, int] = field(default_factory=dict)
    spoken: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    cut: dict[int, float] = field(default_factory=dict)


def recorded_turns(moments: Iterable[Moment]) -> list[RecordedTurn]:
    """The turns of a recording in order."""
    turns: list[RecordedTurn] = []
    for moment in moments:
        event = moment.event
        if event is None:
            continue
        if event.kind == "run-start" and "turn" in event.data:
            turns.append(RecordedTurn(moment.position))
        elif turns:
            _note(turns[-1], event, moment.position)
    return turns


def _note(turn: RecordedTurn, event: Event, position: int) -> None:
    index = event.data.get("index")
    if not isinstance(index, int):
        return
    if event.kind == "llm-text":
        turn.written.setdefault(index, position)
        turn.texts[index] = str(event.data.get("text", ""))
    elif event.kind == "speech-start":
        turn.spoken.setdefault(index, position)
    elif event.kind == "speech-end" and (fraction := event.data.get("fraction", 1.0)) < 1.0:
        turn.cut[index] = float(fraction)


class Pace:
    """How long everything took in the recording. `answers` and `speaker` are of one thread."""

    def __init__(self, moments: Iterable[Moment], moment: SimulatedTime) -> None:
        moments = tuple(moments)
        self._time = moment
        self._turns = recorded_turns(moments)
        self._known: dict[str, deque[int]] = defaultdict(deque)
        for one in moments:
            if one.recognized:
                self._known[one.recognized].append(one.position)
        self.turn: RecordedTurn | None = None
        """The recorded turn that the running one is like."""

    def known_at(self, samples: Samples) -> int:
        """When the words of that sound were known; 0 when it was not recognised then."""
        known = self._known.get(sound_key(samples))
        return known.popleft() if known else 0

    def answers(self, answers: Answers) -> Answers:
        """The same answers, each sentence no sooner than it was written then."""

        def paced(asked: Iterator[Asked]) -> Iterator[Event]:
            now: list[Turn] = []

            def noted() -> Iterator[Asked]:
                for one in asked:
                    now[:] = [one.turn]
                    self.turn = self._find(one)
                    yield one

            for event in answers(noted()):
                if event.kind == "llm-text" and self.turn:
                    self.wait(self.turn.written.get(event.data["index"], 0), now[0])
                yield event

        return paced

    def wait(self, sample: int, turn: Turn) -> None:
        """Let time go by up to that index, or until the turn is cancelled."""
        while self._time.position < sample and not turn.cancelled:
            if not self._time.wait_until(self._time.position + 1):
                return

    def _find(self, asked: Asked) -> RecordedTurn | None:
        """The first recorded turn that began when this one's words had been said, or soon after."""
        end = self._time.position if asked.typed else asked.words.what.end
        found = (turn for turn in self._turns if turn.began >= end - 2 * BLOCK_SAMPLES)
        return next(found, None)


class PacedSpeaker(SimulatedSpeaker):
    """A speaker that speaks no sooner than in the recording, and is cut where it was cut then."""

    def __init__(self, moment: SimulatedTime, pace: Pace, *, keeping: bool = False) -> None:
        super().__init__(moment, keeping=keeping)
        self._pace = pace

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """As Speaker."""
        if recorded := self._pace.turn:
            self._pace.wait(recorded.spoken.get(chunk.sentence.index, 0), turn)
        super().play(chunk, turn)

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """As Speaker."""
        for heard in super().finish(turn):
            index, text = heard.sentence.index, heard.sentence.text
            recorded = self._pace.turn
            cut = recorded.cut.get(index) if recorded else None
            if cut is None or recorded is None or recorded.texts.get(index) != text:
                yield heard
                continue
            words = abs(cut - heard.fraction) * len(text.split())
            yield Heard(heard.sentence, cut) if words <= SAME_WORDS else heard


def pressed_again(
    moments: Iterable[Moment],
    moment: SimulatedTime,
    microphone: SimulatedMicrophone,
    state: Callable[[], str],
) -> Callable[[threading.Event], Iterator[Key | Typed]]:
    """The keys and lines of a recording when their moments come, and "quit" when all is over.

    Who left when the last answer was over does so now, although it may be over a little later.
    """

    def heard_out(since: int) -> None:
        latest = since + round(LONGEST_END_SECONDS * SAMPLE_RATE)
        while state() != "ready" and moment.position < latest and moment.wait(0.5):
            pass

    def keys(closed: threading.Event) -> Iterator[Key | Typed]:
        answering = False
        try:
            for one in moments:
                answering = _is_answering(one, answering=answering)
                if one.pressed is not None:
                    if not moment.wait_until(one.position) or closed.is_set():
                        return
                    if one.pressed == "quit" and not answering:
                        heard_out(one.position)
                    yield one.pressed
            while microphone.over_at is None or moment.position < microphone.over_at:
                if not moment.wait(0.1):
                    return
            moment.wait(0.5)
            heard_out(moment.position)
            yield "quit"
        finally:
            moment.leave()

    return keys


def _is_answering(moment: Moment, *, answering: bool) -> bool:
    """Whether a turn runs behind that moment of a recording."""
    event = moment.event
    if event is None:
        return answering
    begins = event.kind == "run-start" and "turn" in event.data
    return begins or (answering and event.kind != "run-end")
