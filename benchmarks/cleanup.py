"""What each filter in front of the recogniser costs, and what it does to words and to the VAD.

    python benchmarks/cleanup.py --speech FOLDER --noisy FOLDER [--clips 40] [--filters high-pass …]

A folder has a `manifest.jsonl` with `file`, `text`, `lang` and `seconds` of each clip, and in the
noisy one `clean_id` and `variant`; they are not part of this repository. Used are English clips of
2 to 15 seconds, `--clips` of each folder, spread evenly. Every clip is heard once raw and once
through each filter; words are counted by jiwer after Whisper's English normaliser. The VAD's blocks
are compared with those of the clean, raw clip. Times are CPU time of one thread for one block.
"""

import argparse
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
from rich.console import Console
from rich.table import Table
from whisper_normalizer.english import EnglishTextNormalizer

from voicecli.audio.cleanup import GAIN_SAMPLES, SUPPRESSION_SAMPLES, apply, filters_of
from voicecli.audio.dtln import DELAY_SAMPLES
from voicecli.audio.files import read_audio
from voicecli.config import AudioConfig, SttConfig, load
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.turn import Turn
from voicecli.types import BLOCK_SAMPLES, AudioBlock, Samples, Utterance
from voicecli.vad.silero import SileroVad

FILTERS = {
    "raw": AudioConfig(),
    "high-pass": AudioConfig(high_pass=True),
    "gate": AudioConfig(noise_gate=True),
    "gain": AudioConfig(automatic_gain=True),
    "webrtc": AudioConfig(noise_suppression="webrtc"),
    "dtln": AudioConfig(noise_suppression="dtln"),
    "pass+gate": AudioConfig(high_pass=True, noise_gate=True),
    "all": AudioConfig(
        high_pass=True, noise_gate=True, automatic_gain=True, noise_suppression="dtln"
    ),
}
SHORTEST, LONGEST = 2.0, 15.0
SPEECH = 0.5
QUIET = 0.05
"""A clip is also heard 26 dB quieter, as through a badly set microphone."""

normalize = EnglishTextNormalizer()


@dataclass
class Score:
    """Errors of one filter on one kind of sound."""

    errors: int = 0
    words: int = 0
    missed: int = 0
    speech: int = 0
    false: int = 0
    rest: int = 0
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Measure, and print a table."""
    options = _options()
    if options.speech is None or options.noisy is None:
        print("There is no speech to measure on: name the folders with --speech and --noisy.")
        return
    models = load().config.models_folder
    recognizer = WhisperRecognizer(models / "whisper-base", SttConfig(language="en"), 1)
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    scores: dict[tuple[str, str], Score] = {}
    for kind, text, sound, clean in _clips(options):
        wanted = _speech_blocks(vad, clean)
        for name in options.filters:
            score = scores.setdefault((kind, name), Score())
            cleaned = _filtered(FILTERS[name], sound, models / "dtln-16k", score)
            _compare(score, wanted, _speech_blocks(vad, cleaned))
            utterance = Utterance(cleaned, 0, cleaned.size, "silence")
            _count(score, text, recognizer.transcribe(utterance, Turn()).text)
    _print(scores)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", type=Path)
    parser.add_argument("--noisy", type=Path)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--filters", nargs="*", default=list(FILTERS), choices=FILTERS)
    return parser.parse_args()


def _clips(options: argparse.Namespace) -> list[tuple[str, str, Samples, Samples]]:
    """Kind, text, sound and clean sound of each clip."""
    clean = {row["id"]: row for row in _rows(options.speech)}
    found = []
    for row in _some(list(clean.values()), options.clips):
        sound = read_audio(options.speech / row["file"])
        found.append(("clean", row["text"], sound, sound))
        found.append(("quiet", row["text"], (sound * QUIET).astype(np.float32), sound))
    for row in _some(_rows(options.noisy), options.clips):
        if row.get("clean_id") in clean:
            sound = read_audio(options.noisy / row["file"])
            original = read_audio(options.speech / clean[row["clean_id"]]["file"])
            found.append(("noisy", row["text"], sound, original))
    return found


def _rows(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        row
        for row in rows
        if row["lang"] == "en" and row["text"] and SHORTEST <= row["seconds"] <= LONGEST
    ]


def _some(rows: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    return rows[:: max(1, len(rows) // count)][:count]


def _filtered(config: AudioConfig, sound: Samples, dtln: Path, score: Score) -> Samples:
    """The sound behind the filters, moved back by their delay."""
    filters = filters_of(config, dtln)
    delay = {"off": 0, "webrtc": SUPPRESSION_SAMPLES, "dtln": DELAY_SAMPLES}[
        config.noise_suppression
    ]
    delay += GAIN_SAMPLES if config.automatic_gain else 0
    size = -(-(sound.size + delay) // BLOCK_SAMPLES) * BLOCK_SAMPLES
    padded = np.pad(sound, (0, size - sound.size))
    out = []
    for block in padded.reshape(-1, BLOCK_SAMPLES):
        began = time.thread_time()
        out.append(apply(filters, block))
        score.seconds.append(time.thread_time() - began)
    return np.concatenate(out)[delay : delay + sound.size]


def _speech_blocks(vad: SileroVad, sound: Samples) -> Any:
    blocks = (
        AudioBlock(sound[start : start + BLOCK_SAMPLES], start)
        for start in range(0, sound.size, BLOCK_SAMPLES)
    )
    return np.array([probability > SPEECH for _, probability in vad.detect(blocks)])


def _compare(score: Score, wanted: Any, found: Any) -> None:
    size = min(wanted.size, found.size)
    wanted, found = wanted[:size], found[:size]
    score.missed += int((wanted & ~found).sum())
    score.speech += int(wanted.sum())
    score.false += int((~wanted & found).sum())
    score.rest += int((~wanted).sum())


def _count(score: Score, text: str, heard: str) -> None:
    result = jiwer.process_words(normalize(text), normalize(heard) or " ")
    score.errors += result.substitutions + result.deletions + result.insertions
    score.words += result.substitutions + result.deletions + result.hits


def _print(scores: dict[tuple[str, str], Score]) -> None:
    table = Table(
        "sound", "filter", "WER %", "words", "speech missed %", "false speech %", "ms p95"
    )
    for (kind, name), score in sorted(scores.items()):
        table.add_row(
            kind,
            name,
            f"{100 * score.errors / score.words:.2f}",
            str(score.words),
            f"{100 * score.missed / max(1, score.speech):.1f}",
            f"{100 * score.false / max(1, score.rest):.1f}",
            f"{1000 * np.percentile(score.seconds, 95):.3f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
