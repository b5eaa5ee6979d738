"""`voicecli interview plan`, and the plan's approval."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.unit.interview_papers import VET_JOB, VET_RESUME
from voicecli.cli.app import run
from voicecli.cli.interview_approval import Ask, approve
from voicecli.errors import UsageError
from voicecli.interview.plan import Plan
from voicecli.interview.planning.making import PlanRequest, make_plan
from voicecli.interview.planning.own_plan import read_topics

pytestmark = pytest.mark.cli


@pytest.fixture
def papers(tmp_path: Path) -> tuple[str, str]:
    resume, job = tmp_path / "cv.md", tmp_path / "job.md"
    resume.write_text(VET_RESUME)
    job.write_text(VET_JOB)
    return str(resume), str(job)


@pytest.fixture
def plan(papers: tuple[str, str]) -> Plan:
    resume, job = map(Path, papers)
    return make_plan(PlanRequest(date(2026, 11, 22), resume, job))


def planned(*more: str) -> int:
    return run(["interview", "plan", "--no-llm", *more])


def test_a_plan_is_printed(papers: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    resume, job = papers
    assert planned("--resume", resume, "--job", job) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Senior Veterinary Nurse: 6 topics, ")
    assert "job.md line " in out
    assert "\x1b" not in out
    assert "reading cv.md" in err


def test_a_plan_as_json(papers: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    resume, job = papers
    assert planned("--resume", resume, "--job", job, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert len(made["topics"]) == 6
    assert all(len(topic["questions"]) >= 2 for topic in made["topics"])


def test_a_saved_plan_is_read_back(
    papers: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resume, job = papers
    file = tmp_path / "plan.toml"
    assert planned("--resume", resume, "--job", job, "--save", str(file)) == 0
    assert capsys.readouterr().out == ""
    topics = read_topics(file)
    assert len(topics) == 6
    assert planned("--topics", str(file)) == 0
    assert topics[0].questions[0].text in capsys.readouterr().out
    assert planned("--resume", resume, "--job", job, "--save", str(file)) == 2
    assert "--force" in capsys.readouterr().err
    assert planned("--resume", resume, "--job", job, "--save", str(file), "--force") == 0


@pytest.mark.parametrize("name", ["plan.pdf", "plan"])
def test_a_plan_is_saved_only_under_a_name_that_it_can_be_read_by(
    papers: tuple[str, str], tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert planned("--resume", papers[0], "--save", str(tmp_path / name)) == 2
    assert ".toml" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_job_from_stdin(
    papers: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(VET_JOB.encode())))
    assert planned("--job", "-") == 0
    assert "Senior Veterinary Nurse" in capsys.readouterr().out
    assert planned("--job", "-", "--resume", "-") == 2
    assert "Only one" in capsys.readouterr().err


def test_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert planned() == 2
    assert "--resume" in capsys.readouterr().err
    assert planned("--job", str(tmp_path / "none.pdf")) == 1
    assert "none.pdf" in capsys.readouterr().err
    bad = tmp_path / "bad.toml"
    bad.write_text("[[topics]]\nname = 3\n")
    assert planned("--topics", str(bad)) == 1
    assert "bad.toml, line 1" in capsys.readouterr().err


def test_control_codes_of_a_paper_are_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.md"
    own.write_text("# Wound \x1b[31mcare\x1b]0;x\x07\n- How do you \x1b[2J dress a burn?\n")
    assert planned("--topics", str(own)) == 0
    out, _ = capsys.readouterr()
    assert "\x1b" not in out
    assert "\x07" not in out


def test_nobody_there_to_approve_it(
    papers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError) as error:
        approve(Plan(*_nothing()))
    assert "--yes" in error.value.hint


def _nothing() -> tuple[object, ...]:
    from voicecli.interview.plan import Job, Resume

    return Job("", "", ()), Resume("", ()), (), ()


def typing(*lines: str) -> Ask:
    typed: Iterator[str] = iter(lines)

    def ask(prompt: str, text: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    return ask


def test_enter_starts_and_n_leaves(plan: Plan) -> None:
    assert approve(plan, typing("")) == plan
    assert approve(plan, typing("n")) is None
    assert approve(plan, typing()) is None


def test_a_plan_is_changed_until_it_suits(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    ask = typing("x", "r 99", "r 2", "m 3", "e 1.1", "Why nursing?", "+ 2 What is new?", "?", "")
    approved = approve(plan, ask)
    assert approved is not None
    assert len(approved.topics) == 5
    assert approved.topics[0].questions[0].text == "Why nursing?"
    assert approved.topics[1].questions[1].text == "What is new?"
    assert plan.topics[1].id not in [topic.id for topic in approved.topics]
    told = capsys.readouterr().err
    assert "none of the keys" in told
    assert "no topic 99" in told


def test_a_change_shows_what_it_changed(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    kept, gone = plan.topics[0], plan.topics[1]
    approve(plan, typing("r 2", "+ 1 What is new?", "m 1", "e 1.1", "", ""))
    told = capsys.readouterr().err.split("p shows the plan")[-1]
    titles, changed = told.split("What is new?")[0].rsplit(f" 1  {kept.title}", 1)
    assert kept.title in titles
    assert gone.title not in titles
    assert kept.questions[0].text not in titles
    assert kept.questions[0].text in changed
    assert "Topic 1 is the first already." in told
    assert "Nothing was changed." in told


def test_the_plan_is_shown_again_when_asked_for(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    approve(plan, typing("p", ""))
    assert capsys.readouterr().err.count(plan.topics[2].questions[0].text) == 2
