import json
import re
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.log.files import LineFile
from voicecli.log.reading import choose, new_lines

pytestmark = pytest.mark.cli

CANARY = "xylophone"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "voicecli.log"


def lines_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_before_there_is_a_log(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "There is no log yet.\n")
    assert run(["log", "--path"]) == 0
    assert capsys.readouterr().out.strip() == str(file)
    assert not file.parent.exists(), "looking makes no folder"


def test_a_known_error_is_noted_by_its_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "pull", CANARY]) == 2
    assert CANARY in capsys.readouterr().err, "the person is told all of it"
    (line,) = lines_of(file)
    assert (line["level"], line["event"], line["component"]) == ("error", "error", "catalog")
    assert line["try"] == "voicecli models list"
    assert CANARY not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_unknown_error_is_noted_by_its_place(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("voicecli.storage.figures.read_figures", fail)
    monkeypatch.setattr("voicecli.storage.database.is_there", lambda path: True)
    monkeypatch.setattr("voicecli.storage.database.open_database", fail)
    assert run(["stats"]) == 1
    (line,) = lines_of(file)
    assert line["type"] == "RuntimeError"
    frames = line["frames"]
    assert isinstance(frames, list)
    assert frames[-1].startswith("tests/cli/test_log_cli.py:")
    assert any(str(frame).startswith("voicecli/cli/stats.py:") for frame in frames)
    assert CANARY not in file.read_text()
    assert "Traceback" not in capsys.readouterr().err
    assert run(["--debug", "stats"]) == 1
    assert "Traceback" in capsys.readouterr().err
    assert CANARY not in file.read_text()


def test_what_was_typed_wrong_is_no_failure(file: Path) -> None:
    assert run(["stats", "--last", CANARY]) == 2
    assert run([CANARY]) == 2
    assert not file.exists()


def test_words_only_for_who_asks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECLI_LOG_WORDS", "true")
    assert run(["models", "pull", CANARY]) == 2
    assert CANARY in file.read_text()


def test_off_the_record_there_is_no_log(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECLI_SESSIONS_KEEP", "false")
    monkeypatch.setenv("VOICECLI_LOG_LEVEL", "debug")
    assert run(["models", "pull", CANARY]) == 2
    assert not file.parent.exists()


def test_lines_are_read_and_chosen(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir()
    told = [
        {"at": "2026-05-17T10:00:00.000+00:00", "level": "info", "event": "turn", "session": "AB12",
         "cached": True, "abstained": False, "seconds": {"stt": 0.25}},
        {"at": "?", "level": "error", "event": "error", "code": "slow\x1b[31m",
         "frames": ["a.py:1 b"]},
        {"at": "2026-05-17T10:00:02.000+00:00", "level": "debug", "event": "run-end"},
    ]  # fmt: skip
    (file.parent / "voicecli.log.1").write_text(json.dumps(told[0]) + "\n{torn\n[1]\n")
    file.write_text("".join(json.dumps(one) + "\n" for one in told[1:]) + '{"cut": ')
    assert run(["log"]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[2] for line in shown.splitlines() if line[0] == "2"] == ["info", "debug"]
    assert "session AB12 · cached · recognise 0.25 s" in shown
    assert "abstained" not in shown
    assert "a.py:1 b" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f]", shown)
    assert run(["log", "--level", "info", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == told[:2]
    assert run(["log", "--session", "b12", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == told[:1]
    assert run(["log", "-n", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == told[2]


def test_new_lines_are_followed_into_the_next_file(tmp_path: Path) -> None:
    file = LineFile(tmp_path / "voicecli.log", 200, 9)
    file.append(b'{"number": -1}\n')
    done = threading.Event()
    seen: list[object] = []

    def follow() -> None:
        for line in new_lines(file.path, choose("debug", ""), done.is_set):
            seen.append(line["number"])  # noqa: PERF401  # it is looked at meanwhile

    reader = threading.Thread(target=follow)
    reader.start()
    time.sleep(0.2)
    for number in range(4):
        for piece in range(5):
            file.append(json.dumps({"number": number * 5 + piece}).encode() + b"\n")
        until = time.monotonic() + 20
        while len(seen) < number * 5 + 5 and time.monotonic() < until:
            time.sleep(0.05)
    done.set()
    reader.join()
    file.close()
    assert seen == list(range(20))
    assert (tmp_path / "voicecli.log.1").exists()


def test_help_costs_no_log(tmp_path: Path) -> None:
    code = "import sys, voicecli.cli.app; print([m for m in sys.modules if m in ('filelock', 'plotext', 'prometheus_client', 'numpy', 'psutil')])"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
