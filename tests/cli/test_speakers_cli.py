"""`voicecli speakers`: what a person types, and what the terminal says."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.spoken import silence
from tests.voices import ANNA, BORIS, EVENING, JOE, MORNING, dialogue, monologue
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.config import load
from voicecli.errors import ExitCode
from voicecli.storage import database
from voicecli.storage.database import open_database
from voicecli.storage.speakers import EnrolledSpeakers, VoicePrint

pytestmark = pytest.mark.cli

Captured = pytest.CaptureFixture[str]
GE2E = "resemblyzer-ge2e"


@pytest.fixture(scope="module")
def recordings(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recordings")
    for name, person in (("joe", JOE), ("anna", ANNA), ("boris", BORIS)):
        write_wav(folder / f"{name}.wav", monologue(models, person))
    write_wav(folder / "joe-later.wav", monologue(models, JOE, EVENING))
    write_wav(folder / "both.wav", dialogue(models, JOE, ANNA, texts=MORNING + EVENING))
    write_wav(folder / "short.wav", monologue(models, JOE, MORNING[1:2]))
    write_wav(folder / "silence.wav", silence(6))
    (folder / "empty.wav").touch()
    (folder / "notes.wav").write_text("no sound")
    return folder


@pytest.fixture
def there(recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(recordings)


def speakers(*arguments: str) -> int:
    return run(["speakers", *arguments])


def keep(*names: str, model: str = GE2E) -> None:
    """Enroll people whose voices are chance."""
    with open_database(load().config.database_file) as db:
        for seed, name in enumerate(names):
            drawn = np.random.default_rng(seed).standard_normal(256).astype(np.float32)
            vector = drawn / np.linalg.norm(drawn)
            prints = [VoicePrint(model, "clean", vector, 15.5, f"{seed}.wav", f"{seed}")]
            EnrolledSpeakers(db).enroll(name, prints)


def listed(capsys: Captured) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert speakers("list", "--json") == ExitCode.OK
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def names(capsys: Captured) -> list[str]:
    return [person["name"] for person in listed(capsys)]


@pytest.mark.usefixtures("there")
def test_who_is_enrolled_is_found_in_other_recordings(models: Path, capsys: Captured) -> None:
    assert speakers("enroll", "Joe", "joe.wav") == ExitCode.OK
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("Joe is known by 1")
    assert speakers("enroll", "Anna", "anna.wav") == ExitCode.OK
    assert "sounds like" not in capsys.readouterr().err
    assert speakers("identify", "both.wav", "boris.wav", "--json") == ExitCode.OK
    both, boris = json.loads(capsys.readouterr().out)
    assert both["file"] == "both.wav"
    assert [voice["speaker"] for voice in both["voices"]] == ["Joe", "Anna"]
    assert all(voice["is_enrolled"] for voice in both["voices"])
    (stranger,) = boris["voices"]
    assert stranger["speaker"] == "Speaker 1"
    assert not stranger["is_enrolled"]
    assert stranger["similarities"][0]["similarity"] < stranger["threshold"]


@pytest.mark.usefixtures("there")
def test_identify_shows_a_table_and_what_could_not_be_read(capsys: Captured) -> None:
    keep("Nobody Here")
    assert speakers("identify", "joe.wav", "notes.wav", "silence.wav") == ExitCode.PARTIAL
    printed = capsys.readouterr()
    title, head, row, empty = printed.out.splitlines()
    assert (title, empty) == ("joe.wav", "silence.wav")
    assert head.split() == ["VOICE", "SPEECH", "MOST", "ALIKE", "SIMILARITY", "NEEDED"]
    assert row.startswith("Speaker 1")
    assert "Nobody Here" in row
    assert "notes.wav is not an audio" in printed.err
    assert "Nobody speaks there." in printed.err
    assert speakers("identify", "notes.wav") == ExitCode.ERROR


@pytest.mark.usefixtures("there")
def test_a_wrong_recording_is_told(models: Path, capsys: Captured) -> None:
    assert speakers("enroll", "Joe", "joe.wav") == ExitCode.OK
    assert speakers("enroll", "JOE", "anna.wav") == ExitCode.OK
    assert "This sounds unlike what is known of JOE" in capsys.readouterr().err
    assert speakers("enroll", "Joseph", "joe-later.wav") == ExitCode.OK
    assert "This sounds like Joe, too" in capsys.readouterr().err
    joe, joseph = listed(capsys)
    assert joe["name"] == "Joe"
    assert {one["file"] for one in joe["recordings"]} == {"joe.wav", "anna.wav"}
    assert [one["file"] for one in joseph["recordings"]] == ["joe-later.wav"]


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("short.wav", "5 are needed"),
        ("silence.wav", "holds 0.0 s of speech"),
        ("both.wav", "both.wav sounds like 2 people"),
        ("empty.wav", "empty.wav is empty"),
        ("notes.wav", "not an audio"),
        ("nobody.wav", "does not exist"),
        (".", "folder"),
        ("\x1b[31mred.wav", "red.wav does not exist"),
    ],
)
def test_what_cannot_be_learned_from_is_one_line(
    file: str, reason: str, models: Path, capsys: Captured
) -> None:
    assert speakers("enroll", "Joe", file) == ExitCode.ERROR
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert reason in printed.err
    assert "\x1b" not in printed.err
    assert names(capsys) == []


@pytest.mark.usefixtures("there")
def test_one_bad_recording_does_not_lose_the_others(models: Path, capsys: Captured) -> None:
    assert speakers("enroll", "Joe", "notes.wav", "joe.wav", "nobody.wav") == ExitCode.PARTIAL
    assert "does not exist" in capsys.readouterr().err
    (joe,) = listed(capsys)
    assert [one["file"] for one in joe["recordings"]] == ["joe.wav"]


@pytest.mark.usefixtures("there")
def test_several_voices_are_one_where_the_person_says_so(models: Path, capsys: Captured) -> None:
    assert speakers("enroll", "Choir", "both.wav", "--one-voice") == ExitCode.OK
    assert names(capsys) == ["Choir"]


@pytest.mark.usefixtures("there")
def test_a_file_stands_in_for_the_microphone(models: Path, capsys: Captured) -> None:
    assert speakers("enroll", "Joe", "--microphone", "joe.wav") == ExitCode.OK
    (joe,) = listed(capsys)
    assert [one["file"] for one in joe["recordings"]] == ["joe.wav"]
    assert speakers("enroll", "Joe", "--microphone", "short.wav") == ExitCode.ERROR
    assert "5 are needed" in capsys.readouterr().err
    assert speakers("enroll", "Joe", "x.wav", "--microphone", "y.wav") == ExitCode.USAGE
    assert "either files or a microphone" in capsys.readouterr().err


@pytest.mark.usefixtures("there")
def test_a_recording_comes_through_stdin(
    models: Path, recordings: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    sound = (recordings / "joe.wav").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sound)))
    assert speakers("enroll", "Joe", "-") == ExitCode.OK
    (joe,) = listed(capsys)
    assert [one["file"] for one in joe["recordings"]] == ["stdin"]


def test_without_files_and_microphone_nothing_is_recorded(capsys: Captured) -> None:
    assert speakers("enroll", "Joe", "--device-in", "no such device") != ExitCode.OK
    assert capsys.readouterr().err.count("\n") == 1
    assert names(capsys) == []


@pytest.mark.parametrize("name", ["", "  ", "Speaker 2", "SPEAKER_00", "x" * 81, "\x07\x1b"])
def test_what_is_no_name_is_refused_before_anybody_speaks(name: str, capsys: Captured) -> None:
    assert speakers("enroll", name, "joe.wav") == ExitCode.ERROR
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert "\x1b" not in printed.err


@pytest.mark.parametrize(
    "name", ["Zoë [bold]", "O'Hara; DROP TABLE speakers", "李雷", "नेहा", "👩‍🚒 Ada", "-x"]
)
def test_odd_names_are_names(name: str, capsys: Captured) -> None:
    keep("Anna")
    assert speakers("rename", "--", "Anna", name) == ExitCode.OK
    assert names(capsys) == [name]
    assert speakers("list") == ExitCode.OK
    assert name in capsys.readouterr().out
    assert speakers("remove", "--yes", "--", name) == ExitCode.OK
    assert names(capsys) == []


def test_without_a_model_it_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "none"))
    keep("Anna")
    write_wav(tmp_path / "a.wav", silence(1))
    for command in (["enroll", "Ben"], ["identify"]):
        assert speakers(*command, str(tmp_path / "a.wav")) == ExitCode.MODEL_MISSING
        printed = capsys.readouterr()
        assert printed.out == ""
        assert GE2E in printed.err
        assert "models pull" in printed.err


def test_without_anybody_there_is_nothing_to_compare(
    models: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert speakers("list") == ExitCode.OK
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "speakers enroll" in printed.err
    assert listed(capsys) == []
    assert speakers("identify", str(tmp_path / "a.wav")) == ExitCode.USAGE
    assert "No voice is known yet." in capsys.readouterr().err
    keep("Anna", model="wespeaker-resnet34-lm")
    assert speakers("identify", str(tmp_path / "a.wav")) == ExitCode.USAGE
    assert f"Nobody is enrolled with {GE2E}" in capsys.readouterr().err


def test_the_list_says_who_and_from_how_much(capsys: Captured) -> None:
    keep("Ben", "anna")
    assert speakers("list") == ExitCode.OK
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["NAME", "SPEECH", "RECORDINGS", "ENROLLED"]
    assert [row.split()[:4] for row in rows] == [["anna", "16", "s", "1"], ["Ben", "16", "s", "1"]]
    anna, _ = listed(capsys)
    assert set(anna) == {"name", "enrolled", "seconds", "recordings"}
    assert anna["recordings"] == [{"model": GE2E, "file": "1.wav", "seconds": 15.5}]


def test_people_are_renamed_and_merged(capsys: Captured) -> None:
    keep("Anna", "Ben", "Annie")
    assert speakers("rename", "ben", "Benjamin") == ExitCode.OK
    assert speakers("merge", "Annie", "Anna") == ExitCode.OK
    anna, benjamin = listed(capsys)
    assert (anna["name"], benjamin["name"]) == ("Anna", "Benjamin")
    assert [one["file"] for one in anna["recordings"]] == ["0.wav", "2.wav"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["rename", "Cleo", "Dora"], "Nobody is called Cleo."),
        (["rename", "Anna", "Ben"], "voicecli speakers merge Anna Ben"),
        (["rename", "Anna", "Speaker 1"], "what voices without a name are called"),
        (["merge", "Anna", "Cleo"], "Nobody is called Cleo."),
        (["merge", "Anna", "ANNA"], "one person already"),
        (["remove", "Cleo", "--yes"], "Nobody is called Cleo."),
        (["remove", "Cleo"], "Nobody is called Cleo."),
        (["remove", "Anna"], "`--yes` removes without asking"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    command: list[str], reason: str, capsys: Captured
) -> None:
    keep("Anna", "Ben")
    assert speakers(*command) == ExitCode.ERROR
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert reason in printed.err
    assert names(capsys) == ["Anna", "Ben"]


def test_who_is_removed_is_gone_to_the_byte(capsys: Captured) -> None:
    keep("Anna Vogelsang", "Ben")
    assert speakers("remove", "anna vogelsang", "--yes") == ExitCode.OK
    assert capsys.readouterr().err == ""
    kept = load().config.database_file
    files = b"".join(file.read_bytes() for file in kept.parent.glob(f"{kept.name}*"))
    assert b"Vogelsang" not in files
    assert b"Ben" in files


def test_while_another_reads_the_bytes_go_later(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    keep("Anna Vogelsang", "Ben")
    with open_database(load().config.database_file) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT COUNT(*) FROM speakers").fetchone() == (2,)
        assert speakers("remove", "Anna Vogelsang", "--yes") == ExitCode.OK
        assert "overwritten when it ends" in capsys.readouterr().err
        other.execute("COMMIT")
    assert names(capsys) == ["Ben"]
