"""What is asked: recordings of the person's own, or sample questions said by the voice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from voicecli.audio.files import read_audio
from voicecli.audio.resample import resample
from voicecli.bench.acoustic import Spoken, find_speech
from voicecli.errors import AudioError, UsageError
from voicecli.protocols import Synthesizer
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Sentence

SUFFIXES = frozenset({".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus"})
"""What counts as a recording in a folder."""

SAMPLE_QUESTIONS = (
    "What did the home battery cost?",
    "Which projects used Rust?",
    "What does she do at Halcyon Grid?",
    "Where did she study robotics?",
    "Which skills does she have with embedded systems?",
    "How did the weeding robot find its way?",
)
"""Answered by the sample content, each in its own way: a fact, a list, a job, a place, …"""


@dataclass(frozen=True, slots=True)
class Question:
    """A recorded question: 16 kHz samples, and where in them somebody speaks."""

    name: str
    samples: Samples
    spoken: Spoken


def read_questions(paths: Iterable[Path], count: int | None = None) -> list[Question]:
    """Read the recordings in files and folders, the first `count` of them.

    Raises UsageError("no-questions") when there are none, AudioError("nothing-spoken") for one
    without sound, and AudioError for a file that cannot be read.
    """
    paths = list(paths)
    files = list(islice(_files(paths), count))
    if not files:
        named = ", ".join(map(str, paths))
        raise UsageError(
            "no-questions",
            f"There is no recording in {named}.",
            f"Name sound files, or a folder that holds some ({', '.join(sorted(SUFFIXES))}).",
        )
    return [_question(file.name, read_audio(file)) for file in files]


def sample_questions(
    synthesizer: Synthesizer, texts: Sequence[str] = SAMPLE_QUESTIONS, count: int | None = None
) -> list[Question]:
    """The sample questions, said by the assistant's own voice."""
    return [_question(text, say(synthesizer, text)) for text in texts[:count]]


def say(synthesizer: Synthesizer, text: str) -> Samples:
    """A text as 16 kHz speech."""
    chunks = list(synthesizer.synthesize(Sentence(0, text), Turn()))
    speech = np.concatenate([chunk.samples for chunk in chunks])
    return resample(speech, chunks[0].sample_rate, SAMPLE_RATE)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
            yield from sorted(file for file in found if file.is_file())
        else:
            yield path


def _question(name: str, samples: Samples) -> Question:
    spoken = find_speech(samples)
    if spoken is None:
        raise AudioError(
            "nothing-spoken", f"{name} holds no sound.", "Leave it out, or record it anew."
        )
    return Question(name, samples, spoken)
