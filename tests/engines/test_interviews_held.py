"""Whole interviews with the synthetic candidate: plan, assessor, machine, database and report."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecli import assembly
from voicecli.assembly.interview_reports import report_of
from voicecli.bench.candidate import MANNERS, Candidate
from voicecli.bench.interviewing import Conduct, hold_interview
from voicecli.config import Config, load
from voicecli.interview.course import Limits
from voicecli.interview.reporting.findings import quotes_of

pytestmark = pytest.mark.engines

RESUME = """# Tomasz Nowak

## Experience

### Bus driver, Riverside Transit, 2016 - present
- Drove route 12 with 300 passengers a day, without an accident in seven years
- Trained 14 new drivers

## Licences
- Category D licence
"""
JOB = """# Coach driver

Alpine Tours, Leeds

## Requirements
- Category D licence
- At least 3 years of experience in passenger transport
- Experience with digital tachographs
- Good command of German

## Duties
- Drive groups of up to 50 passengers through the Alps
- Check the coach before each journey
"""


@pytest.fixture
def config() -> Config:
    return load().config


@pytest.fixture
def engines(config: Config) -> Iterator[assembly.Engines]:
    with assembly.open_engines(config, {"embedding"}) as found:
        yield found


@pytest.mark.parametrize(
    ("manner", "conduct"),
    [
        ("mixed", Conduct(Limits(), leaves_after=4)),
        ("difficult", Conduct(Limits(minutes=8.0), slowness=2.0)),
        ("restless", Conduct(Limits(questions=7, follow_ups=1))),
    ],
)
def test_an_interview_keeps_its_limits_and_its_report_quotes_what_was_said(
    config: Config, engines: assembly.Engines, tmp_path: Path, manner: str, conduct: Conduct
) -> None:
    resume, job = tmp_path / "resume.md", tmp_path / "job.md"
    resume.write_text(RESUME, "utf-8")
    job.write_text(JOB, "utf-8")
    plan = assembly.make_plan(config, resume, job, use_llm=False)
    held = hold_interview(config, engines, plan, Candidate(plan, MANNERS[manner], 3), conduct)
    report = report_of(config, held.session)

    assert held.faults == []
    said = " ".join(one.saying.text for one in held.decisions)
    assert {one.number for topic in report.topics for one in topic.questions} == {
        one.number for one in held.progress.exchanges
    }
    replies = {one.number: one.reply.text for one in held.progress.exchanges if one.reply}
    assert replies
    assert all(
        quote.text in replies.get(quote.exchange, "") or quote.text in said
        for quote in quotes_of(report)
    )
