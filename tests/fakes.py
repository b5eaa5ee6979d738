"""The only fakes of the house: scripted engines and devices for the tests of the pipeline."""

import re
import threading
import time
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from voicecli.errors import SttError
from voicecli.turn import Turn
from voicecli.types import (
    BLOCK_SAMPLES,
    AudioBlock,
    Heard,
    Message,
    Segment,
    Sentence,
    SpeechChunk,
    SpeechWindow,
    TokenStates,
    Transcript,
    Utterance,
    Word,
)

LOUD = np.full(BLOCK_SAMPLES, 0.5, dtype=np.float32)
QUIET = np.zeros(BLOCK_SAMPLES, dtype=np.float32)


class Clock:
    """Seconds that stand still until a test sets `now`."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Calendar:
    """Dates that a test sets, `at`; each time it is looked at, so much of a `step` later."""

    def __init__(self, step: timedelta = timedelta()) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self._step = step

    def __call__(self) -> datetime:
        self.at += self._step
        return self.at


class ScriptedMicrophone:
    """Plays a picture of speech, `#` a loud block and `.` a quiet one, as fast as it is read.

    With `hang`, the stream goes on in silence until the microphone is closed.
    """

    def __init__(self, picture: str, *, paced: bool = False, hang: bool = False) -> None:
        self.paced = paced
        self.level = 0.0
        self._picture = picture
        self._hang = hang
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()

    def blocks(self) -> Iterator[AudioBlock]:
        start = 0
        for mark in self._picture:
            yield AudioBlock(LOUD if mark == "#" else QUIET, start)
            start += BLOCK_SAMPLES
        while self._hang and not self._closed.is_set():
            time.sleep(0.005)
            yield AudioBlock(QUIET, start)
            start += BLOCK_SAMPLES


class LoudnessVad:
    """Speech is what is loud."""

    def detect(self, blocks: Iterable[AudioBlock]) -> Iterator[tuple[AudioBlock, float]]:
        for block in blocks:
            yield block, float(np.abs(block.samples).max() > 0.1)


class ScriptedRecognizer:
    """Hears the given texts, one an utterance and the last again and again; by default a question.

    Waits `seconds` before each.
    """

    def __init__(self, *texts: str, seconds: float = 0.0) -> None:
        self._texts = list(texts or ["What is the time?"])
        self._seconds = seconds
        self._starts: list[int] = []
        self._text = ""
        self.utterances: list[Utterance] = []

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        time.sleep(self._seconds)
        self.utterances.append(utterance)
        if utterance.start not in self._starts:
            self._starts.append(utterance.start)
        place = self._starts.index(utterance.start)
        self._text = self._texts[min(place, len(self._texts) - 1)]
        return self.draft(utterance.samples, turn)

    def draft(self, samples: NDArray[np.float32], turn: Turn) -> Transcript:
        text = self._text
        segments = (Segment(0.0, 1.0, text),) if text else ()
        return Transcript(segments, "en", len(samples) / 16_000)


class ScriptedLlm:
    """Writes the given text word by word and counts its steps; waits before a step if told to."""

    def __init__(self, text: str, pause: float = 0.0) -> None:
        self._words = [word + " " for word in text.split()]
        self._pause = pause
        self.steps = 0
        self.prompts: list[Sequence[Message]] = []

    def generate(
        self, messages: Sequence[Message], turn: Turn, *, tokens: int | None = None
    ) -> Generator[str, None, bool]:
        self.prompts.append(messages)
        for word in self._words[:tokens]:
            turn.wait(self._pause)
            turn.rest()
            self.steps += 1
            yield word
        return tokens is not None and tokens < len(self._words)


class FaultyLlm:
    """Follows a list of steps at each call: words are written, an exception is raised.

    The step `WAIT` waits until the turn is over, as a slow engine does; at an event it waits until
    that is set and nothing else, as an engine that hangs.
    """

    WAIT = object()

    def __init__(self, *calls: Sequence[object]) -> None:
        self._calls = list(calls)

    def generate(
        self, messages: Sequence[Message], turn: Turn, *, tokens: int | None = None
    ) -> Iterator[str]:
        for step in self._calls.pop(0):
            if isinstance(step, threading.Event):
                step.wait()
            elif step is self.WAIT:
                turn.wait(60)
                turn.check()
            elif isinstance(step, Exception):
                raise step
            else:
                yield str(step)


class ToneSynthesizer:
    """Says 100 samples for each character."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def synthesize(self, sentence: Sentence, turn: Turn) -> Iterator[SpeechChunk]:
        turn.check()
        self.said.append(sentence.text)
        samples = np.full(100 * len(sentence.text), 0.1, dtype=np.float32)
        yield SpeechChunk(sentence, samples, 16_000)


class InstantSpeaker:
    """Plays everything at once. `cancel_at` cancels the turn when that sentence is played."""

    sounding = False

    def __init__(self, cancel_at: int | None = None) -> None:
        self.played: list[SpeechChunk] = []
        self._cancel_at = cancel_at
        self._cut: dict[int, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        if turn.cancelled:
            return
        self.played.append(chunk)
        self._cut[chunk.sentence.index] = 1.0
        if chunk.sentence.index == self._cancel_at:
            self._cut[chunk.sentence.index] = 0.5
            turn.cancel("stopped")

    def finish(self, turn: Turn) -> Iterator[Heard]:
        for chunk in self.played:
            yield Heard(chunk.sentence, self._cut[chunk.sentence.index])


class WordEmbedder:
    """A bag of words, hashed: texts that share words lie near each other."""

    name = "words"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                counts[row, zlib.crc32(word.encode()) % 256] += 1
        norms = np.linalg.norm(counts, axis=1, keepdims=True)
        return counts / np.maximum(norms, 1e-9)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


class WordTokenEmbedder(WordEmbedder):
    """The same, and each word a token: alike when they are the same word, whatever stands around.

    What it packs has 256 dimensions; `token_basis` can be another.
    """

    def __init__(self, token_basis: str = "hashed words") -> None:
        self.token_basis = token_basis
        self.passes = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passes += 1
        return super().embed(texts)

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        return self.embed(texts), [self._tokens(text) for text in texts]

    def _tokens(self, text: str) -> TokenStates:
        found = list(re.finditer(r"\w+", text.lower()))
        hashed = [zlib.crc32(word[0].encode()) % 256 for word in found]
        states = np.eye(256, dtype=np.int8)[hashed] * np.int8(127)
        return TokenStates(states, np.array([word.start() for word in found], np.uint16))


class WindowEcho:
    """Recognises each second of a window that is not silent as a segment that tells how loud it is.

    It detects its own language unless it is told one, and breaks down at sound as loud as `bad`.
    """

    def __init__(
        self, language: str = "en", probability: float = 0.9, parallel: int = 4, bad: str = ""
    ) -> None:
        self.parallel = parallel
        self.batches: list[list[str]] = []
        """The languages of the windows of each call."""
        self.windows: list[SpeechWindow] = []
        self._language = language
        self._probability = probability
        self._bad = bad

    def recognize_all(
        self, windows: Sequence[SpeechWindow], languages: Sequence[str], turn: Turn
    ) -> list[Transcript]:
        turn.check()
        self.batches.append(list(languages))
        self.windows += windows
        return [self._recognize(*pair) for pair in zip(windows, languages, strict=True)]

    def _recognize(self, window: SpeechWindow, language: str) -> Transcript:
        segments: list[Segment] = []
        for at in range(0, len(window.samples), 16_000):
            text = f"{np.abs(window.samples[at : at + 16_000]).max():.1f}"
            if text == self._bad:
                raise SttError("recognition-failed", "The engine broke down.", "Try again.")
            if text != "0.0":
                start = (window.start + at) / 16_000
                words = (Word(start, start + 1, f" {text}", 0.9),)
                segments.append(Segment(start, start + 1, f" {text}", words))
        duration = len(window.samples) / 16_000
        probability = 1.0 if language else self._probability
        return Transcript(tuple(segments), language or self._language, duration, probability)
