"""How often a requirement is judged right against a résumé: met, partly, missing.

    python benchmarks/interview_match.py [--cases CASES.jsonl] [--words] [--read] [--wrong]

Each line of CASES is a résumé with requirements and the fit that a person gave each of them; the
résumé is read as `voicecli interview` reads it. `--read` has the job read, too: its kinds, names
and years are those found in its text, not those of the label; of several requirements that are
found in one line all have to be met, and what is not found is wrong. `--words` does without the
embedding model, `--wrong` lists what was judged otherwise. What matters most for a plan are met
and missing: a gap that is none, or a strength that is one, costs a topic; so the share of such
opposite mistakes is told apart.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from voicecli.assembly import open_embedder
from voicecli.config import load
from voicecli.documents.readers import read_whole
from voicecli.interview.fit.matching import match
from voicecli.interview.fit.qualifying import joined
from voicecli.interview.papers.claims import read_resume
from voicecli.interview.papers.requirements import read_job
from voicecli.interview.plan import Fit, Job, Match, Place, Requirement, Resume
from voicecli.protocols import Embedder

CASES = Path(__file__).with_name("interviews") / "matches.jsonl"
TODAY = date(2025, 6, 1)
"""The day that the labels were given for."""
FITS: tuple[Fit, ...] = ("met", "partly", "missing")


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement with the fit that a person gave it and the one that was found."""

    profession: str
    requirement: Requirement
    resume: Resume
    label: Fit
    fit: Fit | Literal["unread"]
    found: Match


def judged(cases: Path, embedder: Embedder | None, *, is_read: bool = False) -> Iterator[Judged]:
    """Every requirement of a file of cases; `is_read`: what they ask is read from their text."""
    for line in cases.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        text = told["resume"]
        name = "cv.md" if text.startswith("#") else "cv.txt"
        resume = read_resume(read_whole(text.encode(), name))
        requirements = tuple(
            Requirement(
                case["text"],
                case["kind"],
                Place("job.txt", case["text"], 1),
                tuple(case["names"]),
                case["years"],
            )
            for case in told["cases"]
        )
        if is_read:
            yield from read_and_judged(told, requirements, resume, embedder)
            continue
        found = match(Job("", "", requirements), resume, embedder, TODAY)
        for case, requirement, one in zip(told["cases"], requirements, found, strict=True):
            yield Judged(told["profession"], requirement, resume, case["fit"], one.fit, one)


def read_and_judged(
    told: dict[str, Any],
    requirements: tuple[Requirement, ...],
    resume: Resume,
    embedder: Embedder | None,
) -> Iterator[Judged]:
    """The requirements of a job that has each case as a bullet."""
    head = "# Job\n\n## Requirements\n\n"
    bullets = "\n".join(f"- {requirement.text}" for requirement in requirements)
    job = read_job(read_whole(f"{head}{bullets}\n".encode(), "job.md"))
    found = match(job, resume, embedder, TODAY)
    first = head.count("\n") + 1
    for number, (case, requirement) in enumerate(zip(told["cases"], requirements, strict=True)):
        own = [
            one for one in found if job.requirements[one.requirement].place.line == first + number
        ]
        fits = [one.fit for one in own]
        fit = joined(fits, any_will_do=False) if fits else "unread"
        best = max(own, key=lambda one: one.likeness, default=Match(0, "missing", 0.0))
        yield Judged(told["profession"], requirement, resume, case["fit"], fit, best)


def main() -> None:
    """Print accuracy, opposite mistakes, the confusion and, if asked, what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        embedder = None
        if not options.words:
            config = load().config
            embedder = stack.enter_context(open_embedder(config))
        cases = list(judged(options.cases, embedder, is_read=options.read))
    right = sum(case.label == case.fit for case in cases)
    opposite = sum({case.label, case.fit} == {"met", "missing"} for case in cases)
    professions = len({case.profession for case in cases})
    print(f"{len(cases)} requirements, {professions} professions")
    print(f"right     {right / len(cases):6.1%}")
    print(f"opposite  {opposite / len(cases):6.1%}   (met for missing or missing for met)")
    confusion = Counter((case.label, case.fit) for case in cases)
    print("\nlabel      " + "".join(f"{fit:>9}" for fit in FITS))
    for label in FITS:
        print(f"{label:<11}" + "".join(f"{confusion[label, fit]:>9}" for fit in FITS))
    for case in cases if options.wrong else ():
        if case.label != case.fit:
            best = [case.resume.claims[number].text for number in case.found.claims[:2]]
            print(
                f"\n{case.profession}: {case.requirement.text}\n"
                f"   {case.label}, found {case.fit} ({case.found.likeness:.2f}) {best}"
            )


if __name__ == "__main__":
    main()
