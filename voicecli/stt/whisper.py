"""Speech recognition with Whisper, on CTranslate2."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from voicecli.config import SttConfig
from voicecli.errors import SttError
from voicecli.stt import guards
from voicecli.stt.hotwords import as_prompt
from voicecli.stt.loading import check_language, load_model, one_line
from voicecli.stt.tries import (
    DRAFT_SECONDS,
    SPARE_SECONDS,
    WHOLE_WINDOW_SECONDS,
    Try,
    draft_try,
    last_seconds,
    tries,
)
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Segment, Transcript, Utterance

SHORTEST_SECONDS = 0.1
"""Sound shorter than this holds no word."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked of the decoder."""

    samples: Samples
    language: str | None

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


class WhisperRecognizer:
    """A Whisper model in a folder in CTranslate2's format. One call at a time.

    The same samples give the same text on every run. A first try looks at the sound in a short
    encoder window; when its text repeats itself, is improbable or spends all its tokens, a second
    try takes the whole window and a wider search. Whisper's own remedy, sampling at a rising
    temperature, would give another text each time.

    `hotwords` are names that may be said, as `stt.hotwords.choose_hotwords` chooses them.

    Raises CatalogError when the folder holds no model, SttError when it cannot be loaded on the
    device or does not know the configured language.
    """

    def __init__(
        self, path: Path, config: SttConfig, threads: int, *, hotwords: Sequence[str] = ()
    ) -> None:
        self.name = path.name
        self._config = config
        self._model = load_model(path, config, threads)
        self._hotwords = as_prompt(hotwords)
        self._prompt_tokens = len(self._model.hf_tokenizer.encode(self._hotwords).ids)
        check_language(config.language, self.name, self._model.supported_languages)

    @property
    def is_multilingual(self) -> bool:
        """Whether the model knows other languages than English."""
        return bool(self._model.model.is_multilingual)

    @property
    def device(self) -> str:
        """Where the model runs: "cpu" or "cuda"."""
        return str(self._model.model.device)

    def warm_up(self) -> None:
        """Recognise a moment of silence, so that the first real call finds everything in place."""
        silence = np.zeros(SAMPLE_RATE, dtype=np.float32)
        language = self._config.language or "en"
        self._decode(_Task(silence, language), draft_try(1.0))

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        """Recognise one utterance; without text in the transcript nothing was heard.

        Its segments have no exact times. CTranslate2 cannot be stopped: after a cancel the running
        call ends and its result is dropped with TurnCancelled.
        """
        timed = len(utterance.samples) > (WHOLE_WINDOW_SECONDS - SPARE_SECONDS) * SAMPLE_RATE
        return self._recognize(utterance.samples, turn, timed=timed)

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        """Recognise what was said so far, once and quickly, for `agreement.PartialTranscript`.

        Of a sound longer than DRAFT_SECONDS only the end is heard: the first segment starts where
        that begins. Improbable text is left out, and nobody tries again.
        """
        turn.check()
        duration = len(samples) / SAMPLE_RATE
        tail = clean(last_seconds(samples, DRAFT_SECONDS))
        start = duration - len(tail) / SAMPLE_RATE
        language = self._language()
        if len(tail) < SHORTEST_SECONDS * SAMPLE_RATE or not tail.any():
            return Transcript((), language, duration, 0.0)
        attempt = draft_try(len(tail) / SAMPLE_RATE)
        heard = self._decode(_Task(tail, language or None), attempt)
        turn.check()
        kept = tuple(
            replace(segment, start=segment.start + start, end=segment.end + start)
            for segment in _without_loops(_without_invention(heard, attempt)).segments
            if segment.average_logprob >= guards.LOW_LOGPROB
        )
        return replace(heard, segments=kept, duration=duration)

    def _recognize(self, samples: Samples, turn: Turn, *, timed: bool) -> Transcript:
        turn.check()
        sound = clean(samples)
        duration = len(samples) / SAMPLE_RATE
        language = self._language()
        if duration < SHORTEST_SECONDS or not sound.any():
            return Transcript((), language, duration, 0.0)
        task = _Task(sound, language or None)
        shortest, beam_size = self._config.window_seconds, self._config.beam_size
        quick, careful = tries(duration, shortest, beam_size, timed=timed)
        first = self._decode(task, quick)
        turn.check()
        if not self._needs_another_try(first, quick):
            return _without_invention(first, quick)
        second = self._decode(replace(task, language=first.language), careful)
        turn.check()
        second = replace(second, language_probability=first.language_probability)
        if self._says_names_alone(first, quick) or not self._needs_another_try(second, careful):
            return _without_loops(_without_invention(second, careful))
        best = max(first, second, key=_credibility)
        return _without_loops(_without_invention(best, careful))

    def _needs_another_try(self, heard: Transcript, attempt: Try) -> bool:
        passes = [segments for segments in _passes(heard) if not _is_invented(segments[0], attempt)]
        if heard.segments and not passes:
            return False
        if not guards.has_words(heard.text) or self._says_names_alone(heard, attempt):
            return True
        return any(_is_doubtful(segments, heard.duration, attempt) for segments in passes)

    def _says_names_alone(self, heard: Transcript, attempt: Try) -> bool:
        """Whether the text may come from the hot-words and not from the sound."""
        return attempt.names and guards.says_only(heard.text, self._hotwords)

    def _language(self) -> str:
        """The language to recognise; empty: to be detected."""
        return self._config.language or ("" if self.is_multilingual else "en")

    def _decode(self, task: _Task, attempt: Try) -> Transcript:
        """One pass of the decoder. Its own checks are off: they judge after sampling, we before."""
        self._model.window_seconds = attempt.window_seconds
        hotwords = self._hotwords if attempt.names else ""
        room = guards.LONGEST_TEXT - (self._prompt_tokens if hotwords else 0)
        try:
            found, info = self._model.transcribe(
                task.samples,
                language=task.language,
                beam_size=attempt.beam_size,
                temperature=0.0,
                compression_ratio_threshold=None,
                log_prob_threshold=None,
                no_speech_threshold=None,
                condition_on_previous_text=False,
                without_timestamps=not attempt.timed,
                max_new_tokens=min(2 * attempt.token_limit, room),  # CTranslate2 writes half
                hotwords=hotwords or None,
            )
            segments = tuple(_segment(item) for item in found)
        except RuntimeError as error:
            raise SttError(
                "recognition-failed",
                f"Whisper failed: {one_line(error)}.",
                "Try `--device cpu`, or `voicecli models verify`.",
            ) from error
        return Transcript(segments, info.language, task.seconds, float(info.language_probability))


def clean(samples: Samples) -> Samples:
    """The samples within -1..1 and without anything that is not a number."""
    sound = np.asarray(samples, dtype=np.float32)
    if not np.isfinite(sound).all():
        sound = np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0)
    peak = float(np.abs(sound).max(initial=0.0))
    return sound / np.float32(peak) if peak > 1.0 else sound


def _segment(item: Any) -> Segment:
    """faster-whisper's segment as ours."""
    return Segment(
        start=float(item.start),
        end=float(item.end),
        text=item.text,
        seek=int(item.seek),
        tokens=tuple(item.tokens),
        temperature=float(item.temperature or 0.0),
        average_logprob=float(item.avg_logprob),
        compression_ratio=float(item.compression_ratio),
        no_speech_probability=float(item.no_speech_prob),
    )


def _passes(heard: Transcript) -> Iterator[list[Segment]]:
    """The segments, grouped by the pass of the decoder that wrote them."""
    seeks = dict.fromkeys(segment.seek for segment in heard.segments)
    for seek in seeks:
        yield [segment for segment in heard.segments if segment.seek == seek]


def _is_doubtful(segments: Sequence[Segment], duration: float, attempt: Try) -> bool:
    """Whether what one pass of the decoder wrote is worth a second try."""
    first = segments[0]
    text = "".join(segment.text for segment in segments)
    seconds = min(duration - first.seek / 100, WHOLE_WINDOW_SECONDS)
    return (
        not guards.has_words(text)
        or guards.is_doubtful(text, first.average_logprob, attempt.doubtful_logprob)
        or guards.is_looping(text, seconds)
        or (attempt.is_short and guards.repeats_phrase(text))
        or sum(len(segment.tokens) for segment in segments) >= attempt.token_limit
    )


def _is_invented(segment: Segment, attempt: Try) -> bool:
    """Whether a segment was written although Whisper takes the sound for silence."""
    logprob, no_speech = segment.average_logprob, segment.no_speech_probability
    if attempt.timed:
        return guards.is_invented(logprob, no_speech)
    return guards.is_nothing(segment.text, logprob, no_speech)


def _credibility(heard: Transcript) -> tuple[bool, float]:
    """Greater for the transcript to be believed: one of words without a loop, then the likelier."""
    sensible = guards.has_words(heard.text) and not guards.is_looping(heard.text, heard.duration)
    logprobs = [segment.average_logprob for segment in heard.segments]
    return sensible, min(logprobs, default=-np.inf)


def _without_invention(heard: Transcript, attempt: Try) -> Transcript:
    """Without the segments that hold no words or were invented."""
    kept = tuple(
        segment
        for segment in heard.segments
        if guards.has_words(segment.text) and not _is_invented(segment, attempt)
    )
    return replace(heard, segments=kept)


def _without_loops(heard: Transcript) -> Transcript:
    """Cut each segment that repeats itself to one repetition."""
    return replace(heard, segments=tuple(_without_loop(segment) for segment in heard.segments))


def _without_loop(segment: Segment) -> Segment:
    if not guards.is_looping(segment.text, segment.end - segment.start):
        return segment
    return replace(segment, text=guards.without_loop(segment.text), tokens=())
