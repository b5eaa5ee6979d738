"""How much of little labelled meetings an analysis finds; `held` ones no rule was written on.

`python -m tests.evals.test_meetings` prints the figures.
"""

from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

import pytest

from tests.conftest import MODELS
from tests.evals.meetings import Counts, Meeting, meetings, window_difference
from voicecli.pipeline.analyze import Analysts, analyze
from voicecli.retrieval.embedder import MiniLmEmbedder

pytestmark = pytest.mark.evals

SETS = ("dev", "dev2", "held")


@dataclass
class Figures:
    actions: Counts = field(default_factory=Counts)
    agreements: Counts = field(default_factory=Counts)
    questions: Counts = field(default_factory=Counts)
    answered: Counts = field(default_factory=Counts)
    owners: Counts = field(default_factory=Counts)
    due: Counts = field(default_factory=Counts)
    difference: list[float] = field(default_factory=list)
    """WindowDiff of the topics' borders, one for each meeting."""
    without: list[float] = field(default_factory=list)
    """The same of no borders at all."""


def measure(prefix: str, folder: Path) -> Figures:
    figures = Figures()
    with MiniLmEmbedder(folder / "all-minilm-l6-v2-int8", 1) as embedder:
        for meeting in meetings(prefix):
            _add(figures, meeting, embedder)
    return figures


def _add(figures: Figures, meeting: Meeting, embedder: MiniLmEmbedder) -> None:
    found = analyze(meeting.transcript, meeting.name, Analysts(embedder))
    analysis = found.analysis
    actions = {one.quote.start: one for one in analysis.actions}
    asked = {one.quote.start: one for one in analysis.questions}
    agreed = {one.quote.start for one in analysis.agreements}
    figures.actions.add(set(actions), meeting.starts("action"))
    figures.agreements.add(agreed, meeting.starts("agreement"))
    settled = meeting.starts("action") | meeting.starts("agreement")
    figures.questions.add(set(asked), meeting.starts("question") - settled)
    for label in meeting.labels:
        if label.kind == "question" and label.start in asked:
            same = (asked[label.start].answered == "yes") == ("answered" in label.given)
            figures.answered.add({label.start} if same else {-1.0}, {label.start})
        if label.kind == "action" and label.start in actions:
            action = actions[label.start]
            for counts, mine, name in (
                (figures.owners, action.owner, "owner"),
                (figures.due, action.due, "due"),
            ):
                same = (mine or "") == label.given.get(name, "")
                counts.add({label.start} if same else {-1.0}, {label.start})
    starts = [one.start for one in found.said]
    borders = [topic.start for topic in analysis.topics[1:]]
    figures.difference.append(window_difference(borders, meeting.borders, starts))
    figures.without.append(window_difference([], meeting.borders, starts))


@pytest.mark.parametrize("prefix", SETS)
def test_what_is_found_is_right(prefix: str, models: Path) -> None:
    figures = measure(prefix, models)
    assert figures.actions.precision >= 0.9
    assert figures.actions.recall >= 0.8
    assert figures.agreements.precision >= 0.8
    assert figures.agreements.recall >= 0.75
    assert figures.questions.precision >= 0.9
    assert figures.questions.recall >= 0.9
    assert figures.answered.precision >= 0.9
    assert figures.owners.precision >= 0.8
    assert figures.due.precision >= 0.8
    assert fmean(figures.difference) < fmean(figures.without) - 0.05


def main() -> None:
    """Print the figures of every set."""
    for prefix in SETS:
        figures = measure(prefix, MODELS)
        print(f"{prefix}: {len(figures.difference)} meetings")
        for name in ("actions", "agreements", "questions", "answered", "owners", "due"):
            print(f"  {name}: {getattr(figures, name)}")
        print(f"  topics: WindowDiff {fmean(figures.difference):.3f}, "
              f"without borders {fmean(figures.without):.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
