"""A microphone that does not hear the speaker."""

from collections.abc import Iterator

from voicecli.audio.echo import EchoCanceller
from voicecli.audio.microphone import PortAudioMicrophone
from voicecli.audio.speaker import PortAudioSpeaker
from voicecli.types import AudioBlock


class EchoFreeMicrophone:
    """An open microphone behind an echo canceller, beside an open speaker.

    Raises AudioError("no-echo-canceller").
    """

    paced = True

    def __init__(self, microphone: PortAudioMicrophone, speaker: PortAudioSpeaker) -> None:
        self.name = microphone.name
        self._microphone = microphone
        self._canceller = EchoCanceller(speaker.reference)

    @property
    def level(self) -> float:
        """Loudness of the latest block as it was recorded, in dBFS."""
        return self._microphone.level

    @property
    def dropped(self) -> int:
        """Samples (at 16 kHz) that were lost because nobody read them in time."""
        return self._microphone.dropped

    def blocks(self) -> Iterator[AudioBlock]:
        """As Microphone, without the echo."""
        yield from self._canceller.clean(self._microphone.blocks(), self._microphone.clock)

    def heard_itself(self) -> None:
        """The assistant's words were recognised: rest while it speaks until that is mended."""
        self._canceller.trust.lose()
