"""Requirements matched with résumés of many professions, with what their shares may fall to."""

from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks import BENCHMARKS, benchmark_module
from voicecli.protocols import Embedder
from voicecli.retrieval.embedder import MiniLmEmbedder

pytestmark = pytest.mark.evals

LEAST = {"matches": 0.78, "matches_held_out": 0.85, "matches_last": 0.83}
MOST_OPPOSITE = {"matches": 0.06, "matches_held_out": 0.05, "matches_last": 0.06}
LEAST_BY_WORDS = {"matches": 0.68, "matches_held_out": 0.70, "matches_last": 0.75}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return benchmark_module("interview_match")


def shares(benchmark: ModuleType, name: str, embedder: Embedder | None) -> tuple[float, float]:
    """The share that is right, and that of what is met for missing or missing for met."""
    cases = list(benchmark.judged(BENCHMARKS / "interviews" / f"{name}.jsonl", embedder))
    right = sum(case.label == case.fit for case in cases)
    opposite = sum({case.label, case.fit} == {"met", "missing"} for case in cases)
    return right / len(cases), opposite / len(cases)


@pytest.mark.parametrize("name", LEAST)
def test_fits_are_right(benchmark: ModuleType, models: Path, name: str) -> None:
    with MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1) as embedder:
        right, opposite = shares(benchmark, name, embedder)
    assert right >= LEAST[name]
    assert opposite <= MOST_OPPOSITE[name]


@pytest.mark.parametrize("name", LEAST_BY_WORDS)
def test_words_alone_judge_most(benchmark: ModuleType, name: str) -> None:
    assert shares(benchmark, name, None)[0] >= LEAST_BY_WORDS[name]
