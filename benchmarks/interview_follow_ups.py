"""How a language model words follow-ups: how many may be asked, and how long each takes.

    python benchmarks/interview_follow_ups.py [--rows FILE.jsonl] [--llm NAME] [--ahead] [--list]

Each line of the file is an answer that leaves something open, with its job, topic, question, the
points that this seeks and what was said before. Whether a follow-up is asked, and what it seeks, is
decided as in an interview; the model words it, and what it wrote is checked as there, but for the
time, of which there is plenty. `--ahead` has it read all but the answer before, as it does while a
question sounds. `--list` shows what was written, whether it may be asked or why not, and the ready
question. Close everything else for the times.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from voicecli.assembly import open_embedder, open_llm
from voicecli.assembly.models import model_names
from voicecli.config import load
from voicecli.interview.course import Exchange, Progress, Reply, State
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.judging.follow_ups import follow_up
from voicecli.interview.judging.told import earlier_deeds, still_open
from voicecli.interview.judging.written_follow_ups import Wanted, WordingGrounds
from voicecli.interview.plan import Job, Plan, Question, Resume, Topic
from voicecli.interview.steps.context import last_messages
from voicecli.pipeline.follow_up_writing import FollowUpWriter
from voicecli.pipeline.guarded_llm import GuardedLlm
from voicecli.protocols import Embedder
from voicecli.turn import Turn

ROWS = Path(__file__).parent / "interviews" / "follow_ups.jsonl"
SECONDS = 60.0
READING_SECONDS = 20.0
"""For what is read ahead: as long as it takes."""


@dataclass(frozen=True)
class Worded:
    """A follow-up, and what the model made of it."""

    answer: str
    ready: str
    written: str
    objection: str
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=Path, default=ROWS)
    parser.add_argument("--llm", default="", help="default: the configured one")
    parser.add_argument("--ahead", action="store_true", help="read all but the answer before it")
    parser.add_argument("--list", action="store_true", help="show what was written")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines() if line]
    config = load().config
    name = options.llm or model_names(config)["llm"]
    config = replace(config, llm=replace(config.llm, first_token_seconds=SECONDS))
    with ExitStack() as stack:
        embedder = stack.enter_context(open_embedder(config))
        llm = GuardedLlm(stack.enter_context(open_llm(config, name)), config.llm)
        assessor = Assessor(embedder)
        worded, not_asked = [], 0
        grounds = Recording(embedder)
        writer = stack.enter_context(FollowUpWriter(llm, name, grounds, SECONDS))
        writer.wait(SECONDS)
        for row in rows:
            grounds.plan, wanted = decided(row, assessor)
            if wanted is None:
                not_asked += 1
            else:
                worded.append(word(writer, grounds, wanted, ahead=options.ahead))
                if options.list:
                    print(listed(worded[-1]), flush=True)
    report(name, worded, not_asked)
    return 0


class Recording(WordingGrounds):
    """Those of one plan after the other; what was looked at is kept."""

    def __init__(self, embedder: Embedder) -> None:
        self.plan = Plan(Job("", "", ()), Resume("", ()), (), ())
        self.written = self.objection = ""
        self._meaning = embedder

    def question(self, written: str, wanted: Wanted) -> tuple[Question | None, str]:
        """As it is, with what was written and the objection kept."""
        grounds = WordingGrounds(self.plan, self._meaning)
        found, self.objection = grounds.question(written, wanted)
        self.written = found.text if found else " ".join(written.split())
        return found, self.objection


def decided(row: dict[str, Any], assessor: Assessor) -> tuple[Plan, Wanted | None]:
    """The follow-up to an answer, as an interview decides it."""
    question = Question(row["question"], row["kind"], tuple(row["seeks"]))
    topic = Topic("t1", row["topic"], "strength", "", 0.5, (question,))
    plan = Plan(Job(row["job"], "", ()), Resume("", ()), (), (topic,))
    before = tuple(
        Exchange(n, "t1", "main", one["question"], (), 0.0, "answered", Reply(one["answer"]))
        for n, one in enumerate(row["earlier"], 1)
    )
    asked = (*(one.question for one in before), question.text)
    now = Progress(
        State.ANSWER, "t1", "main", *(question.text, question.seeks), number=len(asked),
        exchanges=before, asked=asked,
    )  # fmt: skip
    judged = assessor.assess(question.text, question.seeks, topic, row["answer"])
    context = last_messages(now, row["answer"])
    left, earlier = still_open(judged, context, assessor.touched), earlier_deeds(context)
    ready = follow_up(topic, question.text, row["answer"], left, asked, earlier)
    return plan, Wanted(topic, ready, judged.verdict, context, asked) if ready else None


def word(writer: FollowUpWriter, grounds: Recording, wanted: Wanted, *, ahead: bool) -> Worded:
    """Have the model word a follow-up, and look what it cost."""
    if ahead:
        writer.read_ahead(wanted.topic, wanted.context[:-1], Turn())
        writer.rest(READING_SECONDS)
    grounds.written = grounds.objection = ""
    began = time.perf_counter()
    if writer.can_word(wanted):
        writer.word(wanted, Turn())
    seconds = time.perf_counter() - began
    reason = grounds.objection or ("" if grounds.written else "left as it is")
    answer = wanted.context[-1].text
    return Worded(answer, wanted.ready.text, grounds.written, reason, seconds)


def report(name: str, worded: list[Worded], not_asked: int) -> None:
    """Print the figures."""
    passed = [one for one in worded if not one.objection]
    print(f"{name}: {len(worded)} follow-ups, {not_asked} answers without one")
    print(f"may be asked: {len(passed)}/{len(worded)}")
    for reason, count in Counter(one.objection for one in worded if one.objection).most_common():
        print(f"  not: {reason}: {count}")
    times = sorted(one.seconds for one in worded if one.written)
    if times:
        most = times[min(len(times) - 1, int(0.9 * len(times)))]
        print(f"seconds: median {statistics.median(times):.2f}, 90 % below {most:.2f}")


def listed(one: Worded) -> str:
    """What was made of an answer."""
    told = f"{one.objection or 'asked'} ({one.seconds:.1f} s): {one.written}"
    return f"- {one.answer}\n    ready: {one.ready}\n    {told}"


if __name__ == "__main__":
    sys.exit(main())
