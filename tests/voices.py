"""Other people's voices for tests: the one real voice, changed as Praat changes a speaker."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tests.spoken import silence, spoken
from voicecli.types import SAMPLE_RATE, Samples

MORNING = (
    "The harbour was quiet when the ferry came in, and nobody had seen the captain since Monday.",
    "We counted eleven boats and a yellow raft.",
    "My sister keeps bees behind the old mill, and in summer she sells honey at the market.",
    "If it rains again tomorrow we shall stay at home and paint the kitchen.",
)
"""Some fifteen seconds."""
EVENING = (
    "Good evening. Did you sleep well after the long journey?",
    "I had planned to visit the museum, but it is closed until the middle of June.",
    "The bus leaves from the station at a quarter past nine, and it takes forty minutes.",
    "Please bring your own cup, because the cafe has run out of them.",
)
"""Some fourteen others."""


@dataclass(frozen=True)
class Person:
    """How somebody differs from the real voice: shorter throat, higher voice, more melody."""

    formants: float = 1.0
    pitch_hz: float = 0.0
    range: float = 1.0


JOE = Person()
"""The real voice."""
ANNA = Person(1.18, 200.0, 1.3)
BORIS = Person(0.84, 80.0, 0.8)


@cache
def says(models: Path, person: Person, text: str) -> Samples:
    """A person says a text; the same on every run."""
    samples = spoken(models, text)
    if person == JOE:
        return samples
    import parselmouth
    from parselmouth.praat import call

    sound = parselmouth.Sound(samples.astype(np.float64), SAMPLE_RATE)
    change = (person.formants, person.pitch_hz, person.range, 1.0)
    changed = call(sound, "Change gender", 60.0, 400.0, *change)
    return np.asarray(changed.values[0], np.float32)


def monologue(models: Path, person: Person, texts: tuple[str, ...] = MORNING) -> Samples:
    """A person says some texts, with pauses between them."""
    return np.concatenate([part for text in texts for part in (says(models, person, text), GAP)])


def dialogue(models: Path, *people: Person, texts: tuple[str, ...] = EVENING) -> Samples:
    """People say texts in turns."""
    lines = [says(models, people[number % len(people)], text) for number, text in enumerate(texts)]
    return np.concatenate([part for line in lines for part in (line, GAP)])


GAP = silence(0.6)
