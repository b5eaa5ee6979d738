"""When somebody started to speak, and when they had finished, by their voice.

Time is counted in samples, and no clock is read.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from voicecli.config import VadConfig
from voicecli.errors import AudioError
from voicecli.protocols import TurnModel
from voicecli.types import AudioBlock, Ended, SoFar, Utterance
from voicecli.vad.recording import (
    HYSTERESIS,
    PIECE_PAUSE_SECONDS,
    Recording,
    Scored,
    end_of,
    samples_in,
)
from voicecli.vad.turn_end import ASK_SAMPLES, TurnEnd

WENT_ON_SECONDS = 0.5
"""Who speaks again so soon behind the end of their turn was cut off: there was no answer yet that
they could have heard and reacted to."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak at sample index `at`."""

    at: int


@dataclass(frozen=True, slots=True)
class TurnCues:
    """What decides, besides silence, that a turn is over; for one speaker in one session."""

    model: TurnModel
    rule: TurnEnd
    partial: Callable[[], str] = str
    """The English words recognised so far in this utterance, "" if there are none; never waits."""
    cut_offs: Callable[[], int] = int
    """How many turns so far were taken for over and were not, as is known by what was said then."""


def endpoint(
    scored: Iterable[Scored], config: VadConfig, cues: TurnCues | None = None
) -> Iterator[SpeechStarted | SoFar | Utterance]:
    """Cut a stream of scored blocks into utterances, announcing each when it begins.

    An utterance starts with the sound from `preroll_seconds` before its first speech and ends
    0.2 s behind its last; utterances never overlap. It is `ended` by "silence" (or the end of the
    stream), by "limit" when it grows longer than `longest_seconds` and they still speak, or by
    "pause" when they go on behind one and it is longer than `piece_seconds`: then the next one
    begins at once; or when the device vanishes meanwhile, before that is raised. How much silence
    ends it, `cues` decide in each silence anew; without them it is `silence_seconds`.

    While it goes on, SoFar tells what was said: each `partial_seconds` of speech, in each silence
    once when it reaches `pause_seconds`, and at once when speech goes on behind such a pause.
    """
    hearing = _Hearing(config, cues)
    try:
        for block, probability in scored:
            yield from hearing.push(block, probability)
    except AudioError:
        yield from hearing.end("pause")
        raise
    yield from hearing.end("silence")


class _Hearing:
    """The state between two blocks: waiting for speech, or inside an utterance."""

    def __init__(self, config: VadConfig, cues: TurnCues | None) -> None:
        self._config = config
        self._cues = cues
        self._complete: float | None = None
        """What the model answered in this silence."""
        self._recording: Recording | None = None
        self._before: deque[AudioBlock] = deque()
        self._speech = 0
        """Samples of speech in a row, while waiting."""
        self._began = 0
        """Index of the first of them."""
        self._cut_offs = 0
        """Those of `cues` that the rule knows of."""
        self._pause = 0
        """Samples of silence between the last end of a turn and the speech behind it."""
        self._cut: tuple[int, int] | None = None
        """Where speech ended before the last end of a turn, and where that end was decided."""

    def push(
        self, block: AudioBlock, probability: float
    ) -> Iterator[SpeechStarted | SoFar | Utterance]:
        if self._recording:
            yield from self._inside(self._recording, block, probability)
        else:
            yield from self._waiting(block, probability)

    def end(self, ended: Ended) -> Iterator[Utterance]:
        """Finish what is open: the stream is over."""
        if self._recording and self._recording.blocks:
            yield self._finish(self._recording, ended)

    def _waiting(self, block: AudioBlock, probability: float) -> Iterator[SpeechStarted]:
        if probability >= self._config.threshold:
            if not self._speech:
                self._began = block.start
            self._speech += block.samples.size
        elif probability < self._config.threshold - HYSTERESIS:
            self._speech = 0
        self._remember(block)
        if self._speech and self._speech >= samples_in(self._config.speech_seconds):
            self._recording = Recording(self._config, self._before, end_of(block))
            self._before.clear()
            self._speech = 0
            self._complete = None
            self._learn_from_cut()
            yield SpeechStarted(self._began)

    def _inside(
        self, recording: Recording, block: AudioBlock, probability: float
    ) -> Iterator[SpeechStarted | SoFar | Utterance]:
        if self._ends_piece(recording, probability):
            self._go_on(recording.silence)
            yield self._cut_piece(recording, block)
            yield SpeechStarted(block.start)
            return
        if not recording.blocks:  # behind the limit, unless the stream ended with it
            yield SpeechStarted(block.start)
        if pause := recording.add(block, probability):
            self._go_on(pause)
        # What was said is told before the model is asked, which takes longer than a block lasts.
        yield from recording.news()
        if recording.silence and self._is_over(recording):
            yield self._finish(recording, "silence")
        elif not recording.silence and recording.length >= samples_in(self._config.longest_seconds):
            yield self._finish(recording, "limit")

    def _is_over(self, recording: Recording) -> bool:
        """Whether the silence behind the last speech ends the turn."""
        silence = recording.silence
        if self._cues is None:
            return silence >= samples_in(self._config.silence_seconds)
        if silence < ASK_SAMPLES:
            return False
        if self._complete is None:
            self._complete = self._cues.model.complete(recording.samples())
        if (cut_offs := self._cues.cut_offs()) > self._cut_offs:
            self._cut_offs = cut_offs
            self._cues.rule.cut_off(self._pause)
        return silence >= self._cues.rule.wait(self._complete, self._cues.partial())

    def _ends_piece(self, recording: Recording, probability: float) -> bool:
        """Whether they speak again behind a pause at which what they said is to be cut."""
        longest = self._config.piece_seconds
        return (
            longest > 0.0
            and probability >= self._config.threshold
            and recording.silence >= samples_in(PIECE_PAUSE_SECONDS)
            and recording.length - recording.silence >= samples_in(longest)
        )

    def _cut_piece(self, recording: Recording, block: AudioBlock) -> Utterance:
        """What was said up to the pause that this block ends; the next utterance has begun."""
        piece = recording.finish("pause", recording.speech_and_trail())
        earliest = block.start - samples_in(self._config.preroll_seconds)
        rest = [one for one in recording.blocks if one.start >= max(piece.end, earliest)]
        self._recording = Recording(self._config, (*rest, block), end_of(block))
        return piece

    def _go_on(self, pause: int) -> None:
        """Speech again, after so many samples of silence."""
        if self._cues is not None and self._complete is not None:
            self._cues.rule.learn(pause)
        self._complete = None

    def _learn_from_cut(self) -> None:
        """Speech again behind the end of a turn: if it comes at once, that was only a pause."""
        if self._cues is None or self._cut is None:
            return
        speech_end, decided = self._cut
        self._pause = self._began - speech_end
        if self._began - decided < samples_in(WENT_ON_SECONDS):
            self._cues.rule.learn(self._began - speech_end)

    def _remember(self, block: AudioBlock) -> None:
        """Keep a block that may become the start of an utterance, and forget the oldest."""
        self._before.append(block)
        earliest = self._began if self._speech else end_of(block)
        earliest -= samples_in(self._config.preroll_seconds)
        while self._before and end_of(self._before[0]) <= earliest:
            self._before.popleft()

    def _finish(self, recording: Recording, ended: Ended) -> Utterance:
        self._recording = self._cut = None
        if ended == "limit":  # they still speak: the next utterance has begun
            self._complete = None
            self._recording = Recording(self._config, (), recording.end)
            return recording.finish(ended)
        self._cut = (recording.end - recording.silence, recording.end)
        if self._cues is not None:
            self._cues.rule.over()
        utterance = recording.finish(ended, recording.speech_and_trail())
        # What is left of the pause may be the start of the next utterance.
        for block in recording.blocks:
            if block.start >= utterance.end:
                self._remember(block)
        return utterance
