"""How long figures over many turns take, and what a log costs.

    python benchmarks/stats.py [--turns 100000]

Times are the best and the median of several runs; CPU time stands beside them, because a busy
machine makes the clock's time longer.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROUNDS = 7
PROCESSES, LINES = 6, 5_000
INTENTS = "projects experience skills overview document person greeting off_topic".split()
ENDINGS = ["done"] * 18 + ["barge-in", "stopped", "error: llm-slow"]
WRITER = """
import sys, time
from pathlib import Path
from voicecli.log.files import LineFile
file = LineFile(Path(sys.argv[1]), 1_000_000, 100)
line = b"." * 400 + b"\\n"
sys.stdin.readline()
began = time.process_time()
for number in range(int(sys.argv[2])):
    file.append(line)
print((time.process_time() - began) / int(sys.argv[2]) * 1e6)
"""


def fill(path: Path, turns: int) -> None:
    """Make a database of turns such as a year of talking leaves."""
    from voicecli.storage.database import open_database, writing

    chance = random.Random(6)  # noqa: S311  # numbers to count with, no secrets
    begun = datetime(2025, 1, 1, tzinfo=UTC)
    models = json.dumps({"llm": "smollm2-360m", "stt": "whisper-base.en", "tts": "joe"})
    sql = (
        "INSERT INTO turns (session, number, at, question, intent, written, heard, ended,"
        " abstained, mode, models, timings, speaker, spoken, cached, waited)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    with open_database(path) as db, writing(db):
        for number in range(turns):
            at = (begun + timedelta(minutes=5 * number)).isoformat(timespec="microseconds")
            session = f"S{number // 20:07}"
            if number % 20 == 0:
                db.execute(
                    "INSERT INTO sessions (id, created, last_activity) VALUES (?, ?, ?)",
                    (session, at, at),
                )
            spoken, is_full = chance.random() < 0.5, chance.random() < 0.4
            timings = {"understand": chance.random() / 100, "retrieve": chance.random() / 20}
            timings |= (
                {"first_token": chance.random(), "llm": 2 * chance.random()} if is_full else {}
            )
            timings |= {"stt": chance.random(), "first_sound": chance.random()} if spoken else {}
            timings["total"] = 3 * chance.random()
            waited = timings.get("first_sound", timings["total"])
            row = (
                session,
                number % 20,
                at,
                "What is it? " * 5,
                chance.choice(INTENTS),
                "It is. " * 50,
            )
            row += ("It is. " * 50, chance.choice(ENDINGS), int(chance.random() < 0.05))
            row += ("full" if is_full else "instant", models, json.dumps(timings))
            row += (chance.choice(["", "", "Ada"]), int(spoken), int(chance.random() < 0.1), waited)
            db.execute(sql, row)


def timed(name: str, work: Callable[[], Any]) -> None:
    """Print how long a piece of work takes."""
    clocks, costs = [], []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        work()
        clocks.append(time.perf_counter() - began)
        costs.append(time.process_time() - cpu)
    told = f"best {min(clocks) * 1e3:.0f} ms, median {statistics.median(clocks) * 1e3:.0f} ms"
    print(f"{name:<40} {told}, CPU {min(costs) * 1e3:.0f} ms")


def figures(turns: int) -> None:
    """Time the figures, and what is made of them."""
    from voicecli.cli.stats_prometheus import exposition
    from voicecli.storage.database import open_database
    from voicecli.storage.figures import read_figures

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voicecli.db"
        fill(path, turns)
        with open_database(path) as db:
            month = (
                datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * turns) - timedelta(days=30)
            )
            timed(f"figures of {turns:,} turns", lambda: read_figures(db))
            timed("figures of the last 30 days", lambda: read_figures(db, since=month))
            read = read_figures(db)
            timed("Prometheus's format of them", lambda: exposition(read))


def log() -> None:
    """Time lines of several processes at once, and look whether any is lost."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "voicecli.log"
        command = [sys.executable, "-c", WRITER, str(file), str(LINES)]
        writers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        for writer in writers:
            assert writer.stdin
            writer.stdin.write("go\n")
            writer.stdin.flush()
        costs = [float(writer.communicate()[0]) for writer in writers]
        files = [one for one in Path(folder).iterdir() if one.suffix != ".lock"]
        lines = [line for one in files for line in one.read_bytes().splitlines()]
        torn = sum(line != b"." * 400 for line in lines)
        lost = PROCESSES * LINES - len(lines)
        print(
            f"{PROCESSES} processes, {len(lines):,} lines in {len(files)} files: {lost} lost,"
            f" {torn} torn, CPU {statistics.mean(costs):.0f} µs a line"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=100_000)
    figures(parser.parse_args().turns)
    log()
