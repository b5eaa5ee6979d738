"""Windows of many recordings, recognised together."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from voicecli.errors import StorageError, SttError, VoicecliError
from voicecli.pipeline.in_work import InWork, Language
from voicecli.pipeline.memory import Memory
from voicecli.pipeline.reading import Ended, Follows, Found, Heard, Message, Opened
from voicecli.pipeline.transcription import (
    Ahead,
    Failed,
    Outcome,
    Started,
    Transcription,
    Unremembered,
)
from voicecli.protocols import WindowRecognizer
from voicecli.storage.jobs import JobKey
from voicecli.turn import Turn
from voicecli.types import Transcript

FILES_HELD = 256
"""Recordings of which the outcomes wait for the one in front; with more, nothing is read on."""


Batch = list[tuple[InWork, Heard]]


class Batches:
    """Takes messages in, recognises windows of many recordings at once, tells outcomes in order.

    The first batch is one window, so that the first text comes soon; each next one is twice as
    large, up to what the recogniser is worth giving. Which windows share a batch follows from the
    recordings alone, never from the speed of anything.
    """

    def __init__(self, how: Transcription, memory: Memory, turn: Turn) -> None:
        self._how = how
        self._memory = memory
        self._turn = turn
        self._recognizer: WindowRecognizer | None = None
        self._size = 1
        self._order: deque[InWork] = deque()
        self._reading: InWork | None = None
        self._by_job: dict[JobKey, InWork] = {}
        self._failures: dict[JobKey, VoicecliError] = {}
        self._told: deque[Outcome] = deque()
        self._has_memory = True

    @property
    def waiting(self) -> int:
        """How many windows wait."""
        return sum(recording.waiting for recording in self._order)

    @property
    def full(self) -> bool:
        """Whether a batch should go: it is full, or reading on would hold too much."""
        is_much = self.waiting >= 2 * self._size or len(self._order) >= FILES_HELD
        return bool(self.waiting) and (is_much or len(self._batch()) >= self._size)

    def take(self, message: Message) -> None:
        """Take in what was read."""
        match message:
            case Opened():
                self._open(message)
            case Heard() if self._reading:
                self._reading.take(message)
            case Ended() if self._reading:
                self._reading.ended = message
                self._finish(self._reading)
            case Found(source, transcript):
                self._add(InWork(source)).succeed(transcript, fresh=False)
            case Failed(source, error):
                self._add(InWork(source)).fail(error)
            case Follows(source, job):
                self._follow(self._add(InWork(source)), job)
            case Unremembered(error):
                self._lose_memory(error)

    def outcomes(self) -> Iterator[Outcome]:
        """What can be told now, in the order of the recordings."""
        yield from _emptied(self._told)
        while self._order:
            front = self._order[0]
            yield from _emptied(front.told)
            if not front.done:
                return
            self._order.popleft()

    def recognize(self) -> None:
        """Recognise a batch. Raises TurnCancelled."""
        self._turn.check()
        batch = self._batch()
        kept: dict[InWork, list[tuple[bytes, Transcript]]] = {}
        for (recording, heard), found in zip(batch, self._recognized(batch), strict=True):
            if recording.done:
                continue
            if isinstance(found, VoicecliError):
                self._fail(recording, found)
                continue
            kept.setdefault(recording, []).append((heard.sound, found))
            recording.note(found)
            if recording is not self._order[0]:
                self._told.append(Ahead(recording.source, recording.seconds))
        if self._recognizer:
            self._size = min(2 * self._size, max(1, self._recognizer.parallel))
        for recording, windows in kept.items():
            if not self._finish(recording):
                self._memory.keep(recording.job, windows)
        if self._memory.failure:
            self._lose_memory(self._memory.failure)

    def _batch(self) -> Batch:
        """The next windows to recognise, those of the recordings in front first."""
        ready = ((recording, heard) for recording in self._order for heard in recording.ready())
        return list(islice(ready, self._size))

    def _recognized(self, batch: Batch) -> Sequence[Transcript | SttError]:
        """What each window of a batch says, or why it cannot be recognised.

        A batch that fails is recognised window by window, so that one does not harm the others.
        """
        self._recognizer = self._recognizer or self._how.recognizer()
        windows = [heard.window for _, heard in batch]
        languages = [recording.language.settled for recording, _ in batch]
        try:
            return self._recognizer.recognize_all(windows, languages, self._turn)
        except SttError as error:
            if len(batch) == 1:
                return [error]
        return [self._recognized([one])[0] for one in batch]

    def _open(self, opened: Opened) -> None:
        is_told = bool(self._how.language)
        language = Language(self._how.language, float(is_told), is_told)
        recording = InWork(opened.source, language, opened.stages, opened.job)
        recording.told.append(Started(opened.source, opened.known))
        self._reading = self._add(recording)
        if opened.job is not None:
            self._by_job[opened.job] = recording

    def _add(self, recording: InWork) -> InWork:
        self._order.append(recording)
        return recording

    def _follow(self, follower: InWork, job: JobKey) -> None:
        """Let a recording have what another with the same bytes gets, or has."""
        if leader := self._by_job.get(job):
            leader.followers.append(follower)
        elif transcript := self._memory.transcript(job):
            follower.succeed(transcript, fresh=False)
        else:
            follower.fail(self._failures.get(job) or self._memory.failure or _lost())

    def _finish(self, recording: InWork) -> bool:
        """End a recording that is read and recognised; False if it is not, or was ended before."""
        ended = recording.ended
        if ended is None or recording.waiting or recording.done:
            return False
        try:
            recognised = recording.recognised(ended)
            transcript = recording.finished(recognised)
        except VoicecliError as error:
            self._fail(recording, error)
            return True
        if ended.changed:  # its copies hold what was there before
            self._memory.drop(recording.job)
            recording.leave_followers(_lost())
        else:
            self._memory.finish(recording.job, recognised, recording.cuts, transcript)
        recording.succeed(transcript, fresh=True)
        self._leave(recording)
        return True

    def _fail(self, recording: InWork, error: VoicecliError) -> None:
        self._memory.give_back(recording.job)
        if recording.job is not None:
            self._failures[recording.job] = error
        recording.fail(error)
        self._leave(recording)

    def _leave(self, recording: InWork) -> None:
        if recording.job is not None:
            del self._by_job[recording.job]

    def _lose_memory(self, error: StorageError) -> None:
        if self._has_memory:
            self._told.append(Unremembered(error))
        self._has_memory = False


def _emptied(told: deque[Outcome]) -> Iterator[Outcome]:
    while told:
        yield told.popleft()


def _lost() -> VoicecliError:
    return StorageError(
        "job-lost",
        "Another file with the same content changed, or its transcript was removed, meanwhile.",
        "Transcribe it again.",
    )
