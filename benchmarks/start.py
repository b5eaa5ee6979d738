"""How long a person waits: for help, for a conversation, for the first words of an answer.

    python benchmarks/start.py [--profile tiny]

Times are the best and the median of several runs; peak memory is the whole process's.
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = [sys.executable, "-m", "voicecli"]
QUESTIONS = (
    "What did the home battery cost?",
    "Which projects used Rust?",
    "Where did she study?",
    "What are the rules for night trains?",
    "Who won the world cup in 1998?",
)
ROUNDS = 5


def help_seconds() -> list[float]:
    times = []
    for _ in range(10):
        began = time.perf_counter()
        subprocess.run([*PROGRAM, "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return times


def opening_seconds(profile: str) -> list[float]:
    """From the question to the first sentence, engines loaded, without a language model."""
    from voicecli import assembly
    from voicecli.cli.content import bring_up_to_date
    from voicecli.config import load
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.answer import take_turn
    from voicecli.turn import Turn

    config = load(flags={"models.profile": profile, "dialogue.llm": False}).config
    times = []
    with assembly.open_store(config) as db, assembly.open_engines(config, {"embedding"}) as engines:
        bring_up_to_date(db, engines.embedder, config)
        mind = assembly.make_mind(config, db, engines)
        for question in QUESTIONS * ROUNDS:
            began = time.perf_counter()
            for event in take_turn(question, mind, Conversation(), Turn()):
                if event.kind == "llm-text":
                    times.append(time.perf_counter() - began)
                    break
    return times


def demo(profile: str, folder: Path) -> tuple[float, dict[str, float], int]:
    """One spoken turn in a process of its own.

    Returns the seconds until it was ready, the times of its stages, and its peak memory in bytes.
    """
    command = [*PROGRAM, "--profile", profile, "talk", "--demo", "--json"]
    out, err = Path(folder, "out"), Path(folder, "err")
    with out.open("w") as stdout, err.open("w") as stderr:
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
    told = err.read_text()
    ready = re.search(r"ready in ([\d.]+) s", told)
    assert status == 0, told
    assert ready, told
    last = json.loads(out.read_text().splitlines()[-1])
    unit = 1024 if sys.platform == "linux" else 1
    return float(ready[1]), last["data"]["timings"], usage.ru_maxrss * unit


def line(what: str, times: list[float]) -> None:
    print(f"{what:<48} {min(times):7.3f} {statistics.median(times):7.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", default="tiny")
    profile = parser.parse_args().profile
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {profile}")
    print(f"{'seconds':<48} {'best':>7} {'median':>7}")
    line("voicecli --help", help_seconds())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VOICECLI_PATHS_DATABASE"] = str(Path(folder, "voicecli.db"))
        os.environ["VOICECLI_PATHS_STATE"] = folder
        demo(profile, Path(folder))
        runs = [demo(profile, Path(folder)) for _ in range(3)]
        line("talk: start to ready", [ready for ready, _, _ in runs])
        for stage in ("stt", "retrieve", "first_audio", "first_token", "llm"):
            if times := [stages[stage] for _, stages, _ in runs if stage in stages]:
                line(f"talk: {stage}", times)
        line("ask: question to first sentence, engines loaded", opening_seconds(profile))
    peak = max(peak for _, _, peak in runs)
    print(f"{'talk: peak memory, MB':<48} {peak / 1e6:7.0f}")


if __name__ == "__main__":
    main()
