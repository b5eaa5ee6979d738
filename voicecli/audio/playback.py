"""What waits to be played, and how much of each sentence has been."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from voicecli.audio.resample import resample
from voicecli.turn import Turn
from voicecli.types import Heard, Samples, Sentence, SpeechChunk

_FADE_SECONDS = 0.005
"""Speech that is cut off fades over this time: a sudden end clicks."""

_AHEAD_SECONDS = 10.0
"""How much may wait before `play` waits too."""

Step = Callable[[], None]
"""What a waiting caller does between two looks: sleep, or move a file's time on; may raise."""


@dataclass(slots=True)
class _Spoken:
    """How a sentence fares, in samples. `end` is the clock's time after its last one."""

    sentence: Sentence
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


class Playback:
    """The buffer between the thread that speaks and the device that plays.

    One thread calls `play` and `finish`; the device calls `fill`, from its own thread if it likes:
    each counter has one writer and the deque's two ends one user each, so there is no lock that
    the device could wait for. `clock` counts all samples that the device took, silence included.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.clock = 0
        self._queued = 0
        self._taken = 0
        self._pieces: deque[_Piece] = deque()
        self._turns: dict[int, list[_Spoken]] = {}
        self._ramp = np.linspace(1, 0, max(2, round(rate * _FADE_SECONDS)), dtype=np.float32)

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
                yield Heard(spoken.sentence, spoken.played / spoken.queued)

    def fill(self, out: Samples, *, is_past: bool = False) -> int:
        """Fill the device's next samples: speech first, then zeros; returns how many are speech.

        Of a cancelled turn nothing is played but a fade-out of what was sounding; `is_past`
        samples were played before the cancel and are only taken now.
        """
        filled = 0
        while filled < out.size and self._pieces:
            piece = self._pieces[0]
            room = out[filled:]
            if piece.turn.cancelled and not is_past:
                count = self._fade(piece, room)
                piece.spoken.dropped += piece.samples.size - piece.position - count
                self._taken += piece.samples.size - piece.position
                piece.position = piece.samples.size - count
            else:
                count = min(room.size, piece.samples.size - piece.position)
                room[:count] = piece.samples[piece.position : piece.position + count]
                self._taken += count
            filled += count
            piece.position += count
            piece.spoken.end = self.clock + filled
            piece.spoken.played += count
            if piece.position == piece.samples.size:
                self._pieces.popleft()
        out[filled:] = 0
        self.clock += out.size
        return filled

    def _fade(self, piece: _Piece, room: Samples) -> int:
        """Put a fade-out of a piece that is sounding into `room`; returns its length."""
        if not piece.position:
            return 0
        rest = piece.samples[piece.position : piece.position + self._ramp.size]
        count = min(room.size, rest.size)
        np.multiply(rest[:count], self._ramp[:count], out=room[:count])
        return count

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
