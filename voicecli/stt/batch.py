"""Recognition of recordings: the windows of many files at a time, every word with its time."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from pathlib import Path

from voicecli.config import SttConfig
from voicecli.errors import ExitCode, SttError
from voicecli.prefetch import Prefetch
from voicecli.stt import guards
from voicecli.stt.alignment import Spoken
from voicecli.stt.batch_model import BatchModel, Encoded, Order, Written
from voicecli.stt.decoding import Decoding
from voicecli.stt.features import FRAMES_PER_SECOND
from voicecli.stt.judging import Judge
from voicecli.stt.loading import check_language
from voicecli.stt.placing import part, pieces, unheard
from voicecli.stt.stitching import beginning, segments, text_of, with_passage
from voicecli.stt.timing import refine
from voicecli.stt.tries import Try, recording_tries
from voicecli.stt.whisper import SHORTEST_SECONDS, clean
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Segment, SpeechWindow, Transcript, Word

CPU_BATCH, GPU_BATCH = 4, 16
"""Windows in one batch of the decoder."""
ROUNDS = 2
"""Batches that each worker gets in one call: one alone would make the quickest wait."""
PIECE_SECONDS, SPARE_SHARE = 3.0, 1.25
"""Pieces of repeated speech are at least so long, and no longer than so many repetitions."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One window to be recognised; `number` tells it from the others of the call."""

    number: int
    window: SpeechWindow
    sound: Samples
    language: str
    quick: Try
    careful: Try

    @property
    def seconds(self) -> float:
        return len(self.sound) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a window was taken for, so far."""

    task: _Task
    encoded: Encoded
    written: Written
    attempt: Try
    language: str
    language_probability: float


class BatchRecognizer:
    """A Whisper model in a folder in CTranslate2's format, for many windows of recordings at once.

    Each window is written down once with the whole search; what `stt.judging` does not believe is
    decoded a second time in another way, and speech that no word covers is heard again by itself.
    A window's transcript is the same whatever comes with it (on the CPU bit for bit), and without
    `Decoding.temperature` on every run.

    Raises CatalogError when the folder holds no model, SttError when it cannot be loaded on the
    device or does not know what is asked of it.
    """

    def __init__(
        self, path: Path, config: SttConfig, threads: int, decoding: Decoding | None = None
    ) -> None:
        decoding = decoding or Decoding()
        self.name = path.name
        self._model = BatchModel(path, config, threads, decoding)
        self._decoding = decoding
        self._judge = Judge(decoding)
        self._shortest = config.window_seconds
        self._language = config.language
        on_cpu = self._model.device == "cpu"
        self._batch_size = decoding.batch_size or (CPU_BATCH if on_cpu else GPU_BATCH)
        self.parallel = self._model.workers * self._batch_size * ROUNDS
        check_language(config.language, self.name, self._model.languages)
        if decoding.task == "translate" and not self._model.is_multilingual:
            raise SttError(
                "english-only",
                f"The model {self.name} knows only English and cannot translate.",
                "Use a multilingual one: `--model whisper-base`.",
                exit_code=ExitCode.USAGE,
            )

    @property
    def device(self) -> str:
        """Where the model runs: "cpu" or "cuda"."""
        return self._model.device

    def recognize_all(
        self, windows: Sequence[SpeechWindow], languages: Sequence[str], turn: Turn
    ) -> list[Transcript]:
        """Recognise each window, in its language (empty: detected), into segments in order.

        Times are seconds of the recording. Every word is timed and lies within detected speech.
        CTranslate2 cannot be stopped: after a cancel the running calls end and TurnCancelled is
        raised.
        """
        turn.check()
        for language in set(languages):
            check_language(language, self.name, self._model.languages)
        heard = {
            number: _silent(window, language)
            for number, (window, language) in enumerate(zip(windows, languages, strict=True))
        }
        tasks = [
            self._task(number, window, language)
            for number, (window, language) in enumerate(zip(windows, languages, strict=True))
        ]
        batches = deque(self._batches(task for task in tasks if _sounds(task)))
        with ExitStack() as stack:
            lanes = [
                stack.enter_context(
                    Prefetch(
                        self._lane(batches, turn), ahead=len(windows), name=f"recognise {lane}"
                    )
                )
                for lane in range(min(self._model.workers, len(batches)))
            ]
            for lane in lanes:
                heard.update(lane)
        return [heard[number] for number in range(len(windows))]

    def _lane(self, batches: "deque[list[_Task]]", turn: Turn) -> Iterator[tuple[int, Transcript]]:
        """Work on batches until none is left; several lanes share them."""
        while True:
            try:
                batch = batches.popleft()
            except IndexError:
                return
            for heard in self._hear(batch, turn):
                yield heard.task.number, self._transcript(heard, turn)

    def _task(self, number: int, window: SpeechWindow, language: str) -> _Task:
        sound = clean(window.samples)
        seconds = len(sound) / SAMPLE_RATE
        quick, careful = recording_tries(seconds, self._shortest, self._decoding.beam_size)
        return _Task(number, window, sound, language or self._language, quick, careful)

    def _batches(self, tasks: Iterable[_Task]) -> Iterator[list[_Task]]:
        """Tasks of the same encoder window together, spread over the workers; the longest first."""

        def length(task: _Task) -> float:
            return -task.quick.window_seconds

        for _, alike in groupby(sorted(tasks, key=length), key=length):
            group = list(alike)
            count = max(ceil(len(group) / self._batch_size), min(len(group), self._model.workers))
            for index in range(count):
                yield group[index * len(group) // count : (index + 1) * len(group) // count]

    def _hear(self, tasks: Sequence[_Task], turn: Turn) -> list[_Heard]:
        """What each sound of one encoder window says, or nothing, after a second try if need be."""
        turn.check()
        encoded = self._model.encode([task.sound for task in tasks], tasks[0].quick.window_seconds)
        turn.check()
        first = self._first(tasks, encoded, turn)
        return [self._believed(heard, turn) for heard in first]

    def _first(
        self, tasks: Sequence[_Task], encoded: Sequence[Encoded], turn: Turn
    ) -> list[_Heard]:
        """The quick try of each task, in the order of their languages."""
        spoken = [
            (task.language, 1.0) if task.language else self._model.detect_language(output)
            for task, output in zip(tasks, encoded, strict=True)
        ]
        found: list[_Heard] = []
        for language in dict.fromkeys(name for name, _ in spoken):
            turn.check()
            rows = [index for index, (name, _) in enumerate(spoken) if name == language]
            order = _order(tasks[0].quick, language)
            written = self._model.write([encoded[row] for row in rows], order)
            found += [
                _Heard(tasks[row], encoded[row], text, tasks[row].quick, *spoken[row])
                for row, text in zip(rows, written, strict=True)
            ]
        return found

    def _believed(self, first: _Heard, turn: Turn) -> _Heard:
        """What was heard at first, or in a second and careful try."""
        task, judge = first.task, self._judge
        if not judge.needs_another_try(first.written, task.seconds, first.attempt):
            return first
        if len(self._pieces(first)) > 1 and judge.is_said_again(first.written, task.seconds):
            return first
        turn.check()
        encoded = first.encoded
        if task.careful.window_seconds != task.quick.window_seconds:
            encoded = self._model.encode([task.sound], task.careful.window_seconds)[0]
        written = self._model.write([encoded], _order(task.careful, first.language))[0]
        second = _Heard(
            task, encoded, written, task.careful, first.language, first.language_probability
        )
        is_better = judge.is_better(second.written, first.written, task.seconds, task.careful)
        return second if is_better else first

    def _transcript(self, heard: _Heard, turn: Turn) -> Transcript:
        """The segments of a window, with what was skipped in them."""
        said = self._said(heard, turn)
        window = heard.task.window
        for region in list(unheard([spoken.word for spoken in said], window)):
            found = [part(window, region)]
            passage = self._alone(found, heard.language, turn, doubted=False)
            said = with_passage(said, passage, region)
        return Transcript(
            segments=tuple(segments(said, self._figures(heard))),
            language=heard.language,
            duration=len(window.samples) / SAMPLE_RATE,
            language_probability=heard.language_probability,
        )

    def _said(self, heard: _Heard, turn: Turn) -> list[Spoken]:
        """The words of a window; what repeats itself only if its pieces say so, too."""
        written, task, judge = heard.written, heard.task, self._judge
        found = self._pieces(heard)
        if len(found) == 1 or judge.says_nothing(written, task.seconds, heard.attempt):
            return self._words(heard, judge.believable_text(written, task.seconds, heard.attempt))
        alone = self._alone(found, heard.language, turn, doubted=judge.is_refrain(written))
        if guards.is_same(written.text, text_of(spoken.word for spoken in alone)):
            return self._words(heard, written.text)
        return alone

    def _pieces(self, heard: _Heard) -> list[SpeechWindow]:
        """The window of a text that repeats itself in pieces of one repetition, others whole."""
        window = heard.task.window
        share = guards.repetition(heard.written.text)
        if share is None:
            return [window]
        return pieces(window, max(PIECE_SECONDS, SPARE_SHARE * share * heard.task.seconds))

    def _alone(
        self, windows: Sequence[SpeechWindow], language: str, turn: Turn, *, doubted: bool
    ) -> list[Spoken]:
        """The words of parts of a window, each heard by itself; `doubted` if it was a refrain."""
        tasks = [self._task(number, window, language) for number, window in enumerate(windows)]
        found: dict[int, list[Spoken]] = {}
        for batch in self._batches(task for task in tasks if _sounds(task)):
            for heard in self._hear(batch, turn):
                task = heard.task
                text = self._judge.believable_part(
                    heard.written, task.seconds, heard.attempt, doubted=doubted
                )
                found[task.number] = self._words(heard, text)
        return [spoken for number in sorted(found) for spoken in found[number]]

    def _words(self, heard: _Heard, text: str) -> list[Spoken]:
        """The words of a text at their places in the recording; it begins what was written."""
        if not text:
            return []
        written, task = heard.written, heard.task
        said = self._model.words(heard.encoded, task.seconds, written.tokens, heard.language)
        said = beginning(said, text)
        offset = task.window.start / SAMPLE_RATE
        words = refine([_later(spoken.word, offset) for spoken in said], task.window)
        return [Spoken(word, spoken.tokens) for word, spoken in zip(words, said, strict=True)]

    def _figures(self, heard: _Heard) -> Segment:
        """A segment without words, with the figures of its window."""
        written, window = heard.written, heard.task.window
        return Segment(
            start=0.0,
            end=0.0,
            text="",
            seek=round(window.start / SAMPLE_RATE * FRAMES_PER_SECOND),
            temperature=self._decoding.temperature,
            average_logprob=written.average_logprob,
            compression_ratio=guards.compression_ratio(written.text),
            no_speech_probability=written.no_speech_probability,
        )


def _sounds(task: _Task) -> bool:
    return task.seconds >= SHORTEST_SECONDS and bool(task.sound.any())


def _silent(window: SpeechWindow, language: str) -> Transcript:
    return Transcript((), language, len(window.samples) / SAMPLE_RATE, 0.0)


def _order(attempt: Try, language: str) -> Order:
    return Order(
        language, attempt.beam_size, attempt.token_limit, attempt.timed, prompted=attempt.names
    )


def _later(word: Word, seconds: float) -> Word:
    return replace(word, start=word.start + seconds, end=word.end + seconds)
