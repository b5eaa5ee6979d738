"""Points that answers are said to cover, on labelled clauses: shares that may not be undercut."""

from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks import benchmark_module
from voicecli.interview.judging.assessing import Assessor
from voicecli.retrieval.embedder import MiniLmEmbedder

pytestmark = pytest.mark.evals


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return benchmark_module("interview_coverage")


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("coverage.txt", 0.82, 0.9), ("coverage_unseen.txt", 0.8, 0.75)],
)
@pytest.mark.parametrize("embedder", [True, False], ids=["embedder", "words"])
def test_points_are_heard_where_a_reader_hears_them(
    benchmark: ModuleType,
    models: Path,
    name: str,
    precision: float,
    recall: float,
    *,
    embedder: bool,
) -> None:
    reads = MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1) if embedder else None
    answers = benchmark.read(benchmark.FOLDER / name)
    counted = benchmark.count(Assessor(reads), answers, wrong=False)
    assert counted.right >= precision * counted.found
    assert counted.heard >= recall * counted.there
    assert counted.many == 0
