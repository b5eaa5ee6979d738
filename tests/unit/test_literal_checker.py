"""The checker that counts what the gate let through must itself see what is wrong."""

from types import ModuleType

import pytest

from tests.benchmarks import benchmark_module

pytestmark = pytest.mark.unit

GIVEN = (
    "Gull Radar. It hears gulls with four microphones and cost 1,450 pounds a year. "
    "Ada Brown built it between 3 May 2021 and June 2022.",
    "Reef Lamp. Warns boats for 60 days.",
)


@pytest.fixture(scope="module")
def literal() -> ModuleType:
    return benchmark_module("literal")


@pytest.mark.parametrize(
    "sentence",
    [
        "It hears gulls with 4 microphones.",
        "Gull Radar cost £1450 a year.",
        "Ada Brown built it between 3 May 2021 and June 2022.",
        "It warns boats for sixty days.",
    ],
)
def test_what_stands_there_is_no_violation(literal: ModuleType, sentence: str) -> None:
    assert literal.violations(sentence, GIVEN) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It hears gulls with five microphones.",
        "Gull Radar cost 1,450 euros a year.",
        "Gull Radar cost 1,450 pounds a week.",
        "It was built on 3 June 2021.",
        "It was built in July.",
        "Ada Miller built it.",
        "Otto built it.",
        "It warns boats for 60 weeks.",
        "Reef Lamp has four microphones.",
    ],
)
def test_what_does_not_is_one(literal: ModuleType, sentence: str) -> None:
    assert literal.violations(sentence, GIVEN)


def test_without_passages_everything_is(literal: ModuleType) -> None:
    assert literal.violations("It is.", ())
