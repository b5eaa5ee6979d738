"""Where a recording holds speech."""

from collections.abc import Iterable, Iterator

from voicecli.audio.blocks import cut_blocks
from voicecli.config import VadConfig
from voicecli.protocols import VoiceActivity
from voicecli.types import SAMPLE_RATE, Samples
from voicecli.vad.recording import HYSTERESIS, Scored

_GAP_SAMPLES = round(0.3 * SAMPLE_RATE)
_PAD_SAMPLES = round(0.1 * SAMPLE_RATE)


def speech_regions(
    samples: Samples, vad: VoiceActivity, config: VadConfig | None = None
) -> list[tuple[int, int]]:
    """Where a recording at 16 kHz holds speech, as (start, end) sample indices."""
    scored = vad.detect(cut_blocks([samples]))
    found = find_regions(scored, config or VadConfig())
    return [(start, min(end, samples.size)) for start, end in found]


def find_regions(scored: Iterable[Scored], config: VadConfig) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each stretch of speech in a stream of scored blocks.

    Pauses up to 0.3 s belong to the speech around them, stretches under `speech_seconds` are
    noise, and 0.1 s is added on both sides.
    """
    shortest = max(1, round(config.speech_seconds * SAMPLE_RATE))
    start = end = 0
    is_speech = False
    for block, probability in scored:
        is_speech = probability >= config.threshold - (HYSTERESIS if is_speech else 0.0)
        if not is_speech:
            continue
        if block.start - end > _GAP_SAMPLES or not end:
            if end - start >= shortest:
                yield max(0, start - _PAD_SAMPLES), end + _PAD_SAMPLES
            start = block.start
        end = block.start + block.samples.size
    if end - start >= shortest:
        yield max(0, start - _PAD_SAMPLES), end + _PAD_SAMPLES
