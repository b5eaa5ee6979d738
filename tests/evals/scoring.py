"""How well a labelled set was answered; every figure is a mean where 1.0 is best.

Written apart from `voicecli.bench.scores`, so that a slip in one of them shows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

Label = Mapping[str, Any]
"""A line of queries.jsonl."""
Given = Mapping[str, Any]
"""A line of predictions: id, intent, items, technologies, years, file, passage, refused."""

PASSAGE_WORDS = 120
"""More than this is a page and no passage."""
SAME_PASSAGE = 0.5
"""Token F1 from which two passages count as one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean and over how many questions it is."""

    mean: float
    count: int


def score(labels: Iterable[Label], given: Mapping[str, Given]) -> dict[str, dict[str, Figure]]:
    """The figures of all questions under "", and those of each tag under its name."""
    points: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        answer = given[label["id"]]
        before = shown[label["conv"]] if label["exclude_shown"] else set()
        for name, value in chain(
            of_items(label, answer, before), of_filters(label, answer), of_answer(label, answer)
        ):
            for group in ("", *label["tags"]):
                points[group][name].append(value)
        shown[label["conv"]].update(answer["items"])
    return {
        group: {name: Figure(sum(all_) / len(all_), len(all_)) for name, all_ in names.items()}
        for group, names in points.items()
    }


def of_items(label: Label, answer: Given, before: set[str]) -> Iterator[tuple[str, float]]:
    """How many of the items are wanted, and of the wanted ones how many there are.

    Acceptable items count neither way; `before` are items that must not come again.
    """
    wanted = set(label["relevant"]) - before
    neutral = set(label["acceptable"]) - before
    items = list(answer["items"])
    if not wanted:
        return
    right = [item for item in items if item in wanted]
    judged = [item for item in items if item not in neutral]
    recall = len(set(right)) / len(wanted)
    precision = len(right) / len(judged) if judged else 0.0
    yield "item recall", recall
    yield "item recall@3", len(wanted.intersection(items[:3])) / min(3, len(wanted))
    yield "item precision", precision
    yield "item F1", 2 * recall * precision / (recall + precision) if right else 0.0


def of_filters(label: Label, answer: Given) -> Iterator[tuple[str, float]]:
    """Whether technologies and years are exactly those asked for, and none where none are."""
    asked = label["filters"]
    technologies = {name.lower() for name in answer["technologies"]}
    if asked["technologies"]:
        expected = {name.lower() for name in asked["technologies"]}
        yield "technology filter", float(technologies == expected)
    elif not label["document"]:
        yield "no spurious technology", float(not technologies)
    if asked["years"]:
        right = answer["years"] in [asked["years"], *asked["years_also_ok"]]
        yield "year filter", float(right)
    elif not label["document"]:
        yield "no spurious year", float(not answer["years"])


def of_answer(label: Label, answer: Given) -> Iterator[tuple[str, float]]:
    """Whether the intent, the document and its passage are right, and whether it was refused."""
    yield "intent", float(answer["intent"] == label["intent"])
    if gold := label["document"]:
        right_file = answer["file"] == gold["file"]
        yield "document file", float(right_file)
        told = any(says(answer["passage"], passage) for passage in gold["passages"])
        yield "document passage", float(right_file and told)
    if label["answerable"]:
        yield "answered", float(not answer["refused"])
    else:
        yield "refused", float(answer["refused"])


def says(passage: str, gold: str) -> bool:
    """Whether a passage holds the gold one, or nearly is it."""
    words, wanted = tokens(passage), tokens(gold)
    if len(words) > PASSAGE_WORDS:
        return False
    common = sum((Counter(words) & Counter(wanted)).values())
    close = 2 * common >= SAME_PASSAGE * (len(words) + len(wanted)) and common > 0
    return close or " ".join(wanted) in " ".join(words)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"\w+", text.lower())
