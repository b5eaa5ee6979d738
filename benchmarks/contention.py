"""Several voicecli processes on one database: what fails, what is lost, how long a write waits.

Two `talk` (files as devices) and four `ask` run side by side, each command again as soon as it has
ended, until the time is up. Every write takes the lock at its start (`storage.database.writing`);
measured is how long that took, in each process. At the end the turns that the commands told of are
compared with those that are stored.

    python benchmarks/contention.py --minutes 5
"""

import argparse
import json
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from kill_store import QUESTIONS, Store, arguments_of, told_of

TALKING, ASKING = 2, 4
MOST_SECONDS = 0.05


def main() -> int:
    if len(sys.argv) > 2 and sys.argv[1] == "--child":
        return _child(Path(sys.argv[2]), sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--talking", type=int, default=TALKING)
    parser.add_argument("--asking", type=int, default=ASKING)
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        store = Store(Path(name))
        (store.content / "lamps.md").write_text("# Lamps\n\nThe red lamp costs ten pounds.\n")
        recording = store.speak()
        store.run("ask", "--no-llm", QUESTIONS[0])
        before = store.count("SELECT count(*) FROM turns")
        until = time.monotonic() + options.minutes * 60
        loops = [
            Loop(store, "talk" if number < options.talking else "ask", number, recording, until)
            for number in range(options.talking + options.asking)
        ]
        for loop in loops:
            loop.start()
        for loop in loops:
            loop.join()
        stored = store.count("SELECT count(*) FROM turns") - before
        waits = np.array([wait for loop in loops for wait in loop.waits()] or [0.0])
        told = sum(loop.turns for loop in loops)
        failures = [failure for loop in loops for failure in loop.failures]
        problem = store.count(
            "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check != 'ok'"
        )
    figures = {
        "minutes": options.minutes,
        "commands": {
            kind: sum(one.runs for one in loops if one.kind == kind) for kind in ("talk", "ask")
        },
        "turns_told": told,
        "turns_stored": stored,
        "errors": len(failures),
        "writes": len(waits),
        "write_wait_p50_ms": round(float(np.percentile(waits, 50)) * 1000, 2),
        "write_wait_p95_ms": round(float(np.percentile(waits, 95)) * 1000, 2),
        "write_wait_max_ms": round(float(waits.max()) * 1000, 2),
    }
    for failure in failures[:10]:
        print(failure, file=sys.stderr)
    print(json.dumps(figures))
    is_slow = float(np.percentile(waits, 95)) >= MOST_SECONDS
    return 1 if failures or told != stored or problem or is_slow else 0


class Loop(threading.Thread):
    """One command after the other, until the time is up."""

    def __init__(self, store: Store, kind: str, number: int, recording: Path, until: float) -> None:
        super().__init__(name=f"{kind} {number}")
        self.kind, self.turns, self.runs = kind, 0, 0
        self.failures: list[str] = []
        self._store, self._recording, self._until = store, recording, until
        self._number = number
        self._file = store.folder / f"{number}.waits"

    def run(self) -> None:
        """Run commands."""
        while time.monotonic() < self._until:
            out = self._store.folder / f"{self._number}.out"
            number = self._number * 10_000 + self.runs
            command = arguments_of(self._store, self.kind, number, self._recording)
            if self.kind == "talk":
                command[command.index("--speaker") + 1] += f".{self._number}.wav"
            code = self._command(command, out)
            self.runs += 1
            self.turns += told_of(self.kind, out).turns
            if code:
                told = out.with_suffix(".err").read_text(encoding="utf-8")[-400:]
                self.failures.append(f"{self.name}: exit code {code}: {told}")

    def waits(self) -> Iterator[float]:
        """Seconds that each write waited for the lock."""
        if self._file.exists():
            yield from map(float, self._file.read_text(encoding="utf-8").split())

    def _command(self, arguments: Sequence[str], out: Path) -> int:
        with out.open("wb") as stdout, out.with_suffix(".err").open("wb") as stderr:
            return subprocess.run(
                [sys.executable, __file__, "--child", str(self._file), *arguments],
                env=self._store.environment,
                stdout=stdout,
                stderr=stderr,
                check=False,
            ).returncode


def _child(file: Path, arguments: Sequence[str]) -> int:
    """Run the command as it is, and note how long each write waits for the lock."""
    from sqlite_utils import Database

    execute = Database.execute

    def noted(db: Database, sql: str, *rest: Any) -> Any:
        if sql != "BEGIN IMMEDIATE":
            return execute(db, sql, *rest)
        began = time.perf_counter()
        try:
            return execute(db, sql, *rest)
        finally:
            with file.open("a", encoding="utf-8") as out:
                out.write(f"{time.perf_counter() - began:.6f}\n")

    Database.execute = noted
    sys.argv = ["voicecli", *arguments]
    runpy.run_module("voicecli", run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
