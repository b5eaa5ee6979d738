"""What can go wrong, said so that a person can mend it."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The program's documented exit codes."""

    OK = 0
    ERROR = 1
    USAGE = 2
    PARTIAL = 3
    MODEL_MISSING = 4
    NO_AUDIO_DEVICE = 5
    INTERRUPTED = 130


class VoicecliError(Exception):
    """A known failure: one line for a person, and the command that mends it.

    `code` is a stable machine-readable name, `message` says what is wrong, `hint` what to type.
    """

    def __init__(
        self, code: str, message: str, hint: str = "", *, exit_code: ExitCode = ExitCode.ERROR
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()

    @property
    def component(self) -> str:
        """The room that failed: "stt" for an SttError; "" for an error of no room."""
        return type(self).__name__.removesuffix("Error").removeprefix("Voicecli").lower()


class ConfigError(VoicecliError):
    """A setting that cannot be used."""


class UsageError(VoicecliError):
    """A request that makes no sense as it was typed."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(code, message, hint, exit_code=ExitCode.USAGE)


class AudioError(VoicecliError):
    """A device or an audio file that cannot be used."""


class CatalogError(VoicecliError):
    """A model that is missing, damaged or cannot be fetched."""


class VadError(VoicecliError):
    """Voice activity detection failed."""


class SttError(VoicecliError):
    """Speech recognition failed."""


class LlmError(VoicecliError):
    """The language model failed."""


class TtsError(VoicecliError):
    """Speech synthesis failed."""


class DocumentError(VoicecliError):
    """A document or content record that cannot be read."""


class RetrievalError(VoicecliError):
    """The index cannot be built or searched."""


class StorageError(VoicecliError):
    """The database cannot be opened or written."""


class AnalysisError(VoicecliError):
    """A recording's speakers, emotions or figures cannot be told."""


class ReplayError(VoicecliError):
    """A recorded conversation or a scenario that cannot be read or held."""


class InterviewError(VoicecliError):
    """An interview that cannot be planned, held or found."""
