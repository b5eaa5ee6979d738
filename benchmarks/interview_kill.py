"""What is left of an interview whose process was killed (SIGKILL) at random moments.

One interview in writing is held over many processes: each goes on with `--resume-session`, gets
answers as fast as it asks, and is killed somewhere between its start and its twentieth answer.
Then a look: whether the database is whole, whether every answer is there that the process had
reacted to (but for the one in hand), each once and in its order, as a turn and as an exchange,
whether the interview stands at the question that was asked last, whether any lock is left, and
whether the next process goes on with that question.

    python benchmarks/interview_kill.py --kills 60
"""

import argparse
import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from voicecli.config import load
from voicecli.interview.course import Limits
from voicecli.interview.plan import Job, Plan, Question, Resume, Topic
from voicecli.pipeline.interview_keeping import InterviewKeeper, StoredInterview, read_kept
from voicecli.storage.database import check, open_database
from voicecli.storage.interviews import Interviews
from voicecli.storage.sessions import Sessions

ANSWERS = (
    "In the spring I took over case {} from a colleague, wrote a plan and closed it in two weeks.",
    "Number {}: I do it carefully, as one does.",
    "I don't know, that is item {}.",
    "As for {}: I led four people, we cut the time by 30 percent, and I would do it again.",
)
SUBJECTS = ("planning", "teamwork", "tools", "customers", "safety", "reports", "training", "costs")
EARLY = 0.25
"""Share of the kills that fall into the start, before the first question."""
START_SECONDS = 3.0
ANSWERING_SECONDS = 1.0
CHANCE = random.Random(1)  # noqa: S311  # no secret


@dataclass(slots=True)
class Life:
    """What one process had asked and been answered when it was killed."""

    questions: list[str]
    sent: list[str]
    reacted: int
    """How many of the answers sent it had reacted to with a whole turn."""


def long_plan() -> Plan:
    """A plan that outlasts all kills."""
    topics = tuple(
        Topic(
            f"t{number}",
            subject,
            "own",
            "it is asked about",
            0.5,
            tuple(
                Question(f"What about {subject}, part {part}?", "behavioural", (subject, "result"))
                for part in range(60)
            ),
        )
        for number, subject in enumerate(SUBJECTS)
    )
    return Plan(Job("Clerk", "", ()), Resume("", ()), (), topics)


def events_of(process: "subprocess.Popen[str]") -> "queue.Queue[dict[str, Any] | None]":
    """What a process tells, as it comes; None behind the last."""
    told: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            with suppress(ValueError):  # a line that was cut off
                told.put(json.loads(line))
        told.put(None)

    threading.Thread(target=read, daemon=True).start()
    return told


def live(environment: dict[str, str], session: str, answers: Iterator[str]) -> Life:
    """Go on with the interview until the process is killed, before its first question or behind."""
    command = [sys.executable, "-m", "voicecli", "interview", "--resume-session", session]
    process = subprocess.Popen(
        [*command, "--text", "--json"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    told = events_of(process)
    one = Life([], [], 0)
    is_early = CHANCE.random() < EARLY
    until = time.monotonic() + CHANCE.uniform(0.0, START_SECONDS) if is_early else None
    said: list[str] = []
    while until is None or time.monotonic() < until:
        left = 600.0 if until is None else max(0.0, until - time.monotonic())
        try:
            event = told.get(timeout=left)
        except queue.Empty:
            break
        if event is None:
            break
        if event["kind"] == "llm-text":
            said.append(event["data"]["text"])
        if event["kind"] != "run-end":
            continue
        one.questions.append(" ".join(said))
        said = []
        if until is None:
            until = time.monotonic() + CHANCE.uniform(0.0, ANSWERING_SECONDS)
        one.reacted = len(one.sent)
        one.sent.append(next(answers))
        if process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.write(one.sent[-1] + "\n")
                process.stdin.flush()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(BrokenPipeError):
                pipe.close()
    return one


def stands(database: Path, session: str) -> tuple[StoredInterview, list[str]]:
    """The interview, and what its turns say that the candidate said."""
    with closing(open_database(database)) as db:
        interviews = Interviews(db)
        turns = [one.record.question for one in Sessions(db).turns(session)]
        return read_kept(interviews, interviews.load(session)), [one for one in turns if one]


def problems(database: Path, session: str, kept: list[str], one: Life) -> Iterator[str]:
    """What is wrong after a kill; `kept` are the answers that were there before, and grows."""
    if found := check(database).problem:
        yield f"the database: {found}"
    stored, turns = stands(database, session)
    replies = [exchange.reply.text for exchange in stored.progress.exchanges if exchange.reply]
    if turns[: len(kept)] != kept:
        yield "an answer of before is another"
    new = turns[len(kept) :]
    # The turn in hand, and the one that was told of but not stored yet, may be lost.
    if new != one.sent[: len(new)] or len(new) < one.reacted - 1:
        yield f"{len(new)} of the {one.reacted} answers it reacted to"
    if [reply for reply in replies if reply not in turns] or len(set(turns)) < len(turns):
        yield "exchanges and turns tell different things"
    if missing := [turn for turn in turns if turn not in replies]:
        yield f"{len(missing)} answers are no exchange"
    asked = one.questions[len(new)] if len(new) < len(one.questions) else ""
    if asked and stored.progress.question and stored.progress.question not in asked:
        yield f"it stands at {stored.progress.question!r}, asked was {asked!r}"
    if stored.is_held:
        yield "somebody holds it still"
    kept[:] = turns


def main() -> None:
    """Kill, look, and go on."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    CHANCE.seed(given.seed)
    with TemporaryDirectory() as folder:
        figures = kill_often(Path(folder), given.kills)
    print(json.dumps(figures))
    raise SystemExit(1 if figures["failures"] else 0)


def kill_often(folder: Path, kills: int) -> dict[str, int]:
    """Kill one interview in a folder so often; what came of it. Problems are printed."""
    environment, database = apart(folder), folder / "data" / "voicecli.db"
    with closing(open_database(database)) as db, InterviewKeeper(Interviews(db)) as keeper:
        session = keeper.begin(long_plan(), Limits(10_000.0, 10_000))
    answers = (ANSWERS[n % len(ANSWERS)].format(n) for n in range(1_000_000))
    kept: list[str] = []
    failures, early, reacted = 0, 0, 0
    for number in range(kills):
        before = stands(database, session)[0].progress.question
        one = live(environment, session, answers)
        found = list(problems(database, session, kept, one))
        if before and one.questions and before not in one.questions[0]:
            found.append(f"resumed with {one.questions[0]!r} instead of {before!r}")
        early += not one.questions
        reacted += one.reacted
        failures += bool(found)
        for problem in found:
            print(f"kill {number}: {problem}", flush=True)
    return {
        "kills": kills,
        "before_the_first_question": early,
        "answers": len(kept),
        "reacted_to": reacted,
        "failures": failures,
        "locks_of_dead_processes": len([*(folder / "data").glob("*.working-*")]),
    }


def apart(folder: Path) -> dict[str, str]:
    """The environment of a program that keeps all in a folder, but for the models."""
    paths = {name: str(folder / name) for name in ("data", "state", "cache")}
    named = {f"VOICECLI_PATHS_{name.upper()}": path for name, path in paths.items()}
    models = {"VOICECLI_PATHS_MODELS": str(load().config.models_folder)}
    return {**os.environ, **named, **models, "VOICECLI_CONFIG": str(folder / "config.toml")}


if __name__ == "__main__":
    main()
