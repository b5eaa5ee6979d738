"""What is in the database after voicecli was killed (SIGKILL) at a random moment.

Real commands run one after the other on one database: ask, talk with files, content that is
indexed, memories, forgetting, backups, transcriptions. Each is killed somewhere between its start
and its usual end. Then a next start looks: whether the file is whole (integrity_check,
foreign_key_check), whether every turn and memory is there that the command had told of (of talk at
most the last one may be missing), whether a forgetting was finished, and whether any unfinished
file is left.

    python benchmarks/kill_store.py --kills 200
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

QUESTIONS = (
    "Which projects use Rust?",
    "How long does the battery last?",
    "What did the home battery cost?",
    "What is the budget for hotels?",
)
UNFINISHED = ("*.part", ".voicecli-*", ".*.old", "*-journal", "*.new", "*.tmp", "meanings-*.*.npy")
COMMANDS = ("ask", "talk", "ingest", "memory", "forget", "backup", "transcribe")


@dataclass(frozen=True, slots=True)
class Told:
    """What a command had told of when it ended: how many turns, and whether it was its end."""

    turns: int
    is_done: bool


class Store:
    """The folders of one run, and the commands that work on them."""

    def __init__(self, folder: Path) -> None:
        from voicecli.config import load

        self.folder = folder
        self.database = folder / "data" / "voicecli.db"
        self.content = folder / "content"
        self.content.mkdir()
        paths = {name: str(folder / name) for name in ("data", "state", "cache", "content")}
        paths["models"] = str(load().config.models_folder)
        given = {f"VOICECLI_PATHS_{name.upper()}": path for name, path in paths.items()}
        self.environment = {
            **os.environ,
            **given,
            "VOICECLI_CONFIG": str(folder / "config.toml"),
            "VOICECLI_MODELS_PROFILE": "tiny",
        }

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "voicecli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def start(self, arguments: Sequence[str], out: Path) -> "subprocess.Popen[bytes]":
        """Start a command that writes to a file."""
        with out.open("wb") as stdout, out.with_suffix(".err").open("wb") as stderr:
            return subprocess.Popen(
                [sys.executable, "-m", "voicecli", *arguments],
                env=self.environment,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )

    def speak(self) -> Path:
        """A recording with several questions, each after a pause."""
        import numpy as np

        from voicecli.audio.files import decode, write_wav

        parts = []
        for number, question in enumerate(QUESTIONS):
            file = self.folder / f"question{number}.wav"
            self.run("say", question, "-o", str(file))
            parts += [*decode(file), np.zeros(24_000, np.float32)]
        path = self.folder / "questions.wav"
        write_wav(path, parts, 16_000)
        return path

    def count(self, sql: str) -> int:
        """One number from the database; 0 before there is one."""
        if not self.database.exists():
            return 0
        with closing(sqlite3.connect(self.database, timeout=10)) as db:
            try:
                return int(db.execute(sql).fetchone()[0])
            except sqlite3.OperationalError:
                return 0


def arguments_of(store: Store, command: str, number: int, recording: Path) -> list[str]:
    """A command line; what it works on is new each time."""
    if command == "ask":
        return [
            "ask",
            "--no-llm",
            "--json",
            f"{QUESTIONS[number % len(QUESTIONS)]} (case {number})",
        ]
    if command == "talk":
        files = ["--microphone", str(recording), "--speaker", str(store.folder / "answer.wav")]
        return ["talk", "--no-llm", "--fast", "--json", "--hands-free", *files]
    if command == "ingest":
        for one in range(3):
            text = "\n\n".join(f"Item {number}.{one}.{line}: a lamp." for line in range(30))
            (store.content / f"notes-{number}-{one}.md").write_text(f"# Notes\n\n{text}\n")
        return ["content", "reindex"]
    if command == "memory":
        return ["memory", "add", f"My {number}th lamp is green."]
    if command == "forget":
        return ["forget", "--matching", f"(case {number - 4})", "--since", "1h", "--yes"]
    if command == "backup":
        return ["backup", str(store.folder / "copies" / f"{number}.db")]
    return ["transcribe", str(recording), "--force"]


def told_of(command: str, out: Path) -> Told:
    """What a command had written when it ended."""
    lines = out.read_text(encoding="utf-8", errors="replace").splitlines()
    if command == "ask":
        return Told(int(bool(lines) and lines[-1].endswith("}")), bool(lines))
    if command == "talk":
        ends = sum('"kind": "run-end"' in line and line.endswith("}") for line in lines)
        return Told(ends, False)
    return Told(0, bool(lines))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  # repeatable
    wrong = lost = 0
    with TemporaryDirectory() as name:
        store = Store(Path(name))
        (store.content / "lamps.md").write_text("# Lamps\n\nThe red lamp costs ten pounds.\n")
        recording = store.speak()
        usual = {}
        for command in COMMANDS:
            began = time.perf_counter()
            done = store.run(*arguments_of(store, command, 1, recording))
            usual[command] = time.perf_counter() - began
            if done.returncode:
                print(f"{command}: {done.stdout[-300:]} {done.stderr[-600:]}", file=sys.stderr)
        for number in range(2, options.kills + 2):
            command = COMMANDS[number % len(COMMANDS)]
            problems, gone = kill(store, command, number, chance, usual[command], recording)
            wrong += bool(problems)
            lost += gone
            told = "; ".join(problems) or "clean"
            print(f"{number - 1:4} {command:10} {told}", flush=True)
    print(json.dumps({"kills": options.kills, "wrong": wrong, "running_turns_lost": lost}))
    return 1 if wrong else 0


def kill(
    store: Store, command: str, number: int, chance: random.Random, usual: float, recording: Path
) -> tuple[list[str], int]:
    """Kill a command somewhere; what is wrong then, and how many running turns are lost."""
    out = store.folder / "out.txt"
    before = store.count("SELECT count(*) FROM turns")
    remembered = store.count("SELECT count(*) FROM memories")
    arguments = arguments_of(store, command, number, recording)
    running = store.start(arguments, out)
    try:
        running.wait(chance.uniform(0.15, 1.0) * usual)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    told = told_of(command, out)
    problems = []
    after = store.count("SELECT count(*) FROM turns")
    missing = told.turns - (after - before)
    if command in ("ask", "talk") and missing > (command == "talk"):
        problems.append(f"{missing} turns of {told.turns} are lost")
    is_kept = store.count("SELECT count(*) FROM memories") > remembered
    if command == "memory" and told.is_done and not is_kept:
        problems.append("a memory is lost")
    # The next start.
    next_start = store.run("ask", "--no-llm", "--json", "Which lamp is red?")
    if next_start.returncode:
        problems.append(f"the next start says {next_start.stderr[-300:]!r}")
    for pragma, good in (("integrity_check", "ok"), ("foreign_key_check", None)):
        with closing(sqlite3.connect(store.database, timeout=10)) as db:
            row = db.execute(f"PRAGMA {pragma}").fetchone()
        if (row[0] if row else None) != good:
            problems.append(f"{pragma}: {row}")
    if store.count("SELECT count(*) FROM forgetting"):
        problems.append("a forgetting is not finished")
    folders = [store.folder / folder for folder in ("data", "state", "cache", "copies")]
    left = [f.name for folder in folders for pattern in UNFINISHED for f in folder.rglob(pattern)]
    if left:
        problems.append(f"left: {', '.join(left)}")
    return problems, max(0, missing)


if __name__ == "__main__":
    sys.exit(main())
