"""Little conversations with labels, and how well an analysis finds what is labelled in them.

A line is `Name: sentence [label key=value …]`; labels are `action` (owner, due), `agreement` and
`question` (answered or open). `# topic …` begins a topic.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecli.types import Segment, Transcript, Word

FOLDER = Path(__file__).parent / "meetings"
SECONDS_A_WORD = 0.33
GAP = 0.4

_LINE = re.compile(r"([^:]+): (.*?)\s*((?:\[[^\]]*\]\s*)*)$")
_LABEL = re.compile(r"\[(\w+)([^\]]*)\]")


@dataclass(frozen=True)
class Label:
    """What a sentence is labelled with."""

    kind: str
    text: str
    start: float
    given: dict[str, str]


@dataclass(frozen=True)
class Meeting:
    name: str
    transcript: Transcript
    labels: tuple[Label, ...]
    borders: tuple[float, ...]
    """Where a topic begins, but the first."""

    def starts(self, kind: str) -> set[float]:
        return {label.start for label in self.labels if label.kind == kind}


@dataclass
class Counts:
    """Found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set[float], labelled: set[float]) -> None:
        self.right += len(found & labelled)
        self.wrong += len(found - labelled)
        self.missed += len(labelled - found)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def __str__(self) -> str:
        counts = f"{self.right}/{self.wrong}/{self.missed}"
        return f"precision {self.precision:.2f}, recall {self.recall:.2f} ({counts})"


def read_meeting(file: Path) -> Meeting:
    segments: list[Segment] = []
    labels: list[Label] = []
    borders: list[float] = []
    at = 0.0
    for line in file.read_text().splitlines():
        if line.startswith("#"):
            if segments:
                borders.append(at)
            continue
        found = _LINE.match(line)
        assert found, f"{file.name}: {line}"
        speaker, text, tags = found.groups()
        words = []
        for word in text.split():
            words.append(Word(at, at + SECONDS_A_WORD, f" {word}", 0.9, speaker))
            at += SECONDS_A_WORD
        segments.append(Segment(words[0].start, at, f" {text}", tuple(words), speaker))
        for kind, rest in _LABEL.findall(tags):
            labels.append(Label(kind, text, words[0].start, _given(rest)))
        at += GAP
    return Meeting(file.stem, Transcript(tuple(segments), "en", at), tuple(labels), tuple(borders))


def meetings(prefix: str) -> list[Meeting]:
    return [read_meeting(file) for file in sorted(FOLDER.glob(f"{prefix}-*.txt"))]


def _given(rest: str) -> dict[str, str]:
    pairs = re.findall(r"(\w+)(?:=((?:[^=\]](?!\w+=))*))?", rest.strip())
    return {key: value.strip() for key, value in pairs}


def window_difference(
    found: Iterable[float], true: Iterable[float], ends: Sequence[float]
) -> float:
    """WindowDiff (L. Pevzner and M. Hearst 2002) of borders over sentences that start at `ends`."""
    found, true = sorted(found), sorted(true)
    size = max(2, round(len(ends) / (len(true) + 1) / 2))
    wrong = 0
    for first in range(len(ends) - size):
        low, high = ends[first], ends[first + size]
        inside = [sum(low < border <= high for border in borders) for borders in (found, true)]
        wrong += inside[0] != inside[1]
    return wrong / max(1, len(ends) - size)
