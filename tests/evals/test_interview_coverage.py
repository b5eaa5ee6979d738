"""Points that answers are said to cover, on labelled clauses: shares that may not be undercut."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from voicecli.interview.judging.assessing import Assessor
from voicecli.retrieval.embedder import MiniLmEmbedder

pytestmark = pytest.mark.evals

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    """benchmarks/interview_coverage.py, which is no module of a package."""
    path = BENCHMARKS / "interview_coverage.py"
    spec = importlib.util.spec_from_file_location("interview_coverage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


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
