"""Whether an answer speaks of the points that it is said to cover, by the words quoted for them.

    python benchmarks/interview_coverage.py [FILE ...] [--no-embedder] [--wrong]

The files (`benchmarks/interviews/coverage*.txt`) hold answers clause by clause, each with the
points that a reader hears in it. A point that is found is right when the words quoted for it stand
in a clause of that point; a labelled point is found when it is, with whatever words.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from voicecli.bench.assessors import assessors
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.plan import Question, QuestionKind, Topic, TopicKind

FOLDER = Path(__file__).parent / "interviews"


@dataclass(frozen=True)
class Labelled:
    """A clause with the points that are heard in it, and those that may be."""

    text: str
    points: frozenset[int]
    granted: frozenset[int]


@dataclass
class Answer:
    """An answer to a question, clause by clause."""

    topic: Topic
    clauses: list[Labelled] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(one.text for one in self.clauses)

    def speaks_of(self, quote: str, point: int) -> bool:
        """Whether quoted words stand in a clause of a point."""
        start = self.text.index(quote)
        at = 0
        for one in self.clauses:
            is_there = at < start + len(quote) and start < at + len(one.text)
            if is_there and point in one.points | one.granted:
                return True
            at += len(one.text) + 1
        return False


@dataclass
class Count:
    """What was found of what there is, and how often one clause stands for many points."""

    found: int = 0
    right: int = 0
    there: int = 0
    heard: int = 0
    many: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", default=sorted(FOLDER.glob("coverage*.txt")))
    parser.add_argument("--no-embedder", action="store_true", help="only without the embedder")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    with assessors(with_embedder=not options.no_embedder) as judges:
        for name, assessor in judges.items():
            for file in options.files:
                _print(f"{file.name}, {name}", count(assessor, read(file), wrong=options.wrong))
    return 0


def read(file: Path) -> list[Answer]:
    """The labelled answers of a file."""
    answers: list[Answer] = []
    topic, open_answer = None, False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            topic = _topic(line)
        if not line.strip() or line.startswith(("#", "@")):
            open_answer = False
        elif line.startswith(("? ", "* ")):
            assert topic is not None
            topic = _with(topic, line)
        else:
            assert topic is not None
            if not open_answer:
                answers.append(Answer(topic))
                open_answer = True
            answers[-1].clauses.append(_clause(line))
    return answers


def count(assessor: Assessor, answers: list[Answer], *, wrong: bool) -> Count:
    """Assess the answers and compare what they are said to cover with the labels."""
    counted = Count()
    for one in answers:
        (question,) = one.topic.questions
        found = assessor.assess(question.text, question.seeks, one.topic, one.text)
        quoted = {question.seeks.index(each.point) + 1: each.quote for each in found.covered}
        right = {at for at, quote in quoted.items() if one.speaks_of(quote, at)}
        there = {at for each in one.clauses for at in each.points}
        counted.found += len(quoted)
        counted.right += len(right)
        counted.there += len(there)
        counted.heard += len(there & right)
        counted.many += sum(times > 2 for times in Counter(_clauses(one, quoted)).values())
        if wrong and (right != set(quoted) or there - right):
            print(f"- {one.text}")
            for at in sorted(set(quoted) - right):
                print(f"    not heard: {question.seeks[at - 1]!r} in {quoted[at]!r}")
            for at in sorted(there - right):
                print(f"    missed: {question.seeks[at - 1]!r}")
    return counted


def _clauses(answer: Answer, quoted: dict[int, str]) -> Iterator[str]:
    """The clause of each quote."""
    for quote in quoted.values():
        yield next((one.text for one in answer.clauses if quote in one.text), quote)


def _topic(line: str) -> Topic:
    _, title, about, kind = (part.strip() for part in line[2:].split("|"))
    assert about in get_args(TopicKind)
    assert kind in get_args(QuestionKind)
    return Topic("t1", title, about, "", 0.5, (Question("", kind, ()),))


def _with(topic: Topic, line: str) -> Topic:
    """The topic with a line of its question or one more point."""
    (one,) = topic.questions
    said = line[2:].strip()
    if line.startswith("? "):
        one = Question(said, one.kind, ())
    else:
        one = Question(one.text, one.kind, (*one.seeks, said))
    return Topic(topic.id, topic.title, topic.kind, "", topic.weight, (one,))


def _clause(line: str) -> Labelled:
    labels, text = (part.strip() for part in line.split("|", 1))
    marks = [] if labels == "-" else labels.split()
    granted = frozenset(int(mark[1:]) for mark in marks if mark.startswith("~"))
    return Labelled(text, frozenset(int(mark) for mark in marks if mark.isdigit()), granted)


def _print(name: str, counted: Count) -> None:
    precision = counted.right / max(1, counted.found)
    recall = counted.heard / max(1, counted.there)
    print(f"{name}: precision {precision:.1%} of {counted.found}, recall {recall:.1%}", end="")
    print(f" of {counted.there}; clauses quoted for more than two points: {counted.many}")


if __name__ == "__main__":
    sys.exit(main())
