"""The log: whole lines from many processes, and none of anybody's words."""

import json
import logging
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.config import Config, LogConfig, PathsConfig, SessionsConfig
from voicecli.errors import StorageError
from voicecli.log import close_log, failed, open_log, thread_failed, told
from voicecli.log.conversation import ConversationLog
from voicecli.log.fields import allowed
from voicecli.log.files import LineFile
from voicecli.types import Event

pytestmark = pytest.mark.storage

CANARY = "xylophone"
PROCESSES, LINES = 6, 1_500

WRITER = """
import sys
from pathlib import Path
from voicecli.log.files import LineFile
name, lines, size = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
file = LineFile(Path(sys.argv[1]), size, 200)
sys.stdin.readline()
for number in range(lines):
    file.append(f"{name} {number} {'=' * (number * 37 % 900)}.\\n".encode())
"""


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    close_log()


def config_of(folder: Path, level: Any = "info", *, keep: bool = True, **log: Any) -> Config:
    return Config(
        paths=PathsConfig(state=str(folder)),
        log=LogConfig(level=level, **log),
        sessions=SessionsConfig(keep=keep),
    )


def lines_of(folder: Path) -> list[dict[str, Any]]:
    file = folder / "voicecli.log"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def conversation(words: str = CANARY) -> list[Event]:
    """The events of a turn, with the same word wherever a text can stand."""
    passage = {"id": words, "type": words, "title": words, "document": words, "text": words}
    slots = {"people": (words,), "resolved_question": words}
    return [
        Event("run-start", 1.0, {"turn": 7}),
        Event("vad-end", 1.0, {"ended": "silence"}),
        Event("stt-start", 1.1),
        Event("stt-partial", 1.1, {"committed": words, "tentative": words}),
        Event("stt-end", 1.2, {"text": words, "remaining": words, "speaker": words}),
        Event("command", 1.2, {"name": "remember", "value": words}),
        Event(
            "understanding-end",
            1.3,
            {"question": words, "intent": words, "confidence": 0.9, "guard": None, "slots": slots},
        ),
        Event("retrieval-end", 1.4, {"passages": [passage], "abstained": False, words: 1}),
        Event("llm-start", 1.5, {"model": "smollm2-360m"}),
        Event("llm-text", 1.6, {"index": 0, "text": words, "source": "llm", "passage": passage}),
        Event("cancelled", 1.7, {"reason": words}),
        Event("error", 1.7, {"code": "slow", "message": words, "hint": words, "component": "llm"}),
        Event("run-end", 1.8, {"timings": {"stt": 0.25, "total": 0.5, words: 1.0}}),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [60_000, 100_000_000])
def test_lines_of_many_processes_are_whole_and_none_is_lost(tmp_path: Path, size: int) -> None:
    file = tmp_path / "new" / "many.log"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file), f"p{number}", str(LINES), str(size)],
            stdin=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    found: dict[str, list[int]] = {}
    files = [one for one in file.parent.iterdir() if not one.name.endswith(".lock")]
    for one in files:
        for line in one.read_text().splitlines():
            name, number, rest = line.split(" ")
            assert rest == "=" * (int(number) * 37 % 900) + "."
            found.setdefault(name, []).append(int(number))
    assert {name: sorted(numbers) for name, numbers in found.items()} == {
        f"p{number}": list(range(LINES)) for number in range(PROCESSES)
    }
    assert len(files) > 40 if size == 60_000 else len(files) == 1
    assert all(one.stat().st_size <= size + 6_000 for one in files)


def test_old_files_go_and_nobody_else_may_read(tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        file = LineFile(tmp_path / "a" / "b" / "voicecli.log", 1_000, 2)
        for number in range(200):
            file.append(b"%05d" % number + b"." * 60 + b"\n")
    finally:
        os.umask(before)
        file.close()
    kept = {one.name for one in (tmp_path / "a" / "b").iterdir()} - {"voicecli.log.lock"}
    assert kept == {"voicecli.log", "voicecli.log.1", "voicecli.log.2"}
    assert (tmp_path / "a" / "b" / "voicecli.log").read_bytes().splitlines()[-1][:5] == b"00199"
    for one in (tmp_path / "a" / "b").iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
    for folder in (tmp_path / "a", tmp_path / "a" / "b"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_removed_log_begins_anew(tmp_path: Path) -> None:
    file = LineFile(tmp_path / "voicecli.log", 1_000, 0)
    file.append(b"one\n")
    file.path.unlink()
    file.append(b"two\n")
    assert file.path.read_bytes() == b"two\n"
    for _ in range(40):
        file.append(b"." * 99 + b"\n")
    assert file.path.stat().st_size <= 1_000
    assert not list(tmp_path.glob("*.1"))
    file.close()


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "voicecli.log").symlink_to(tmp_path / "elsewhere")
    open_log(config_of(tmp_path))
    told("turn")
    assert (tmp_path / "elsewhere").read_text() == "mine"


def test_nothing_is_made_before_the_first_line(tmp_path: Path) -> None:
    open_log(config_of(tmp_path / "state"))
    told("trifle", logging.DEBUG)
    assert not (tmp_path / "state").exists()


def test_off_the_record_nothing_is_written(tmp_path: Path) -> None:
    open_log(config_of(tmp_path / "state", "debug", keep=False, words=True))
    log = ConversationLog(lambda: "")
    for event in conversation():
        log.take(event)
    log.close()
    failed(ValueError("x"))
    logging.getLogger("voicecli.audio.files").warning("x")
    assert not (tmp_path / "state").exists()


def test_no_word_gets_into_the_log(tmp_path: Path) -> None:
    open_log(config_of(tmp_path, "debug"), commands=lambda: {"sessions", "show"})
    log = ConversationLog(lambda: "m3k9x2q7")
    for event in conversation():
        log.take(event)
    log.close()
    logging.getLogger("voicecli.audio.files").warning("%s is odd", CANARY)
    logging.getLogger("voicecli.audio.files").warning(f"{CANARY} is odd")
    hint = f"See `voicecli sessions show {CANARY}`."
    try:
        try:
            {}[CANARY]
        except KeyError as error:
            raise StorageError("no-session", f"No {CANARY}.", hint) from error
    except StorageError as error:
        failed(error)
        failed(error.__cause__ or error)
    told(CANARY, logging.ERROR, text=CANARY, intent=CANARY, code=f"{CANARY} {CANARY}")
    raw = (tmp_path / "voicecli.log").read_bytes()
    assert CANARY.encode() not in raw
    lines = lines_of(tmp_path)
    assert {line["session"] for line in lines if "turn" in line} == {"m3k9x2q7"}
    assert {line["turn"] for line in lines if "turn" in line} == {7}
    (turn,) = [line for line in lines if line["event"] == "turn"]
    assert (turn["spoken"], turn.get("waited")) == (True, None)
    assert (turn["intent"], turn["order"], turn["mode"]) == ("other", "remember", "full")
    assert (turn["code"], turn["component"], turn["passages"]) == ("slow", "llm", 1)
    assert turn["seconds"] == {"stt": 0.25, "total": 0.5}
    (error,) = [line for line in lines if line.get("code") == "no-session"]
    assert (error["type"], error["cause"]) == ("StorageError", "KeyError")
    assert error["component"] == "storage"
    assert error["try"] == "voicecli sessions show"
    assert "frames" not in error, "of a known error only the program's own frames are of use"
    (unknown,) = [line for line in lines if line.get("type") == "KeyError"]
    assert unknown["frames"][-1].startswith("tests/storage/test_log.py:")
    notes = [line for line in lines if line["event"] == "note"]
    assert [line["where"].split(":")[0] for line in notes] == ["voicecli/audio/files.py"] * 2


def test_words_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    open_log(config_of(tmp_path, "debug", words=True), words=True)
    log = ConversationLog(lambda: "m3k9x2q7")
    for event in conversation():
        log.take(event)
    failed(ValueError(CANARY))
    words = {line["event"]: line["words"] for line in lines_of(tmp_path)}
    assert words["stt-end"]["text"] == CANARY
    assert words["llm-text"]["text"] == CANARY


@given(
    st.dictionaries(
        st.sampled_from("session turn intent mode ended reason source frames".split()) | st.text(),
        st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.lists(st.text()),
        max_size=5,
    )
)  # fmt: skip
def test_whatever_is_told_is_one_line_of_known_names(told: dict[str, Any]) -> None:
    line = json.dumps(allowed(told), allow_nan=False)
    assert "\n" not in line
    for name in ("intent", "mode", "ended", "reason", "source"):
        if isinstance(told.get(name), str) and len(told[name]) > 12:
            assert allowed(told)[name] == "other"


def test_lines_of_a_first_turn_wait_for_their_session(tmp_path: Path) -> None:
    open_log(config_of(tmp_path, "debug"))
    ids = [""]
    log = ConversationLog(lambda: ids[0])
    first, *others = conversation()
    log.take(first)
    assert lines_of(tmp_path) == []
    for event in others:
        log.take(event)
    assert [line["event"] for line in lines_of(tmp_path)] == ["error"], "an error does not wait"
    ids[0] = "m3k9x2q7"
    log.settle()
    lines = lines_of(tmp_path)
    assert len(lines) == len(conversation()) + 1
    assert {line.get("session") for line in lines if line["event"] != "error"} == {"m3k9x2q7"}


def test_what_was_never_kept_is_written_at_the_end(tmp_path: Path) -> None:
    open_log(config_of(tmp_path))
    log = ConversationLog(lambda: "")
    for event in [event for event in conversation() if event.kind != "error"]:
        log.take(event)
    log.close()
    (turn,) = lines_of(tmp_path)
    assert "session" not in turn


def test_levels(tmp_path: Path) -> None:
    open_log(config_of(tmp_path, "error"))
    told("turn")
    logging.getLogger("voicecli.audio.files").warning("x")
    failed(ValueError("x"))
    assert [line["level"] for line in lines_of(tmp_path)] == ["error"]


def test_a_thread_that_nobody_watches_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_log(config_of(tmp_path))
    monkeypatch.setattr(threading, "excepthook", thread_failed)

    def fail() -> None:
        raise ValueError(CANARY)

    thread = threading.Thread(target=fail, name="listener")
    thread.start()
    thread.join()
    (line,) = lines_of(tmp_path)
    assert (line["type"], line["thread"]) == ("ValueError", "listener")
    assert CANARY in capsys.readouterr().err


def test_a_log_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    open_log(config_of(tmp_path / "state"))
    told("turn")
    failed(ValueError("x"))
    assert (tmp_path / "state").read_text() == "no folder"
