"""What a person sees when something is wrong: one line that says what, and the right exit code."""

import io
import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.spoken import silence, spoken
from voicecli.audio.files import write_wav
from voicecli.cli.app import run
from voicecli.errors import ExitCode
from voicecli.storage.database import open_database

pytestmark = pytest.mark.cli

Captured = pytest.CaptureFixture[str]

HOSTILE = "Ask \x1b[31mred\x1b]0;title\x07 \x9b1m \u202eabc\nin two lines"
QUESTIONS = {
    "50,000 characters": "What about projects in Python? " * 1_613,
    "one word": "x" * 50_000,
    "emoji": "\U0001f600\U0001f680\u200d\U0001f469",
    "right to left": "מה הפרויקטים שלך?",
    "control characters": HOSTILE,
    "no text": "proj\udce9cts?",
    "search syntax": "\" OR NEAR( * AND title:x -- '; DROP TABLE",
}


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder of one's own, for what is named without one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


def told(capsys: Captured) -> str:
    """The one line on stderr, which is safe to print; nothing is on stdout."""
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = [line for line in printed.err.splitlines() if not line.startswith("Using the sample")]
    assert len(lines) == 1, lines
    assert lines[0].startswith("voicecli: ")
    assert "unexpected" not in lines[0]
    assert is_safe(lines[0])
    return lines[0]


def is_safe(text: str) -> bool:
    return not any(unicodedata.category(c) in ("Cc", "Cf") for c in text if c not in "\n\u200d")


def bare_command(*arguments: str, shell: str = '"$@"', **environment: str) -> list[str]:
    """A command line that runs the installed program through the shell."""
    settings = [f"{name}={value}" for name, value in environment.items()]
    return ["sh", "-c", shell, "sh", "env", *settings, sys.executable, "-m", "voicecli", *arguments]


# Sound


def bad_files(folder: Path) -> dict[str, str]:
    """Files that are no sound, with what is said about each."""
    write_wav(folder / "empty-sound.wav", silence(0.0))
    (folder / "zero.wav").touch()
    (folder / "text.wav").write_text("This is no sound.\n" * 20)
    (folder / "header.wav").write_bytes(b"RIFF\xff\x00\x00\x00WAVEfmt ")
    (folder / "noise.mp3").write_bytes(bytes(range(1, 256)) * 64)
    (folder / "folder.wav").mkdir()
    (folder / "esc\x1b[31m\n.wav").write_text("x")
    return {
        "nowhere.wav": "does not exist",
        "zero.wav": "is empty (0 bytes)",
        "empty-sound.wav": "has no sound that can be read",
        "text.wav": "is not an audio or video file",
        "header.wav": "is not an audio or video file",
        "noise.mp3": "is not an audio or video file",
        "folder.wav": "is a folder",
        "esc\x1b[31m\n.wav": "is not an audio or video file",
        "zero.wav/x": "cannot be read: not a directory",
        "a" * 300: "cannot be read: file name too long",
        "": "'' is not the name of a file",
        "bytes\udce9.wav": "does not exist",
        "https://localhost/a.wav": "does not exist",
    }


def test_what_is_no_sound_is_one_line_each_and_the_rest_is_written_down(
    models: Path, capsys: Captured
) -> None:
    expected = bad_files(Path())
    write_wav("question.wav", spoken(models, "What projects have you worked on?"))
    assert run(["transcribe", *expected, "question.wav"]) == ExitCode.PARTIAL
    printed = capsys.readouterr()
    assert "projects" in printed.out
    lines = [line for line in printed.err.splitlines() if line.startswith("voicecli: ")]
    assert len(lines) == len(expected)
    assert is_safe(printed.err)
    for line, reason in zip(lines, expected.values(), strict=True):
        assert line.startswith("voicecli: ")
        assert reason in line


def test_when_nothing_could_be_written_down_the_code_is_1(capsys: Captured) -> None:
    assert run(["transcribe", "nowhere.wav"]) == ExitCode.ERROR
    assert told(capsys) == "voicecli: nowhere.wav: does not exist. Check the path."


def test_names_that_look_like_something_else_are_files(models: Path, capsys: Captured) -> None:
    sound = spoken(models, "What projects have you worked on?")
    for name in ("-dash.wav", "sp ace\nline \U0001f600.wav", "bytes\udce9.wav", "-"):
        write_wav(Path.cwd() / name, sound)
    named = ["./-dash.wav", "sp ace\nline \U0001f600.wav", "bytes\udce9.wav", "./-"]
    assert run(["transcribe", "-q", "-f", "json", "-o", "-", *named]) == ExitCode.OK
    printed = capsys.readouterr()
    assert [("project" in json.loads(line)["text"]) for line in printed.out.splitlines()] == (
        [True] * 4
    )
    assert printed.err == ""


def test_a_hyphen_is_stdout_and_no_folder(models: Path, capsys: Captured) -> None:
    write_wav("question.wav", spoken(models, "What projects have you worked on?"))
    assert run(["transcribe", "question.wav", "-o", "-"]) == ExitCode.OK
    assert "projects" in capsys.readouterr().out
    assert not Path("-").exists()


# Places


def text_file(path: Path) -> None:
    path.write_text("No database, but text.\n" * 400)


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE things (name)")
    db.close()


def newer(path: Path) -> None:
    open_database(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def damaged(path: Path) -> None:
    open_database(path).close()
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + bytes(255 - byte for byte in raw[4096:]))


DATABASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "text": (text_file, "is not a database"),
    "foreign": (another_program, "is another program's database"),
    "newer": (newer, "was made by a newer voicecli"),
    "damaged": (damaged, "is damaged"),
    "folder": (Path.mkdir, "is a folder, not a database file"),
}


@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize(
    "command",
    [
        ["ask", "--no-llm", "skills"],
        ["search", "skills"],
        ["sessions", "list"],
        ["sessions", "show", "latest"],
        ["content", "status"],
        ["content", "reindex"],
    ],
    ids=" ".join,
)
def test_a_database_that_cannot_be_used_is_left_as_it_is(
    kind: str,
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    make, reason = DATABASES[kind]
    path = tmp_path / "own.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    monkeypatch.setenv("VOICECLI_PATHS_DATABASE", str(path))
    assert run(command) == ExitCode.ERROR
    line = told(capsys)
    assert reason in line
    assert str(path) in line
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_locked_database_can_be_read(capsys: Captured, tmp_path: Path) -> None:
    path = tmp_path / "data" / "voicecli.db"
    open_database(path).close()
    lock = sqlite3.connect(path, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    assert run(["sessions", "list"]) == ExitCode.OK
    lock.close()
    assert "No sessions yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "code", "reason"),
    [
        ("PATHS_DATA", "~no-such-user/x", ExitCode.ERROR, "leads nowhere"),
        ("PATHS_DATA", "/dev/null/x", ExitCode.ERROR, "not a directory"),
        ("PATHS_DATABASE", "x" * 300, ExitCode.ERROR, "file name too long"),
        ("PATHS_CONTENT", "/nowhere", ExitCode.ERROR, "is not there"),
        ("PATHS_CONTENT", os.devnull, ExitCode.ERROR, "is not a folder"),
        ("RETRIEVAL_MODEL", "nothing", ExitCode.USAGE, "There is no model 'nothing'"),
        ("RETRIEVAL_MODEL", "whisper-tiny.en", ExitCode.USAGE, "not for embedding"),
        ("STT_BEAM_SIZE", "many", ExitCode.USAGE, "STT_BEAM_SIZE must be a whole number"),
        ("TTS_SPEED", "nan", ExitCode.USAGE, "must lie between 0.25 and 4"),
        ("LLM_CONTEXT_TOKENS", "9" * 40, ExitCode.USAGE, "must lie between 512"),
        ("MODELS_PROFILE", HOSTILE, ExitCode.USAGE, "must be one of auto, tiny"),
    ],
)
def test_a_setting_that_leads_nowhere(
    name: str,
    value: str,
    code: ExitCode,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    monkeypatch.setenv(f"VOICECLI_{name}", value)
    assert run(["ask", "--no-llm", "skills"]) == code
    assert reason in told(capsys)


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["--profile", "huge", "ask", "x"], ExitCode.USAGE, "--profile must be one of auto"),
        (["ask", " \n "], ExitCode.USAGE, "The question is empty"),
        (["ask", "--session", "NOPE", "x"], ExitCode.ERROR, "There is no session 'NOPE'"),
        (["ask", "--session", HOSTILE, "x"], ExitCode.ERROR, "is not a session's id"),
        (["sessions", "show", "x" * 5_000], ExitCode.ERROR, "There are no sessions yet"),
        (["search", ""], ExitCode.USAGE, "The question is empty"),
        (["talk", "--fast"], ExitCode.USAGE, "--fast needs"),
        (["talk"], ExitCode.USAGE, "needs a terminal"),
        (["talk", "--microphone", "no.wav", "--speaker", "o.wav"], ExitCode.ERROR, "not exist"),
        (["talk", "--microphone", ".", "--speaker", "o.wav"], ExitCode.ERROR, "is a folder"),
        (["transcribe", "a.wav", "-o", ""], ExitCode.USAGE, "folder's name is empty"),
        (["transcribe", "-", "-"], ExitCode.USAGE, "only once"),
        (["transcribe", "a.wav", "-o", "/dev/null"], ExitCode.ERROR, "cannot be written"),
        (["transcribe", "a.wav", "--model", HOSTILE], ExitCode.USAGE, "There is no model"),
        (["models", "path", "../etc"], ExitCode.USAGE, "There is no model '../etc'"),
        (["models", "verify", HOSTILE], ExitCode.USAGE, "There is no model"),
        (["models", "import", "/nowhere"], ExitCode.ERROR, "cannot be read"),
        (["models", "import", "."], ExitCode.ERROR, "cannot be read: is a directory"),
        (["models", "import", os.devnull], ExitCode.ERROR, "cannot be read: empty file"),
        (["models", "export", "-o", "", "silero-vad"], ExitCode.USAGE, "name is empty"),
        (["models", "export", "-o", ".", "silero-vad"], ExitCode.ERROR, "it is a folder"),
        (["models", "export", "-o", "no/x.tar", "silero-vad"], ExitCode.ERROR, "no such file"),
        (["config", "set", "stt.beam_size", "2.5"], ExitCode.USAGE, "must be a whole number"),
        (["config", "set", "stt.model", "no\udce9text"], ExitCode.USAGE, "not text in UTF-8"),
        (["config", "set", "stt.\x1b[31m", "1"], ExitCode.USAGE, "There is no setting"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str], code: ExitCode, reason: str, models: Path, capsys: Captured
) -> None:
    assert run(arguments) == code
    assert reason in told(capsys)
    assert list(Path().iterdir()) == []


# Models


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "x"],
        ["search", "x"],
        ["say", "-o", "x.wav", "Hello."],
        ["talk", "--demo"],
        ["transcribe", "x.wav"],
        ["content", "reindex"],
        ["models", "path", "whisper-base"],
        ["models", "export", "-o", "x.tar", "whisper-base"],
    ],
    ids=" ".join,
)
def test_without_models_the_line_says_how_to_fetch_them(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "models"))
    assert run(command) == ExitCode.MODEL_MISSING
    assert "Run `voicecli models pull " in told(capsys)
    assert list(Path().iterdir()) == []


def test_a_model_whose_file_was_cut_off_is_no_model(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    shutil.copytree(models / "all-minilm-l6-v2-int8", tmp_path / "m" / "all-minilm-l6-v2-int8")
    os.truncate(tmp_path / "m" / "all-minilm-l6-v2-int8" / "model.onnx", 1_000)
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "m"))
    assert run(["models", "path", "all-minilm-l6-v2-int8"]) == ExitCode.ERROR
    assert "is damaged: model.onnx. Run `voicecli models pull" in told(capsys)


def test_on_a_terminal_a_download_is_offered_and_may_be_refused(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = bare_command("ask", "x", VOICECLI_PATHS_MODELS=str(tmp_path / "models"))
    child = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    os.write(ours, b"n\n")
    shown = b"".join(arriving(ours)).decode()
    assert child.communicate()[0] == b""
    assert child.returncode == ExitCode.MODEL_MISSING
    assert "Download them now? [Y/n]" in shown
    assert "Traceback" not in shown


def arriving(terminal: int) -> Iterator[bytes]:
    """What is shown on a terminal until its other end closes."""
    while True:
        try:
            yield os.read(terminal, 4096)
        except OSError:  # Linux ends a terminal with EIO
            os.close(terminal)
            return


# Questions and content


@pytest.mark.parametrize("kind", QUESTIONS)
def test_any_question_is_answered_and_kept_and_steers_no_terminal(
    kind: str, models: Path, capsys: Captured
) -> None:
    assert run(["ask", "--no-llm", QUESTIONS[kind]]) == ExitCode.OK
    assert run(["sessions", "list"]) == ExitCode.OK
    assert run(["sessions", "show", "latest"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert is_safe(shown)
    assert "\n1. " in shown
    assert run(["ask", "--no-llm", "--json", QUESTIONS[kind]]) == ExitCode.OK
    answer = json.loads(capsys.readouterr().out)
    asked = QUESTIONS[kind].encode("utf-8", "replace").decode("utf-8")
    assert answer["question"] == asked.strip()


@pytest.mark.parametrize("raw", [b"\x00\x01RIFF", b"\xff\xfe\xfa", b"caf\xe9"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_text_on_stdin(
    raw: bytes, command: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert run([command]) == ExitCode.USAGE
    assert "not text in UTF-8" in told(capsys)


def test_stdin_without_an_end_is_no_question(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with open("/dev/zero") as endless:
        monkeypatch.setattr(sys, "stdin", endless)
        assert run(["search", "-"]) == ExitCode.USAGE
    assert "too long for a question" in told(capsys)


def test_content_that_cannot_be_read_is_named_and_the_rest_is_found(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    broken = {
        "broken.json": b'{"a": [1,2',
        "deep.json": b"[" * 100_000,
        "digits.json": b'[{"title": "t", "year": ' + b"9" * 5_000 + b"}]",
        "empty.md": b"",
        "null.json": b"null",
        "picture.md": bytes(range(256)),
        "noise.txt": bytes(range(128, 256)),
    }
    for name, raw in broken.items():
        (content / name).write_bytes(raw)
    (content / "half.json").write_text('[{"title": "Half", "description": "llamas \\ud800"}]')
    (content / "bytes\udce9.txt").write_text("A text about ferrets.")
    (content / "line\n\x1b[31m.txt").write_text("A text about weasels \x1b[31m.")
    (content / "endless.txt").symlink_to("/dev/zero")
    (content / "nowhere.txt").symlink_to("/nowhere")
    os.mkfifo(content / "pipe.txt")
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(content))
    assert run(["content", "reindex"]) == ExitCode.PARTIAL
    printed = capsys.readouterr()
    assert len(printed.err.splitlines()) == len(broken) + 3
    assert all(f"failed {name}: " in printed.err for name in broken)
    assert "3 added, 7 failed" in printed.out
    assert run(["content", "status"]) == ExitCode.OK
    for animal in ("llamas", "ferrets", "weasels"):
        assert run(["search", "-n", "1", animal]) == ExitCode.OK
    printed = capsys.readouterr()
    assert all(animal in printed.out for animal in ("llamas", "ferrets", "weasels"))
    assert is_safe(printed.out + printed.err)
    assert run(["search", "-n", "1", "--json", "ferrets"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out)[0]["document"] == "bytes\\udce9.txt"


# Surroundings


@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ('"$@" <&- >&- 2>&-', 0),
        ('"$@" >&-', 0),
        ('"$@" >/dev/full', 1),
        ('COLUMNS=0 PYTHONIOENCODING=ascii LC_ALL=POSIX NO_COLOR=1 "$@"', 0),
    ],
)
def test_odd_surroundings(shell: str, code: int) -> None:
    command = bare_command("config", "show", "--json", shell=shell, VOICECLI_STT_MODEL="modèle")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert len(done.stderr.splitlines()) == code
    if "ascii" in shell:
        rows = {row["key"]: row["value"] for row in json.loads(done.stdout)}
        assert rows["stt.model"].encode("utf-8", "surrogateescape") == "modèle".encode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_is_asked_to_leave_does_so_quietly(number: int, tmp_path: Path) -> None:
    """It waits for its question when the signal comes, as the first reader of stdin."""
    command = [sys.executable, "-m", "voicecli", "transcribe", "-", "-o", "out"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as child:
        assert child.stdin
        assert child.stderr
        child.stdin.write(b"RIFF" * 100_000)  # more than a pipe holds: it has begun to read
        time.sleep(0.5)  # a signal just before a read that blocks is noticed behind that read
        child.send_signal(number)
        assert child.wait(60) == ExitCode.INTERRUPTED
        assert child.stderr.read() == b""
    assert [path.name for path in Path("out").iterdir()] == []
