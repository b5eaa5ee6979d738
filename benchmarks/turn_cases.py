"""Turns of real speech with their silences, and what the cues said in each: for `turns.py`."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import decode_audio

from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, Samples
from voicecli.vad.recording import HYSTERESIS
from voicecli.vad.silero import SileroVad
from voicecli.vad.smart_turn import SmartTurn
from voicecli.vad.turn_end import ASK_SAMPLES

SHORTEST_SILENCE = round(0.2 * SAMPLE_RATE)
LAST_SILENCE = 3 * SAMPLE_RATE
"""Silence put behind every turn, more than any rule waits."""
PREROLL = round(VadConfig().preroll_seconds * SAMPLE_RATE)
CUTS = 0.3, 0.7
"""The part of a clip's speech in which a pause is put for a cut case."""
HESITATIONS = 0.4, 1.2
"""Seconds of the pause that is put in."""
_EDGE = round(0.1 * SAMPLE_RATE)

Hear = Callable[[Samples], str]


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without speech: its length in samples, and what the cues said in it."""

    samples: int
    is_end: bool
    complete: float
    """Smart Turn's answer, at the moment at which the rule asks."""
    text: str
    """The words recognised before it."""


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One turn of one speaker; the last silence is the true end."""

    clip: str
    kind: str
    speaker: str
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The engines that look at a silence."""

    vad: SileroVad
    smart_turn: SmartTurn
    hear: Hear


def half_of(clip: str) -> str:
    """The half of a clip by the hash of its id: rules are tuned on "dev" only."""
    return ("dev", "final")[hashlib.sha256(clip.encode()).digest()[0] % 2]


def build(folder: Path, half: str, cues: Cues) -> Iterator[SpokenTurn]:
    """Each English clip of one half as it was spoken, and once more with a pause put inside."""
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] != "en" or half not in ("all", half_of(row["id"])):
            continue
        samples = decode_audio(str(folder / row["file"]))
        yield from _turns(row, samples, cues)


def _turns(row: dict[str, Any], samples: Samples, cues: Cues) -> Iterator[SpokenTurn]:
    random = np.random.default_rng(list(hashlib.sha256(row["id"].encode()).digest()))
    speech = _speech(cues.vad, samples)
    if not speech:
        return
    whole = np.concatenate((samples[: speech[-1][1]], _floor(samples, LAST_SILENCE, random)))
    yield _turn(row, row["kind"], whole, cues)
    at = _gap(samples, speech)
    pause = round(random.uniform(*HESITATIONS) * SAMPLE_RATE)
    broken = np.concatenate((whole[:at], _floor(samples, pause, random), whole[at:]))
    yield _turn(row, "cut inside", broken, cues)


def _turn(row: dict[str, Any], kind: str, samples: Samples, cues: Cues) -> SpokenTurn:
    speech = _speech(cues.vad, samples)
    begin = max(0, speech[0][0] - PREROLL)
    ends = [end for _, end in speech]
    resumes = [start for start, _ in speech[1:]] + [samples.size]
    silences = []
    for end, resume in zip(ends, resumes, strict=True):
        if resume - end < SHORTEST_SILENCE:
            continue
        heard = samples[begin : end + ASK_SAMPLES]
        complete = round(cues.smart_turn.complete(heard), 4)
        silences.append(Silence(resume - end, end == ends[-1], complete, cues.hear(heard)))
    return SpokenTurn(row["id"], kind, row["speaker"], tuple(silences))


def _speech(vad: SileroVad, samples: Samples) -> list[tuple[int, int]]:
    """The stretches of speech in samples, by the same hysteresis as `endpoint`."""
    config = VadConfig()
    found: list[tuple[int, int]] = []
    is_speech = False
    for block, probability in vad.detect(cut_blocks([samples])):
        is_before = is_speech
        is_speech = probability >= config.threshold - (HYSTERESIS if is_speech else 0.0)
        if not is_speech:
            continue
        end = block.start + BLOCK_SAMPLES
        if is_before:
            found[-1] = (found[-1][0], end)
        else:
            found.append((block.start, end))
    return found


def _floor(samples: Samples, size: int, random: np.random.Generator) -> Samples:
    """Noise as loud as the clip's quietest moments."""
    frames = samples[: samples.size // 320 * 320].reshape(-1, 320)
    level = np.quantile(np.sqrt(np.mean(frames**2, axis=1)), 0.05)
    return (level * random.standard_normal(size)).astype(np.float32)


def _gap(samples: Samples, speech: list[tuple[int, int]]) -> int:
    """The quietest place inside flowing speech, in the middle of a clip: mostly between words."""
    energy = np.full(samples.size, np.inf)
    for start, end in speech:
        part = samples[start:end]
        energy[start : start + part.size] = np.convolve(part**2, np.ones(800), "same")[: part.size]
        # Not where a pause is already: its length would decide, and it may follow a whole sentence.
        energy[end - _EDGE : end] = energy[start : start + _EDGE] = np.inf
    begin, length = speech[0][0], speech[-1][1] - speech[0][0]
    low, high = (begin + round(part * length) for part in CUTS)
    return low + int(np.argmin(energy[low:high]))


def save(turns: list[SpokenTurn], file: Path) -> None:
    """Keep what the engines said, so that rules can be compared without them."""
    file.write_text(json.dumps([asdict(turn) for turn in turns]), encoding="utf-8")


def read(file: Path) -> list[SpokenTurn]:
    """What `save` kept."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [
        SpokenTurn(**{**row, "silences": tuple(Silence(**silence) for silence in row["silences"])})
        for row in rows
    ]
