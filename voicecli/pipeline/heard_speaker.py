"""A speaker that remembers what left it."""

from collections.abc import Iterator

from voicecli.audio.resample import resample
from voicecli.protocols import Speaker
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Heard, Samples, SpeechChunk


class HeardSpeaker:
    """Plays one turn through another speaker, and remembers of it what could be heard.

    Of a sentence that was cut it is the part that was played, to within the fading-out.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._played: dict[int, list[SpeechChunk]] = {}
        self._heard: dict[int, float] = {}

    @property
    def sounding(self) -> bool:
        """Whether speech leaves it now, or did a moment ago."""
        return self._speaker.sounding

    def play(self, chunk: SpeechChunk, turn: Turn) -> None:
        """Queue speech behind what is playing, as the speaker does."""
        self._played.setdefault(chunk.sentence.index, []).append(chunk)
        self._speaker.play(chunk, turn)

    def finish(self, turn: Turn) -> Iterator[Heard]:
        """Wait until the turn's speech is over, as the speaker does."""
        for heard in self._speaker.finish(turn):
            self._heard[heard.sentence.index] = heard.fraction
            yield heard

    def sound(self) -> Iterator[Samples]:
        """What was heard, at 16 kHz. For any thread, once the turn is over."""
        for index, fraction in self._heard.items():
            chunks = self._played.get(index, [])
            queued = min(1.0, sum(chunk.share for chunk in chunks))
            left = min(1.0, fraction / queued) if queued else 0.0
            samples = sum(chunk.samples.size for chunk in chunks) * left
            for chunk in chunks:
                part = chunk.samples[: max(0, round(samples))]
                samples -= chunk.samples.size
                yield resample(part, chunk.sample_rate, SAMPLE_RATE)
