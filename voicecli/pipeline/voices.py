"""A voice that another can take the place of while a conversation goes on."""

from collections.abc import Callable, Iterator
from typing import Protocol

from voicecli.protocols import AdjustableVoice
from voicecli.turn import Turn
from voicecli.types import Sentence, SpeechChunk


class LoadedVoice(AdjustableVoice, Protocol):
    """A voice of its own language and sample rate."""

    language: str
    sample_rate: int

    def warm_up(self) -> None:
        """Make a word, so that the first sentence does not pay for the first run."""
        ...


class Voices:
    """Speaks with one voice at a time; the one before is freed. One call at a time.

    `load` gives the voice of that name, and raises VoicecliError.
    """

    def __init__(self, name: str, load: Callable[[str], LoadedVoice]) -> None:
        self.name = name
        """Of the voice that speaks now."""
        self._load = load
        self._voice = load(name)

    def change(self, name: str) -> None:
        """Speak with that voice from the next sentence on, as fast and as loud as before.

        The one that spoke stays when the other cannot be loaded: raises what that raised.
        """
        other = self._load(name)
        other.warm_up()
        other.speed, other.volume = self.speed, self.volume
        self.name, self._voice = name, other

    def warm_up(self) -> None:
        """Make a word, so that the first sentence does not pay for the first run."""
        self._voice.warm_up()

    def synthesize(self, sentence: Sentence, turn: Turn) -> Iterator[SpeechChunk]:
        """Yield the speech of a sentence; see PiperSynthesizer."""
        return self._voice.synthesize(sentence, turn)

    @property
    def speed(self) -> float:
        """2 speaks twice as fast; kept within 0.25..4."""
        return self._voice.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._voice.speed = speed

    @property
    def volume(self) -> float:
        """Factor on the samples; kept within 0..4."""
        return self._voice.volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._voice.volume = volume

    @property
    def language(self) -> str:
        """Of the voice that speaks now."""
        return self._voice.language

    @property
    def sample_rate(self) -> int:
        """Hz, of the voice that speaks now."""
        return self._voice.sample_rate
