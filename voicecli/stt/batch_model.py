"""Whisper on CTranslate2, for many windows at a time.

Each window's result is the same bit for bit whatever it shares a batch with: CTranslate2's encoder
is given one window at a time on the CPU (it gains nothing by more), its decoder computes each row
by itself, and the alignment, which does depend on the longest text beside it, is asked window by
window. On a GPU the libraries choose other kernels for other batches, and last bits may differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecli.config import SttConfig
from voicecli.errors import SttError
from voicecli.stt.alignment import Spoken, spoken_words
from voicecli.stt.decoding import Decoding
from voicecli.stt.features import FRAMES_PER_SECOND, log_mel
from voicecli.stt.loading import choose_device, load_model, one_line
from voicecli.types import Samples

LONGEST_PROMPT = 223
"""Tokens of a prompt that Whisper takes: half of its text, without the sign that begins it."""
LONGEST_CONTEXT = 448
"""Tokens of prompt and text together."""
MOST_WORKERS = 8
"""Workers that each have a core or more; one takes about 150 MB for a long window."""

Encoded = NDArray[Any]
"""The encoder's output for one window, of shape (1, positions, states)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the decoder wrote for one window."""

    tokens: tuple[int, ...]
    """Without timestamps and other signs that are no text."""
    text: str
    average_logprob: float
    no_speech_probability: float
    is_cut: bool
    """Whether the decoder had room for no more."""


@dataclass(frozen=True, slots=True)
class Order:
    """How one batch is decoded."""

    language: str
    beam_size: int
    token_limit: int
    timed: bool = False
    """Whether the decoder writes timestamps, too; words get better ones of their own."""
    prompted: bool = True
    """Whether it is told the names and the prompt."""


class BatchModel:
    """A Whisper model in CTranslate2's format. May be called from as many threads as `workers`.

    Raises CatalogError when the folder holds no model, SttError when it cannot be loaded on the
    device, does not know what is asked of it, or fails.
    """

    def __init__(self, path: Path, config: SttConfig, threads: int, decoding: Decoding) -> None:
        self.device = choose_device(config)
        self.workers = min(threads, MOST_WORKERS) if self.device == "cpu" else 1
        loaded = load_model(path, config, max(1, threads // self.workers), self.workers)
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self.languages = frozenset(loaded.supported_languages)
        self.is_multilingual = bool(loaded.model.is_multilingual)
        self._model = loaded.model
        self._extractor = loaded.feature_extractor
        self._decoding = decoding
        self._splitters = {
            language: Tokenizer(loaded.hf_tokenizer, self.is_multilingual, decoding.task, language)
            for language in self.languages
        }
        any_splitter = self._splitters["en"]
        self._suppressed = list(get_suppressed_tokens(any_splitter, list(decoding.suppress_tokens)))
        self._prompt = _prompt(any_splitter, decoding)

    def encode(self, sounds: Sequence[Samples], seconds: float) -> list[Encoded]:
        """The encoder's output for each sound, in a window of `seconds`."""
        mels = [log_mel(self._extractor, sound, seconds) for sound in sounds]
        together = [np.concatenate(mels)] if self.device == "cuda" else mels
        outputs = [np.array(self._run("encode", _view(mel), to_cpu=True)) for mel in together]
        return [output[index : index + 1] for output in outputs for index in range(len(output))]

    def detect_language(self, encoded: Encoded) -> tuple[str, float]:
        """The language that is spoken, and its probability."""
        if not self.is_multilingual:
            return "en", 1.0
        mark, probability = self._run("detect_language", _view(encoded))[0][0]
        return mark.strip("<|>"), float(probability)

    def write(self, encoded: Sequence[Encoded], order: Order) -> list[Written]:
        """What is said in each window."""
        splitter, how = self._splitters[order.language], self._decoding
        prompt = [*(self._prompt if order.prompted else ()), *splitter.sot_sequence]
        if not order.timed:
            prompt.append(splitter.no_timestamps)
        room = min(order.token_limit, LONGEST_CONTEXT - len(prompt))
        results = self._run(
            "generate",
            _view(np.concatenate(encoded)),
            [prompt] * len(encoded),
            beam_size=1 if how.samples else order.beam_size,
            num_hypotheses=how.best_of if how.samples else 1,
            sampling_topk=0 if how.samples else 1,
            sampling_temperature=how.temperature if how.samples else 1.0,
            patience=how.patience,
            length_penalty=how.length_penalty,
            repetition_penalty=how.repetition_penalty,
            no_repeat_ngram_size=how.no_repeat_ngram_size,
            suppress_tokens=self._suppressed,
            max_length=2 * room,  # of which CTranslate2 writes at most the half
            return_scores=True,
            return_no_speech_prob=True,
        )
        return [self._written(result, splitter, room) for result in results]

    def words(
        self, encoded: Encoded, seconds: float, tokens: Sequence[int], language: str
    ) -> list[Spoken]:
        """The words of a text, with seconds from the beginning of its sound of `seconds`."""
        splitter = self._splitters[language]
        frames = min(round(seconds * FRAMES_PER_SECOND), encoded.shape[1] * 2)
        start, texts = splitter.sot_sequence, [list(tokens)]
        alignment = self._run("align", _view(encoded), start, texts, frames)[0]
        return spoken_words(tokens, alignment, splitter, splitter.eot)

    def _written(self, result: Any, splitter: Any, room: int) -> Written:
        """CTranslate2's score is divided by the length; Whisper counts the end of text, too."""
        tokens = result.sequences_ids[0]
        total = result.scores[0] * len(tokens) ** self._decoding.length_penalty
        said = tuple(token for token in tokens if token < splitter.eot)
        return Written(
            said,
            splitter.decode(said),
            float(total / (len(tokens) + 1)),
            float(result.no_speech_prob),
            is_cut=len(tokens) >= room,
        )

    def _run(self, method: str, *arguments: Any, **options: Any) -> Any:
        try:
            return getattr(self._model, method)(*arguments, **options)
        except RuntimeError as error:
            raise SttError(
                "recognition-failed",
                f"Whisper failed: {one_line(error)}.",
                "Try `--device cpu`, or `voicecli models verify`.",
            ) from error


def _view(array: NDArray[Any]) -> Any:
    """The array as CTranslate2 takes it, on the CPU."""
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(array))


def _prompt(splitter: Any, decoding: Decoding) -> list[int]:
    """The tokens before the text: names, then what it goes on from, of which the end counts most.

    Names take at most half of the room.
    """
    names, before = (
        splitter.encode(f" {text.strip()}") if text.strip() else []
        for text in (decoding.hotwords, decoding.initial_prompt)
    )
    names = names[: LONGEST_PROMPT // 2 if before else LONGEST_PROMPT]
    tokens = [*names, *before[-(LONGEST_PROMPT - len(names)) :]]
    return [splitter.sot_prev, *tokens] if tokens else []
