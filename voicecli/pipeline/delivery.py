"""How a reply was said: its speech, its pauses, and what its tone is judged by later.

Needs the sound once, behind the answer and off the way to the next question; what stays are
numbers.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from voicecli.analysis.emotion_cues import cues_of
from voicecli.analysis.prosody import FRAME_SECONDS, ProsodyTrack
from voicecli.analysis.said import spread
from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.interview.course import Delivery, SpokenPart
from voicecli.protocols import VoiceActivity
from voicecli.types import SAMPLE_RATE, Region, Samples, Segment, SpeechWindow
from voicecli.vad.energy import EnergyVad
from voicecli.vad.recording import HYSTERESIS

LEAST_PAUSE = 0.5
"""Seconds; a shorter silence belongs to the speech around it."""
_LEAST_SPEECH = VadConfig().speech_seconds


@dataclass(frozen=True, slots=True)
class ReplySound:
    """A piece of a reply: samples at 16 kHz, the first of them at `start` seconds of it all."""

    samples: Samples
    start: float


def measure_delivery(
    pieces: Sequence[ReplySound],
    parts: Sequence[SpokenPart],
    *,
    asked_until: float | None,
    vad: VoiceActivity | None = None,
    language: str = "en",
) -> Delivery:
    """What the sound of a reply tells: `pieces` in order, `parts` as the reply has them.

    All times are seconds of the interview. What lies between two pieces is silence; where they
    overlap, the earlier one counts. `asked_until` is when the question had sounded. Without `vad`
    loudness tells speech.
    """
    spans, track, zero = _heard(pieces, vad or EnergyVad())
    gaps = [later[0] - former[1] for former, later in pairwise(spans)]
    wait = None
    if asked_until is not None and spans:
        wait = round(max(0.0, zero + spans[0][0] - asked_until), 2)
    return Delivery(
        speech_seconds=round(sum(end - start for start, end in spans), 2),
        pauses=tuple(round(gap, 2) for gap in gaps),
        wait_seconds=wait,
        cues=tuple(_cues(track, part, zero, language) for part in parts),
        voiced=tuple(_voiced(track, part, zero) for part in parts),
    )


def _heard(
    pieces: Sequence[ReplySound], vad: VoiceActivity
) -> tuple[list[tuple[float, float]], ProsodyTrack, float]:
    """Spans of speech without longer pauses, and the prosody, both from the first piece on."""
    track = ProsodyTrack()
    zero = pieces[0].start if pieces else 0.0
    regions: list[Region] = []
    done = 0
    for piece in pieces:
        first = round((piece.start - zero) * SAMPLE_RATE)
        samples = piece.samples[max(0, done - first) :]
        first = max(first, done)
        done = first + samples.size
        if not samples.size:
            continue
        own = [(first + start, first + end) for start, end in _speech(samples, vad)]
        track.hear(SpeechWindow(samples, first, tuple(own)))
        regions += own
    spans = [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in _joined(regions)]
    return spans, track, zero


def _speech(samples: Samples, vad: VoiceActivity) -> Iterator[Region]:
    """Runs of blocks that hold speech."""
    threshold = VadConfig().threshold
    start: int | None = None
    end = 0
    for block, probability in vad.detect(cut_blocks([samples])):
        spoken = probability >= threshold - (HYSTERESIS if start is not None else 0.0)
        if spoken and start is None:
            start = block.start
        if not spoken and start is not None:
            yield start, end
            start = None
        end = min(samples.size, block.start + block.samples.size)
    if start is not None:
        yield start, end


def _joined(regions: Sequence[Region]) -> list[Region]:
    """Regions with what lies between two of them, if it is no pause; a click alone is no speech."""
    joined: list[Region] = []
    for start, end in regions:
        if joined and start - joined[-1][1] < LEAST_PAUSE * SAMPLE_RATE:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [one for one in joined if one[1] - one[0] >= _LEAST_SPEECH * SAMPLE_RATE]


def _cues(
    track: ProsodyTrack, part: SpokenPart, zero: float, language: str
) -> tuple[float | None, ...]:
    words = spread(Segment(part.start, part.end, part.text))
    cues = cues_of(track.between(part.start - zero, part.end - zero), words, language)
    return tuple(None if math.isnan(cue) else round(float(cue), 3) for cue in cues)


def _voiced(track: ProsodyTrack, part: SpokenPart, zero: float) -> float:
    prosody = track.between(part.start - zero, part.end - zero)
    return round(float(prosody.voiced.sum()) * FRAME_SECONDS, 2)
