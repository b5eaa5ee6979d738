"""Word error rate of WhisperRecognizer beside plain faster-whisper with the same weights.

    python benchmarks/wer.py --speech FOLDER [--model whisper-base] [--nonspeech FOLDER]

A speech folder has a `manifest.jsonl` with `file`, `text`, `lang`, `kind` and `seconds` of each
clip; it is not part of this repository. Used are the English clips with a trusted text. Errors are
counted by jiwer after Whisper's English normaliser; in clips of kind "digits" every figure counts
as a word, so that "1984" and "one nine eight four" are equal. Clips longer than 30 seconds go
through the whole pipeline. All take turns, clip by clip, so that a busy machine slows all.

On 2,000 words chance is some tenths of a point: the last bit of a sample decides between two words
that Whisper finds equally likely. So every clip is heard at several loudnesses, which changes no
word for a person, and the table gives the mean.
"""

import argparse
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

# Before numpy: it sets how many threads numpy's BLAS has, and that decides the last bits of sound.
import voicecli  # noqa: F401  # isort: skip

import jiwer
import numpy as np
from faster_whisper import WhisperModel, decode_audio
from rich.console import Console
from rich.table import Table
from whisper_normalizer.english import EnglishTextNormalizer

from voicecli.cli.transcribe import BEAM_SIZE
from voicecli.config import SttConfig, load
from voicecli.pipeline.transcribe import Transcribed, Transcription, transcribe_one
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Utterance
from voicecli.vad.silero import SileroVad

ALLOWED_POINTS = 0.3
LONG_SECONDS = 30.0
GAINS = (1.0, 0.8, 0.64)

TALK, GREEDY = "voicecli talk", "faster-whisper, beam 1"
FILES, DEFAULTS = "voicecli transcribe", "faster-whisper, its defaults"
BESIDE = {TALK: GREEDY, GREEDY: GREEDY, FILES: DEFAULTS, DEFAULTS: DEFAULTS}
"""With what each is compared: the same weights and the same width of the search."""

normalize = EnglishTextNormalizer()


@dataclass
class Score:
    """Errors and words of one recogniser, by kind of clip, and the time it took."""

    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    words: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: float = 0.0

    def add(self, kind: str, reference: str, heard: str) -> None:
        """Compare what was heard in one clip with what was said."""
        result = jiwer.process_words(_normal(reference, kind), _normal(heard, kind) or " ")
        self.errors[kind] += result.substitutions + result.deletions + result.insertions
        self.words[kind] += result.substitutions + result.deletions + result.hits

    def percent(self, kind: str | None = None) -> float:
        """Errors per hundred words, of one kind or of all."""
        kinds = [kind] if kind else list(self.words)
        return 100 * sum(self.errors[k] for k in kinds) / sum(self.words[k] for k in kinds)


def main() -> int:
    options = _options()
    speech = Path(options.speech) if options.speech else None
    if speech is None or not (speech / "manifest.jsonl").is_file():
        print("There is no speech to measure on: name its folder with --speech.")
        return 0
    path = load().config.models_folder / options.model
    recognizer = WhisperRecognizer(path, SttConfig(device="cpu"), options.threads)
    plain = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=options.threads)
    careful = WhisperRecognizer(path, SttConfig(device="cpu", beam_size=BEAM_SIZE), options.threads)
    through_pipeline = _pipeline(path.parent, careful)
    recognizers: dict[str, Callable[[Samples], str]] = {
        TALK: lambda samples: (
            through_pipeline(samples)
            if len(samples) > LONG_SECONDS * SAMPLE_RATE
            else _utterance(recognizer, samples)
        ),
        GREEDY: lambda samples: _plain(plain, samples, beam_size=1),
        FILES: through_pipeline,
        DEFAULTS: lambda samples: _plain(plain, samples),
    }
    scores = _measure(recognizers, _clips(speech, options.limit), GAINS[: options.repeats])
    _print(options.model, scores)
    silent = options.nonspeech is None or _stays_silent(through_pipeline, Path(options.nonspeech))
    return 0 if _is_as_good(scores) and silent else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", default=os.environ.get("VOICECLI_EVAL_SPEECH", ""))
    parser.add_argument("--nonspeech", help="folder of clips that must give no text")
    parser.add_argument("--model", default="whisper-base", help="name in the models folder")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--repeats", type=int, default=len(GAINS), help="loudnesses of each clip")
    parser.add_argument("--limit", type=int, help="only the first so many clips")
    return parser.parse_args()


def _clips(folder: Path, limit: int | None) -> list[tuple[dict[str, Any], Samples]]:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    trusted = [row for row in rows if row["lang"] == "en" and row["text"] and not row.get("slots")]
    return [(row, decode_audio(str(folder / row["file"]))) for row in trusted[:limit]]


def _measure(
    recognizers: dict[str, Callable[[Samples], str]],
    clips: Iterable[tuple[dict[str, Any], Samples]],
    gains: Iterable[float],
) -> dict[str, Score]:
    scores = {name: Score() for name in recognizers}
    for (row, samples), gain in product(clips, gains):
        for name, recognize in recognizers.items():
            began = time.perf_counter()
            heard = recognize(samples * np.float32(gain))
            scores[name].seconds += time.perf_counter() - began
            scores[name].add(row["kind"], row["text"], heard)
            if os.environ.get("VOICECLI_WER_TEXTS"):
                text = {"id": row["id"], "gain": gain, "by": name, "text": heard}
                print(json.dumps(text), file=sys.stderr)
    return scores


def _normal(text: str, kind: str) -> str:
    text = normalize(text)
    return " ".join(re.sub(r"(\d)", r" \1 ", text).split()) if kind == "digits" else text


def _utterance(recognizer: WhisperRecognizer, samples: Samples) -> str:
    return recognizer.transcribe(Utterance(samples, 0, len(samples), "silence"), Turn()).text


def _plain(model: WhisperModel, samples: Samples, **options: Any) -> str:
    segments, _ = model.transcribe(samples, language="en", **options)
    return " ".join(segment.text.strip() for segment in segments)


def _pipeline(models: Path, recognizer: WhisperRecognizer) -> Callable[[Samples], str]:
    """What `voicecli transcribe` makes of samples."""
    how = Transcription(SileroVad(models / "silero-vad" / "silero_vad.onnx"), recognizer)

    def text(samples: Samples) -> str:
        *_, last = transcribe_one("-", [samples], how, Turn())
        assert isinstance(last, Transcribed)
        return last.transcript.text

    return text


def _stays_silent(through_pipeline: Callable[[Samples], str], folder: Path) -> bool:
    """Whether no clip of a folder without speech gets a text; says which do."""
    invented = {}
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".flac", ".wav"))
    for path in paths:
        if text := through_pipeline(decode_audio(str(path))):
            invented[path.name] = text
    print(f"clips without speech: {len(paths)}, of them with invented text: {len(invented)}")
    for name, text in invented.items():
        print(f"  {name}: {text!r}")
    return not invented


def _is_as_good(scores: dict[str, Score]) -> bool:
    over = {name: scores[name].percent() - scores[BESIDE[name]].percent() for name in (TALK, FILES)}
    for name, points in over.items():
        print(f"{name}: {points:+.2f} points from {BESIDE[name]} (allowed {ALLOWED_POINTS:+.1f})")
    return all(points <= ALLOWED_POINTS for points in over.values())


def _print(model: str, scores: dict[str, Score]) -> None:
    kinds = list(scores[TALK].words)
    table = Table("", "WER %", "difference", "time", *kinds, title=f"{model}, int8")
    for name, score in scores.items():
        plain = scores[BESIDE[name]]
        table.add_row(
            name,
            f"{score.percent():.2f}",
            f"{score.percent() - plain.percent():+.2f}",
            f"{score.seconds:.0f} s ({score.seconds / plain.seconds:.2f})",
            *(f"{score.errors[kind]}/{score.words[kind]}" for kind in kinds),
        )
    Console(width=140).print(table)


if __name__ == "__main__":
    sys.exit(main())
