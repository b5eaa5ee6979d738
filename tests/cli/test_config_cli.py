import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.config import keys

pytestmark = pytest.mark.cli

HAND_WRITTEN = """\
# My own settings.
[tts]
volume = 0.5  # the neighbours sleep

[stt]
# German at home
language = "de"
beam_size = 2
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_every_setting_is_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(HAND_WRITTEN)
    assert run(["config", "show"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    rows = {line.split()[0]: line for line in lines}
    assert list(rows) == list(keys())
    assert head.split() == ["SETTING", "VALUE", "FROM", "MEANING"]
    assert rows["stt.language"].split()[1:3] == ['"de"', "file"]
    assert rows["models.profile"].split()[1:3] == ['"tiny"', "environment"]
    assert rows["stt.threads"].split()[1:3] == ["0", "default"]
    start = head.index("MEANING")
    assert all(line[start - 1] == " " and line[start:].strip() for line in lines)


def test_every_setting_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--profile", "light", "config", "show", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["key"] for row in rows] == list(keys())
    assert all(row["meaning"].endswith(".") for row in rows)
    profile = next(row for row in rows if row["key"] == "models.profile")
    assert (profile["value"], profile["origin"]) == ("light", "flag")
    assert profile["environment"] == "VOICECLI_MODELS_PROFILE"


def test_the_path_is_shown_whether_it_is_there_or_not(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["config", "path"]) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert not file.exists()


def test_a_setting_is_written_into_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / "folder" / "config.toml"
    monkeypatch.setenv("VOICECLI_CONFIG", str(file))
    assert run(["config", "set", "vad.threshold", "0.4"]) == 0
    assert run(["config", "set", "dialogue.llm", "off"]) == 0
    assert capsys.readouterr().out == "vad.threshold = 0.4\ndialogue.llm = false\n"
    assert tomllib.loads(file.read_text()) == {
        "vad": {"threshold": 0.4},
        "dialogue": {"llm": False},
    }


def test_comments_and_order_are_kept(file: Path) -> None:
    file.write_text(HAND_WRITTEN)
    file.chmod(0o640)
    assert run(["config", "set", "stt.beam_size", "5"]) == 0
    assert file.read_text() == HAND_WRITTEN.replace("beam_size = 2", "beam_size = 5")
    assert file.stat().st_mode & 0o777 == 0o640
    assert [left.name for left in file.parent.glob(".config*")] == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("vad.threshold", "7", "between 0.01 and 0.99"),
        ("vad.threshold", "loud", "must be a number, not 'loud'"),
        ("stt.threads", "-1", "between 0 and 256"),
        ("llm.device", "gpu", "must be one of auto, cpu, cuda"),
        ("vad.treshold", "0.4", "Did you mean vad.threshold?"),
        ("beam_size", "1", "Did you mean stt.beam_size?"),
        ("nothing.at.all", "1", "voicecli config show"),
        ("", "1", "voicecli config show"),
    ],
)
def test_what_does_not_fit_is_not_written(
    file: Path, key: str, value: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(HAND_WRITTEN)
    assert run(["config", "set", key, value]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert told in captured.err
    assert file.read_text() == HAND_WRITTEN


def test_a_bad_value_in_the_file_can_be_mended(file: Path) -> None:
    file.write_text("[vad]\nthreshold = 7\n")
    assert run(["config", "set", "vad.threshold", "0.5"]) == 0
    assert tomllib.loads(file.read_text()) == {"vad": {"threshold": 0.5}}


def test_a_broken_file_is_left_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("[vad\n")
    assert run(["config", "set", "vad.threshold", "0.5"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert file.read_text() == "[vad\n"


def test_a_stronger_place_is_mentioned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECLI_TTS_SPEED", "1.5")
    assert run(["config", "set", "tts.speed", "2"]) == 0
    assert "VOICECLI_TTS_SPEED is set" in capsys.readouterr().err


def test_a_setting_is_taken_out(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(HAND_WRITTEN + "oldest = 1\n")
    assert run(["config", "unset", "stt.oldest"]) == 0  # no version knows it, and it can go
    assert run(["config", "unset", "tts.volume"]) == 0
    assert tomllib.loads(file.read_text()) == {"stt": {"language": "de", "beam_size": 2}}
    assert run(["config", "unset", "tts.volume"]) == 0
    assert "was not in" in capsys.readouterr().err
    assert run(["config", "unset", "tts.loudness"]) == 2


def test_a_place_that_cannot_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("VOICECLI_CONFIG", str(tmp_path / "file" / "config.toml"))
    assert run(["config", "set", "vad.threshold", "0.5"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_itself(file: Path) -> None:
    command = [sys.executable, "-m", "voicecli", "config", "path"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{file}\n", "")
