"""`--session`, `--continue` and `--new`, as `ask` and `talk` take them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from voicecli.assembly import model_names
from voicecli.assembly.personas import open_personas
from voicecli.cli.app import run
from voicecli.cli.session_choice import SessionChoice
from voicecli.config import Config, ModelsConfig, PathsConfig, SessionsConfig
from voicecli.errors import StorageError, UsageError
from voicecli.storage.database import open_database
from voicecli.storage.sessions import Sessions
from voicecli.types import TurnRecord

pytestmark = pytest.mark.cli

CONTINUING = Config(sessions=SessionsConfig(continue_last=True))


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    with open_database(tmp_path / "data" / "voicecli.db") as db:
        yield Sessions(db, idle=timedelta(hours=1))


def begun(sessions: Sessions, **changes: object) -> str:
    session = sessions.start()
    told = TurnRecord("q", "", (), "a", "a", "done", False, "instant", {}, {})
    sessions.add(session, replace(told, **changes))  # type: ignore[arg-type]
    return session


@pytest.mark.parametrize("command", ["ask", "talk"])
@pytest.mark.parametrize(
    "both",
    [["--continue", "--new"], ["--session", "latest", "--new"], ["--session=x", "--continue"]],
)
def test_only_one_can_be_chosen(
    command: str, both: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, *both, *(["what?"] if command == "ask" else [])]) == 2
    assert "Choose one of --session ID, --continue and --new." in capsys.readouterr().err


def test_the_last_open_session_goes_on(
    sessions: Sessions, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = begun(sessions), begun(sessions)
    assert SessionChoice(last=True).find(sessions, Config()) == second
    sessions.end(second)
    assert SessionChoice(last=True).find(sessions, Config()) == first
    sessions.end(first)
    assert capsys.readouterr().err == ""
    assert SessionChoice(last=True).find(sessions, Config()) == ""
    assert capsys.readouterr().err == "voicecli: no session is open, so this is a new one.\n"


def test_a_new_session_is_usual_and_wins_over_the_settings(
    sessions: Sessions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert SessionChoice().find(sessions, CONTINUING) == ""
    session = begun(sessions)
    assert SessionChoice().find(sessions, Config()) == ""
    assert SessionChoice().find(sessions, CONTINUING) == session
    assert SessionChoice(new=True).find(sessions, CONTINUING) == ""
    assert capsys.readouterr().err == ""


def test_a_closed_session_goes_on_by_its_name(sessions: Sessions) -> None:
    session = begun(sessions)
    sessions.end(session)
    assert SessionChoice(session=session[-4:]).find(sessions, Config()) == session
    with pytest.raises(StorageError):
        SessionChoice(session="").find(sessions, Config())


def shipped_persona() -> str:
    return open_personas().files[0].name


@pytest.mark.parametrize("named", [True, False])
def test_a_session_goes_on_with_its_persona(
    sessions: Sessions, tmp_path: Path, named: bool
) -> None:
    config = Config(paths=PathsConfig(data=str(tmp_path / "data")))
    session = begun(sessions, persona=shipped_persona(), models={"tts": "piper-amy"})
    choice = SessionChoice(session=session) if named else SessionChoice(last=True)
    went_on = choice.as_before(config, None)
    assert went_on.dialogue.persona == shipped_persona()
    assert went_on.tts == config.tts  # the persona has a voice of its own
    assert choice.as_before(config, "") is config
    assert SessionChoice(new=True).as_before(config, None) is config
    assert SessionChoice().as_before(config, None) is config


def test_a_session_goes_on_with_its_voice(sessions: Sessions, tmp_path: Path, models: Path) -> None:
    paths = PathsConfig(data=str(tmp_path / "data"), models=str(models))
    config = Config(paths=paths, sessions=SessionsConfig(continue_last=True))
    voice = model_names(replace(config, models=ModelsConfig("tiny")))["tts"]
    begun(sessions, models={"tts": voice})
    assert SessionChoice().as_before(config, None).tts.voice == voice


@pytest.mark.parametrize(
    ("persona", "voice"), [("“a pirate”", ""), ("gone", "piper-gone"), ("", "../../etc")]
)
def test_what_is_gone_is_left_out(
    sessions: Sessions, tmp_path: Path, persona: str, voice: str
) -> None:
    config = Config(paths=PathsConfig(data=str(tmp_path / "data")))
    begun(sessions, persona=persona, models={"tts": voice})
    assert SessionChoice(last=True).as_before(config, None) is config
    assert SessionChoice(session="nothing").as_before(config, None) is config


def test_all_three_are_refused_in_one_line() -> None:
    with pytest.raises(UsageError):
        SessionChoice("latest", last=True, new=True)
