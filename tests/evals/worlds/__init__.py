"""Contents of six invented people with labelled questions; `python -m tests.evals.worlds`.

A world is a folder: `content/` as its person would write it, `queries.jsonl` in the format that
`voicecli eval content` reads, and `today.txt`, the day on which the questions are asked. The
professions, the shapes of the files and the words of the questions differ. `dev-*` may be looked
at while the program is worked on; `held-*` may not: they tell whether what helped there helps.

Questions tagged `spoken` are what Whisper made of the sentence under "spoken", said by Piper: of
the transcripts by tiny.en and base, at two speeds, clean and in white noise at 8 dB, one that is
not word for word what was said. So they are harder than what is heard on average; `heard.jsonl`
has all the transcripts, tagged by model, noise and speed.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.evals.scoring import Figure, Label, score
from voicecli.bench.content import mind_over, predict
from voicecli.bench.labels import read_queries
from voicecli.bench.scores import Prediction
from voicecli.config import Config
from voicecli.retrieval.index import IndexProgress

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.json"
"""The figures of the tested worlds when they were last measured."""
TESTED = ("dev-a", "held-a")
"""The worlds that the test suite asks; the others take as long and are asked by hand."""


@dataclass(frozen=True, slots=True)
class World:
    """One person's content and the questions about it: its "queries", or those "heard"."""

    name: str
    asked: str = "queries"

    @property
    def content(self) -> Path:
        return FOLDER / self.name / "content"

    @property
    def queries(self) -> Path:
        return FOLDER / self.name / f"{self.asked}.jsonl"

    @property
    def today(self) -> date:
        return date.fromisoformat((FOLDER / self.name / "today.txt").read_text().strip())

    def labels(self) -> list[Label]:
        """The lines of its questions."""
        return [json.loads(line) for line in self.queries.read_text(encoding="utf-8").splitlines()]


def worlds() -> list[World]:
    """All of them, by name."""
    return [World(path.parent.name) for path in sorted(FOLDER.glob("*/queries.jsonl"))]


def answered(world: World, config: Config) -> list[Prediction]:
    """What the program answers to a world's questions, without a language model."""
    unread: list[str] = []

    def tell(progress: IndexProgress) -> None:
        unread.append(progress.document)

    with mind_over(config, [world.content], world.today, tell) as mind:
        found = list(predict(mind, read_queries(world.queries)))
    if unread:
        raise AssertionError(f"files of {world.name} that were not read: {unread}")
    return found


def measured(world: World, found: list[Prediction]) -> dict[str, dict[str, Figure]]:
    """The figures of those answers, in all ("") and by tag."""
    given: dict[str, Any] = {one.id: one.as_json() for one in found}
    return score(world.labels(), given)
