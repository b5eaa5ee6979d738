"""A microphone whose sound is cleaned up before anybody listens to it."""

from collections.abc import Iterator
from pathlib import Path

from voicecli.audio.cleanup import clean_up
from voicecli.audio.level import SILENCE_DBFS
from voicecli.config import AudioConfig
from voicecli.protocols import Microphone
from voicecli.types import AudioBlock


class CleanMicrophone:
    """An open microphone behind the filters that the settings ask for.

    Raises AudioError when a filter cannot be had.
    """

    def __init__(
        self, microphone: Microphone, config: AudioConfig, dtln_folder: Path | None = None
    ) -> None:
        self.paced = microphone.paced
        self.name = getattr(microphone, "name", "")
        self._microphone = microphone
        self._blocks = clean_up(microphone.blocks(), config, dtln_folder)

    @property
    def level(self) -> float:
        """Loudness of the latest block as it was recorded, in dBFS."""
        return float(getattr(self._microphone, "level", SILENCE_DBFS))

    @property
    def dropped(self) -> int:
        """Samples (at 16 kHz) that were lost because nobody read them in time."""
        return int(getattr(self._microphone, "dropped", 0))

    def blocks(self) -> Iterator[AudioBlock]:
        """As Microphone; to be read once."""
        return self._blocks
