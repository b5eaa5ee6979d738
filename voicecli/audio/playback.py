"""What waits to be played, and how much of each sentence has been."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from voicecli.audio.resample import resample
from voicecli.turn import Turn
from voicecli.types import Heard, Samples, Sentence, SpeechChunk

_CUT_SECONDS = 0.005
"""Speech that is cancelled fades out over this time: a sudden end clicks."""

_FADE_SECONDS = 0.02
"""Speech that is held fades out, and in again, over this time: it may come back in mid-word."""

_REWIND_SECONDS = 0.04
"""Held speech goes on from so long before its fade-out, so that a sound that was cut is whole."""

_AHEAD_SECONDS = 10.0
"""How much may wait before `play` waits too."""

_WHOLE = 0.999
"""Shares are sums of fractions, which seldom add up to 1 exactly."""

Step = Callable[[], None]
"""What a waiting caller does between two looks: sleep, or move a file's time on; may raise."""


@dataclass(slots=True)
class _Spoken:
    """How a sentence fares, in samples. `end` is the clock's time after its last one."""

    sentence: Sentence
    share: float = 0.0
    """How much of the sentence was queued at all."""
    queued: int = 0
    played: int = 0
    dropped: int = 0
    end: int = 0


@dataclass(slots=True)
class _Piece:
    turn: Turn
    spoken: _Spoken
    samples: Samples
    position: int = 0
    """What the device takes next."""
    heard: int = 0
    """What it took at most: held speech goes back and is heard twice, but counted once."""


class Playback:
    """The buffer between the thread that speaks and the device that plays.

    One thread calls `play` and `finish`; the device calls `fill`, from its own thread if it likes:
    each counter has one writer and the deque's two ends one user each, so there is no lock that
    the device could wait for. `clock` counts all samples that the device took, silence included.

    What is not audible is not played: the speech of a draft and of a held turn waits where it is,
    and what is queued behind it waits too. Each turn is marked with the times of its "first_sound"
    and, once it was held or cancelled, of being "silent".
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.clock = 0
        self._queued = 0
        self._taken = 0
        self._pieces: deque[_Piece] = deque()
        self._turns: dict[int, list[_Spoken]] = {}
        self._fade = 1 / max(1, round(rate * _FADE_SECONDS))
        self._cut = 1 / max(1, round(rate * _CUT_SECONDS))
        self._turn: Turn | None = None
        """Whose speech was played last."""
        self._level = 1.0
        """The factor on that speech, less than 1 while it fades and 0 while it is held."""
        self._is_sounding = False
        """Whether speech was the last that the device took."""

    @property
    def sounding(self) -> bool:
        """Whether speech was the last that the device took."""
        return self._is_sounding

    @property
    def waiting(self) -> int:
        """Samples that the device has yet to take."""
        return self._queued - self._taken

    @property
    def turn(self) -> Turn | None:
        """Whose speech stands at the head of the queue."""
        return self._pieces[0].turn if self._pieces else None

    @property
    def next_piece(self) -> int:
        """Samples that are left of the chunk at the head of the queue."""
        return self._pieces[0].samples.size - self._pieces[0].position if self._pieces else 0

    def play(self, chunk: SpeechChunk, turn: Turn, step: Step) -> None:
        """Queue a chunk, at the device's rate; does `step` while more than ten seconds wait."""
        samples = resample(chunk.samples, chunk.sample_rate, self.rate)
        while self.waiting > _AHEAD_SECONDS * self.rate and not turn.cancelled:
            step()
        if turn.cancelled or not samples.size:
            return
        spoken = self._spoken(turn, chunk.sentence)
        spoken.share = min(1.0, spoken.share + chunk.share)
        spoken.queued += samples.size
        self._queued += samples.size
        self._pieces.append(_Piece(turn, spoken, samples))

    def finish(self, turn: Turn, step: Step, latency: int = 0) -> Iterator[Heard]:
        """Do `step` until the turn's sound is over; yield each sentence that was heard.

        A sentence is over `latency` samples after the device took its last one.
        """
        for spoken in self._turns.pop(turn.id, []):
            while not self._is_over(spoken, latency):
                step()
            if spoken.played:
                fraction = spoken.played / spoken.queued * spoken.share
                yield Heard(spoken.sentence, fraction if fraction < _WHOLE else 1.0)

    def fill(self, out: Samples, at: float) -> int:
        """Fill the device's next samples: speech first, then zeros; returns how many are speech.

        They leave the device from `at` on, a time of `time.perf_counter()`. A past one plays what
        was audible then.
        """
        filled = 0
        while filled < out.size and self._pieces:
            piece = self._pieces[0]
            now = at + filled / self.rate
            sound = piece.turn.sound_at(now)
            if sound == "sounds":
                filled += self._put(piece, out, filled, now, self._fade)
            elif self._is_in_the_middle_of(piece):
                fade = self._cut if sound == "over" else self._fade
                filled += self._put(piece, out, filled, now, -fade)
                if not self._level:
                    self._rest(at + filled / self.rate)
            elif sound == "over":
                self._drop(piece)
            else:
                break
        if filled < out.size:
            self._rest(at + filled / self.rate)
        out[filled:] = 0
        self.clock += out.size
        return filled

    def _is_in_the_middle_of(self, piece: _Piece) -> bool:
        """Whether a sentence is sounding: between two of them nothing has to fade."""
        return self._is_sounding and self._turn is piece.turn and piece.spoken.played > 0

    def _put(self, piece: _Piece, out: Samples, filled: int, now: float, slope: float) -> int:
        """Play the piece's next samples into `out`, from `filled` on; returns how many.

        Their level moves by `slope` a sample; they end where it is 0.
        """
        if self._turn is not piece.turn:
            self._turn, self._level = piece.turn, 1.0
        if piece.position == 0:
            piece.turn.mark("first_sound", now)
        most = out.size - filled
        if slope < 0:
            most = min(most, max(1, round(self._level / -slope)))
        samples = piece.samples[piece.position : piece.position + most]
        out[filled : filled + samples.size] = samples * self._gains(samples.size, slope)
        self._is_sounding = True
        self._count(piece, samples.size, self.clock + filled)
        return samples.size

    def _gains(self, count: int, slope: float) -> Samples | float:
        if slope > 0 and self._level == 1:
            return 1.0
        ramp = self._level + slope * np.arange(1, count + 1)
        gains: Samples = np.clip(ramp, 0, 1).astype(np.float32)
        self._level = float(gains[-1]) if gains[-1] > abs(slope) / 2 else 0.0
        return gains

    def _count(self, piece: _Piece, count: int, clock: int) -> None:
        piece.position += count
        new = max(0, piece.position - piece.heard)
        piece.heard += new
        self._taken += count
        piece.spoken.end = clock + count
        piece.spoken.played += new
        if piece.position == piece.samples.size:
            self._pieces.popleft()

    def _rest(self, at: float) -> None:
        """The speech ends here, for now if its turn is held."""
        if not self._is_sounding or self._turn is None:
            return
        self._is_sounding = False
        sound = self._turn.sound_at(at)
        if sound == "sounds":
            return
        self._turn.mark("silent", at)
        self._level = 0.0
        if sound == "waits" and self._pieces and self._pieces[0].turn is self._turn:
            piece = self._pieces[0]
            back = round((_FADE_SECONDS + _REWIND_SECONDS) * self.rate)
            back = min(back, piece.position)
            piece.position -= back
            self._taken -= back

    def _drop(self, piece: _Piece) -> None:
        self._taken += piece.samples.size - piece.position
        piece.spoken.dropped += piece.samples.size - piece.heard
        self._pieces.popleft()

    def _spoken(self, turn: Turn, sentence: Sentence) -> _Spoken:
        told = self._turns.setdefault(turn.id, [])
        if not told or told[-1].sentence.index != sentence.index:
            told.append(_Spoken(sentence))
        return told[-1]

    def _is_over(self, spoken: _Spoken, latency: int) -> bool:
        # `played` is written last: once the sum is right, `end` is too.
        if spoken.played + spoken.dropped < spoken.queued:
            return False
        return bool(spoken.dropped) or self.clock >= spoken.end + latency
