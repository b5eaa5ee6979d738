"""Files that behave like a microphone and a speaker."""

import threading
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import decode
from voicecli.audio.level import SILENCE_DBFS, rms_dbfs
from voicecli.audio.playback import Playback
from voicecli.audio.wav import WavWriter
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, AudioBlock, Heard, Samples, SpeechChunk

SILENCE_SECONDS = 1.0
"""Silence that follows a file, so that what is said last has an end."""

_SPEAKER_RATE = 22_050
"""Hz; the rate of most Piper voices, which are then written as they are."""

_POLL_SECONDS = 0.01

_GRAIN_SECONDS = 0.005
"""Time that has passed is played in such pieces: a turn may have been held or cancelled in it."""

_LONGEST_PAUSE_SECONDS = 1.0
"""Silence is written in pieces of that length."""


class FileMicrophone:
    """A recording that is heard as if it were spoken now; paced: in real time.

    Raises AudioError on entering when the file cannot be read.
    """

    def __init__(self, path: Path | str, *, paced: bool = True) -> None:
        self.paced = paced
        self.name = str(path)
        self.level = SILENCE_DBFS
        """Loudness of the latest block that was read, in dBFS."""
        self.dropped = 0
        """Always 0: a file waits for its listener."""
        self.zero: float | None = None
        """When its first sample was spoken, on `time.perf_counter()`; None before `blocks`."""
        self._path = path
        self._sound: Iterator[Samples] = iter(())
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        self._sound = decode(self._path)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed.set()

    def blocks(self) -> Iterator[AudioBlock]:
        """Yield the file's blocks and a second of silence; paced: each as it would be spoken."""
        silence = np.zeros(round(SILENCE_SECONDS * SAMPLE_RATE), np.float32)
        began = self.zero = time.perf_counter()
        for block in cut_blocks(chain(self._sound, [silence])):
            end = (block.start + block.samples.size) / SAMPLE_RATE
            if self.paced:
                self._closed.wait(max(0.0, began + end - time.perf_counter()))
            if self._closed.is_set():
                return
            self.level = rms_dbfs(block.samples)
            yield block


class FileSpeaker:
    """A WAV file that is written as if it were played; paced: in real time.

    It holds what was heard, without the pauses between turns; `with_pauses`, for a paced one, it
    is the recording of all that time: sample 0 is the moment of opening, `zero`. The file appears
    when the speaker is closed, whatever the reason, if anything was played; a killed process leaves
    none, or the one from before. Raises AudioError on entering when the file cannot be written.
    """

    def __init__(self, path: Path | str, *, paced: bool = True, with_pauses: bool = False) -> None:
        self.name = str(path)
        self.zero: float | None = None
        """When it was opened, on `time.perf_counter()`; None before."""
        self._path = path
        self._paced = paced
        self._with_pauses = with_pauses
        self._playback = Playback(_SPEAKER_RATE)
        self._wav: WavWriter
        self._began = 0.0
        self._passed = 0
        """Samples, silence included, by which time has moved on since `_began`."""
        self._has_played = False

    def __enter__(self) -> Self:
        self._wav = WavWriter(self._path, _SPEAKER_RATE)
        self.zero = self._began = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._advance()
        if self._has_played:
            self._wav.commit()
        else:
            self._wav.discard()

    @property
    def sounding(self) -> bool:
        """Whether speech is due now that has not been written; unpaced never."""
        if not self._paced:
            return False
        turn = self._playback.turn
        now = time.perf_counter()
        due = int((now - self._began) * _SPEAKER_RATE) - self._passed
        return turn is not None and turn.audible and self._playback.waiting > due

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """Queue speech behind what is playing; in real time, waits while ten seconds are queued."""
        self._advance()
        self._playback.play(chunk, turn, self._step)

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """Let the turn's speech play, yielding each sentence when it has been heard.

        After a cancel the sentence that was cut comes with the fraction that was played.
        """
        self._advance()
        yield from self._playback.finish(turn, self._step)

    def _step(self) -> None:
        turn = self._playback.turn
        if self._paced or (turn and turn.sound_at(time.perf_counter()) == "waits"):
            time.sleep(_POLL_SECONDS)
            self._advance()
        else:
            self._take(self._playback.next_piece, time.perf_counter())

    def _advance(self) -> None:
        """Play what has become due since the last look."""
        if not self._paced:
            return
        now = time.perf_counter()
        due = int((now - self._began) * _SPEAKER_RATE) - self._passed
        while due > 0 and (self._with_pauses or self._playback.waiting):
            grain = _GRAIN_SECONDS if self._playback.waiting else _LONGEST_PAUSE_SECONDS
            count = min(due, round(grain * _SPEAKER_RATE))
            self._take(count, self._began + self._passed / _SPEAKER_RATE)
            self._passed += count
            due -= count
        if not self._with_pauses and not self._playback.waiting:
            self._began, self._passed = now, 0

    def _take(self, count: int, at: float) -> None:
        out = np.zeros(count, np.float32)
        played = self._playback.fill(out, at)
        self._has_played = self._has_played or played > 0
        self._wav.write(out if self._with_pauses else out[:played])
