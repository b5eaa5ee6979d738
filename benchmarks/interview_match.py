"""How often a requirement is judged right against a résumé: met, partly, missing.

    python benchmarks/interview_match.py [--cases CASES.jsonl] [--words] [--wrong]

Each line of CASES is a résumé with requirements and the fit that a person gave each of them; the
résumé is read as `voicecli interview` reads it. `--words` does without the embedding model,
`--wrong` lists what was judged otherwise. Two thirds of the labels that matter for a plan are
`met` and `missing`: a gap that is none, or a strength that is one, costs a topic; so the share of
such opposite mistakes is told apart.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from voicecli.assembly import open_embedder
from voicecli.config import load
from voicecli.documents.readers import read_whole
from voicecli.interview.claims import read_resume
from voicecli.interview.matching import match
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
    found: Match


def judged(cases: Path, embedder: Embedder | None) -> Iterator[Judged]:
    """Every requirement of a file of cases."""
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
        found = match(Job("", "", requirements), resume, embedder, TODAY)
        for case, requirement, one in zip(told["cases"], requirements, found, strict=True):
            yield Judged(told["profession"], requirement, resume, case["fit"], one)


def main() -> None:
    """Print accuracy, opposite mistakes, the confusion and, if asked, what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        embedder = None
        if not options.words:
            config = load().config
            embedder = stack.enter_context(open_embedder(config))
        cases = list(judged(options.cases, embedder))
    right = sum(case.label == case.found.fit for case in cases)
    opposite = sum({case.label, case.found.fit} == {"met", "missing"} for case in cases)
    professions = len({case.profession for case in cases})
    print(f"{len(cases)} requirements, {professions} professions")
    print(f"right     {right / len(cases):6.1%}")
    print(f"opposite  {opposite / len(cases):6.1%}   (met for missing or missing for met)")
    confusion = Counter((case.label, case.found.fit) for case in cases)
    print("\nlabel      " + "".join(f"{fit:>9}" for fit in FITS))
    for label in FITS:
        print(f"{label:<11}" + "".join(f"{confusion[label, fit]:>9}" for fit in FITS))
    for case in cases if options.wrong else ():
        if case.label != case.found.fit:
            best = [case.resume.claims[number].text for number in case.found.claims[:2]]
            print(
                f"\n{case.profession}: {case.requirement.text}\n"
                f"   {case.label}, found {case.found.fit} ({case.found.likeness:.2f}) {best}"
            )


if __name__ == "__main__":
    main()
