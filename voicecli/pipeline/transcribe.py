"""The path of a recording: file → decode → VAD → windows → STT → transcript.

A recording of any length flows through: held at one time are the window being recognised and the
few that wait for it.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import Source, decode
from voicecli.errors import VoicecliError
from voicecli.prefetch import Prefetch
from voicecli.protocols import VoiceActivity
from voicecli.stt.guards import says_again
from voicecli.stt.placing import part, place, unheard
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Segment, SpeechWindow, Transcript

WINDOWS_AHEAD = 2
"""Windows that decoding and VAD may be ahead of recognition; more would only take memory."""
SURE_LANGUAGE = 0.5
"""A language detected with this probability is the language of the rest of the recording."""


class WindowRecognizer(Protocol):
    """Recognises sound into segments with times."""

    def recognize(
        self, samples: Samples, turn: Turn, *, language: str = "", words: bool = False
    ) -> Transcript:
        """Segments with times in seconds from the first sample."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """A recording is done up to `seconds`; `segments` are what is new. The first says 0."""

    source: Source
    seconds: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A recording is done; a transcript without segments means that nobody spoke."""

    source: Source
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording cannot be transcribed."""

    source: Source
    error: VoicecliError


Outcome = Progress | Transcribed | Failed


@dataclass(frozen=True, slots=True)
class Transcription:
    """How recordings are transcribed, and with what."""

    vad: VoiceActivity
    recognizer: WindowRecognizer
    threshold: float = 0.5
    """Probability of speech above which a block counts as speech."""
    words: bool = False
    """Whether every word gets its time."""


def transcribe(sources: Iterable[Source], how: Transcription, turn: Turn) -> Iterator[Outcome]:
    """Transcribe recordings one after the other; one that fails does not stop the rest.

    Each source yields Progress, first of all and after every window, and ends with Transcribed or
    Failed. Raises TurnCancelled at the next window after a cancel.
    """
    for source in sources:
        try:
            yield from transcribe_one(source, decode(source), how, turn)
        except VoicecliError as error:
            yield Failed(source, error)


def transcribe_one(
    source: Source, chunks: Iterable[Samples], how: Transcription, turn: Turn
) -> Iterator[Progress | Transcribed]:
    """Transcribe one recording from its decoded chunks of 16 kHz sound."""
    sound = _Counted(chunks)
    yield Progress(source, 0.0, ())
    windows = cut(how.vad.detect(cut_blocks(sound)), how.threshold)
    language = _Language()
    segments: list[Segment] = []
    with Prefetch(windows, ahead=WINDOWS_AHEAD, name="decode") as ready, closing(sound):
        for window in turn.guard(ready):
            after = segments[-1].end if segments else 0.0
            found = _recognize(window, how, turn, language, after)
            segments += found
            done = window.start + len(window.samples)
            yield Progress(source, done / SAMPLE_RATE, tuple(found))
    duration = sound.samples / SAMPLE_RATE
    yield Transcribed(
        source, Transcript(tuple(segments), language.name, duration, language.probability)
    )


def _recognize(
    window: SpeechWindow, how: Transcription, turn: Turn, language: "_Language", after: float
) -> list[Segment]:
    """The segments of one window; a passage that Whisper skipped is recognised by itself."""

    def heard(piece: SpeechWindow, after: float) -> list[Segment]:
        transcript = how.recognizer.recognize(
            piece.samples, turn, language=language.settled, words=how.words
        )
        language.note(transcript)
        return place(transcript.segments, piece, after)

    segments = heard(window, after)
    for region in list(unheard(segments, window)):
        at = sum(segment.end <= region[0] / SAMPLE_RATE + 0.001 for segment in segments)
        before = segments[at - 1].end if at else after
        found = heard(part(window, region), before)
        neighbours = segments[max(0, at - 1) : at + 1]
        segments[at:at] = [
            item for item in found if not any(says_again(item.text, n.text) for n in neighbours)
        ]
    return segments


@dataclass(slots=True)
class _Counted:
    """Passes chunks on and counts their samples, until it is closed.

    An hour of silence has no window at which the thread that looks for speech could be stopped.
    """

    chunks: Iterable[Samples]
    samples: int = 0
    closed: bool = False

    def __iter__(self) -> Iterator[Samples]:
        for chunk in self.chunks:
            if self.closed:
                return
            self.samples += chunk.size
            yield chunk

    def close(self) -> None:
        """End the sound at its next chunk."""
        self.closed = True


@dataclass(slots=True)
class _Language:
    """The recording's language, as far as it is known."""

    name: str = ""
    probability: float = 0.0
    settled: str = field(default="")

    def note(self, heard: Transcript) -> None:
        """Take over what was detected, if it is surer than what was known."""
        if not heard.segments or heard.language_probability <= self.probability:
            return
        self.name, self.probability = heard.language, heard.language_probability
        if self.probability >= SURE_LANGUAGE:
            self.settled = self.name
