"""What a person asks of transcripts, besides the settings."""

from dataclasses import dataclass, field
from pathlib import Path

from voicecli.stt.decoding import Decoding


@dataclass(frozen=True, slots=True)
class TranscribeOptions:
    """With the settings of recognition and of voice activity, all that decides a transcript."""

    decoding: Decoding = field(default_factory=Decoding)
    """How Whisper decodes."""
    model_folder: Path | None = None
    """A Whisper model in CTranslate2's format that is not the catalogue's; None: the settings'."""
    lexicon: Path | None = None
    """A file of spellings to mend."""
    diarize: bool = False
    """Whether it is told who speaks."""
    speakers: int | None = None
    """So many people speak; None: it is found out."""
    min_speakers: int | None = None
    """At least so many."""
    max_speakers: int | None = None
    """At most so many."""
    emotion: bool = False
    """Whether it is told how each phrase sounded."""

    @property
    def stages(self) -> bool:
        """Whether a transcript changes once more when its recording is over."""
        return self.diarize or self.emotion or self.lexicon is not None
