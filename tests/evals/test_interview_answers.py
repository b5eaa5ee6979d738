"""Follow-up decisions on labelled answers, with what their share may fall to."""

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.benchmarks import BENCHMARKS, benchmark_module
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.plan import Question, QuestionKind, Topic
from voicecli.retrieval.embedder import MiniLmEmbedder

pytestmark = pytest.mark.evals

LEAST = {
    "answers": 0.93,
    "answers_later": 0.93,
    "answers_last": 0.86,
    "answers_fresh": 0.87,
    "answers_blind": 0.88,
    "answers_typical": 0.93,
    "answers_to_follow_ups": 0.82,
    "answers_unseen": 0.95,
    "answers_unseen_2": 0.93,
    "answers_unseen_3": 0.93,
    "answers_unseen_4": 0.93,
    "answers_unseen_5": 0.9,
    "answers_unseen_6": 0.93,
    "answers_unseen_7": 0.93,
    "answers_unseen_8": 0.9,
}
LEAST_WITHOUT = {
    "answers": 0.92,
    "answers_later": 0.91,
    "answers_last": 0.83,
    "answers_fresh": 0.85,
    "answers_blind": 0.88,
    "answers_typical": 0.9,
    "answers_to_follow_ups": 0.7,
    "answers_unseen": 0.92,
    "answers_unseen_2": 0.9,
    "answers_unseen_3": 0.9,
    "answers_unseen_4": 0.87,
    "answers_unseen_5": 0.87,
    "answers_unseen_6": 0.85,
    "answers_unseen_7": 0.85,
    "answers_unseen_8": 0.85,
}
"""Replies to follow-ups are short: which of them leave the subject only an embedder tells."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return benchmark_module("interview_answers")


@pytest.fixture(scope="module")
def judged(benchmark: ModuleType, models: Path) -> dict[str, list[Any]]:
    """All labelled answers as they are judged with an embedder, by file."""
    assessor = Assessor(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))
    return {name: list(benchmark.judge(assessor, rows(name))) for name in LEAST}


def rows(name: str) -> list[dict[str, Any]]:
    text = (BENCHMARKS / "interviews" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def share(judged: list[Any]) -> float:
    clear = [one for one in judged if one.counts]
    return sum(one.right for one in clear) / len(clear)


@pytest.mark.parametrize("name", LEAST)
def test_follow_up_decisions_are_right(judged: dict[str, list[Any]], name: str) -> None:
    assert share(judged[name]) >= LEAST[name]


@pytest.mark.parametrize("name", LEAST_WITHOUT)
def test_most_are_right_without_an_embedder(benchmark: ModuleType, name: str) -> None:
    assert share(list(benchmark.judge(Assessor(None), rows(name)))) >= LEAST_WITHOUT[name]


def test_every_quote_of_every_answer_is_literal(judged: dict[str, list[Any]]) -> None:
    for one in (one for answers in judged.values() for one in answers):
        found = one.assessment
        for quote in (*found.concrete, *found.vague, *(each.quote for each in found.covered)):
            assert quote in one.text
        for quote in re.findall("“(.*?)”", one.asked.text if one.asked else ""):
            assert quote in one.text or quote in one.question


def test_few_answers_to_other_topics_pass_for_good(benchmark: ModuleType, models: Path) -> None:
    assessor = Assessor(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))
    unseen = [row for name in LEAST if "unseen" in name for row in rows(name)]
    found = list(benchmark.swapped(assessor, unseen))
    assert found.count("good") <= 0.3 * len(found)


SMALL_TALK = (
    "On Saturday my neighbours and I painted the garden fence green, it took us four hours.",
    "We went to Cornwall in August with the kids and it rained for nine days.",
    "I cooked a lasagne last night for six people, first the sauce and then the pasta.",
)


def test_small_talk_is_off_every_topic(benchmark: ModuleType, models: Path) -> None:
    said = [{"text": text, "verdict": "off-topic", "follow_up": "yes"} for text in SMALL_TALK]
    names = ("answers_unseen", "answers_unseen_2")
    asked = [{**row, "answers": said} for name in names for row in rows(name)]
    followed = [
        {**row, "ready": row, "question": "Can you tell me about one particular occasion?"}
        for row in asked
    ]
    assessor = Assessor(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))
    found = list(benchmark.judge(assessor, asked + followed))
    off = [one for one in found if one.assessment.verdict == "off-topic"]
    assert len(off) >= 0.9 * len(found)


DRAWS = ("What draws you to this role as a Front Office Manager, and why now?", "motivation")
DRAWN = ("what draws you", "why now", "what you bring")
SHOWN = ("When did you last explain systems to householders, and how did it go?", "behavioural")
STORY = ("the situation", "what you did yourself", "the result")
UNLIKE = (
    (
        *(DRAWS, DRAWN, None),
        "The building, first of all, my grandmother did her wedding in it. And I want the days, I "
        "have done seven years of nights and my wife says she has married a bat.",
    ),
    (*(DRAWS, DRAWN, None), "It is closer to home."),
    (
        *(SHOWN, STORY, "Can you tell me about one particular occasion, and what you did?"),
        "Mrs Howells in Gowerton, last January. She kept turning the pump off at night and the "
        "bill went up. I drew two curves on the service sheet and rang her after a week; she pays "
        "forty pounds a month less.",
    ),
)


@pytest.mark.parametrize(("asked", "seeks", "again", "reply"), UNLIKE)
def test_an_answer_in_words_of_its_own_is_not_off_the_topic(
    models: Path, asked: tuple[str, QuestionKind], seeks: tuple[str, ...], again: str, reply: str
) -> None:
    question, kind = asked
    topic = Topic("t1", "Work", "strength", "", 0.5, (Question(question, kind, seeks),))
    assessor = Assessor(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))

    found = assessor.assess(again or question, seeks, topic, reply)

    assert found.verdict in ("good", "partial")


def test_who_is_proud_is_not_angry(models: Path) -> None:
    question = SHOWN[0]
    asked = Question(question, "behavioural", STORY)
    topic = Topic("t1", "Work", "strength", "", 0.5, (asked,))
    assessor = Assessor(MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1))

    proud = "I learn faster than other people. Ask anyone. I am basically unstoppable."

    assert assessor.assess(question, STORY, topic, proud).verdict == "vague"
