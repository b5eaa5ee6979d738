"""What the sound of a recording adds to its words: its waveform, and the pitch of each voice.

The recording flows by once; kept are a few thousand peaks and some numbers for each 10 ms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.findings import PitchRange
from voicecli.analysis.prosody import Prosody, ProsodyTrack
from voicecli.analysis.turn_taking import Stretch
from voicecli.audio.files import Source, decode
from voicecli.types import SAMPLE_RATE, Region, Samples, SpeechWindow

MOST_PEAKS = 4000
"""Enough for a screen four times as wide as most."""
PEAK_SECONDS = 0.02
WINDOW_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SoundOfTalk:
    """`peaks` are the largest absolute samples of equal parts, float32 0..1 of shape (parts,)."""

    seconds: float
    peaks: NDArray[np.float32]
    pitch: Mapping[str, PitchRange]


def listen(source: Source, stretches: Sequence[Stretch]) -> SoundOfTalk:
    """Decode a recording once, in bounded memory, and measure it where each speaker speaks.

    What two say at once tells the pitch of neither. Raises AudioError as `decode` does.
    """
    track = ProsodyTrack()
    peaks: list[NDArray[np.float32]] = []
    samples = 0
    for window in _windows(decode(source), stretches):
        samples = window.start + window.samples.size
        if window.speech:
            track.hear(window)
        peaks.append(_peaks(window.samples))
    seconds = samples / SAMPLE_RATE
    return SoundOfTalk(seconds, _fewer(np.concatenate(peaks)), _pitches(track, stretches))


def _windows(chunks: Iterable[Samples], stretches: Sequence[Stretch]) -> Iterator[SpeechWindow]:
    """The recording in windows of WINDOW_SECONDS, with the regions in which somebody speaks."""
    size = round(WINDOW_SECONDS * SAMPLE_RATE)
    regions = [(round(one.start * SAMPLE_RATE), round(one.end * SAMPLE_RATE)) for one in stretches]
    waiting: list[Samples] = []
    held = start = 0
    for chunk in chunks:
        waiting.append(chunk)
        held += chunk.size
        if held >= size:
            yield _window(np.concatenate(waiting), start, regions)
            start, held, waiting = start + held, 0, []
    if held:
        yield _window(np.concatenate(waiting), start, regions)


def _window(samples: Samples, start: int, regions: Sequence[Region]) -> SpeechWindow:
    end = start + samples.size
    inside = tuple((max(a, start), min(b, end)) for a, b in regions if a < end and b > start)
    return SpeechWindow(samples, start, inside)


def _peaks(samples: Samples) -> NDArray[np.float32]:
    size = round(PEAK_SECONDS * SAMPLE_RATE)
    padded = np.zeros(-(-samples.size // size) * size, np.float32)
    padded[: samples.size] = np.abs(samples)
    peaks: NDArray[np.float32] = padded.reshape(-1, size).max(axis=1)
    return peaks


def _fewer(peaks: NDArray[np.float32]) -> NDArray[np.float32]:
    size = -(-peaks.size // MOST_PEAKS)
    padded = np.zeros(-(-peaks.size // size) * size, np.float32)
    padded[: peaks.size] = peaks
    fewer: NDArray[np.float32] = padded.reshape(-1, size).max(axis=1)
    return fewer


def _pitches(track: ProsodyTrack, stretches: Sequence[Stretch]) -> dict[str, PitchRange]:
    heard: dict[str, list[Prosody]] = defaultdict(list)
    for number, one in enumerate(stretches):
        near = stretches[max(0, number - 8) : number + 9]
        if not any(o is not one and o.start < one.end and o.end > one.start for o in near):
            heard[one.speaker].append(track.between(one.start, one.end))
    found = {}
    for speaker, parts in heard.items():
        pitch = np.concatenate([part.pitch for part in parts])
        of_voice = replace(parts[0], pitch=pitch).pitch_range()
        if of_voice is not None:
            semitones = 12 * float(np.log2(of_voice.high / of_voice.low))
            found[speaker] = PitchRange(of_voice.median, of_voice.low, of_voice.high, semitones)
    return found
