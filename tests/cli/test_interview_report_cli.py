"""`voicecli interview report`: the kept interview in four forms, and what is wrong with a call."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from tests.interviewed import LEFT, PLAN
from voicecli.cli.app import run
from voicecli.cli.interview_report_rows import OUTCOMES
from voicecli.config import load
from voicecli.interview.course import Limits, Outcome
from voicecli.interview.reporting.rubric import read_rubric
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews

pytestmark = pytest.mark.cli


@pytest.fixture
def kept() -> str:
    """The id of an interview in the database."""
    with open_database(load().config.database_file) as db, InterviewKeeper(Interviews(db)) as one:
        session = one.begin(PLAN, Limits())
        one.keep(None, LEFT)
        return session


def test_every_outcome_of_a_question_has_its_words() -> None:
    assert set(OUTCOMES) == set(get_args(Outcome))


@dataclass(frozen=True)
class Done:
    exit_code: int
    stdout: str
    stderr: str


Call = Callable[..., Done]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Runs `voicecli interview` with these arguments."""

    def run_it(*arguments: str) -> Done:
        capfd.readouterr()
        code = run(["interview", *arguments])
        captured = capfd.readouterr()
        return Done(code, captured.out, captured.err)

    return run_it


def test_the_terminal_shows_it(call: Call, kept: str) -> None:
    done = call("report", kept)
    assert done.exit_code == 0, done.stderr
    assert "Interview: Ward nurse" in done.stdout
    assert "This interview was left" in done.stdout
    assert f"voicecli interview again {kept} --topic t1" in done.stdout
    assert "\x1b" not in done.stdout


def test_what_has_ended_is_not_told_to_be_held_any_more(call: Call) -> None:
    with open_database(load().config.database_file) as db, InterviewKeeper(Interviews(db)) as one:
        session = one.begin(PLAN, Limits())
        one.keep(None, LEFT, over=True)
        told = call("report", session).stdout  # as at the end of the interview itself
    assert "This interview was left" in told


def test_latest_is_meant_without_an_id(call: Call, kept: str) -> None:
    done = call("report", "--json")
    assert json.loads(done.stdout)["id"] == kept


def test_json_is_documented_by_its_schema(call: Call, kept: str) -> None:
    schema = json.loads(call("report", "--schema").stdout)
    values = json.loads(call("report", kept, "--json").stdout)
    assert set(values) <= set(schema["properties"])
    assert set(schema["required"]) == set(values)
    assert set(schema["$defs"]["Question"]["required"]) == set(values["topics"][0]["questions"][0])
    assert values["schema"] == 1
    assert values["topics"][0]["questions"][0]["said"][0]["at"] == 8.0


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("r.html", "<!doctype html>"), ("r.md", "# Interview"), ("r.json", '{\n  "schema"')],
)
def test_the_ending_of_a_file_tells_its_format(
    call: Call, kept: str, tmp_path: Path, name: str, beginning: str
) -> None:
    path = tmp_path / name
    done = call("report", kept, "-o", str(path))
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert path.read_text().lstrip().startswith(beginning)
    assert path.stat().st_mode & 0o077 == 0, "what somebody said is private"


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        (["--html"], "<!doctype"),
        (["--markdown"], "# "),
        (["-o", "-"], "# "),
        (["--html", "-o", "-"], "<!doctype"),
    ],
)
def test_options_tell_the_format(call: Call, kept: str, options: list[str], beginning: str) -> None:
    done = call("report", kept, *options)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.lstrip().startswith(beginning)


def test_an_own_rubric_sets_the_criteria(call: Call, kept: str, tmp_path: Path) -> None:
    rubric = tmp_path / "own.yaml"
    rubric.write_text(
        "criteria:\n  - name: Handover\n    points: [the medication list]\n    weight: 3\n"
        "  - name: Charm\n    weight: 1\n"
    )
    values = json.loads(call("report", kept, "--json", "--rubric", str(rubric)).stdout)
    first, second = values["scores"]
    assert (first["name"], first["score"]) == ("Handover", 5)
    assert "medication list" in first["quotes"][0]["text"]
    assert second["score"] is None
    assert "neither measures nor points" in second["why"]
    assert values["judged_weight"] == 0.75


def test_the_printed_rubric_is_one(call: Call, tmp_path: Path) -> None:
    done = call("rubric")
    path = tmp_path / "mine.toml"
    path.write_text(done.stdout)
    assert read_rubric(path).criteria[0].name == "Structure"


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--html", "--json"], 2, "exclude each other"),
        (["-o", "report.docx"], 2, "tells no format"),
        (["--rubric", "none.toml"], 1, "There is no file none.toml"),
        (["-o", "no/such/folder/r.md"], 1, "There is no folder"),
    ],
)
def test_a_wrong_call_is_told(
    call: Call, kept: str, options: list[str], code: int, told: str
) -> None:
    done = call("report", kept, *options)
    assert done.exit_code == code
    assert told in done.stderr
    assert done.stdout == ""


def test_a_broken_rubric_is_told_with_its_line(call: Call, kept: str, tmp_path: Path) -> None:
    rubric = tmp_path / "own.toml"
    rubric.write_text('[[criteria]]\nname = "a"\nweigth = 3\n')
    done = call("report", kept, "--rubric", str(rubric))
    assert done.exit_code == 2
    assert "line 3: there is no key 'weigth'; did you mean 'weight'? A" in done.stderr


def test_without_interviews_it_says_how_to_hold_one(call: Call) -> None:
    done = call("report")
    assert done.exit_code == 1
    assert "voicecli interview --resume" in done.stderr


def test_one_that_is_being_held_says_so(call: Call) -> None:
    file = load().config.database_file
    with open_database(file) as db, InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(PLAN, Limits())
        keeper.keep(None, LEFT)
        assert "This interview is being held" in call("report", session).stdout
    assert "This interview was left" in call("report", session).stdout


def test_an_unknown_id_is_told(call: Call, kept: str) -> None:
    done = call("report", "zzzz")
    assert done.exit_code != 0
    assert "zzzz" in done.stderr
