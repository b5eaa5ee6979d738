"""Kept sound, played to a person or written into a file."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli.errors import AudioError, UsageError

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.types import EncodedSound, Samples

PAUSE_SECONDS = 0.4
"""Silence between two sounds that are written one behind the other."""
_ENDINGS = {".wav": "wav", ".opus": "opus", ".ogg": "opus", ".flac": "flac", ".mp3": "mp3"}


def check_output(output: str | None) -> None:
    """Refuse a file that cannot be written so. Raises UsageError."""
    if output == "-" and sys.stdout.isatty():
        raise UsageError(
            "binary-to-terminal", "A sound is nothing to look at.", "Use `-o FILE.wav`."
        )
    if output is not None and output != "-" and Path(output).suffix.lower() not in _ENDINGS:
        raise UsageError(
            "unknown-format",
            f"{Path(output).name!r} has no ending that tells how to write it.",
            "Use .wav, .opus, .flac or .mp3.",
        )


def play_aloud(
    sounds: "Iterable[EncodedSound]", config: "Config", speaker_file: Path | None = None
) -> None:
    """Play sounds one after the other, each taken when the one before was heard.

    Raises AudioError; KeyboardInterrupt silences at once.
    """
    from voicecli.assembly import open_speaker
    from voicecli.audio.encoded import decode_sound
    from voicecli.pipeline.say import play
    from voicecli.turn import Turn
    from voicecli.types import SAMPLE_RATE, Sentence, SpeechChunk

    with open_speaker(config, speaker_file, paced=speaker_file is None) as speaker:
        for sound in sounds:
            chunk = SpeechChunk(Sentence(0, ""), decode_sound(sound.data), SAMPLE_RATE)
            play([chunk], speaker, Turn())


def write_sounds(sounds: "Sequence[EncodedSound]", output: str) -> None:
    """Write sounds into one file, in the format of its ending; "-" is a WAV on stdout.

    One that is kept in that format is written as it is. Raises AudioError.
    """
    from voicecli.audio.encoded import as_mp3, encode
    from voicecli.audio.files import write_wav

    kind = "wav" if output == "-" else _ENDINGS[Path(output).suffix.lower()]
    if kind == "wav":
        write_wav(output if output == "-" else Path(output), _joined(sounds))
    elif len(sounds) == 1 and sounds[0].codec == kind:
        _write(Path(output), sounds[0].data)
    elif kind == "mp3":
        _write(Path(output), as_mp3(_joined(sounds)))
    else:
        _write(Path(output), encode(_joined(sounds), "opus" if kind == "opus" else "flac").data)


def _joined(sounds: "Sequence[EncodedSound]") -> "Iterator[Samples]":
    import numpy as np

    from voicecli.audio.encoded import decode_sound
    from voicecli.types import SAMPLE_RATE

    for number, sound in enumerate(sounds):
        if number:
            yield np.zeros(round(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
        yield decode_sound(sound.data)


def _write(path: Path, data: bytes) -> None:
    from voicecli.storage.whole_files import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        why = str(error.strerror or error).lower()
        raise AudioError(
            "cannot-write-audio",
            f"{path} cannot be written: {why}.",
            "Name a file in a folder that exists and may be written.",
        ) from error
