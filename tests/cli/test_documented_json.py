"""The JSON of interviews has the fields that docs/reference.md says, each in its place."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.interviewed import LEFT, PLAN
from voicecli.cli.app import run
from voicecli.config import load
from voicecli.interview.course import Limits
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews

pytestmark = pytest.mark.cli

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"
PAPER = "Ward nurse\n\nRequirements\n\n- Five years of wound care\n"
RESUME = "Ann Bee\n\nExperience\n\nNurse, Inn Clinic, 2015 - 2024\n- Cut falls by 30 %\n"
Fields = dict[str, Any]
"""Each field with those of its objects; an empty dictionary for one that is no object."""


def documented(command: str) -> Fields:
    """The fields that the page tells for a command, "…" among them where it leaves some out."""
    text = " ".join(REFERENCE.read_text("utf-8").split())
    found = re.search(rf"`{re.escape(command)}` prints `\{{(.*?)\}}`[,;.]", text)
    assert found, command
    told: Fields = {}
    open_ones = [told]
    for name, opens, closes in re.findall(r"([a-z_0-9]+|…)?((?:: )?\[?\{)?(\}\]?)?", found[1]):
        if name:
            open_ones[-1][name] = {}
        if opens:
            open_ones.append(open_ones[-1][name])
        if closes:
            open_ones.pop()
    return told


def fields(value: Any) -> Fields:
    """The fields of a value; of a list those of all its objects."""
    found: Fields = {}
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            found |= {name: fields(item) for name, item in one.items()}
    return found


def assert_told(real: Fields, told: Fields) -> None:
    """Every field is told, and every one that is told is there."""
    names = set(told) - {"…"}
    assert names <= set(real)
    assert "…" in told or names == set(real)
    for name in names:
        if told[name]:
            assert_told(real[name], told[name])


def test_what_is_kept_of_an_interview(capsys: pytest.CaptureFixture[str]) -> None:
    with open_database(load().config.database_file) as db, InterviewKeeper(Interviews(db)) as one:
        one.begin(PLAN, Limits())
        one.keep(None, LEFT)
    for command in ("status", "progress"):
        assert run(["interview", command, "--json"]) == 0
        told = documented(f"voicecli interview {command} --json")
        assert_told(fields(json.loads(capsys.readouterr().out)), told)


def test_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job, resume = tmp_path / "job.txt", tmp_path / "cv.txt"
    job.write_text(PAPER)
    resume.write_text(RESUME)
    papers = ["--resume", str(resume), "--job", str(job), "--no-llm"]
    assert run(["interview", "plan", *papers, "--json"]) == 0
    told = documented("voicecli interview plan --json")
    assert_told(fields(json.loads(capsys.readouterr().out)), told)
