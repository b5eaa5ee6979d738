"""Recordings as they come: in noise, in rooms, by telephones and poor microphones.

Other noises, rooms and lines than those that voices are enrolled with (`analysis.conditions`).
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from voicecli.types import SAMPLE_RATE, Samples

Sound = NDArray[np.float64]
_MU = 255.0


def spoiled(samples: Samples, how: str, random: Generator, others: Samples) -> Samples:
    """The recording spoiled in the way `how` names; `others` is what a babble is made of."""
    sound = SOUNDS[how](samples.astype(np.float64), random, others.astype(np.float64))
    peak = float(np.abs(sound).max(initial=0.0))
    return np.asarray(sound * (0.9 / peak) if peak > 0.99 else sound, np.float32)


def _add(sound: Sound, noise: Sound, snr_db: float) -> Sound:
    level = sound.std() / max(float(noise.std()), 1e-9) * 10 ** (-snr_db / 20)
    return sound + level * noise


def _noise(size: int, random: Generator, slope: float) -> Sound:
    """Noise whose amplitude falls with this power of the frequency."""
    spectrum = np.fft.rfft(random.standard_normal(size))
    return np.fft.irfft(spectrum / np.maximum(np.arange(spectrum.size), 20) ** slope, size)


def _tone(size: int, hz: float, partials: int) -> Sound:
    at = 2 * np.pi * hz * np.arange(size) / SAMPLE_RATE
    return np.sum([np.sin(partial * at) / partial for partial in range(1, partials + 1)], axis=0)


def _babble(size: int, others: Sound) -> Sound:
    return np.sum(
        [np.resize(np.roll(others, -at), size) for at in range(0, others.size, 160_000)], 0
    )


def _room(sound: Sound, random: Generator, seconds: float, direct_db: float) -> Sound:
    size = round(seconds * SAMPLE_RATE)
    response = random.standard_normal(size) * np.exp(-6.9 * np.arange(size) / size)
    response[:48] = 0.0
    response *= 10 ** (-direct_db / 20) / np.sqrt(np.square(response).sum())
    response[0] = 1.0
    return np.asarray(fftconvolve(sound, response)[: sound.size])


def _filtered(sound: Sound, order: int, hz: float | tuple[float, float], kind: str) -> Sound:
    return np.asarray(sosfilt(butter(order, hz, kind, fs=SAMPLE_RATE, output="sos"), sound))


def _telephone(sound: Sound) -> Sound:
    """A line's band, and its steps (G.711's mu-law)."""
    line = _filtered(sound, 4, (300.0, 3400.0), "band")
    line *= 0.5 / max(float(np.abs(line).max()), 1e-9)
    steps = np.round(np.sign(line) * np.log1p(_MU * np.abs(line)) / np.log1p(_MU) * 127) / 127
    return np.asarray(np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(_MU)) / _MU)


SOUNDS: Mapping[str, Callable[[Sound, Generator, Sound], Sound]] = {
    "clean": lambda sound, _, __: sound,
    "quiet": lambda sound, _, __: 0.05 * sound,
    "overdriven": lambda sound, _, __: np.clip(8 * sound, -0.5, 0.5),
    "pink noise 20 dB": lambda sound, random, _: _add(sound, _noise(sound.size, random, 0.5), 20),
    "pink noise 12 dB": lambda sound, random, _: _add(sound, _noise(sound.size, random, 0.5), 12),
    "rumble 8 dB": lambda sound, random, _: _add(sound, _noise(sound.size, random, 1.0), 8),
    "hiss 12 dB": lambda sound, random, _: _add(sound, random.standard_normal(sound.size), 12),
    "babble 15 dB": lambda sound, _, others: _add(sound, _babble(sound.size, others), 15),
    "hum 12 dB": lambda sound, _, __: _add(sound, _tone(sound.size, 50.0, 5), 12),
    "fan 15 dB": lambda sound, _, __: _add(sound, _tone(sound.size, 120.0, 12), 15),
    "telephone": lambda sound, _, __: _telephone(sound),
    "telephone 16 dB": lambda sound, random, _: _telephone(
        _add(sound, _noise(sound.size, random, 0.4), 16)
    ),
    "small room": lambda sound, random, _: _room(sound, random, 0.35, 3),
    "hall": lambda sound, random, _: _room(sound, random, 0.6, 0),
    "meeting room": lambda sound, random, _: _add(
        _room(sound, random, 0.45, 2), _noise(sound.size, random, 0.7), 18
    ),
    "shrill": lambda sound, _, __: _filtered(sound, 1, 1500.0, "high"),
    "dull": lambda sound, _, __: _filtered(sound, 6, 4000.0, "low"),
}
"""What spoils a recording; noises by how far they are below the speech."""
