"""Recordings and scenarios as a person uses them, with the real engines."""

import json
import os
import stat
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from voicecli.cli.app import run
from voicecli.pipeline.recorded import Recorded

pytestmark = pytest.mark.cli

SCENARIO = """\
name: A key begins and ends what is said
setup:
  hands_free: false
  documents: {desk.txt: The spare key lies under the blue flower pot.}
  settings: {dialogue.llm: false, dialogue.mode: fast}
steps:
  - key: talk
  - say: Where does the spare key lie?
  - key: talk
    expect: {contains: blue flower pot, source: desk.txt, mode: fast, intent: INTENT}
"""


def scenario(folder: Path, intent: str = "document") -> Path:
    file = folder / "key.yaml"
    file.write_text(SCENARIO.replace("INTENT", intent))
    return file


def test_a_scenario_is_played_recorded_and_replayed(
    tmp_path: Path, models: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    records = tmp_path / "records"
    assert run(["test", str(scenario(tmp_path)), "--record", str(records), "--json"]) == 0
    (told,) = json.loads(capfd.readouterr().out)
    assert told["passed"]
    assert "blue flower pot" in told["steps"][-1]["turn"]["answer"]

    file = records / "key.vcast"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    recorded = Recorded(file)
    assert recorded.is_whole
    raw = zipfile.ZipFile(file).read("manifest.json").decode()
    assert str(tmp_path) not in raw
    assert str(Path.home()) not in raw

    said = tmp_path / "said.wav"
    assert run(["replay", str(file), "--json", "--speaker", str(said)]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["same"]
    assert told["premises"] == []
    assert [turn["word_error_rate"] for turn in told["turns"]] == [0.0]
    assert said.stat().st_size > 40_000

    assert run(["replay", str(changed(file, tmp_path))]) == 1
    captured = capfd.readouterr()
    assert "red flower pot" in captured.out
    assert "1 of 1 turn differ" in captured.out
    assert "\x1b" not in captured.out


def changed(file: Path, folder: Path) -> Path:
    """The recording of a conversation in which the answer was another one."""
    other = folder / "changed.vcast"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            is_event = part.filename.startswith("events/")
            new.writestr(part.filename, data.replace(b"blue", b"red") if is_event else data)
    return other


def test_a_scenario_that_fails_says_what_came_instead(
    tmp_path: Path, models: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    junit = tmp_path / "report.xml"
    assert run(["test", str(scenario(tmp_path, "projects")), "--junit", str(junit)]) == 1
    told = capfd.readouterr().out
    assert "intent is 'document', not 'projects'" in told
    assert "key.yaml:9: key: talk" in told
    suite = Xml.parse(junit).getroot()  # our own
    assert suite.get("failures") == "1"
    assert not (tmp_path / "data" / "voicecli.db").exists()


def test_a_scenario_that_is_wrong_ends_with_2(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("steps:\n  - say: hi\n    loud: true\n")
    assert run(["test", str(file)]) == 2
    assert f"{file}:3: loud: is no key of say" in capfd.readouterr().err
    file.write_text("setup: {settings: {paths.data: /}}\nsteps: [{say: hi}]\n")
    assert run(["test", str(file)]) == 2
    assert run(["test", str(tmp_path / "none.yaml")]) == 2
    assert run(["test", str(file), "-k", "nothing is called so"]) == 2


def test_what_cannot_be_replayed_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["replay", str(tmp_path / "none.vcast")]) == 1
    (tmp_path / "bad.vcast").write_bytes(b"PK\x03\x04 and no more")
    assert run(["replay", str(tmp_path / "bad.vcast")]) == 1
    err = capfd.readouterr().err
    assert "is not a recorded conversation" in err
    assert "Traceback" not in err


def test_a_recording_never_overwrites_and_needs_real_time(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.vcast"
    taken.write_text("mine")
    assert run(["talk", "--record", str(taken), "--hands-free"]) == 2
    assert taken.read_text() == "mine"
    files = ["--microphone", "q.wav", "--speaker", "a.wav", "--fast"]
    assert run(["talk", "--record", str(tmp_path / "new.vcast"), *files]) == 2
    assert run(["talk", "--with-content", "--hands-free"]) == 2
    capfd.readouterr()
