"""`voicecli doctor --offline`: a whole spoken turn where networking is impossible."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from voicecli.cli.console import printable
from voicecli.errors import VoicecliError

if TYPE_CHECKING:
    from voicecli.config import Config

LONGEST_SECONDS = 900
_STAGES = {
    "stt-end": "hearing",
    "understanding-end": "understanding",
    "retrieval-end": "search",
    "llm-text": "answer",
    "speech-start": "speech",
}
"""By the kind of the event that shows it, each stage of the loop."""


def prove_offline(config: "Config") -> dict[str, Any]:
    """Ask the sample question aloud without a network; what was seen, as JSON values.

    The question is spoken, heard, answered and said into a file, off the record, by a process in a
    network namespace without interfaces; where the system allows none, sockets are refused to
    Python alone, which proves less. Raises VoicecliError when the turn cannot be run at all.
    """
    with TemporaryDirectory(prefix="voicecli-offline-") as name:
        folder = Path(name)
        report, answer = folder / "report.json", folder / "answer.wav"
        command = ["talk", "--demo", "--json", "--off-the-record", "--speaker", str(answer)]
        command += ["--mode", "detailed"]  # in which the language model writes to every answer
        before = _snapshot(config)
        done = _run(report, command, folder)
        written = sorted(str(path) for path, _ in _snapshot(config).items() ^ before.items())
        if not report.exists():
            raise VoicecliError(
                "offline-failed",
                f"The turn ended without a report: {printable(done.stderr[-200:])}",
                "Run `voicecli talk --demo` to see why.",
            )
        seen = json.loads(report.read_text(encoding="utf-8"))
        events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        said = [event["data"]["text"] for event in events if event["kind"] == "llm-text"]
        heard = [event["data"]["text"] for event in events if event["kind"] == "stt-end"]
        kinds = {event["kind"] for event in events}
        return {
            **seen,
            "heard": " ".join(heard),
            "answer": " ".join(said),
            "stages": [stage for kind, stage in _STAGES.items() if kind in kinds],
            "language_model": "llm-start" in kinds,
            "sound_bytes": answer.stat().st_size if answer.exists() else 0,
            "files_written": written,
            "problem": done.stderr.strip()[-300:] if seen["exit_code"] else "",
        }


def is_proved(seen: dict[str, Any]) -> bool:
    """Whether the whole loop ran and nothing could have left the computer."""
    is_apart = seen["namespace"] and not seen["interfaces"] and seen["connecting"]
    has_run = not seen["exit_code"] and len(seen["stages"]) == len(_STAGES)
    none_opened = not seen["sockets"] and not seen.get("kernel_sockets")
    return bool(is_apart and has_run and none_opened and seen["sound_bytes"])


def told(seen: dict[str, Any]) -> Iterator[tuple[str, bool | None, str]]:
    """What is to be said: a name, whether it is good (None: it proves less), a line."""
    if seen["namespace"]:
        apart = not seen["interfaces"] and bool(seen["connecting"])
        why = printable(seen["connecting"]) or "it was let through"
        line = f"own network namespace, no interface up; a connection meets: {why}"
        yield "isolation", apart, line
    else:
        line = "this system allows no network namespace: sockets were refused to Python alone"
        yield "isolation", None, line
    if seen["exit_code"]:
        yield "loop", False, printable(seen["problem"])
    else:
        model = "with" if seen["language_model"] else "without"
        line = f"{', '.join(seen['stages'])} ({model} a language model)"
        yield "loop", len(seen["stages"]) == len(_STAGES), line
        yield "heard", bool(seen["heard"]), printable(seen["heard"])
        yield "answer", bool(seen["sound_bytes"]), printable(seen["answer"])
    opened = f"{seen['sockets']} network sockets opened by Python"
    if "kernel_sockets" in seen:
        opened += f", {seen['kernel_sockets']} more in the kernel's tables at the end"
    opened += f"; {seen['processes']} other processes started"
    yield "sockets", not (seen["sockets"] or seen.get("kernel_sockets")), opened
    files = ", ".join(seen["files_written"]) or "none in the data, state and cache folders"
    yield "files", not seen["files_written"], printable(f"written: {files}")


def _run(report: Path, command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-m", "voicecli.cli.offline_child", str(report), *command]
    try:
        return subprocess.run(
            program,
            cwd=folder,
            env={**os.environ, "VOICECLI_DIALOGUE_CACHE": "false"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise VoicecliError(
            "offline-slow",
            f"The turn did not end within {LONGEST_SECONDS} seconds.",
            "Run `voicecli talk --demo` to see why.",
        ) from error


def _snapshot(config: "Config") -> dict[Path, tuple[int, int]]:
    """Size and time of every file in the folders that voicecli writes to, models left out."""
    found = {}
    for folder in {config.data_folder, config.state_folder, config.cache_folder}:
        for path in folder.rglob("*"):
            if path.is_file() and config.models_folder not in path.parents:
                state = path.stat()
                found[path] = (state.st_size, state.st_mtime_ns)
    return found
