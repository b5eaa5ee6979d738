"""`voicecli content status|reindex` as a person types it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "tea.md").write_text("# Tea\n\nGreen tea wants 75 degrees.\n")
    (folder / "photo.png").write_bytes(b"\x89PNG\0")
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(folder))
    return folder


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert run(["content", "status", "--json"]) == ExitCode.OK
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def states(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    documents = status(capsys)["documents"]
    return {d["document"]: d["state"] for d in documents}  # type: ignore[attr-defined]


def test_status_before_and_after(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = status(capsys)
    assert before["folder"] == str(mine)
    assert (before["sample"], before["passages"], before["current"]) == (False, 0, False)
    assert before["ignored"] == ["photo.png"]
    assert states(capsys) == {"tea.md": "new"}
    assert run(["content", "reindex"]) == ExitCode.OK
    after = status(capsys)
    assert (after["passages"], after["current"]) == (1, True)
    (mine / "tea.md").write_text("# Tea\n\nBlack tea wants 95 degrees.\n\nMore.\n")
    assert states(capsys) == {"tea.md": "stale"}
    (mine / "tea.md").unlink()
    assert states(capsys) == {"tea.md": "removed"}


def test_reindex_tells_what_it_did(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "reindex"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert captured.out == f"1 passage in {mine}: 1 added\n"
    assert captured.err == "[1/1] added tea.md (1 passage)\n"
    assert run(["content", "reindex"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (f"1 passage in {mine}: 1 unchanged\n", "")
    assert run(["content", "reindex", "--force", "--json"]) == ExitCode.OK
    counted = json.loads(capsys.readouterr().out)
    assert (counted["changed"], counted["errors"]) == (1, [])


def test_broken_files_are_named_and_the_rest_indexed(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mine / "bad.json").write_text('[{"title": "A",}]')
    (mine / "empty.txt").write_text("")
    (mine / "latin.txt").write_bytes("café".encode("latin-1"))
    (mine / "noise.txt").write_bytes(bytes(range(128, 256)))
    (mine / "picture.md").write_bytes(b"GIF\0\0")
    assert run(["content", "reindex", "--json"]) == ExitCode.PARTIAL
    captured = capsys.readouterr()
    counted = json.loads(captured.out)
    assert (counted["added"], counted["failed"]) == (2, 4)
    told = {entry["document"]: entry["error"] for entry in counted["errors"]}
    assert "line 1, column 1" in told["bad.json"]
    assert "is empty" in told["empty.txt"]
    assert "not UTF-8" in told["noise.txt"]
    assert "binary" in told["picture.md"]
    assert "Traceback" not in captured.err
    assert run(["content", "status"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "failed      0 passages  bad.json" in shown
    assert "Ignored  photo.png" in shown
    assert run(["search", "tea", "--json"]) == ExitCode.OK, "a failed file does not stop a search"


def test_the_sample_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "status"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert "(the sample)" in captured.out
    assert "Using the sample content" in captured.err
    assert "voicecli content reindex" in captured.err


def test_a_missing_model_has_its_exit_code(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "no-models"))
    assert run(["content", "status"]) == ExitCode.OK, "status needs no model"
    assert run(["content", "reindex"]) == ExitCode.MODEL_MISSING
    assert "voicecli models pull" in capsys.readouterr().err


def test_places_are_added_listed_and_removed(
    mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "boat.txt").write_text("The boat leaves at nine.")
    missing = tmp_path / "nowhere"
    assert run(["content", "add", str(notes), str(missing), "--json"]) == ExitCode.PARTIAL
    captured = capsys.readouterr()
    assert json.loads(captured.out)["roots"] == [str(notes)]
    assert "nowhere is not there" in captured.err
    assert run(["content", "add", str(notes)]) == ExitCode.OK
    assert "part of the content already" in capsys.readouterr().err
    assert run(["content", "list", "--json"]) == ExitCode.OK
    roots = json.loads(capsys.readouterr().out)
    assert [(root["path"], root["kind"], root["documents"]) for root in roots] == [
        (str(mine), "folder", 1),
        (str(notes), "added", 1),
    ]
    assert run(["content", "show", "boat.txt"]) == ExitCode.OK
    assert "The boat leaves at nine." in capsys.readouterr().out
    notes.rename(tmp_path / "elsewhere")
    assert run(["content", "list"]) == ExitCode.OK
    assert "kept until it is back" in capsys.readouterr().out
    assert run(["content", "remove", "notes"]) == ExitCode.OK
    assert capsys.readouterr().err == "[2/2] removed boat.txt\n"
    assert run(["content", "remove", "notes"]) == ExitCode.ERROR
    assert run(["content", "add", str(missing)]) == ExitCode.ERROR


def test_something_whole_is_shown(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "reindex"]) == ExitCode.OK
    capsys.readouterr()
    assert run(["content", "show", "tea.md", "--json"]) == ExitCode.OK
    shown = json.loads(capsys.readouterr().out)
    assert (shown["title"], shown["document"]) == ("Tea", "tea.md")
    assert shown["passages"][0]["text"] == "Green tea wants 75 degrees."
    assert run(["content", "show", "tee.md"]) == ExitCode.ERROR
    assert "Near it: tea.md" in capsys.readouterr().err


def test_watching_follows_changes_until_it_is_interrupted(
    mine: Path, tmp_path: Path, models: Path
) -> None:
    assert run(["content", "reindex"]) == ExitCode.OK
    (mine / "bad.json").write_text("{")
    watching = subprocess.Popen(
        [sys.executable, "-m", "voicecli", "content", "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith("failed bad.json:")
        (mine / "tea.md").write_text("# Tea\n\nBlack tea wants 95 degrees.\n")
        assert watching.stdout.readline() == "changed tea.md (1 passage)\n"
        (mine / "tea.md").unlink()
        assert watching.stdout.readline() == "removed tea.md\n"
        watching.send_signal(signal.SIGINT)
        _, told = watching.communicate(timeout=60)
    finally:
        watching.kill()
        watching.wait()
    assert watching.returncode == ExitCode.OK
    assert "No longer watching" in told
    assert "Traceback" not in told
