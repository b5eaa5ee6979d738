"""The sound of what is said in a scenario."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np

from voicecli.audio.files import read_audio
from voicecli.audio.resample import resample
from voicecli.pipeline.scenarios import Step
from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Sentence

SILENT = 1e-4
"""Amplitude below which nothing is said any more."""
NOISE_SECONDS = 7.0
"""The room's noise is heard again and again after so long."""

Voices = Callable[[str], AdjustableVoice]
"""The voice of a catalogue name; "" is the usual one."""


def speech_of(steps: Sequence[Step], voices: Voices) -> Mapping[int, Samples]:
    """The sound of each step that says something, by its number; 16 kHz.

    Raises AudioError for a file that cannot be read, and what the voices raise.
    """
    made = {}
    for number, step in enumerate(steps):
        if step.act == "audio":
            made[number] = _noisy(read_audio(Path(str(step.what))), step)
        elif step.act in ("say", "interrupt"):
            made[number] = _noisy(_said(step, voices(step.voice)), step)
    return made


def room_noise(amplitude: float) -> Samples:
    """White noise, the same each time; 16 kHz."""
    chance = np.random.default_rng(1)
    count = round(NOISE_SECONDS * SAMPLE_RATE)
    return chance.standard_normal(count, dtype=np.float32) * np.float32(amplitude)


def _said(step: Step, voice: AdjustableVoice) -> Samples:
    """The words without the silence at their end."""
    before, voice.speed = voice.speed, step.speed
    try:
        # Not the first sentence of a turn, whose first clause would be said by itself.
        chunks = list(voice.synthesize(Sentence(1, str(step.what)), Turn()))
    finally:
        voice.speed = before
    if not chunks:
        return np.zeros(0, np.float32)
    whole = np.concatenate([chunk.samples for chunk in chunks])
    samples = resample(whole, chunks[0].sample_rate, SAMPLE_RATE)
    loud = np.flatnonzero(np.abs(samples) > SILENT)
    return samples[: loud[-1] + 1] if loud.size else samples


def _noisy(samples: Samples, step: Step) -> Samples:
    if not step.noise:
        return samples
    seed = crc32(repr(replace(step, line=0, expect=None)).encode())
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal(samples.size, dtype=np.float32) * np.float32(step.noise)
    return np.asarray(samples + noise, np.float32)
