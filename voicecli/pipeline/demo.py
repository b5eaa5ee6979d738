"""The one turn that shows everything where there is no microphone."""

import zlib
from pathlib import Path

from voicecli.audio.files import write_wav
from voicecli.errors import AudioError
from voicecli.protocols import Synthesizer
from voicecli.turn import Turn
from voicecli.types import Sentence

QUESTION = "What did the home battery cost?"
"""Answered by the sample content."""


def sample_question(synthesizer: Synthesizer, voice: str, folder: Path) -> Path:
    """The sample question as a WAV file in `folder`, spoken by that voice itself at first use."""
    path = folder / f"sample-question-{zlib.crc32(f'{voice} {QUESTION}'.encode()):08x}.wav"
    try:
        is_there = path.exists()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AudioError(
            "cannot-write-audio",
            f"{folder} cannot be used: {str(error.strerror).lower()}.",
            "Name another folder with VOICECLI_PATHS_STATE.",
        ) from error
    if not is_there:
        speech = list(synthesizer.synthesize(Sentence(0, QUESTION), Turn()))
        write_wav(path, (chunk.samples for chunk in speech), speech[0].sample_rate)
    return path
