"""Twenty whole interviews with the synthetic candidate, over the pairs of `interviews/pairs`.

`python benchmarks/interviews.py` plans, holds, keeps and reports each as the command does, in
writing and in simulated time: limits, repeated questions, follow-up decisions, reports, quotes.
Nothing of the person's own interviews is read or written. Exits with 1 when a figure is missed.

`--aloud N` holds N shorter ones by voice in real time instead: the candidate speaks with Piper's
voice, and the wait from the end of an answer to the first sound of what follows is measured. Close
everything else first.
"""

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from interview_quotes import counts, stray_quotes

from voicecli import assembly
from voicecli.assembly.engines import open_synthesizer
from voicecli.assembly.interview_reports import report_of
from voicecli.bench.candidate import MANNERS, Candidate
from voicecli.bench.figures import spread
from voicecli.bench.interviewing import Conduct, HeldInterview, hold_interview
from voicecli.bench.interviewing_aloud import SpokenInterview, SpokenReply, hold_aloud
from voicecli.config import Config, load
from voicecli.interview.course import Limits
from voicecli.interview.plan import Plan
from voicecli.interview.reporting.findings import Report

PAIRS = Path(__file__).with_name("interviews") / "pairs"
RIGHT = 0.85
EXERCISES = 3
WAIT_SECONDS = 0.9
"""The median that the candidate may wait."""

CONDUCTS = (
    Conduct(Limits()),
    Conduct(Limits(), leaves_after=5),
    Conduct(Limits(minutes=10.0), slowness=1.5),
    Conduct(Limits(questions=6)),
    Conduct(Limits(), slowness=5.0),
    Conduct(Limits(questions=10, follow_ups=1), leaves_after=9),
)
"""How the interviews are held, in turns: as usual, left half way, short, slow."""


@dataclass
class Outcome:
    """One interview of the benchmark."""

    pair: str
    manner: str
    held: HeldInterview
    report: Report
    problems: list[str]
    quotes: int


def main() -> int:
    """Hold them, print what came of it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", type=int, default=None, help="one interview, by its number; aloud: the first"
    )
    parser.add_argument("--show", action="store_true", help="print what was said")
    parser.add_argument("--seed", type=int, default=0, help="other candidates say other things")
    parser.add_argument("--aloud", type=int, default=0, metavar="N", help="by voice")
    parser.add_argument(
        "--llm", default="", metavar="NAME", help="aloud: this language model words follow-ups"
    )
    parser.add_argument("--questions", type=int, default=5, help="of an interview by voice")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.aloud:
        return _aloud(given)
    outcomes = []
    began = time.process_time()
    with TemporaryDirectory() as folder:
        config = _config(Path(folder))
        with assembly.open_engines(config, {"embedding"}) as engines:
            for number, (pair, manner) in enumerate(_casts()):
                if given.only is None or number == given.only:
                    outcomes.append(_one(config, engines, pair, manner, number, given.seed))
                    _tell(outcomes[-1], number, shown=given.show)
    figures = _figures(outcomes) | {"cpu_seconds": round(time.process_time() - began, 1)}
    print(json.dumps(figures, indent=2) if given.json else _lines(figures))
    return 0 if figures["passed"] else 1


def _casts() -> list[tuple[Path, str]]:
    """Two candidates of different manners for each pair."""
    pairs = sorted(PAIRS.iterdir())
    manners = list(MANNERS)
    return [
        (pair, manners[(number + 2 * half + number // len(manners)) % len(manners)])
        for half in range(2)
        for number, pair in enumerate(pairs)
    ]


def _config(folder: Path) -> Config:
    usual = load().config
    paths = replace(usual.paths, data=folder, state=folder, models=usual.models_folder)
    return replace(usual, paths=paths)


def _one(
    config: Config, engines: assembly.Engines, pair: Path, manner: str, number: int, seed: int
) -> Outcome:
    plan = _plan(config, pair)
    candidate = Candidate(plan, MANNERS[manner], seed=1000 * seed + number)
    held = hold_interview(config, engines, plan, candidate, CONDUCTS[number % len(CONDUCTS)])
    report = report_of(config, held.session)
    problems = _problems(report, held, plan)
    problems += [
        f"stray quote in {where}: {text}" for where, text in stray_quotes(report, held.progress)
    ]
    return Outcome(pair.name, manner, held, report, problems, counts(report)["report"])


def _plan(config: Config, pair: Path) -> Plan:
    return assembly.make_plan(config, pair / "resume.md", pair / "job.md", use_llm=False)


def _aloud(given: argparse.Namespace) -> int:
    """Hold interviews by voice; prints how long the candidate waited."""
    replies: list[SpokenReply] = []
    faults: list[str] = []
    kept: list[str] = []
    limits = Limits(questions=given.questions)
    with TemporaryDirectory() as folder:
        config = assembly.for_answers(_config(Path(folder)))
        llm = replace(config.llm, model=given.llm or config.llm.model)
        config = replace(config, llm=llm)
        roles = {"embedding", "vad", "stt", "tts", *(("llm",) if given.llm else ())}
        with assembly.open_engines(config, roles) as engines, open_synthesizer(config) as voice:
            first = given.only or 0
            for number, (pair, manner) in list(enumerate(_casts()))[first : first + given.aloud]:
                plan = _plan(config, pair)
                candidate = Candidate(plan, MANNERS[manner], seed=1000 * given.seed + number)
                held = hold_aloud(config, engines, voice, plan, limits, candidate)
                report = report_of(config, held.session)
                stray = stray_quotes(report, held.progress)
                faults += [*held.faults, *(f"stray quote: {text}" for _, text in stray)]
                replies += held.replies
                kept += held.kept_ready
                _tell_aloud(held, pair, manner, shown=given.show)
    waits = spread(one.wait for one in replies if one.wait is not None)
    figures: dict[str, Any] = {
        "replies": len(replies),
        "cut_off": sum(1 for one in replies if one.cut_off),
        "wait_p50": round(waits.p50, 3) if waits else None,
        "wait_p95": round(waits.p95, 3) if waits else None,
        "wait_max": round(waits.max, 3) if waits else None,
        "noticed_p50": _median([one.noticed - one.ended for one in replies if one.noticed]),
        "evaluated_p50": _median([one.timings.get("evaluate", 0.0) for one in replies]),
        "recognised_p50": _median([one.timings.get("stt", 0.0) for one in replies]),
        "faults": faults,
    }
    if given.llm:
        tried = [one for one in replies if "llm" in one.timings]
        figures |= {
            "llm_tried": len(tried),
            "llm_not_taken": dict(Counter(kept)),
            "llm_seconds_p50": _median([one.timings["llm"] for one in tried]),
            "gap_p50": _median([one.gap for one in tried if one.gap is not None]),
            "gap_p50_without": _median(
                [one.gap for one in replies if one.gap and one not in tried]
            ),
        }
    print(json.dumps(figures, indent=2) if given.json else _lines(figures))
    return 0 if waits and waits.p50 <= WAIT_SECONDS and not faults else 1


def _median(values: list[float]) -> float | None:
    found = spread(values)
    return round(found.p50, 3) if found else None


def _tell_aloud(held: SpokenInterview, pair: Path, manner: str, *, shown: bool) -> None:
    print(f"{pair.name:14} {manner}", *held.faults, sep="\n      ", file=sys.stderr)
    for one in held.replies if shown else ():
        wait = "cut off" if one.cut_off else f"{one.wait or -1:.2f} s"
        print(f"   [{wait}] {one.saying.text}\n       > {one.heard}")
    for text in held.progress.asked if shown else ():
        print(f"   ? {text}")


def _problems(report: Report, held: HeldInterview, plan: Plan) -> list[str]:
    """What a complete report has and this one has not."""
    told = {question.number for topic in report.topics for question in topic.questions}
    missing = [one.number for one in held.progress.exchanges if one.number not in told]
    found = [f"question {number} is not in the report" for number in missing]
    replies = {one.number: one.reply for one in held.progress.exchanges}
    for topic in report.topics:
        for question in topic.questions:
            reply = replies.get(question.number)
            if reply and not question.said:
                found.append(f"what was said to question {question.number} is missing")
    titles = {topic.id for topic in report.topics}
    asked = {one.topic for one in held.progress.exchanges if one.topic}
    found += [f"topic {one} is missing" for one in asked - titles]
    if report.answered and len(report.exercises) != EXERCISES:
        found.append(f"{len(report.exercises)} exercises")
    found += [f"no evidence: {one.name}" for one in report.scores if one.score and not one.quotes]
    found += [f"no reason: {one.name}" for one in report.scores if not one.score and not one.why]
    judgements = (*report.strengths, *report.gaps)
    return found + [f"no evidence: {one.text}" for one in judgements if not one.quotes]


def _figures(outcomes: list[Outcome]) -> dict[str, Any]:
    decisions = [one for outcome in outcomes for one in outcome.held.decisions]
    counted = [one for one in decisions if one.right is not None]
    right = sum(1 for one in counted if one.right)
    judged = [one for one in decisions if one.judged and one.saying.verdict != "silent"]
    verdicts = sum(1 for one in judged if one.judged == one.saying.verdict)
    mixed = Counter(
        f"{one.saying.verdict} judged {one.judged}, "
        f"{'followed up' if one.followed_up else 'not followed up'}"
        for one in counted
        if not one.right
    )
    faults = [fault for one in outcomes for fault in one.held.faults]
    problems = [problem for one in outcomes for problem in one.problems]
    share = right / len(counted) if counted else 0.0
    return {
        "interviews": len(outcomes),
        "turns": sum(one.held.turns for one in outcomes),
        "questions": sum(len(one.held.progress.asked) for one in outcomes),
        "follow_ups": sum(
            1
            for one in outcomes
            for each in one.held.progress.exchanges
            if each.asking == "follow-up"
        ),
        "faults": faults,
        "decisions": len(counted),
        "decisions_right": round(share, 4),
        "decisions_wrong": dict(mixed.most_common()),
        "verdicts_right": round(verdicts / len(judged), 4) if judged else None,
        "report_problems": problems,
        "quotes": sum(one.quotes for one in outcomes),
        "passed": not faults and not problems and share >= RIGHT,
    }


def _tell(one: Outcome, number: int, *, shown: bool) -> None:
    now = one.held.progress
    line = f"{number:2}  {one.pair:14} {one.manner:10} {len(now.asked):2} questions"
    right = sum(1 for each in one.held.decisions if each.right)
    counted = sum(1 for each in one.held.decisions if each.right is not None)
    line += f"  {now.seconds / 60:4.1f} min  decisions {right}/{counted}"
    print(line, *one.held.faults, *one.problems, sep="\n      ", file=sys.stderr)
    if not shown:
        return
    for each in one.held.decisions:
        mark = {True: "+", False: "WRONG", None: "."}[each.right]
        print(f"   {mark} [{each.saying.verdict} / {each.judged}] {each.question}")
        print(f"       > {each.saying.text}")


def _lines(figures: dict[str, Any]) -> str:
    return "\n".join(f"{name:18} {value}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
