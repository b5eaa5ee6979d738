"""Word error rate and time of WhisperRecognizer beside faster-whisper with the same weights.

    python benchmarks/wer.py --speech FOLDER [--model whisper-base] [--nonspeech FOLDER] [--json]

A speech folder has a `manifest.jsonl` with `file`, `text`, `lang`, `kind` and `seconds` of each
clip; it is not part of this repository. Used are the English clips with a trusted text. Errors are
counted by jiwer after Whisper's English normaliser; in clips of kind "digits" every figure counts
as a word, so that "1984" and "one nine eight four" are equal. Clips longer than 30 seconds go
through the whole pipeline. All take turns, clip by clip, so that a busy machine slows all; times
are those of the default call divided by ours, on the clock and in CPU seconds of the process.

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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
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

from voicecli.config import SttConfig, load
from voicecli.pipeline.transcribe import Transcribed, Transcription, transcribe
from voicecli.stt.batch import BatchRecognizer
from voicecli.stt.decoding import Decoding
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Utterance
from voicecli.vad.silero import SileroVad

ALLOWED_POINTS = 0.3
SHORT_SECONDS, MIDDLE_SECONDS, LONG_SECONDS = 5.0, 14.0, 30.0
LEAST_TIMES, LEAST_TIMES_SHORT = 2.2, 3.0
"""How many times as fast `talk` must be below MIDDLE_SECONDS and below SHORT_SECONDS."""
GAINS = (1.0, 0.8, 0.64)

TALK, FILES, DEFAULTS = "voicecli talk", "voicecli transcribe", "faster-whisper, its defaults"
SHORT, MIDDLE, LONG = "under 5 s", "5 to 14 s", "14 s and more"
BELOW, DIGITS, ALL = "under 14 s", "digits", "all"
CLASSES = (SHORT, MIDDLE, LONG, BELOW, DIGITS, ALL)

normalize = EnglishTextNormalizer()


@dataclass
class Score:
    """Errors, words and time of one recogniser in one class of clips."""

    errors: int = 0
    words: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def percent(self) -> float:
        """Errors per hundred words."""
        return 100 * self.errors / max(1, self.words)


Scores = dict[str, dict[str, Score]]
"""By recogniser and class."""


def main() -> int:
    options = _options()
    speech = Path(options.speech) if options.speech else None
    if speech is None or not (speech / "manifest.jsonl").is_file():
        print("There is no speech to measure on: name its folder with --speech.")
        return 0
    path = load().config.models_folder / options.model
    recognizer = WhisperRecognizer(path, SttConfig(device="cpu"), options.threads)
    plain = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=options.threads)
    careful = BatchRecognizer(path, SttConfig(device="cpu"), options.threads, Decoding())
    through_pipeline = _pipeline(path.parent, careful)
    recognizers: dict[str, Callable[[Samples], str]] = {
        TALK: lambda samples: (
            through_pipeline(samples)
            if len(samples) > LONG_SECONDS * SAMPLE_RATE
            else _utterance(recognizer, samples)
        ),
        FILES: through_pipeline,
        DEFAULTS: lambda samples: _plain(plain, samples),
    }
    if options.talk_only:
        del recognizers[FILES]
    scores = _measure(recognizers, _clips(speech, options.limit), GAINS[: options.repeats])
    failures = _failures(scores)
    if options.nonspeech:
        hear = {name: recognizers[name] for name in recognizers if name != DEFAULTS}
        hear["drafts"] = lambda samples: _drafts(recognizer, samples)
        failures += _invented(hear, Path(options.nonspeech))
    if options.json:
        print(json.dumps(_as_json(options.model, scores, failures), indent=1))
    else:
        _print(options.model, scores)
        print("\n".join(failures) or "All figures are reached.")
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", default=os.environ.get("VOICECLI_EVAL_SPEECH", ""))
    parser.add_argument("--nonspeech", help="folder of clips that must give no text")
    parser.add_argument("--model", default="whisper-base", help="name in the models folder")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--repeats", type=int, default=len(GAINS), help="loudnesses of each clip")
    parser.add_argument("--talk-only", action="store_true", help="leave `transcribe` out")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
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
) -> Scores:
    scores: Scores = {name: {kind: Score() for kind in CLASSES} for name in recognizers}
    for (row, samples), gain in product(clips, gains):
        for name, recognize in recognizers.items():
            began, cpu_began = time.perf_counter(), time.process_time()
            heard = recognize(samples * np.float32(gain))
            seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
            errors, words = _errors(row["text"], heard, row["kind"])
            for kind in _classes(row):
                score = scores[name][kind]
                score.errors += errors
                score.words += words
                score.seconds += seconds
                score.cpu_seconds += cpu_seconds
            if os.environ.get("VOICECLI_WER_TEXTS"):
                text = {"id": row["id"], "gain": gain, "by": name, "errors": errors, "text": heard}
                print(json.dumps(text), file=sys.stderr)
    return scores


def _classes(row: dict[str, Any]) -> Iterator[str]:
    seconds = row["seconds"]
    yield SHORT if seconds < SHORT_SECONDS else MIDDLE if seconds < MIDDLE_SECONDS else LONG
    if seconds < MIDDLE_SECONDS:
        yield BELOW
    if row["kind"] == DIGITS:
        yield DIGITS
    yield ALL


def _errors(reference: str, heard: str, kind: str) -> tuple[int, int]:
    """The errors in what was heard and the words that were said."""
    result = jiwer.process_words(_normal(reference, kind), _normal(heard, kind) or " ")
    wrong = result.substitutions + result.deletions
    return wrong + result.insertions, wrong + result.hits


def _normal(text: str, kind: str) -> str:
    text = normalize(text)
    return " ".join(re.sub(r"(\d)", r" \1 ", text).split()) if kind == "digits" else text


def _utterance(recognizer: WhisperRecognizer, samples: Samples) -> str:
    return recognizer.transcribe(Utterance(samples, 0, len(samples), "silence"), Turn()).text


def _plain(model: WhisperModel, samples: Samples, **options: Any) -> str:
    segments, _ = model.transcribe(samples, language="en", **options)
    return " ".join(segment.text.strip() for segment in segments)


def _pipeline(models: Path, recognizer: BatchRecognizer) -> Callable[[Samples], str]:
    """What `voicecli transcribe` makes of samples."""
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    how = Transcription(vad=lambda: vad, recognizer=lambda: recognizer)

    def text(samples: Samples) -> str:
        given = replace(how, decode=lambda _: iter([samples]))
        *_, last = transcribe(["-"], given, Turn())
        assert isinstance(last, Transcribed)
        return last.transcript.text

    return text


def _drafts(recognizer: WhisperRecognizer, samples: Samples) -> str:
    """What the drafts of a growing sound say, one each second."""
    ends = range(SAMPLE_RATE, len(samples) + SAMPLE_RATE, SAMPLE_RATE)
    return " ".join(recognizer.draft(samples[:end], Turn()).text for end in ends).strip()


def _invented(hear: dict[str, Callable[[Samples], str]], folder: Path) -> list[str]:
    """A line for each text that was made from a clip without speech."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".flac", ".wav"))
    return [
        f"{name} invents in {path.name}: {text!r}"
        for path in paths
        for name, recognize in hear.items()
        if (text := recognize(decode_audio(str(path))))
    ]


def _times(scores: Scores, name: str, kind: str) -> tuple[float, float]:
    """How many times as fast as the default call: on the clock, and in CPU seconds."""
    ours, plain = scores[name][kind], scores[DEFAULTS][kind]
    if not ours.words:
        return 0.0, 0.0
    return plain.seconds / ours.seconds, plain.cpu_seconds / ours.cpu_seconds


def _failures(scores: Scores) -> list[str]:
    """A line for each figure that is missed."""
    kinds = [kind for kind in CLASSES if scores[DEFAULTS][kind].words]
    compared = [(TALK, kind) for kind in kinds] + [(FILES, ALL)] * (FILES in scores)
    lines = []
    for name, kind in compared:
        points = scores[name][kind].percent - scores[DEFAULTS][kind].percent
        if points > ALLOWED_POINTS:
            lines.append(f"{name}, {kind}: {points:+.2f} points (allowed {ALLOWED_POINTS:+.1f})")
    for kind, least in ((SHORT, LEAST_TIMES_SHORT), (BELOW, LEAST_TIMES)):
        times, _ = _times(scores, TALK, kind)
        if kind in kinds and times < least:
            lines.append(f"{TALK}, {kind}: {times:.2f} times as fast (wanted {least})")
    return lines


def _as_json(model: str, scores: Scores, failures: list[str]) -> dict[str, Any]:
    rows = []
    for name, kind in product(scores, CLASSES):
        wall, cpu = _times(scores, name, kind)
        score = scores[name][kind]
        figures = {"wer": score.percent, "times_as_fast": wall, "times_as_fast_cpu": cpu}
        rows.append({"by": name, "class": kind, **asdict(score), **figures})
    return {"model": model, "load": os.getloadavg()[0], "scores": rows, "failures": failures}


def _print(model: str, scores: Scores) -> None:
    title = f"{model}, int8, load {os.getloadavg()[0]:.1f}"
    table = Table("", "clips", "errors", "WER %", "difference", "times as fast (CPU)", title=title)
    for kind, name in product(CLASSES, scores):
        score, plain = scores[name][kind], scores[DEFAULTS][kind]
        wall, cpu = _times(scores, name, kind)
        table.add_row(
            name,
            kind,
            f"{score.errors}/{score.words}",
            f"{score.percent:.2f}",
            f"{score.percent - plain.percent:+.2f}",
            f"{wall:.2f} ({cpu:.2f})",
            end_section=name == DEFAULTS,
        )
    Console(width=110).print(table)


if __name__ == "__main__":
    sys.exit(main())
