"""Sound without speech, as much as one likes: silence, hum, music, tones of telephones, noises.

Everything is made of numbers, repeatable by its seed, and changes with time as real sound does:
each kind yields pieces of a few seconds, no two alike.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

from voicecli.types import SAMPLE_RATE, Samples

Random = np.random.Generator
Wave = NDArray[np.float64]


def sound(kind: str, seconds: float, seed: int = 0) -> Iterator[Samples]:
    """Pieces of one of KINDS, together of so many seconds, at 16 kHz and of changing loudness."""
    random = np.random.default_rng(seed)
    left = round(seconds * SAMPLE_RATE)
    while left > 0:
        piece = KINDS[kind](random)[:left]
        peak = float(np.abs(piece).max(initial=0.0))
        level = 10 ** random.uniform(-1.7, -0.2) if peak else 0.0
        yield (piece * (level / peak if peak else 1.0)).astype(np.float32)
        left -= piece.size


def _time(seconds: float) -> Wave:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _silence(random: Random) -> Wave:
    """Digital silence."""
    return np.zeros(SAMPLE_RATE * 5)


def _noise(colour: float) -> Callable[[Random], Wave]:
    """Noise whose power falls with the frequency to this power: 0 is white, 2 is brown."""

    def piece(random: Random) -> Wave:
        count = round(random.uniform(3, 8) * SAMPLE_RATE)
        spectrum = np.fft.rfft(random.standard_normal(count))
        spectrum /= np.maximum(np.arange(spectrum.size), 8) ** (colour / 2)
        return np.asarray(np.fft.irfft(spectrum, count))

    return piece


def _hum(random: Random) -> Wave:
    """Mains hum of 50 or 60 Hz with its harmonics, and a little noise."""
    time = _time(random.uniform(3, 8))
    hertz = random.choice([50.0, 60.0]) * (1 + random.normal(0, 0.002))
    waves = [
        random.uniform(0.2, 1) / number * np.sin(2 * np.pi * hertz * number * time)
        for number in range(1, 9)
    ]
    return np.sum(waves, axis=0) + 0.01 * random.standard_normal(time.size)


def _note(random: Random, hertz: float, seconds: float, timbre: Wave) -> Wave:
    """One note of an instrument: partials with vibrato, and an attack and decay."""
    time = _time(seconds)
    vibrato = random.uniform(0, 0.01) * np.sin(2 * np.pi * random.uniform(4, 7) * time)
    phase = 2 * np.pi * hertz * (time + np.cumsum(vibrato) / SAMPLE_RATE)
    wave = np.sum([part * np.sin(n * phase) for n, part in enumerate(timbre, start=1)], axis=0)
    attack, decay = random.uniform(0.005, 0.15), random.uniform(0.5, 4)
    return np.asarray(wave * np.minimum(time / attack, 1) * np.exp(-time / decay))


def _timbre(random: Random) -> Wave:
    return random.uniform(0, 1, 6) / np.arange(1, 7) ** random.uniform(0.7, 2)


def _chords(random: Random) -> Wave:
    """Triads one after the other."""
    timbre, root = _timbre(random), random.uniform(110, 260)
    steps = random.choice([0, 2, 4, 5, 7, 9], 4)
    third = random.choice([3, 4])
    lasting = random.uniform(0.6, 2)
    return np.concatenate(
        [
            sum(
                _note(random, root * 2 ** ((step + interval) / 12), lasting, timbre)
                for interval in (0, third, 7)
            )
            for step in steps
        ]
    )


def _melody(random: Random) -> Wave:
    """Notes of a scale, in the range of singing."""
    timbre, root = _timbre(random), random.uniform(150, 400)
    steps = random.choice([0, 2, 4, 5, 7, 9, 11, 12], random.integers(6, 16))
    return np.concatenate(
        [
            _note(random, root * 2 ** (step / 12), random.choice([0.2, 0.4, 0.8]), timbre)
            for step in steps
        ]
    )


def _hit(random: Random, hertz: float, share: float) -> Wave:
    """A drum: a falling tone with noise, gone after a moment."""
    time = _time(0.25)
    tone = np.sin(2 * np.pi * hertz * time * (1 + np.exp(-time * 30)))
    noise = random.standard_normal(time.size)
    return np.asarray(((1 - share) * tone + share * noise) * np.exp(-time * random.uniform(10, 40)))


def _beats(random: Random) -> Wave:
    """Drums with a bass."""
    step = round(60 / random.uniform(80, 150) / 2 * SAMPLE_RATE)
    wave = np.zeros(step * 16 + SAMPLE_RATE)
    for number in range(16):
        hertz, share = ((60, 0.1), (8000, 1.0), (180, 0.6), (8000, 1.0))[number % 4]
        hit = _hit(random, hertz, share)
        wave[number * step : number * step + hit.size] += hit
        if number % 4 == 0:
            bass = _note(random, random.choice([55, 65, 73, 82]), 0.5, _timbre(random))
            wave[number * step : number * step + bass.size] += 0.5 * bass
    return wave[: step * 16]


def _song(random: Random) -> Wave:
    """Chords, melody and drums together."""
    parts = [_chords(random), _melody(random), _beats(random)]
    length = min(part.size for part in parts)
    return np.sum(
        [random.uniform(0.3, 1) * part[:length] / np.abs(part).max() for part in parts], axis=0
    )


def _hold_tones(random: Random) -> Wave:
    """Ringing, engaged and waiting tones, beeps, and the keys of a telephone."""
    pairs = [(440, 480), (480, 620), (350, 440), (425, 425), (1000, 1000), (950, 1400)]
    keys = [(low, high) for low in (697, 770, 852, 941) for high in (1209, 1336, 1477)]
    low, high = random.permutation(pairs if random.random() < 0.6 else keys)[0]
    on, off = random.choice([0.1, 0.25, 0.5, 1, 2]), random.choice([0.1, 0.25, 0.5, 2, 4])
    time = _time(on)
    tone = np.sin(2 * np.pi * low * time) + np.sin(2 * np.pi * high * time)
    return np.tile(np.concatenate([tone, np.zeros(round(off * SAMPLE_RATE))]), 3)


def _pads(random: Random) -> Wave:
    """Slow synthetic sounds, as of music on hold: frequency modulation with a moving filter."""
    time = _time(random.uniform(4, 8))
    hertz, ratio = random.uniform(80, 300), random.choice([0.5, 1, 1.5, 2, 3.01])
    depth = random.uniform(0.5, 5) * (1 + np.sin(2 * np.pi * random.uniform(0.1, 3) * time))
    swell = np.sqrt(np.maximum(0.0, np.sin(np.pi * time / time[-1])))
    return np.asarray(
        swell * np.sin(2 * np.pi * hertz * time + depth * np.sin(2 * np.pi * hertz * ratio * time))
    )


def _wind(random: Random) -> Wave:
    """Filtered noise that comes and goes, as wind, breath and passing cars do."""
    time = _time(random.uniform(4, 8))
    low = random.uniform(100, 800)
    band = butter(2, [low, low * random.uniform(1.5, 5)], "band", fs=SAMPLE_RATE, output="sos")
    wave = sosfilt(band, random.standard_normal(time.size))
    return np.asarray(wave * (0.2 + np.sin(2 * np.pi * random.uniform(0.1, 2) * time) ** 2))


def _clicks(random: Random) -> Wave:
    """Keys, knocks and crackling: short sounds at odd moments."""
    wave = np.zeros(round(random.uniform(3, 8) * SAMPLE_RATE))
    for at in random.integers(0, wave.size, random.integers(5, 60)):
        wave[at] = random.normal()
    angle, radius = 2 * np.pi * random.uniform(300, 4000) / SAMPLE_RATE, random.uniform(0.9, 0.995)
    return np.asarray(lfilter([1], [1, -2 * radius * np.cos(angle), radius**2], wave))


def _motor(random: Random) -> Wave:
    """A motor or fan: a buzzing that is modulated by its turning."""
    time = _time(random.uniform(4, 8))
    hertz = random.uniform(25, 200) * (
        1 + 0.1 * np.sin(2 * np.pi * random.uniform(0.05, 0.3) * time)
    )
    phase = np.cumsum(hertz) / SAMPLE_RATE
    return np.asarray(2 * (phase % 1) - 1 + 0.5 * random.standard_normal(time.size))


KINDS: dict[str, Callable[[Random], Wave]] = {
    "silence": _silence,
    "hum": _hum,
    "white noise": _noise(0),
    "pink noise": _noise(1),
    "brown noise": _noise(2),
    "chords": _chords,
    "melody": _melody,
    "beats": _beats,
    "song": _song,
    "hold tones": _hold_tones,
    "pads": _pads,
    "wind": _wind,
    "clicks": _clicks,
    "motor": _motor,
}
