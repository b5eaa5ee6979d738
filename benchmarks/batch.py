"""Recordings: errors, lost words and speed beside faster-whisper and whisper-ctranslate2.

    python benchmarks/batch.py --speech FOLDER [--noisy FOLDER] [--part errors,long,bits,speed]
        [--peer PATH-OF-whisper-ctranslate2] [--minutes 30] [--files 200] [--scaling]

A speech folder has a `manifest.jsonl` with `file`, `text`, `lang`, `kind` and `seconds` of each
clip; it is not part of this repository. Used are the English clips with a trusted text. All work
with the same weights, int8, on the CPU.

errors: word errors on every clip, beside faster-whisper in sequence with beam 5.
long: files of 3, 10 and --minutes minutes, put together from clips with gaps of 0.2 to 4 seconds:
  the share of the words that is found, beside the same.
bits: whether every window gives the same text, times and figures alone and among others.
speed: `voicecli transcribe` beside `whisper-ctranslate2`, both started as commands: one file of
  --minutes minutes, then --files short ones; on the clock and in CPU seconds; with --scaling once
  for each number of threads up to --threads.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before numpy: it sets how many threads numpy's BLAS has, and that decides the last bits of sound.
import voicecli  # noqa: F401  # isort: skip

import jiwer
import numpy as np
from faster_whisper import WhisperModel
from wer import _clips, _normal

from voicecli.audio.blocks import cut_blocks
from voicecli.config import SttConfig, load
from voicecli.stt.batch import BatchRecognizer
from voicecli.stt.decoding import Decoding
from voicecli.stt.windows import cut
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow, Transcript
from voicecli.vad.silero import SileroVad

SEED = 5
SHORTEST_GAP, LONGEST_GAP = 0.2, 4.0
LEAST_RECALL = 0.99
LEAST_TIMES = {"one file": 1.5, "short files": 3.0}
TOGETHER = "all"
PARTS = ("errors", "long", "bits", "speed")

Hear = Callable[[Samples], str]
Clip = tuple[dict[str, Any], Samples]


@dataclass
class Counts:
    """Word errors by kind, and the words that were right."""

    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    hits: int = 0

    def add(self, reference: str, heard: str, kind: str = "") -> None:
        """Compare one text with what was said."""
        found = jiwer.process_words(_normal(reference, kind), _normal(heard, kind) or " ")
        self.substitutions += found.substitutions
        self.deletions += found.deletions
        self.insertions += found.insertions
        self.hits += found.hits

    @property
    def words(self) -> int:
        """How many were said."""
        return self.substitutions + self.deletions + self.hits

    @property
    def error_percent(self) -> float:
        """Errors per hundred words."""
        errors = self.substitutions + self.deletions + self.insertions
        return 100 * errors / max(1, self.words)

    @property
    def recall(self) -> float:
        """The share of the words that was found."""
        return self.hits / max(1, self.words)


class Ours:
    """`voicecli transcribe` without its files: VAD, windows, BatchRecognizer."""

    def __init__(self, models: Path, options: argparse.Namespace) -> None:
        config, how = SttConfig(device="cpu"), Decoding(beam_size=options.beam_size)
        folder = models / options.model
        self.recognizer = BatchRecognizer(folder, config, options.threads, how)
        self._vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")

    def windows(self, samples: Samples) -> list[SpeechWindow]:
        """The speech of a recording."""
        return list(cut(self._vad.detect(cut_blocks([samples])), 0.5))

    def recognize(self, windows: Sequence[SpeechWindow]) -> list[Transcript]:
        """The words of each window, in calls as the pipeline makes them."""
        step = self.recognizer.parallel
        parts = [windows[at : at + step] for at in range(0, len(windows), step)]
        return [
            transcript
            for part in parts
            for transcript in self.recognizer.recognize_all(part, ["en"] * len(part), Turn())
        ]

    def __call__(self, samples: Samples) -> str:
        """The words of a recording."""
        return " ".join(heard.text for heard in self.recognize(self.windows(samples)))


def main() -> int:
    options = _options()
    speech = Path(options.speech) if options.speech else None
    if speech is None or not (speech / "manifest.jsonl").is_file():
        print("There is no speech to measure on: name its folder with --speech.")
        return 0
    models = load().config.models_folder
    clips = _clips(speech, options.limit)
    figures: dict[str, Any] = {"model": options.model, "load": os.getloadavg()[0]}
    failures: list[str] = []
    if {"errors", "long", "bits"} & set(options.part):
        ours, plain = Ours(models, options), _plain(models / options.model)
        hears: dict[str, Hear] = {"voicecli": ours, "faster-whisper": plain}
        if "errors" in options.part:
            sets = {"speech": clips}
            if options.noisy:
                sets["noisy"] = _clips(Path(options.noisy), options.limit)
            figures["errors"] = {name: _errors(hears, items) for name, items in sets.items()}
            failures += _worse(figures["errors"])
        if "long" in options.part:
            lengths = sorted({3, 10, options.minutes})
            figures["long"] = _recall(hears, clips, lengths)
            failures += _lost(figures["long"])
        if "bits" in options.part:
            differing = _differing(ours, clips)
            figures["bits"] = {"differing windows": differing}
            failures += [f"{differing} windows depend on their batch"] * bool(differing)
    if "speed" in options.part:
        figures["speed"] = _speed(options, models, clips)
        failures += _slow(figures["speed"])
    print(json.dumps({**figures, "failures": failures}, indent=1))
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", default=os.environ.get("VOICECLI_EVAL_SPEECH", ""))
    parser.add_argument("--noisy", help="folder of the same kind: noisy speech")
    parser.add_argument("--part", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--model", default="whisper-base", help="name in the models folder")
    parser.add_argument("--beam-size", type=int, default=Decoding().beam_size)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--peer", help="the command whisper-ctranslate2")
    parser.add_argument("--peer-options", default="", help="further options of it")
    parser.add_argument("--minutes", type=int, default=30, help="length of the longest file")
    parser.add_argument("--files", type=int, default=200, help="number of short files")
    parser.add_argument("--scaling", action="store_true", help="speed with fewer threads, too")
    parser.add_argument("--limit", type=int, help="only the first so many clips")
    return parser.parse_args()


def _plain(folder: Path) -> Hear:
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)

    def hear(samples: Samples) -> str:
        segments, _ = model.transcribe(samples, language="en", beam_size=5)
        return " ".join(segment.text.strip() for segment in segments)

    return hear


def _errors(hears: dict[str, Hear], clips: Sequence[Clip]) -> dict[str, dict[str, float]]:
    counts = {name: Counts() for name in hears}
    for row, samples in clips:
        for name, hear in hears.items():
            counts[name].add(row["text"], hear(samples), row["kind"])
    return {name: {**vars(count), "wer": count.error_percent} for name, count in counts.items()}


def _recall(
    hears: dict[str, Hear], clips: Sequence[Clip], minutes: Sequence[int]
) -> dict[str, dict[str, float]]:
    """The share of the words found in a file of each length, and in all of them."""
    together = {name: Counts() for name in hears}
    found: dict[str, dict[str, float]] = {}
    for length in minutes:
        samples, text = assembled(clips, length)
        alone = {name: Counts() for name in hears}
        for name, hear in hears.items():
            heard = hear(samples)
            for count in (alone[name], together[name]):
                count.add(text, heard, "digits")  # "5130" and "five one three oh" are equal
        found[f"{length} minutes"] = _shares(alone)
    return {**found, TOGETHER: _shares(together)}


def _shares(counts: dict[str, Counts]) -> dict[str, float]:
    shares = {f"{name} recall": count.recall for name, count in counts.items()}
    return shares | {f"{name} wer": count.error_percent for name, count in counts.items()}


def assembled(clips: Sequence[Clip], minutes: int) -> tuple[Samples, str]:
    """A recording of so many minutes made of clips in random order with gaps, and what it says."""
    chance = random.Random(SEED + minutes)  # noqa: S311  # a draw, no secret
    pieces: list[Samples] = []
    texts: list[str] = []
    missing = minutes * 60 * SAMPLE_RATE
    while missing > 0:
        row, samples = chance.choice(clips)
        gap = np.zeros(round(chance.uniform(SHORTEST_GAP, LONGEST_GAP) * SAMPLE_RATE), np.float32)
        pieces += [samples, gap]
        texts.append(row["text"])
        missing -= len(samples) + len(gap)
    return np.concatenate(pieces), " ".join(texts)


def _differing(ours: Ours, clips: Sequence[Clip]) -> int:
    """How many of 24 windows come out otherwise among the others, and in another order."""
    windows = [window for _, samples in clips[::5] for window in ours.windows(samples)][:24]
    alone = [ours.recognize([window])[0] for window in windows]
    among = ours.recognize(windows)
    reverse = ours.recognize(windows[::-1])[::-1]
    rows = zip(alone, among, reverse, strict=True)
    return sum(not one == other == third for one, other, third in rows)


def _speed(
    options: argparse.Namespace, models: Path, clips: Sequence[Clip]
) -> list[dict[str, Any]]:
    if not options.peer:
        print("No speed without --peer, the command whisper-ctranslate2.", file=sys.stderr)
        return []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, paths in _inputs(Path(folder), clips, options).items():
            for threads in range(1 if options.scaling else options.threads, options.threads + 1):
                row: dict[str, Any] = {"files": kind, "threads": threads}
                for name, command in _commands(options, models, threads).items():
                    row[name] = _timed([*command, *map(str, paths)], Path(folder) / "out", models)
                ours, peer = row["voicecli"], row["whisper-ctranslate2"]
                row["times"] = peer["seconds"] / ours["seconds"]
                row["times_cpu"] = peer["cpu_seconds"] / ours["cpu_seconds"]
                rows.append(row)
                print(json.dumps(row), file=sys.stderr)
    return rows


def _inputs(
    folder: Path, clips: Sequence[Clip], options: argparse.Namespace
) -> dict[str, list[Path]]:
    """The files of each kind, written into the folder."""
    one = folder / "long.wav"
    _write(one, assembled(clips, options.minutes)[0])
    short = []
    for number in range(options.files):
        short.append(folder / f"{number:03}.wav")
        _write(short[-1], clips[number % len(clips)][1])
    return {"one file": [one], "short files": short}


def _write(path: Path, samples: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes())


def _commands(options: argparse.Namespace, models: Path, threads: int) -> dict[str, list[str]]:
    both = ["--language", "en", "--threads", str(threads), "--device", "cpu"]
    both += ["--output_format", "json", "--output_dir"]
    ours = [sys.executable, "-m", "voicecli", "transcribe", "--model", options.model]
    peer = [options.peer, "--model_directory", str(models / options.model)]
    peer += ["--compute_type", "int8", *options.peer_options.split()]
    return {"voicecli": [*ours, *both], "whisper-ctranslate2": [*peer, *both]}


def _timed(command: list[str], out: Path, models: Path) -> dict[str, float]:
    """What a command takes, and how many words it wrote. `out` is emptied before.

    It remembers nothing: its data folder is new.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    at = command.index("--output_dir") + 1
    command = [*command[:at], str(out), *command[at:]]
    paths = {"XDG_DATA_HOME": str(out / "data"), "VOICECLI_PATHS_MODELS": str(models)}
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **paths})
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    texts = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in out.glob("*.json")]
    words = sum(len(_normal(text, "").split()) for text in texts)
    megabytes = after.ru_maxrss / 1024  # the largest child so far
    return {"seconds": seconds, "cpu_seconds": cpu, "words": words, "largest_mb": megabytes}


def _worse(errors: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    return [
        f"{name}: {by['voicecli']['wer']:.2f} % errors, not {by['faster-whisper']['wer']:.2f} %"
        for name, by in errors.items()
        if by["voicecli"]["wer"] > by["faster-whisper"]["wer"]
    ]


def _lost(recalls: dict[str, dict[str, float]]) -> list[str]:
    found = recalls[TOGETHER]
    if found["voicecli recall"] >= LEAST_RECALL * found["faster-whisper recall"]:
        return []
    return [f"{found['voicecli recall']:.3f} of the words of long files are found"]


def _slow(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [
        f"{row['files']}, {row['threads']} threads: {row['times']:.2f} times as fast"
        for row in rows
        if row["times"] < LEAST_TIMES[row["files"]]
    ]


if __name__ == "__main__":
    sys.exit(main())
