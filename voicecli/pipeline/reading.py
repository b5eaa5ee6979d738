"""The way of recordings up to recognition: what is known → file → decode → VAD → windows.

It runs ahead in a thread of its own. The recordings are read one after the other; finished work
and what another process does just now is told and passed by.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import Source
from voicecli.errors import VoicecliError
from voicecli.pipeline.memory import Memory, opened_memory, path_of, sound_hash, stamp_of
from voicecli.pipeline.transcription import Failed, Transcription, Unremembered
from voicecli.protocols import TranscriptStage, VoiceActivity
from voicecli.storage.jobs import Busy, Done, JobKey, Worker
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow, Transcript

LOOK_AGAIN_SECONDS = 0.2
"""How often work that another process does is looked at, when there is nothing else to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording begins: its windows follow, and its end. `known` seconds were done before."""

    source: Source
    stages: Sequence[TranscriptStage]
    job: JobKey | None = None
    known: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A window of the opened recording, up to `end` seconds, that its stages have heard.

    `sound` is its hash, where there is a memory; `known` is its transcript if an interrupted run
    had got as far.
    """

    window: SpeechWindow
    end: float
    sound: bytes = b""
    known: Transcript | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The opened recording was read, `seconds` long, or as far as the `error`.

    It `changed` if its file is not the one that was hashed.
    """

    seconds: float
    error: VoicecliError | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Finished work."""

    source: Source
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Follows:
    """A recording with the same bytes as one that this run has in work, as `job`."""

    source: Source
    job: JobKey


Message = Opened | Heard | Ended | Found | Follows | Failed | Unremembered | None
"""None says that there is nothing new now."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a regular file before it is decoded."""

    path: Path
    stamp: str
    key: JobKey


@dataclass(frozen=True, slots=True)
class _Claim:
    """The work on a recording, which is ours."""

    known: _Known | None = None
    windows: Mapping[bytes, Transcript] | None = None

    @property
    def job(self) -> JobKey | None:
        """The job, if it is remembered."""
        return self.known.key if self.known else None

    @property
    def seconds(self) -> float:
        """How far an interrupted run had got."""
        ends = (one.segments[-1].end for one in (self.windows or {}).values() if one.segments)
        return max(ends, default=0.0)


class Reading:
    """Reads recordings for one run, until it is closed or its turn is cancelled."""

    def __init__(self, how: Transcription, worker: Worker | None, turn: Turn) -> None:
        self._how = how
        self._worker = worker
        self._turn = turn
        self._memory = Memory(None)
        self._vad: VoiceActivity | None = None
        self._in_hand: set[JobKey] = set()
        self._elsewhere: deque[tuple[Source, _Known]] = deque()
        self._closed = threading.Event()

    def close(self) -> None:
        """End the reading at the next chunk of sound: an hour of silence has no window."""
        self._closed.set()

    def messages(self, sources: Iterable[Source | None]) -> Iterator[Message]:
        """Read each source. Raises what asking for an engine raises."""
        with opened_memory(self._worker) as self._memory:
            for source in sources:
                if source is None:
                    yield None
                else:
                    yield from self._read(source)
                yield from self._look_again(1)
                if self._is_over():
                    return
            while self._elsewhere and not self._closed.wait(LOOK_AGAIN_SECONDS):
                yield None
                yield from self._look_again(len(self._elsewhere))

    def _is_over(self) -> bool:
        return self._closed.is_set() or self._turn.cancelled

    def _read(self, source: Source) -> Iterator[Message]:
        known = self._known(source)
        if known is None:
            yield from self._sound(source, _Claim())
        else:
            yield from self._begin(source, known, afresh=self._how.afresh)

    def _known(self, source: Source) -> _Known | None:
        path = path_of(source) if self._worker else None
        stamp = stamp_of(path) if path else ""
        if path is None or not stamp:
            return None
        content = self._memory.content_of(path, stamp, self._is_over)
        return _Known(path, stamp, self._how.key_of(content)) if content else None

    def _begin(self, source: Source, known: _Known, *, afresh: bool) -> Iterator[Message]:
        """Read a file, unless its work is finished or in somebody's hands."""
        is_ours = known.key in self._in_hand
        begun = self._memory.begin(known.key, afresh=afresh and not is_ours)
        if isinstance(begun, Done):
            yield Found(source, begun.transcript)
        elif begun is Busy.ELSEWHERE:
            self._elsewhere.append((source, known))
        elif begun is Busy.HERE and is_ours:
            yield Follows(source, known.key)
        elif begun is None or isinstance(begun, Busy):
            yield from self._sound(source, _Claim())
        else:
            self._in_hand.add(known.key)
            yield from self._sound(source, _Claim(known, begun.windows))
        if failure := self._memory.failure:
            yield Unremembered(failure)

    def _look_again(self, count: int) -> Iterator[Message]:
        """See whether what other processes did is finished, or left by them."""
        for _ in range(min(count, len(self._elsewhere))):
            yield from self._begin(*self._elsewhere.popleft(), afresh=False)

    def _sound(self, source: Source, claim: _Claim) -> Iterator[Message]:
        if self._is_over():
            return
        self._vad = self._vad or self._how.vad()
        stages = self._how.stages()
        try:
            sound = _Counted(self._how.decode(source), self._is_over)
        except VoicecliError as error:
            self._memory.give_back(claim.job)
            yield Failed(source, error)
            return
        yield Opened(source, stages, claim.job, claim.seconds)
        failure = None
        try:
            for window in self._windows(self._vad, sound):
                for stage in stages:
                    stage.hear(window)
                yield _heard(window, claim.windows)
        except VoicecliError as error:
            failure = error
        changed = claim.known is not None and stamp_of(claim.known.path) != claim.known.stamp
        yield Ended(sound.samples / SAMPLE_RATE, failure, changed)

    def _windows(self, vad: VoiceActivity, sound: "_Counted") -> Iterator[SpeechWindow]:
        return cut(vad.detect(cut_blocks(sound)), self._how.threshold)


def _heard(window: SpeechWindow, windows: Mapping[bytes, Transcript] | None) -> Heard:
    end = (window.start + len(window.samples)) / SAMPLE_RATE
    if windows is None:
        return Heard(window, end)
    sound = sound_hash(window)
    return Heard(window, end, sound, windows.get(sound))


@dataclass(slots=True)
class _Counted:
    """Passes chunks on and counts their samples, until it is closed."""

    chunks: Iterable[Samples]
    closed: Callable[[], bool]
    samples: int = 0

    def __iter__(self) -> Iterator[Samples]:
        for chunk in self.chunks:
            if self.closed():
                return
            self.samples += chunk.size
            yield chunk
