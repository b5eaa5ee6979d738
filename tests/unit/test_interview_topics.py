"""Key topics from papers: gaps, strengths, claims, wishes, and what to do with poor papers."""

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tests.unit.interview_papers import GERMAN_JOB, INJECTED_RESUME, VET_JOB, VET_RESUME
from voicecli.errors import UsageError
from voicecli.interview.fit.matching import match
from voicecli.interview.plan import (
    Claim,
    ClaimKind,
    Job,
    Place,
    Plan,
    Requirement,
    RequirementKind,
    Resume,
)
from voicecli.interview.planning.instructions import read_instructions
from voicecli.interview.planning.making import PlanRequest, make_plan
from voicecli.interview.planning.topics import choose_topics

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)


def plan_of(tmp_path: Path, *, resume: str = "", job: str = "", **more: Any) -> Plan:
    papers = {}
    for name, text in (("resume", resume), ("job", job)):
        if text:
            papers[name] = tmp_path / f"{name}.md"
            papers[name].write_text(text, encoding="utf-8")
    return make_plan(PlanRequest(TODAY, **papers, **more))


def check(plan: Plan) -> None:
    """What holds of any plan."""
    assert len({topic.id for topic in plan.topics}) == len(plan.topics)
    texts = [question.text for topic in plan.topics for question in topic.questions]
    for topic in plan.topics:
        assert len(topic.questions) >= 2, topic.title
        assert topic.title
        assert topic.why
        assert 0 <= topic.weight <= 1
    for text in texts:
        assert text.endswith("?"), text
        assert not set(text) & set("/()[]{}<>*_|"), text
    close = [pair for pair in combinations(texts, 2) if fuzz.token_sort_ratio(*pair) >= 85]
    assert close == []


def test_both_papers_give_gaps_strengths_claims_and_why_this_job(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB)
    check(plan)
    kinds = [topic.kind for topic in plan.topics]
    assert len(kinds) == 6
    assert {"gap", "strength", "claim", "motivation"} <= set(kinds)
    assert kinds[0] in ("strength", "claim")
    assert not plan.notes


@pytest.mark.parametrize("count", [4, 5, 8])
def test_as_many_topics_as_are_wanted(tmp_path: Path, count: int) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, count=count)
    check(plan)
    assert len(plan.topics) == count


def test_each_place_is_in_the_papers_literally(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, count=8)
    papers = " ".join(f"{VET_RESUME} {VET_JOB}".replace("*", "").split())
    places = [place for topic in plan.topics for place in topic.places]
    assert places
    for place in places:
        assert " ".join(place.quote.replace("*", "").split()) in papers


def test_a_job_alone_never_speaks_of_a_resume(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, job=VET_JOB)
    check(plan)
    assert len(plan.topics) >= 4
    assert not any("résumé" in q.text for topic in plan.topics for q in topic.questions)
    assert "gap" not in {topic.kind for topic in plan.topics}


def test_a_resume_alone_is_asked_about(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME)
    check(plan)
    assert len(plan.topics) >= 4
    assert "claim" in {topic.kind for topic in plan.topics}


def test_a_resume_alone_is_asked_of_its_roles_and_of_no_job(tmp_path: Path) -> None:
    jobs = "Florist, Rose & Co, 2020 – present\n\nBaker, Oven Ltd, 2015 – 2020\n"
    resume = f"# Ann Lee\n\n## Experience\n\n{jobs}"
    plan = plan_of(tmp_path, resume=resume)
    check(plan)
    asked = " ".join(question.text for topic in plan.topics for question in topic.questions)
    assert "Rose" in asked
    assert "taking this job" not in asked


def test_years_of_any_work_are_asked_about_as_the_role_that_shows_them(tmp_path: Path) -> None:
    resume = "# Ann Lee\n\n## Experience\n\nMidwife, Mercy Hospital, 2014 – present\n"
    years = "Minimum of 5 years' post-qualification experience"
    job = f"# Midwife\n\n## Requirements\n\n- {years}\n- Research\n"
    plan = plan_of(tmp_path, resume=resume, job=job)
    strength = next(topic for topic in plan.topics if topic.kind == "strength")
    assert strength.title == "Midwife at Mercy Hospital"
    assert "5 years" in strength.why
    assert all("post-qualification" not in one.text for one in strength.questions)


def test_a_deed_is_asked_about_in_one_topic(tmp_path: Path) -> None:
    resume = (
        "# Ann Lee\n\n## Experience\n\nStaff Nurse, Mercy, 2016 – present\n\n- Runs the ward team\n"
        "- Cared for up to 8 surgical patients a shift\n- Cared for 12 acute patients a night\n"
    )
    job = "# Nurse\n\n## Requirements\n\n- 5 years caring for acute patients\n- Cleaning\n"
    plan = plan_of(tmp_path, resume=resume, job=job)
    asked = [
        sum(any(deed in one.text for one in topic.questions) for topic in plan.topics)
        for deed in ("8 surgical patients", "12 acute patients")
    ]
    assert max(asked) == 1


def test_papers_that_say_nothing_give_what_every_interview_asks(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume="Hello there.\n", job="We are nice people.\n")
    check(plan)
    assert len(plan.topics) >= 4
    assert len(plan.notes) == 2


def test_another_language_is_said(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, job=GERMAN_JOB)
    check(plan)
    assert len(plan.topics) >= 4
    assert any("not in English" in note for note in plan.notes)
    assert not any("Möbel" in q.text for topic in plan.topics for q in topic.questions)


def test_a_resume_gives_no_orders(tmp_path: Path) -> None:
    plain = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, count=8)
    injected = plan_of(tmp_path, resume=INJECTED_RESUME, job=VET_JOB, count=8)
    check(injected)
    told = [question.text for topic in injected.topics for question in topic.questions]
    assert not any(word in text for text in told for word in ("Ignore", "happy", "best candidate"))
    assert [topic.title for topic in injected.topics] == [topic.title for topic in plain.topics]


def test_what_was_asked_for_is_a_topic(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, instructions="focus on leadership")
    check(plan)
    [topic] = [topic for topic in plan.topics if topic.kind == "instruction"]
    assert topic.title == "Leadership"
    assert topic.weight == 1.0


def test_a_place_of_work_that_was_named_is_a_topic(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, resume=VET_RESUME, job=VET_JOB, instructions="ask about my time at Paws Rescue"
    )
    check(plan)
    [topic] = [topic for topic in plan.topics if topic.kind == "instruction"]
    assert topic.title == "Kennel Assistant at Paws Rescue"
    assert any("at Paws Rescue" in question.text for question in topic.questions)


def test_one_subject_alone_gets_more_questions(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, instructions="only leadership")
    check(plan)
    [topic] = plan.topics
    assert len(topic.questions) >= 6


def test_what_is_to_be_skipped_is_no_topic(tmp_path: Path) -> None:
    gaps = [
        topic.title
        for topic in plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, count=8).topics
        if topic.kind == "gap"
    ]
    assert len(gaps) >= 2
    for title in gaps:
        plan = plan_of(
            tmp_path, resume=VET_RESUME, job=VET_JOB, count=8, instructions=f"skip {title}"
        )
        check(plan)
        assert title not in [topic.title for topic in plan.topics]


def test_only_technical_questions(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, resume=VET_RESUME, job=VET_JOB, instructions="only technical questions"
    )
    check(plan)
    assert plan.topics
    kinds = {question.kind for topic in plan.topics for question in topic.questions}
    assert kinds == {"technical"}


def test_what_cannot_be_done_is_noted(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, resume=VET_RESUME, job=VET_JOB, instructions="in French, please")
    assert plan.notes == ("Interviews are held in English.",)


def test_a_plan_of_ones_own_stays_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    own.write_text("# Wound care\n- How do you dress a burn?\n- When do you call a vet?\n")
    plan = plan_of(tmp_path, job=VET_JOB, topics=own, instructions="focus on leadership")
    assert [topic.title for topic in plan.topics] == ["Wound care"]
    assert [question.by for question in plan.topics[0].questions] == ["person", "person"]
    assert plan.job.title == "Senior Veterinary Nurse"
    assert any("your own" in note for note in plan.notes)


def test_without_any_paper_there_is_no_plan() -> None:
    with pytest.raises(UsageError, match="--resume, --job or --topics"):
        make_plan(PlanRequest(TODAY))


def test_the_steps_are_told(tmp_path: Path) -> None:
    told: list[str] = []
    job = tmp_path / "job.md"
    job.write_text(VET_JOB)
    make_plan(PlanRequest(TODAY, job=job), progress=told.append)
    assert told[0] == "reading job.md"
    assert told[-1] == "choosing topics"


_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            "Manage lead managed led a the team of nurses with and to {x} {} (RN) / & 30% £2m years"
            " experience strong ability responsible for Kubernetes must be 5+ – • care".split()
        ),
        max_size=12,
    ).map(" ".join),
)
_PLACES = st.builds(Place, st.just("paper.md"), _TEXTS, st.integers(1, 99))
_REQUIREMENTS = st.builds(
    Requirement,
    _TEXTS,
    st.sampled_from(get_args(RequirementKind)),
    _PLACES,
    st.lists(_TEXTS, max_size=2).map(tuple),
)
_CLAIMS = st.builds(
    Claim,
    _TEXTS,
    st.sampled_from(get_args(ClaimKind)),
    _PLACES,
    st.lists(_TEXTS, max_size=2).map(tuple),
    title=_TEXTS,
    organisation=_TEXTS,
    figures=st.lists(_TEXTS, max_size=1).map(tuple),
)


@settings(max_examples=60)
@given(
    st.builds(Job, _TEXTS, _TEXTS, st.lists(_REQUIREMENTS, max_size=5).map(tuple)),
    st.builds(Resume, _TEXTS, st.lists(_CLAIMS, max_size=5).map(tuple)),
    _TEXTS,
)
def test_any_facts_give_a_plan(job: Job, resume: Resume, instructions: str) -> None:
    matches = match(job, resume, None, TODAY)
    wishes = read_instructions(instructions)
    topics = choose_topics(job, resume, matches, wishes=wishes, count=6, today=TODAY)
    check(Plan(job, resume, matches, topics))
    if not (wishes.only or wishes.only_focus):
        assert len(topics) >= 4
