"""Acoustic echo cancellation: the microphone without what the speaker plays."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from voicecli.audio.echo_reference import FarEnd, Reference, StreamClock
from voicecli.audio.level import SILENCE_DBFS, rms_dbfs
from voicecli.errors import AudioError
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples

FRAME_SAMPLES = 160
"""10 ms, the grain of WebRTC's audio processing."""

_AEC_SAMPLES = 128
"""How late AEC3 gives its sound back: two of the 4 ms blocks that it works on."""

_CUT_SAMPLES = 128
"""The most that cutting blocks of 512 into frames of 160 can hold back."""

DELAY_SAMPLES = _AEC_SAMPLES + _CUT_SAMPLES
"""16 ms: how late all sound leaves the canceller."""

_LEAD_SECONDS = 0.03
"""The far end is given this much early, so that a clock that is a little wrong never shows the
canceller an echo before its cause. The rest of the delay AEC3 finds by itself."""

_FAR_PEAK = 1e-4
"""Far-end peaks below it (-80 dBFS) are silence."""

_TAIL_SECONDS = 0.5
"""An echo may still come for so long after its cause: the room's, and a slow device's."""


class EchoCanceller:
    """WebRTC's AEC3 as a stage between the microphone and the voice detection.

    While the speaker is silent, sound passes through as it is; while it plays, its echo is taken
    away; and until the canceller has shown that it can (`Trust`), the microphone rests while it
    plays. Everything is `DELAY_SAMPLES` late. One thread runs it; the speaker's callback meets it
    only in the reference. Raises AudioError("no-echo-canceller") when the package does not load.
    """

    def __init__(self, reference: Reference) -> None:
        try:
            from pywebrtc_audio import EchoCanceller as Aec3
        except ImportError as error:
            raise AudioError(
                "no-echo-canceller",
                f"Echo cancellation is not available here: {error}.",
                "Use --headphones or --half-duplex.",
            ) from error
        self.trust = Trust()
        self._aec: Any = Aec3(sample_rate=SAMPLE_RATE)
        self._reference = reference
        self._far = FarEnd(reference)
        self._late = np.zeros(_AEC_SAMPLES, np.float32)
        """The end of the microphone's sound, by which the raw sound is as late as the cleaned."""
        self._since_far = _TAIL_SECONDS
        """Seconds since the far end was last heard."""
        self._gains = (1.0, 0.0)
        """Shares of raw and cleaned sound in the last sample that went out."""

    def clean(self, blocks: Iterable[AudioBlock], clock: StreamClock) -> Iterator[AudioBlock]:
        """Yield each block of 512 samples, cleaned; `clock` is the microphone's."""
        near = np.zeros(0, np.float32)
        out = np.zeros(_CUT_SAMPLES, np.float32)
        position = 0
        for block in blocks:
            if not near.size:
                position = block.start
            near = np.concatenate((near, block.samples))
            while near.size >= FRAME_SAMPLES:
                cleaned = self._frame(near[:FRAME_SAMPLES], position, clock)
                out = np.concatenate((out, cleaned))
                near = near[FRAME_SAMPLES:]
                position += FRAME_SAMPLES
            yield AudioBlock(out[:BLOCK_SAMPLES], block.start)
            out = out[BLOCK_SAMPLES:]

    def _frame(self, near: Samples, position: int, clock: StreamClock) -> Samples:
        far = self._far_frame(position, clock)
        audible = bool(np.abs(far).max() > _FAR_PEAK)
        self._since_far = 0.0 if audible else self._since_far + FRAME_SAMPLES / SAMPLE_RATE
        cleaned: Samples = self._aec.process(near, far)
        late = np.concatenate((self._late, near))
        raw, self._late = late[:FRAME_SAMPLES], late[FRAME_SAMPLES:]
        if audible:
            self.trust.judge(raw, cleaned, far)
        return self._mix(raw, cleaned)

    def _far_frame(self, position: int, clock: StreamClock) -> Samples:
        """What sounded while the microphone's sample `position` and the next were recorded."""
        near_zero, far_zero = clock.zero, self._reference.clock.zero
        if near_zero is None or far_zero is None:
            return np.zeros(FRAME_SAMPLES, np.float32)
        wanted = position + round((near_zero - far_zero + _LEAD_SECONDS) * SAMPLE_RATE)
        return self._far.take(wanted, FRAME_SAMPLES, silent=self._since_far > 0)

    def _mix(self, raw: Samples, cleaned: Samples) -> Samples:
        """Raw sound, cleaned sound or none, gliding over the frame from one to another."""
        if self._since_far >= _TAIL_SECONDS:
            gains = (1.0, 0.0)
        else:
            gains = (0.0, 1.0 if self.trust.earned else 0.0)
        before, self._gains = self._gains, gains
        if before == gains == (1.0, 0.0):
            return raw
        shares = np.linspace(before, gains, FRAME_SAMPLES, dtype=np.float32)
        mixed: Samples = raw * shares[:, 0] + cleaned * shares[:, 1]
        return mixed


class Trust:
    """Whether the canceller has shown that the microphone may stay open while the speaker plays.

    It is earned when, over half a second of loud playback, the echo was reduced by
    `REDUCTION_DB` or next to nothing was left, as with headphones. `lose` takes it away: the
    assistant's own words were recognised.
    """

    REDUCTION_DB = 15.0
    QUIET_DBFS = -60.0
    LOUD_DBFS = -45.0
    """Far-end frames below it say nothing about the echo."""

    FRAMES = 50

    def __init__(self) -> None:
        self.earned = False
        self._energies: deque[tuple[float, float]] = deque(maxlen=self.FRAMES)

    @property
    def reduction_db(self) -> float:
        """By how much the last half second of loud playback was reduced; 0 before it."""
        near, left = self._levels()
        return near - left

    def judge(self, near: Samples, cleaned: Samples, far: Samples) -> None:
        """Look at a frame during which the speaker played."""
        if rms_dbfs(far) < self.LOUD_DBFS:
            return
        energies = (float(np.square(near).mean()), float(np.square(cleaned).mean()))
        self._energies.append(energies)
        if self.earned or len(self._energies) < self.FRAMES:
            return
        near_dbfs, left_dbfs = self._levels()
        self.earned = left_dbfs < self.QUIET_DBFS or near_dbfs - left_dbfs >= self.REDUCTION_DB

    def lose(self) -> None:
        """Begin anew: the microphone rests during playback until trust is earned again."""
        self.earned = False
        self._energies.clear()

    def _levels(self) -> tuple[float, float]:
        """The mean level of the microphone and of what was left, in dBFS."""
        if not self._energies:
            return SILENCE_DBFS, SILENCE_DBFS
        near, left = np.mean(list(self._energies), axis=0)
        floor = 10 ** (SILENCE_DBFS / 10)
        return float(10 * np.log10(max(near, floor))), float(10 * np.log10(max(left, floor)))
