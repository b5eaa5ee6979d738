"""`voicecli guestbook` as a person types it."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from voicecli.audio.encoded import encode
from voicecli.audio.files import read_audio
from voicecli.cli.app import run
from voicecli.errors import ExitCode
from voicecli.storage.database import open_database
from voicecli.storage.guestbook import GuestBook
from voicecli.types import SAMPLE_RATE

pytestmark = pytest.mark.cli

NASTY = "Hello \x1b[2J\x07 <b>*you*</b> [link](http://x) \u202e end\nSecond line"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "voicecli.db"


@pytest.fixture
def spoken(file: Path) -> str:
    at = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    sound = encode([(0.2 * np.sin(2 * np.pi * 300 * at)).astype(np.float32)])
    with open_database(file) as db:
        return GuestBook(db).sign("Anna", "It was lovely.", "Bob", sound).id


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(["guestbook", "list", "--json"]) == 0
    entries: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return entries


def test_an_empty_guest_book(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys) == []
    assert run(["guestbook", "list"]) == 0
    assert "empty" in capsys.readouterr().err
    assert run(["guestbook", "remove", "latest", "--yes"]) == 1
    assert run(["guestbook", "play", "latest"]) == 1
    assert not file.exists()


def test_a_written_message_is_signed_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guestbook", "sign", "Anna", "--for", "Bob", "--text", "It was lovely."]) == 0
    assert capsys.readouterr().out.startswith("Signed: ")
    (entry,) = listed(capsys)
    assert (entry["name"], entry["for"], entry["text"]) == ("Anna", "Bob", "It was lovely.")
    assert run(["guestbook", "list"]) == 0
    assert "Anna for Bob" in capsys.readouterr().out


def test_a_message_comes_from_stdin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Grüße".encode())))
    assert run(["guestbook", "sign", "--text", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == "Grüße"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--text", "x" * 5_000],
        ["--text", " "],
        ["x" * 100, "--text", "x"],
        ["--text", "x", "--file", "y.wav"],
        ["--file", "missing.wav"],
    ],
)
def test_what_cannot_be_kept_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["guestbook", "sign", *arguments]) in (ExitCode.ERROR, ExitCode.USAGE)
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert listed(capsys) == []


def test_off_the_record_nothing_is_signed(
    monkeypatch: pytest.MonkeyPatch, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECLI_SESSIONS_KEEP", "false")
    assert run(["guestbook", "sign", "Anna", "--text", "x"]) == 1
    assert "Nothing is kept" in capsys.readouterr().err
    assert not file.exists()


def test_a_strangers_words_are_printed_safely(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["guestbook", "sign", "Ann\x1b]0;x\x07a", "--text", NASTY]) == 0
    assert run(["guestbook", "list"]) == 0
    assert run(["guestbook", "export"]) == 0
    shown = capsys.readouterr()
    for text in (shown.out, shown.err):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "\\*you\\*" in shown.out
    assert "\\<b\\>" in shown.out
    target = tmp_path / "book.json"
    assert run(["guestbook", "export", "-o", str(target)]) == 0
    assert json.loads(target.read_text())[0]["text"] == NASTY


def test_a_spoken_message_is_played_and_written(spoken: str, tmp_path: Path) -> None:
    heard, written = tmp_path / "heard.wav", tmp_path / "a.opus"
    assert run(["guestbook", "play", spoken, "--speaker", str(heard)]) == 0
    assert read_audio(heard).size == pytest.approx(2 * SAMPLE_RATE, abs=400)
    assert run(["guestbook", "play", "latest", "-o", str(written)]) == 0
    assert written.read_bytes()[:4] == b"OggS"


def test_a_written_message_has_nothing_to_play(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guestbook", "sign", "--text", "x"]) == 0
    assert run(["guestbook", "play", "latest"]) == 1
    assert "was written" in capsys.readouterr().err


def test_removing_asks_first(spoken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guestbook", "remove", spoken]) == ExitCode.ERROR
    assert len(listed(capsys)) == 1
    assert run(["guestbook", "remove", spoken, "nothing!", "--yes"]) == ExitCode.ERROR
    assert len(listed(capsys)) == 1
    assert run(["guestbook", "remove", spoken, spoken[-6:], "--yes"]) == 0
    assert listed(capsys) == []


def test_everything_is_exported_with_its_sound(
    spoken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sounds"
    assert run(["guestbook", "export", "--folder", str(folder)]) == 0
    page = capsys.readouterr().out
    assert "Anna for Bob" in page
    assert f"({spoken}.opus)" in page
    assert read_audio(folder / f"{spoken}.opus").size == 2 * SAMPLE_RATE
    assert run(["guestbook", "export", "-o", str(tmp_path / "no" / "book.md")]) == 1
