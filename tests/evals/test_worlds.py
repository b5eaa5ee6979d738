"""Figures of other people's content, with what each may fall to."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.evals.worlds import FLOORS, TESTED, World, answered, measured, worlds
from voicecli.bench.labels import read_queries
from voicecli.bench.scores import Prediction, score
from voicecli.config import load

pytestmark = pytest.mark.evals

TOLERANCE = 0.02

SAME_FIGURE = {
    "intent": "intent",
    "item recall": "item recall",
    "item precision": "item precision",
    "item F1": "item F1",
    "item recall@3": "item recall@3",
    "technology filter": "technology filter",
    "year filter": "year filter",
    "document file": "document file",
    "document passage": "document passage",
    "refused": "refused when unanswerable",
}
"""Names in tests/evals/scoring.py and in voicecli/bench/scores.py."""


@pytest.fixture(scope="module", params=TESTED)
def asked(
    request: pytest.FixtureRequest, models: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[World, list[Prediction]]:
    world = World(request.param)
    data = {"paths.models": str(models), "paths.data": str(tmp_path_factory.mktemp("data"))}
    return world, answered(world, load(flags=data).config)


def test_no_figure_falls(asked: tuple[World, list[Prediction]]) -> None:
    world, found = asked
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[world.name]
    figures = {name: figure.mean for name, figure in measured(world, found)[""].items()}
    assert figures.keys() == floors.keys()
    fallen = {
        name: f"{figures[name]:.3f} < {floor:.3f}"
        for name, floor in floors.items()
        if figures[name] < floor - TOLERANCE
    }
    assert not fallen


def test_the_program_scores_as_these_rules_do(asked: tuple[World, list[Prediction]]) -> None:
    world, found = asked
    own = measured(world, found)[""]
    programs = score(read_queries(world.queries), {one.id: one for one in found}).figures
    for name, other in SAME_FIGURE.items():
        assert own[name].count == programs[other].count
        assert own[name].mean == pytest.approx(programs[other].mean)


@pytest.mark.parametrize("world", worlds(), ids=lambda world: world.name)
def test_labels_are_sound(world: World) -> None:
    labels = world.labels()
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in world.content.rglob("*")
        if path.suffix in (".md", ".txt")
    }
    records = "".join(path.read_text(encoding="utf-8") for path in world.content.rglob("*.json"))
    assert max(Counter(label["id"] for label in labels).values()) == 1
    for label in labels:
        for item in [*label["relevant"], *label["acceptable"]]:
            name = item.removeprefix("skill-")  # skills are named by their group
            assert f'"{name}"' in records, label["id"]
        if gold := label["document"]:
            assert all(passage in files[gold["file"]] for passage in gold["passages"]), label["id"]
        assert label["answerable"] or not label["relevant"], label["id"]
