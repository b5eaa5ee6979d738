"""Live captions: microphone → VAD → utterances → words, while they are spoken."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from voicecli.config import VadConfig
from voicecli.errors import AudioError, SttError, VoicecliError
from voicecli.pipeline.answer import error_event
from voicecli.pipeline.inbox import Ended, Feed, Inbox, Letter
from voicecli.pipeline.scribe import Scribe, Transcribed
from voicecli.protocols import Microphone, Recognizer, VoiceActivity
from voicecli.stt.agreement import PartialTranscript
from voicecli.types import SAMPLE_RATE, AudioBlock, Event, SoFar, Utterance
from voicecli.understanding.normalise import tokenise
from voicecli.vad.endpointing import SpeechStarted, endpoint

LIKENESS = 90.0
"""Percent of its letters that a misheard phrase must share with the one that ends the captions."""
WAITING_UTTERANCES = 4
"""So many may wait for their words; then the microphone's own queue fills up."""
FAILURES = 3
"""So many utterances in a row that cannot be recognised end the captions."""
STUCK_SECONDS = 60.0
"""Recognition that takes longer will not come back: the engine cannot be stopped."""

_POLL_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class CaptionOptions:
    """When captions end by themselves."""

    seconds: float | None = None
    """After so much sound; None: when the microphone ends."""
    until: str = ""
    """When somebody says this, as a whole utterance or at its end."""
    is_unwanted: Callable[[], bool] = lambda: False
    """Asked now and then; true when nobody reads the captions any more."""


class Captions:
    """The words of one microphone that is open, as events.

    `vad-start` and `vad-end` tell when somebody speaks, `stt-partial` what was understood so far
    (`committed` words stay as they are), `stt-end` the words of the whole utterance: `text`, and
    `remaining`, what belongs behind the words that were committed. A recording that is read faster
    than it would be spoken has no partial words.
    """

    def __init__(
        self,
        microphone: Microphone,
        vad: VoiceActivity,
        recognizer: Recognizer,
        config: VadConfig,
        options: CaptionOptions,
    ) -> None:
        self._microphone = microphone
        self._vad = vad
        self._config = config
        self._options = options
        self._inbox = Inbox()
        self._scribe = Scribe(recognizer)
        self._stopping = threading.Event()
        self._room = threading.Semaphore(WAITING_UTTERANCES)
        self._waiting: deque[Utterance] = deque()
        """Utterances that have ended and whose words are not known."""
        self._words: Transcribed | None = None
        self._partial = PartialTranscript()
        self._listening = True
        self._is_over = False
        self._failures = 0
        self._error: BaseException | None = None

    def stop(self) -> None:
        """Listen no more; what was said up to now is still recognised. For any thread."""
        self._stopping.set()

    def run(self) -> Iterator[Event]:
        """Yield what is said, until the captions end.

        Raises AudioError when the microphone vanishes, after the words that were said before, and
        SttError when recognition fails again and again.
        """
        with Feed("listener", self._inbox) as ears, Feed("scribe", self._inbox) as writing:
            writing.start(self._scribe.transcribed(writing.closed))
            ears.start(self._heard(ears.closed))
            while not self._is_over and (self._listening or self._waiting):
                if letter := self._inbox.take(_POLL_SECONDS):
                    yield from self._receive(letter)
                self._watch()
        if self._error is not None:
            raise self._error

    # In the listener's thread

    def _heard(self, closed: threading.Event) -> Iterator[SpeechStarted | SoFar | Utterance]:
        for heard in endpoint(self._vad.detect(self._blocks(closed)), self._config):
            if isinstance(heard, Utterance):
                while not self._room.acquire(timeout=_POLL_SECONDS):
                    if closed.is_set():
                        return
            if self._microphone.paced or not isinstance(heard, SoFar):
                yield heard

    def _blocks(self, closed: threading.Event) -> Iterator[AudioBlock]:
        """The sound, until it is enough; a microphone that vanishes ends what is being said."""
        seconds = self._options.seconds
        try:
            for block in self._microphone.blocks():
                if self._stopping.is_set() or closed.is_set():
                    return
                if seconds is not None and block.start >= seconds * SAMPLE_RATE:
                    return
                yield block
        except AudioError as error:
            self._error = error

    # In the main thread

    def _receive(self, letter: Letter | Ended) -> Iterator[Event]:
        match letter:
            case Letter("listener", SpeechStarted(at=at)):
                yield Event("vad-start", at / SAMPLE_RATE)
            case Letter("listener", SoFar() as so_far):
                if not self._waiting:  # else there is no time for what is not sure
                    self._scribe.hear(so_far)
            case Letter("listener", Utterance() as utterance):
                yield Event("vad-end", utterance.end / SAMPLE_RATE, {"ended": utterance.ended})
                yield from self._ended(utterance)
            case Letter("scribe", Transcribed() as words):
                yield from self._understood(words)
            case Ended("listener", error):
                self._listening = False
                self._error = self._error or error
            case Ended("scribe", BaseException() as error):
                raise error

    def _ended(self, utterance: Utterance) -> Iterator[Event]:
        """Have an utterance recognised, unless that was done in the pause before its end."""
        self._waiting.append(utterance)
        if self._words and len(self._waiting) == 1 and self._words.covers(utterance):
            yield from self._finish(self._words)
        else:
            self._scribe.hear(utterance)

    def _understood(self, words: Transcribed) -> Iterator[Event]:
        if self._waiting:
            if words.covers(self._waiting[0]):
                yield from self._finish(words)
            return
        if self._words is None or self._words.what.start != words.what.start:
            self._partial = PartialTranscript()
        self._words = words
        if words.error is not None:
            return  # the end of the utterance tells
        self._partial = self._partial.heard(words.text)
        told = {
            "committed": self._partial.committed_text,
            "tentative": self._partial.tentative_text,
        }
        yield Event("stt-partial", words.what.end / SAMPLE_RATE, told)

    def _finish(self, words: Transcribed) -> Iterator[Event]:
        """The words of the utterance that has waited longest."""
        utterance = self._waiting.popleft()
        self._room.release()
        partial = self._partial if self._is_of(utterance) else PartialTranscript()
        self._words, self._partial = None, PartialTranscript()
        at = utterance.end / SAMPLE_RATE
        if words.error is not None:
            yield from self._failed(words.error, at)
            return
        self._failures = 0
        told = {
            "text": words.text,
            "remaining": partial.finish(words.text).remaining,
            "language": words.transcript.language,
            "start": utterance.start / SAMPLE_RATE,
        }
        told |= {"speaker": speaker} if (speaker := words.transcript.speaker) else {}
        yield Event("stt-end", at, told)
        self._is_over = bool(self._options.until) and ends_with(words.text, self._options.until)

    def _is_of(self, utterance: Utterance) -> bool:
        """Whether the partial words are of this utterance."""
        return self._words is not None and self._words.what.start == utterance.start

    def _failed(self, error: VoicecliError, at: float) -> Iterator[Event]:
        self._failures += 1
        if self._failures >= FAILURES:
            raise error
        yield error_event(error, at)

    def _watch(self) -> None:
        """End what nobody reads. Raises SttError when a recognition does not end."""
        if self._options.is_unwanted():
            self._is_over = True
        if self._scribe.busy_seconds > STUCK_SECONDS:
            raise SttError(
                "recognition-stuck",
                f"Recognition has not answered for {STUCK_SECONDS:.0f} s.",
                "Start again; try `voicecli doctor` if it happens again.",
            )


def ends_with(text: str, phrase: str) -> bool:
    """Whether a text ends with a phrase, or nearly: recognisers mishear and split words.

    The phrase must stand there in whole words: "listening" does not end with "ening".
    """
    spoken = [token.text for token in tokenise(text)]
    wanted = [token.text for token in tokenise(phrase)]
    return any(
        fuzz.ratio("".join(spoken[-count:]), "".join(wanted)) >= LIKENESS
        for count in range(max(1, len(wanted) - 1), len(wanted) + 2)
        if wanted and count <= len(spoken)
    )
