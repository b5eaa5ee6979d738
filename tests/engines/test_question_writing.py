"""The real language model writes, and only what passes joins the plan."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.unit.interview_papers import INJECTED_RESUME, VET_JOB
from voicecli import assembly, catalog
from voicecli.config import load
from voicecli.interview.planning.making import PlanRequest, make_plan
from voicecli.interview.planning.writing import QuestionWriter, write_questions
from voicecli.pipeline.question_writing import questions_within

pytestmark = pytest.mark.engines

LLM = "qwen2.5-coder-0.5b-instruct-q4_k_m"


def test_a_real_model_adds_nothing_that_no_paper_says(tmp_path: Path, models: Path) -> None:
    config = load().config
    name = LLM if not catalog.missing([LLM], models) else config.llm.model
    config = replace(config, llm=replace(config.llm, model=name, first_token_seconds=120.0))
    resume, job = tmp_path / "cv.md", tmp_path / "job.md"
    resume.write_text(INJECTED_RESUME)
    job.write_text(VET_JOB)
    with assembly.open_engines(config, {"embedding", "llm"}, for_one_turn=True) as engines:
        assert engines.llm is not None
        plan = make_plan(PlanRequest(date(2026, 11, 22), resume, job), embedder=engines.embedder)
        topics = [topic for topic in plan.topics if topic.kind != "motivation"][:1]
        writer = QuestionWriter(name, questions_within(engines.llm, 120.0), engines.embedder)
        written = write_questions(topics, plan.job, plan.resume, writer)
    assert written.kept + len(written.dropped) == 1
    assert "no time" not in dict(written.dropped)
    for question in written.topics[0].questions:
        assert question.text.endswith("?")
        assert "happy" not in question.text
        assert "best candidate" not in question.text
