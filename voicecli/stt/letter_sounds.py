"""What letters sound like, coarsely, and where in a sound such sounds are. Pure.

Spelling tells little about sounds, but in every alphabet the vowel letters are loud and dark, the
letters of hissing are bright, and the others are mostly short and quiet. Against a spectrum that is
enough to see by how much a whole row of words stands too early or too late.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voicecli.stt.scripts import SINGLE
from voicecli.types import SAMPLE_RATE, Samples, SpeechWindow

Floats = NDArray[np.float64]

HOP = 320
"""Samples between two frames: 20 ms, the grid on which Whisper's attention lies."""
_SPECTRUM = 512
_BANDS = 24
_LOWEST, _HIGHEST = 150.0, 7000.0
"""Hz; below lies the mains' hum, above nothing that helps."""
_DARK, _BRIGHT = slice(2, 9), slice(18, None)
"""Bands in which vowels are loud (300 to 1100 Hz), and in which hissing is (above 3.4 kHz)."""
_SURROUNDING = 31
"""Frames (0.6 s) to whose mean a frame is compared, so that neither voice nor room matter."""

_VOWELS = frozenset("aeiouyæøœıаеёиоуыэюяіїєαεηιουω")
_SONORANTS = frozenset("lmnrwjлмнрйλμνρ")
_HISSING = frozenset("szcxßсзшжцчщσςξζψ")
_BREATHY = frozenset("tfjkхфтθφχ")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")

_SINGLE = re.compile(SINGLE)
_LETTERS_OF_SIGN, _LETTERS_OF_DIGIT = 3.5, 4.0
"""As long as so many letters a Chinese or Japanese sign takes to say, and a digit."""


@dataclass(frozen=True, slots=True)
class Frames:
    """A window's sound, a value for each 20 ms.

    `speech` is positive where somebody seems to speak and negative elsewhere, `dark` and `bright`
    are what vowels and hissing raise (shape (frames,)); `change` tells how much the spectrum
    changes at the beginning of each frame and behind the last (shape (frames + 1,)), 1 being much.
    """

    speech: Floats
    dark: Floats
    bright: Floats
    change: Floats


@cache
def sound_of(letter: str) -> tuple[float, float]:
    """How dark and how bright a small letter sounds, -1..1; zeros if its script is not known."""
    plain = unicodedata.normalize("NFD", letter)[0]
    if not plain.isalpha() or not unicodedata.name(plain, "").startswith(_ALPHABETS):
        return 0.0, 0.0
    dark = 1.0 if plain in _VOWELS else 0.3 if plain in _SONORANTS else -1.0
    bright = 1.0 if plain in _HISSING else 0.5 if plain in _BREATHY else -0.5
    return dark, bright


def letters_of(text: str) -> str:
    """The letters of a word, small."""
    return "".join(character for character in text.lower() if character.isalpha())


def spoken_length(text: str) -> float:
    """How long a word takes to say, in letters."""
    return sum(
        _LETTERS_OF_DIGIT
        if character.isdigit()
        else _LETTERS_OF_SIGN
        if _SINGLE.match(character)
        else float(character.isalpha())
        for character in text
    )


def frames_of(window: SpeechWindow, threshold: float, softness: float, unheard: float) -> Frames:
    """The frames of a window.

    Speech is told by loudness, `threshold` and `softness` being shares of the way from the
    window's silence to its speech, and `unheard` is taken off where none was detected.
    """
    bands = _log_mel(window.samples)
    heard = _detected(window, len(bands))
    loudness = np.convolve(np.pad(bands.mean(axis=1), 1, mode="edge"), (0.25, 0.5, 0.25), "valid")
    # Ten frames of silence are enough to know how loud it is.
    has_silence = (~heard).sum() >= 10
    floor = np.percentile(loudness[~heard], 30) if has_silence else np.percentile(loudness, 3)
    level = np.percentile(loudness[heard], 80) if heard.any() else loudness.max()
    share = (loudness - floor) / max(float(level - floor), 1.0)
    speech = np.tanh((share - threshold) / softness) - np.where(heard, 0.0, unheard)
    dark = bands[:, _DARK].mean(axis=1)
    bright = bands[:, _BRIGHT].mean(axis=1) - dark
    return Frames(speech, _standing_out(dark), _standing_out(bright), _changes(bands))


def _log_mel(samples: Samples) -> Floats:
    """Logarithmic mel spectrum, shape (frames, bands); frame n is around sample 320 n + 160."""
    count = max(1, len(samples) // HOP)
    before = (_SPECTRUM - HOP) // 2
    sound = np.pad(samples, (before, _SPECTRUM))
    pieces = np.lib.stride_tricks.sliding_window_view(sound, _SPECTRUM)[::HOP][:count]
    power = np.abs(np.fft.rfft(pieces * np.hanning(_SPECTRUM))) ** 2
    return np.asarray(np.log(power @ _mel_filters().T + 1e-7), dtype=np.float64)


@cache
def _mel_filters() -> Floats:
    """Triangles that overlap by half, evenly spaced in mel (O'Shaughnessy, 1987)."""

    def mel(hertz: float) -> float:
        return float(2595 * np.log10(1 + hertz / 700))

    edges = 700 * (10 ** (np.linspace(mel(_LOWEST), mel(_HIGHEST), _BANDS + 2) / 2595) - 1)
    hertz = np.arange(_SPECTRUM // 2 + 1) * SAMPLE_RATE / _SPECTRUM
    left, middle, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (hertz - left) / (middle - left), (right - hertz) / (right - middle)
    return np.maximum(0.0, np.minimum(rising, falling))


def _detected(window: SpeechWindow, count: int) -> NDArray[np.bool_]:
    heard = np.zeros(count, dtype=bool)
    for start, end in window.speech:
        heard[max(0, (start - window.start) // HOP) : (end - window.start) // HOP + 1] = True
    return heard


def _standing_out(values: Floats) -> Floats:
    """Values against the mean of those around them, in standard deviations."""
    padded = np.pad(values, _SURROUNDING // 2, mode="edge")
    around = np.convolve(padded, np.full(_SURROUNDING, 1 / _SURROUNDING), "valid")
    left = values - around
    return np.asarray(left / max(float(left.std()), 1e-3))


def _changes(bands: Floats) -> Floats:
    """How far the spectra of the two frames before and behind each moment lie apart."""
    change = np.zeros(len(bands) + 1)
    if len(bands) > 4:
        behind = bands[2:-1] + bands[3:]
        before = bands[:-3] + bands[1:-2]
        change[2:-2] = np.abs(behind - before).mean(axis=1)
        change = np.minimum(change / max(float(np.percentile(change, 90)), 1e-3), 1.5)
    return change


def lag(words: Sequence[tuple[str, float, float]], frames: Frames, widest: int, fewest: int) -> int:
    """By how many frames words, given as (letters, start, end) in frames, stand too early.

    Each word's letters are spread over its time, and the row is moved to where vowels and hissing
    fit the sound best. At most `widest` frames either way; 0 with fewer than `fewest` words.
    """
    count = len(frames.dark)
    expected, known = np.zeros((2, count)), np.zeros(count, dtype=bool)
    used = 0
    for letters, start, end in words:
        at = np.arange(max(0, int(start)), min(count, int(end)))
        sounds = np.array([sound_of(letter) for letter in letters])
        if len(at) < 2 or not sounds.any():
            continue
        used += 1
        spread = ((at + 0.5 - start) / (end - start) * len(letters)).astype(int)
        expected[:, at] = sounds[np.clip(spread, 0, len(letters) - 1)].T
        known[at] = True
    if used < fewest:
        return 0
    shifts = np.arange(-widest, widest + 1)
    fits = [_fit(np.roll(expected, by, axis=1), np.roll(known, by), frames) for by in shifts]
    # Syllables repeat about every 0.2 s: the nearer of two good places is the likelier one.
    likelihood = np.array(fits) - _FAR * (shifts / 6) ** 2
    return int(shifts[likelihood.argmax()])


_FAR = 0.08
"""What 6 frames (0.12 s) of lag cost in correlation; Whisper's models lag by 0.06 to 0.12 s."""


def _fit(expected: Floats, known: NDArray[np.bool_], frames: Frames) -> float:
    """The correlations of expected and heard, of dark and bright, added."""
    total = 0.0
    for ours, heard in zip(expected, (frames.dark, frames.bright), strict=True):
        left, right = ours[known] - ours[known].mean(), heard[known] - heard[known].mean()
        size = float(np.sqrt((left @ left) * (right @ right)))
        total += float(left @ right) / size if size else 0.0
    return total
