"""What is kept of interviews: looked at, compared, taken along, forgotten."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.interviews import topic_of, turn_of
from voicecli.cli import interview_practice
from voicecli.cli.app import run
from voicecli.interview.course import (
    Assessment,
    Covered,
    Delivery,
    Exchange,
    Limits,
    Progress,
    Reply,
    State,
)
from voicecli.interview.plan import Job, Plan, Resume, Topic
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews
from voicecli.storage.packed_json import packed_json
from voicecli.storage.sessions import Sessions

pytestmark = pytest.mark.cli

NASTY = "<script>alert(1)</script> \x1b[31m[bold]x[/bold] `a` {{ 7*7 }} \u202e"
TOLD = (
    "Last spring I had to plan a route to Lyon with two drivers. I moved the rest to the night"
    " and called the client. As a result we arrived an hour early."
)
Tell = Callable[..., str]


PLAN = Plan(
    Job("Lorry driver", "Haulage Ltd", ()),
    Resume("Sam", ()),
    (),
    (
        topic_of(1, f"Routes {NASTY}", "How do you plan?", "What went wrong?", "And at night?"),
        topic_of(2, "Loading", "How do you load?", "What fell off?"),
        topic_of(3, "Paperwork", "Which papers?", "When were they wrong?"),
    ),
)


def exchange(number: int, about: Topic, asked: str, text: str, covered: bool) -> Exchange:
    points = ("own part", "result")
    touched = tuple(Covered(point, text[:12]) for point in points) if covered else ()
    judged = Assessment("good" if covered else "vague", touched, () if covered else points)
    reply = Reply(text, delivery=Delivery(12.0))
    return Exchange(number, about.id, "main", asked, points, 10.0 * number, "answered", reply,
                    judged)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "voicecli.db"


def hold(
    file: Path, plan: Plan = PLAN, *, parent: str = "", covered: bool = False, over: bool = False
) -> str:
    """An interview in which the first topic was answered and the second is open."""
    first, second = plan.topics[0], plan.topics[-1]
    text = TOLD if covered else f"Things like that, you know, somehow. {NASTY}"
    one = exchange(1, first, first.questions[0].text, text, covered)
    now = Progress(
        State.DONE if over else State.ANSWER, second.id, question=second.questions[0].text,
        asked=(one.question, second.questions[0].text), exchanges=(one,), seconds=75.0, number=2,
    )  # fmt: skip
    with open_database(file) as db, InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(plan, Limits(), parent=parent)
        keeper.keep(turn_of("", one.question), replace(now, exchanges=(), question=one.question))
        keeper.keep(turn_of(text, now.question), now, over=over)
    return session


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Tell:
    def told(*arguments: str, code: int = 0) -> str:
        capfd.readouterr()
        assert run(["interview", *arguments]) == code
        captured = capfd.readouterr()
        return captured.err if code else captured.out

    return told


def test_without_any_interview_it_says_so(tell: Tell, capfd: pytest.CaptureFixture[str]) -> None:
    assert tell("list") == ""
    assert json.loads(tell("list", "--json")) == []
    for command in ("status", "progress", "again"):
        assert "no interviews yet" in tell(command, code=1)
    assert "Traceback" not in capfd.readouterr().err


def test_status_tells_question_topic_time_and_each_topic(file: Path, tell: Tell) -> None:
    session = hold(file)
    told = json.loads(tell("status", session[-5:], "--json"))
    assert {
        "id": session, "activity": "left", "state": "answer", "question": 2,
        "question_text": "Which papers?", "topic": "Paperwork", "questions_asked": 2,
        "questions_limit": 16, "seconds": 75.0, "seconds_left": 2625.0, "ended": None,
    }.items() <= told.items()  # fmt: skip
    assert [(one["state"], one["points_covered"], one["points"]) for one in told["topics"]] == [
        ("begun", 0, 2), ("waiting", 0, 0), ("in hand", 0, 0),
    ]  # fmt: skip
    printed = tell("status")
    assert "1:15 of 45:00 used, 43:45 left" in printed
    assert f"voicecli interview --resume-session {session}" in printed
    assert not {"\x1b", "\u202e"} & set(printed)


def test_status_of_an_interview_that_another_process_holds(file: Path, tell: Tell) -> None:
    session = hold(file)
    code = (
        "import sys, time; from pathlib import Path;"
        "from voicecli.storage.database import open_database;"
        "from voicecli.storage.interviews import Interviews;"
        "hold = Interviews(open_database(Path(sys.argv[1]))).holding(sys.argv[2]);"
        "hold.__enter__(); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(file), session], stdout=subprocess.PIPE, text=True
    ) as holding:
        try:
            assert holding.stdout
            assert holding.stdout.readline() == "held\n"
            told = json.loads(tell("status", session, "--json"))
            assert (told["activity"], told["question"]) == ("held", 2)
            assert told["seconds"] >= 75.0
        finally:
            holding.kill()
    assert json.loads(tell("status", session, "--json"))["activity"] == "left"


def test_list_tells_of_all_and_of_what_cannot_be_read(
    file: Path, tell: Tell, capfd: pytest.CaptureFixture[str]
) -> None:
    first, broken = hold(file, over=True), hold(file)
    again = hold(file, parent=first)
    with open_database(file) as db:
        db.execute("UPDATE interviews SET plan = ? WHERE session = ?", [packed_json("{}"), broken])
        db.conn.commit()
    capfd.readouterr()
    assert run(["interview", "list", "--json"]) == 0
    captured = capfd.readouterr()
    told = json.loads(captured.out)
    assert [(one["id"], one["activity"], one["repeats"]) for one in told] == [
        (again, "left", first), (first, "over", None),
    ]  # fmt: skip
    assert f"Interview {broken} cannot be read" in captured.err
    assert f"Interview {broken} cannot be read" in tell("status", broken, code=1)


@pytest.mark.parametrize(
    ("written", "says"),
    [("NOPE!", "is not an interview's id"), ("ZZZZZ", "no interview"), ("", "is not an interview")],
)
def test_what_names_no_interview_is_a_clear_error(
    file: Path, tell: Tell, written: str, says: str
) -> None:
    hold(file)
    for command in ("status", "progress", "again"):
        assert says in tell(command, written, code=1)


def test_another_session_is_no_interview(file: Path, tell: Tell) -> None:
    hold(file)
    with open_database(file) as db:
        sessions = Sessions(db)
        talk = sessions.start()
        sessions.add(talk, replace(turn_of("When?", "Now."), intent="general"))
    assert f"Session {talk} is no interview" in tell("status", talk, code=1)


def test_an_interview_of_a_newer_program_says_so(file: Path, tell: Tell) -> None:
    session = hold(file)
    with open_database(file) as db:
        db.execute("UPDATE interviews SET plan = ?", [packed_json('{"version":2}')])
        db.conn.commit()
    assert f"Interview {session} was held with a newer voicecli" in tell("status", code=1)


def test_progress_compares_the_attempts_of_one_job(
    file: Path, tell: Tell, capfd: pytest.CaptureFixture[str]
) -> None:
    first = hold(file)
    assert "One interview shows no progress yet" in _err(capfd, "progress", first)
    second = hold(file, parent=first, covered=True)
    nameless = hold(file, replace(PLAN, job=Job("", "", ())), parent=second, covered=True)
    hold(file, replace(PLAN, job=Job("Baker", "", ())))
    for one in (first, second, nameless):
        told = json.loads(tell("progress", one, "--json"))
        assert [attempt["id"] for attempt in told["attempts"]] == [first, second, nameless]
    attempts = told["attempts"]
    assert [attempt["points_told"] for attempt in attempts] == [0.0, 1.0, 1.0]
    assert attempts[1]["story_told"] > (attempts[0]["story_told"] or 0.0)
    assert attempts[1]["words_a_minute"] is not None
    assert attempts[0]["topics"][0]["points_told"] == 0.0
    printed = tell("progress", first, "--plot")
    assert "points told, in %" in printed
    rows = [" ".join(line.split()[:3]) for line in printed.splitlines()]
    assert rows.count("#2 100% 100%") == 1  # the topic's points and its story
    assert "█" in printed
    assert "█" not in tell("progress", first)  # no terminal, no plot
    assert not {"\x1b", "\u202e"} & set(printed)


@pytest.mark.parametrize("width", [32, 40, 60, 80])
def test_progress_fits_its_terminal(
    width: int, file: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    first = hold(file)
    for _ in range(30):
        hold(file, parent=first, covered=True)
    shown = io.StringIO()
    terminal = Console(
        file=shown, width=width, soft_wrap=True, force_terminal=True, color_system=None
    )
    monkeypatch.setattr(interview_practice, "out", terminal)
    tell("progress", first)
    lines = shown.getvalue().splitlines()
    assert max(map(len, lines[1:])) <= max(width, 40), "a title needs 24 columns behind its points"
    assert any(line.startswith("#31") and "100%" in line for line in lines)
    assert ("INTERVIEW" in shown.getvalue()) is (width >= 80)
    assert "points told, in %" in shown.getvalue()


def test_progress_tells_no_figure_that_is_known_of_none(file: Path, tell: Tell) -> None:
    first = hold(file)
    with open_database(file) as db, InterviewKeeper(Interviews(db)) as keeper:
        silent = exchange(1, PLAN.topics[1], "How do you load?", "", covered=False)
        silent = replace(silent, outcome="silent", reply=None, assessment=None)
        again = keeper.begin(PLAN, Limits(), parent=first)
        keeper.keep(None, Progress(State.DONE, exchanges=(silent,)))
    told = tell("progress", again)
    assert "FILLERS/100" not in told
    assert "Loading" not in told, "nothing was answered to it"
    assert [line.split()[-2] for line in told.splitlines()[2:4]] == ["0%", "–"]


def test_progress_says_which_attempt_cannot_be_compared(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first, newer, second = hold(file), hold(file), hold(file, covered=True)
    with open_database(file) as db:
        later = [packed_json('{"version":2}'), newer]
        db.execute("UPDATE interviews SET plan = ? WHERE session = ?", later)
        db.conn.commit()
    assert f"Interview {newer} was held with a newer voicecli" in _err(capfd, "progress", second)
    assert first in _out(capfd, "progress", second)


def _out(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    capfd.readouterr()
    assert run(["interview", *arguments]) == 0
    return capfd.readouterr().out


def _err(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    capfd.readouterr()
    assert run(["interview", *arguments]) == 0
    return capfd.readouterr().err


def test_again_refuses_what_it_cannot_repeat(file: Path, tell: Tell) -> None:
    hold(file)
    assert "no topic 'welding'. Its topics: t1 (Routes" in tell(
        "again", "--topic", "welding", code=1
    )
    assert "fits several topics" in tell("again", "--topic", "o", code=1)
    assert "No such option: --resume-session" in tell("again", "--resume-session", "x", code=2)
    with open_database(file) as db, InterviewKeeper(Interviews(db)) as keeper:
        keeper.begin(PLAN, Limits())
    assert "no question was answered." in tell("again", code=1)


def sessions(capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capfd.readouterr()
    assert run(["sessions", *arguments]) == code
    return capfd.readouterr().out


def test_an_interview_is_a_session_like_others(
    file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], tell: Tell
) -> None:
    session = hold(file, covered=True)
    assert "Interview: Lorry driver" in sessions(capfd, "list")
    shown = sessions(capfd, "show", session)
    assert shown.index("Candidate: Last spring") < shown.index("Interviewer: Which papers?")
    assert "*Lyon*" in sessions(capfd, "search", "Lyon")
    sessions(capfd, "rename", session, "Mine")
    assert "Mine" in tell("list")
    whole = tmp_path / "one.json"
    sessions(capfd, "export", session, "-o", str(whole))
    sessions(capfd, "delete", session, "--yes")
    assert json.loads(tell("list", "--json")) == []
    sessions(capfd, "import", str(whole))
    assert json.loads(tell("status", session, "--json"))["question_text"] == "Which papers?"
    assert json.loads(sessions(capfd, "import", str(whole), "--json"))[0]["became"] == "same"


def test_a_plan_that_was_not_begun_is_exported_with_all(
    file: Path, capfd: pytest.CaptureFixture[str], tell: Tell
) -> None:
    session = hold(file)
    with open_database(file) as db, InterviewKeeper(Interviews(db)) as keeper:
        planned = keeper.begin(PLAN, Limits())
    told = json.loads(sessions(capfd, "export", "--all", "--format", "json"))
    assert [one["id"] for one in told["sessions"]] == [session, planned]
    assert "planned, not begun" in tell("status", planned)


def test_an_export_for_reading_tells_who_said_what(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    session = hold(file)
    markdown = sessions(capfd, "export", session)
    assert markdown.index("**Interviewer**\n\nHow do you plan?") < markdown.index("**Candidate**")
    assert r"\<script\>alert(1)" in markdown
    page = sessions(capfd, "export", session, "--format", "html")
    assert page.index("<h2>Interviewer</h2>") < page.index("<h2>Candidate</h2>")
    assert "<script" not in page


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["plan"]["topics"][0].update(kind="riddle"),
        lambda told: told["plan"].pop("version"),
        lambda told: told["plan"].update(version=99),
        lambda told: told["limits"].update(minutes=-1),
        lambda told: told["progress"].update(state="dancing"),
        lambda told: told["progress"].update(seconds="1; DROP TABLE turns"),
        lambda told: told["exchanges"][0].update(turn=77),
        lambda told: told["exchanges"][0].update(number=0),
        lambda told: told["exchanges"][0]["exchange"].update(reply=[]),
        lambda told: told.update(repeats="../../x"),
        lambda told: told.update(plan="text"),
        lambda told: told.update(surprise=1),
    ],
)
def test_a_hostile_interview_is_not_imported(
    file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], change: Callable[[Any], None]
) -> None:
    session = hold(file)
    told = json.loads(sessions(capfd, "export", session, "--format", "json"))
    change(told["sessions"][0]["interview"])
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(told))
    sessions(capfd, "delete", session, "--yes")
    capfd.readouterr()
    assert run(["sessions", "import", str(path)]) == 1
    assert "Traceback" not in capfd.readouterr().err
    with open_database(file) as db:
        assert (Interviews(db).ids(), Sessions(db).count()) == ((), 0)


def test_forgetting_a_phrase_of_an_interview_is_proved(
    file: Path, capfd: pytest.CaptureFixture[str], tell: Tell
) -> None:
    session = hold(file, covered=True)
    capfd.readouterr()
    assert run(["forget", "--matching", "the night", "--yes", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["proof"]["is_whole"]
    assert told["forgotten"]["exchanges"] == 1
    assert json.loads(tell("status", session, "--json"))["topics"][0]["answered"] == 0


def test_options_before_a_subcommand_are_told(tell: Tell) -> None:
    assert "stands before `list`" in tell("--minutes", "5", "list", code=2)
