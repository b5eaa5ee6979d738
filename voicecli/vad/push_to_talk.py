"""When somebody had finished, by a key."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from voicecli.config import VadConfig
from voicecli.errors import AudioError
from voicecli.types import Ended, SoFar, Utterance
from voicecli.vad.recording import PIECE_PAUSE_SECONDS, Recording, Scored, end_of, samples_in

KEY_TAIL_SECONDS = 0.2
"""Sound taken after the key was released: it is still on its way from the device then."""


@dataclass(frozen=True, slots=True)
class _Key:
    """What a key did up to now. One value, so that a thread that looks at it sees one moment."""

    presses: int = 0
    is_down: bool = False
    preroll: bool = True


class PushToTalk:
    """Cuts the microphone's stream between `press` and `release`, which any thread may call.

    Blocks are consumed all the time, so what is recorded is never stale; sound from
    `preroll_seconds` before the press is kept for people who speak before they press. A recording
    of `longest_seconds` ends itself; if it `records_on`, only a piece of it does.
    """

    def __init__(self, config: VadConfig, *, records_on: bool = False) -> None:
        self._config = config
        self._records_on = records_on
        self._key = _Key()
        self._turning = threading.Lock()
        self._taken = 0
        """The presses that have become utterances."""

    @property
    def unfinished(self) -> bool:
        """Whether a press has not become an utterance yet."""
        return self._key.presses > self._taken

    @property
    def recording(self) -> bool:
        """Whether the key is down."""
        return self._key.is_down

    def press(self, *, preroll: bool = True) -> None:
        """Begin an utterance; without `preroll` when the program itself was just speaking."""
        with self._turning:
            self._key = _Key(self._key.presses + 1, True, preroll)

    def release(self) -> None:
        """End the utterance. Pressing again within the next 0.2 s begins a new one at once."""
        with self._turning:
            self._key = replace(self._key, is_down=False)

    def utterances(self, scored: Iterable[Scored]) -> Iterator[SoFar | Utterance]:
        """Yield each utterance when it is complete, also one that the end of the stream cuts.

        While the key is down, SoFar tells what was said at the same moments as `endpoint` does.
        `ended` is "released", or "limit"; `speech_end` is None when no speech was heard. After the
        release 0.2 s more are taken, unless there is already a pause: then it ends at once. When
        the device vanishes meanwhile, what was said up to there is told first, a "pause".
        """
        before: deque[Scored] = deque()
        recording: Recording | None = None
        press = self._taken = self._key.presses - self._key.is_down
        try:
            for block, probability in scored:
                key = self._key
                if recording and recording.blocks and key.presses > press:
                    # Released and pressed again.
                    yield self._finish(recording, "released", press)
                    recording = None
                if not recording and key.presses == press:
                    self._remember(before, (block, probability))
                    continue
                if not recording:
                    press = key.presses
                    recording, released = self._begin(before if key.preroll else ()), 0
                    before.clear()
                recording.add(block, probability)
                released = 0 if key.is_down else released + block.samples.size
                if self._is_piece(recording, released):
                    yield recording.finish("pause")
                    recording = Recording(self._config)
                elif ended := self._ended(recording, released):
                    yield self._finish(recording, ended, press)
                    recording = None
                elif key.is_down:
                    yield from recording.news()
        except AudioError:
            if recording and recording.blocks:
                yield recording.finish("pause")
            raise
        if recording and recording.blocks:
            yield self._finish(recording, "released", press)

    def _begin(self, before: Iterable[Scored]) -> Recording:
        recording = Recording(self._config)
        for block, probability in before:
            recording.add(block, probability)
        return recording

    def _is_piece(self, recording: Recording, released: int) -> bool:
        """Whether what was recorded is cut off, while the key is down: best at a pause.

        At the longest length a word may be cut.
        """
        if released or not self._records_on:
            return False
        pieces = self._config.piece_seconds or self._config.longest_seconds
        at_pause = recording.silence >= samples_in(PIECE_PAUSE_SECONDS)
        longest = pieces if at_pause else self._config.longest_seconds
        return recording.speech_end is not None and recording.length >= samples_in(longest)

    def _ended(self, recording: Recording, released: int) -> Ended | None:
        """Why a recording is complete, so many samples after the release; None if it is not."""
        if released and (recording.is_pause or released >= samples_in(KEY_TAIL_SECONDS)):
            return "released"
        is_full = recording.length >= samples_in(self._config.longest_seconds)
        return "limit" if is_full else None

    def _finish(self, recording: Recording, ended: Ended, press: int) -> Utterance:
        """The utterance of that press. The limit also lifts the key, if it is still that press."""
        with self._turning:
            if ended == "limit" and self._key.presses == press:
                self._key = replace(self._key, is_down=False)
            self._taken = press
        return recording.finish(ended)

    def _remember(self, before: deque[Scored], scored: Scored) -> None:
        before.append(scored)
        earliest = end_of(scored[0]) - samples_in(self._config.preroll_seconds)
        while before and before[0][0].start < earliest:
            before.popleft()
