"""Follow-up decisions on labelled answers, with what their share may fall to."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from voicecli.interview.assessing import Assessor
from voicecli.retrieval.embedder import MiniLmEmbedder

pytestmark = pytest.mark.evals

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
LEAST = {"answers": 0.93, "answers_later": 0.92, "answers_last": 0.87}
LEAST_WITHOUT = {"answers": 0.92, "answers_later": 0.89, "answers_last": 0.82}


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    """benchmarks/interview_answers.py, which is no module of a package."""
    path = BENCHMARKS / "interview_answers.py"
    spec = importlib.util.spec_from_file_location("interview_answers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def assessor(models: Path) -> Assessor:
    return Assessor(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))


def rows(name: str) -> list[dict[str, Any]]:
    text = (BENCHMARKS / "interviews" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def share(benchmark: ModuleType, assessor: Assessor, name: str) -> float:
    clear = [one for one in benchmark.judge(assessor, rows(name)) if one.counts]
    return sum(one.right for one in clear) / len(clear)


@pytest.mark.parametrize("name", LEAST)
def test_follow_up_decisions_are_right(
    benchmark: ModuleType, assessor: Assessor, name: str
) -> None:
    assert share(benchmark, assessor, name) >= LEAST[name]


@pytest.mark.parametrize("name", LEAST_WITHOUT)
def test_most_are_right_without_an_embedder(benchmark: ModuleType, name: str) -> None:
    assert share(benchmark, Assessor(None), name) >= LEAST_WITHOUT[name]


def test_every_quote_of_every_answer_is_literal(benchmark: ModuleType, assessor: Assessor) -> None:
    for name in LEAST:
        for one in benchmark.judge(assessor, rows(name)):
            found = one.assessment
            for quote in (*found.concrete, *found.vague, *(each.quote for each in found.covered)):
                assert quote in one.text
