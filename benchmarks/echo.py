"""Echo cancellation in a simulated room: the answer plays and the microphone hears it.

    python benchmarks/echo.py [--minutes 10] [--speech FOLDER]

Piper's voice, at 48 kHz as a sound card takes it, is clipped softly, comes 60 ms late through a
room of 100 ms reverberation and arrives 6 dB quieter; noise of -65 dBFS is added, and the devices
tell their times as late as busy machines do. Measured are

- by how much the echo is reduced, by the time since the first sound;
- self-triggers: how often voice detection and endpointing announce speech where only echo is;
- with --speech (a folder as for benchmarks/wer.py): words of a person who speaks over the answer,
  as loud as its echo, found again by Whisper in the raw and in the cleaned microphone, while
  the answer goes on and when it stops 0.2 s after the person was noticed.

Fails under 30 dB, with a self-trigger, or over 25 % WER when the answer stops.
"""

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Before numpy: it sets how many threads numpy's BLAS has.
import voicecli  # noqa: F401  # isort: skip

import jiwer
import numpy as np
from whisper_normalizer.english import EnglishTextNormalizer

from voicecli.audio.echo import DELAY_SAMPLES, EchoCanceller
from voicecli.audio.echo_reference import Reference, StreamClock
from voicecli.audio.files import read_audio
from voicecli.audio.level import rms_dbfs
from voicecli.audio.resample import resample
from voicecli.config import SttConfig, TtsConfig, VadConfig, load
from voicecli.stt.whisper import WhisperRecognizer
from voicecli.tts.piper import PiperSynthesizer
from voicecli.turn import Turn
from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, AudioBlock, Samples, Sentence, Utterance
from voicecli.vad.endpointing import SpeechStarted, endpoint
from voicecli.vad.silero import SileroVad

SPEAKER_RATE = 48_000
SPEAKER_BLOCK = 1024
LATENCY_SECONDS = 0.1
"""How long before it sounds the speaker takes its sound."""
DELAY_SECONDS = 0.06
REVERB_SECONDS = 0.1
ECHO_DB = -6.0
NOISE_DBFS = -65.0
GAP_SECONDS = 2.0
MARGIN_SECONDS = 0.3
"""Sound around a person's words that is recognised with them."""

STOP_SECONDS = 0.2
"""From the moment a person is noticed to the end of the answer's sound."""

REDUCTION_DB, WORST_WER = 30.0, 25.0

ANSWERS = (
    "The project started in March and took about eight months. It reads data from forty "
    "stations and keeps it in one small database, which fits on a memory stick.",
    "Most of the work went into the import, because the stations lose their connection "
    "several times a day. Two people used it daily, and it answered in less than a second.",
    "The second project is a planner for field trips. It was written in Python and Rust, "
    "and its map works without a network. After one summer it had three hundred users.",
    "Before that there were three years at a hospital in the north, with a team of five. "
    "They moved the booking system to new servers without a single lost appointment.",
    "Yes! There is a talk about it, given in Oslo. It explains how the cache is filled, why "
    "the first version was slow, and what was thrown away in the end.",
    "I found nothing about that in your notes. You could ask about the other projects, the "
    "jobs, or the papers from two thousand and nineteen.",
)

normalize = EnglishTextNormalizer()


@dataclass(frozen=True)
class Spoken:
    """A person's words over the answer: where they stand in the microphone, and which."""

    start: int
    samples: Samples
    text: str

    @property
    def end(self) -> int:
        """The index behind the last sample."""
        return self.start + self.samples.size


@dataclass(frozen=True)
class Scene:
    """What the speaker plays (48 kHz) and what the microphone hears (16 kHz)."""

    played: Samples
    heard: Samples


def main() -> int:
    options = _options()
    models = load().config.models_folder
    random = np.random.default_rng(options.seed)
    answers = _answers(models)
    vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
    passed = _echo_only(answers, vad, options.minutes, random)
    if not options.speech:
        print("\nNo speech to interrupt with: name a folder with --speech.")
        return 0 if passed else 1
    recognizer = WhisperRecognizer(models / options.model, SttConfig(device="cpu"), 2)
    clips = _clips(Path(options.speech), options.clips, random)
    return 0 if _barge_in(answers, clips, vad, recognizer, random) and passed else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="playback without a person")
    parser.add_argument("--speech", default=os.environ.get("VOICECLI_EVAL_SPEECH", ""))
    parser.add_argument("--clips", type=int, default=30)
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _answers(models: Path) -> list[Samples]:
    """The answers as the sound card takes them."""
    [voice] = (models / "piper-en_US-joe-medium").glob("*.onnx")
    piper = PiperSynthesizer(voice, TtsConfig(), 2)
    spoken = []
    for index, text in enumerate(ANSWERS):
        chunks = piper.synthesize(Sentence(index, text), Turn())
        speech = np.concatenate([chunk.samples for chunk in chunks])
        spoken.append(resample(speech, piper.sample_rate, SPEAKER_RATE))
    return spoken


def _clips(folder: Path, most: int, random: np.random.Generator) -> list[tuple[str, Samples]]:
    """Short English utterances of several words, chosen by chance."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    fit = [row for row in rows if row["lang"] == "en" and 1.0 < row["seconds"] < 5.0]
    fit = [row for row in fit if row["kind"] in ("read", "command", "question")]
    fit = [row for row in fit if len((row["text"] or "").split()) >= 3]
    chosen = random.permutation(len(fit))[:most]
    return [(fit[i]["text"], read_audio(folder / fit[i]["file"])) for i in chosen]


class Room:
    """The way from the speaker to the microphone."""

    def __init__(self, random: np.random.Generator) -> None:
        count = round(REVERB_SECONDS * SAMPLE_RATE)
        decay = np.exp(-np.arange(count) / count * np.log(1000))  # -60 dB at its end
        impulse = random.standard_normal(count) * decay
        impulse[0] = 3.0
        self._impulse = impulse * 10 ** (ECHO_DB / 20) / np.sqrt(np.square(impulse).sum())
        self._random = random

    def echo(self, played: Samples) -> Samples:
        """The echo of what was played, at 16 kHz."""
        clipped = np.tanh(1.5 * resample(played, SPEAKER_RATE, SAMPLE_RATE)) / 1.5
        size = clipped.size + self._impulse.size
        echo = np.fft.irfft(np.fft.rfft(clipped, size) * np.fft.rfft(self._impulse, size), size)
        late = np.zeros(round(DELAY_SECONDS * SAMPLE_RATE))
        return np.concatenate((late, echo)).astype(np.float32)

    def scene(self, played: Samples, persons: Iterable[Spoken] = ()) -> Scene:
        """What the microphone hears of the speaker and of the persons."""
        heard = self.echo(played)
        noise = self._random.standard_normal(heard.size).astype(np.float32)
        heard += noise * np.float32(10 ** (NOISE_DBFS / 20))
        for person in persons:
            heard[person.start : person.end] += person.samples
        return Scene(played, np.clip(heard, -1, 1))


def _session(answers: list[Samples], count: int) -> tuple[Samples, list[int]]:
    """`count` answers with pauses between them, and where each begins, at 16 kHz."""
    silence = np.zeros(round(GAP_SECONDS * SPEAKER_RATE), np.float32)
    parts, starts, at = [silence], [], silence.size
    for number in range(count):
        starts.append(at * SAMPLE_RATE // SPEAKER_RATE)
        parts += [answers[number % len(answers)], silence, silence]
        at += answers[number % len(answers)].size + 2 * silence.size
    return np.concatenate(parts), starts


def _blocks(samples: Samples) -> Iterator[AudioBlock]:
    for start in range(0, samples.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        yield AudioBlock(samples[start : start + BLOCK_SAMPLES], start)


def _cleaned(scene: Scene, random: np.random.Generator) -> Samples:
    """The microphone's sound after the canceller, in step with the raw one."""
    reference = Reference(SPEAKER_RATE)
    clock = StreamClock(SAMPLE_RATE)
    canceller = EchoCanceller(reference)
    microphone_began = 0.3

    def arriving() -> Iterator[AudioBlock]:
        """The microphone's blocks; meanwhile the speaker takes its sound."""
        at = 0
        for block in _blocks(scene.heard):
            now = (block.start + BLOCK_SAMPLES) / SAMPLE_RATE
            while at < min(scene.played.size, (now + LATENCY_SECONDS) * SPEAKER_RATE):
                sounds = microphone_began + at / SPEAKER_RATE + random.exponential(0.003)
                reference.write(scene.played[at : at + SPEAKER_BLOCK], sounds)
                at += SPEAKER_BLOCK
            late = random.exponential(0.003) + 0.1 * (random.random() < 0.01)
            clock.tick(block.start, microphone_began + block.start / SAMPLE_RATE + late)
            yield block

    out = np.concatenate([block.samples for block in canceller.clean(arriving(), clock)])
    return out[DELAY_SAMPLES:]


def _triggers(samples: Samples, vad: SileroVad) -> list[int]:
    """Up to which sample the microphone was heard, whenever speech was announced."""
    heard_until = 0

    def blocks() -> Iterator[AudioBlock]:
        nonlocal heard_until
        for block in _blocks(samples):
            heard_until = block.start + BLOCK_SAMPLES
            yield block

    found = endpoint(vad.detect(blocks()), VadConfig())
    return [heard_until for heard in found if isinstance(heard, SpeechStarted)]


def _echo_only(
    answers: list[Samples], vad: SileroVad, minutes: float, random: np.random.Generator
) -> bool:
    mean = sum(answer.size for answer in answers) / len(answers) / SPEAKER_RATE
    count = max(1, round(minutes * 60 / mean))
    scene = Room(random).scene(_session(answers, count)[0])
    began = time.process_time()
    cleaned = _cleaned(scene, random)
    share = (time.process_time() - began) / (cleaned.size / SAMPLE_RATE)
    reductions = {}
    for name, first, last in (("1-3 s", 1, 3), ("3-6 s", 3, 6), ("6 s and later", 6, None)):
        part = slice(
            round((GAP_SECONDS + first) * SAMPLE_RATE),
            None if last is None else round((GAP_SECONDS + last) * SAMPLE_RATE),
        )
        raw, left = scene.heard[: cleaned.size][part], cleaned[part]
        reductions[name] = rms_dbfs(raw) - rms_dbfs(left)
    playing = count * mean / 60
    print(f"echo only, {playing:.1f} minutes of playback ({100 * share:.1f} % of one core)")
    for name, reduction in reductions.items():
        print(f"  {name:14} reduced by {reduction:.1f} dB")
    counts = {}
    for name, samples in (("raw", scene.heard), ("cleaned", cleaned)):
        at = _triggers(samples, vad)
        counts[name] = len(at)
        shown = " ".join(f"{sample / SAMPLE_RATE:.1f}" for sample in at[:10])
        print(f"  {name:14} {len(at) * 10 / playing:.1f} self-triggers in 10 minutes  {shown}")
    return counts["cleaned"] == 0 and min(reductions.values()) >= REDUCTION_DB


def _barge_in(
    answers: list[Samples],
    clips: list[tuple[str, Samples]],
    vad: SileroVad,
    recognizer: WhisperRecognizer,
    random: np.random.Generator,
) -> bool:
    """People interrupt: the answer goes on regardless, or it stops, as it does in `talk`."""
    room = Room(random)
    played, starts = _session(answers, len(clips) + 1)
    # The first answer is not interrupted: in it the canceller shows what it can.
    persons = _persons(clips, starts[1:], room.echo(played), random)
    overlapped = room.scene(played, persons)
    over = _cleaned(overlapped, random)
    stops = _first_triggers(persons, _triggers(over, vad))
    stopped = room.scene(_stop(played, starts[1:], stops), persons)
    sounds = {
        "the person alone": room.scene(np.zeros_like(played), persons).heard,
        "raw, answer goes on": overlapped.heard,
        "raw, answer stops": stopped.heard,
        "cleaned, answer goes on": over,
        "cleaned, answer stops": _cleaned(stopped, random),
    }
    found = [stop for stop in stops if stop is not None]
    late = [
        1000 * (stop - person.start) / SAMPLE_RATE
        for stop, person in zip(stops, persons, strict=True)
        if stop is not None
    ]
    print(f"\n{len(persons)} persons speak over the answer, as loud as its echo;")
    print(f"noticed {len(found)}, at the median {np.median(late or [0]):.0f} ms after their clip")
    percents = {}
    for name, samples in sounds.items():
        errors = words = 0
        for person in persons:
            text = _recognise(recognizer, samples, person)
            result = jiwer.process_words(_normal(person.text), _normal(text) or " ")
            errors += result.substitutions + result.deletions + result.insertions
            words += result.substitutions + result.deletions + result.hits
            if os.environ.get("VOICECLI_ECHO_TEXTS"):
                print(f"{name:24} {person.text!r}: {text!r}", file=sys.stderr)
        percents[name] = 100 * errors / words
        print(f"  {name:24} WER {percents[name]:5.1f} % of {words} words")
    return percents["cleaned, answer stops"] <= WORST_WER


def _persons(
    clips: list[tuple[str, Samples]],
    starts: list[int],
    echo: Samples,
    random: np.random.Generator,
) -> list[Spoken]:
    """Each clip as loud as the echo, 1 to 3.5 s after the beginning of an answer."""
    loud = _loudness(echo)
    return [
        Spoken(
            start + round(random.uniform(1.0, 3.5) * SAMPLE_RATE),
            clip * np.float32(loud / _loudness(clip)),
            text,
        )
        for start, (text, clip) in zip(starts, clips, strict=True)
    ]


def _loudness(samples: Samples) -> float:
    """The root mean square of what is not a pause."""
    return float(np.sqrt(np.square(samples[np.abs(samples) > 0.01]).mean()))


def _first_triggers(persons: list[Spoken], triggers: list[int]) -> list[int | None]:
    return [
        next((at for at in triggers if person.start < at <= person.end + SAMPLE_RATE // 2), None)
        for person in persons
    ]


def _stop(played: Samples, starts: list[int], stops: list[int | None]) -> Samples:
    """The answers, each silent from `STOP_SECONDS` after the person was noticed."""
    ends = [*starts[1:], played.size * SAMPLE_RATE // SPEAKER_RATE]
    played = played.copy()
    for stop, end in zip(stops, ends, strict=True):
        if stop is not None:
            silent = stop + DELAY_SAMPLES + round(STOP_SECONDS * SAMPLE_RATE)
            played[silent * SPEAKER_RATE // SAMPLE_RATE : end * SPEAKER_RATE // SAMPLE_RATE] = 0
    return played


def _recognise(recognizer: WhisperRecognizer, samples: Samples, person: Spoken) -> str:
    margin = round(MARGIN_SECONDS * SAMPLE_RATE)
    part = samples[max(0, person.start - margin) : person.end + margin]
    return recognizer.transcribe(Utterance(part, 0, part.size, "silence"), Turn()).text


def _normal(text: str) -> str:
    return re.sub(r"\s+", " ", normalize(text)).strip()


if __name__ == "__main__":
    sys.exit(main())
