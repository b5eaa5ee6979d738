"""How good answers are, against a labelled set.

The rules are those of the set's makers: what a question does not ask for is not counted, what an
answer does not say is wrong where it is asked for.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voicecli.bench.labels import Gold, Query

LONGEST_PASSAGE = 120
"""Words: more is a page, not an answer."""
ENOUGH_OVERLAP = 0.5
"""Token F1 from which a passage says what the labelled one says."""
MANY_ITEMS = 10
"""An overview with more acceptable items than this is asked to be a mixture."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was answered: ids of items, best first, and the first document with its passage."""

    id: str
    intent: str
    items: tuple[str, ...]
    technologies: tuple[str, ...]
    years: Mapping[str, int | None] | None
    file: str | None
    passage: str
    refused: bool
    answer: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The documented line of a predictions file."""
        return {
            "id": self.id,
            "intent": self.intent,
            "items": list(self.items),
            "technologies": list(self.technologies),
            "years": dict(self.years) if self.years else None,
            "file": self.file,
            "passage": self.passage,
            "refused": self.refused,
            "answer": self.answer,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of a figure (0..1) over `count` questions."""

    mean: float
    count: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Every figure by its name, and the same for the questions of each tag."""

    figures: Mapping[str, Score]
    tags: Mapping[str, Mapping[str, Score]]


Figures = dict[str, float]


def score(queries: Iterable[Query], predictions: Mapping[str, Prediction]) -> Scores:
    """Compare predictions, by their question's id, with the labels; conversations in order."""
    all_: dict[str, list[float]] = defaultdict(list)
    tagged: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        given = predictions[query.id]
        figures = _figures(query, given, frozenset(shown[query.conversation]))
        shown[query.conversation].update(given.items)
        for name, value in figures.items():
            all_[name].append(value)
            for tag in query.tags:
                tagged[tag][name].append(value)
    tags = {tag: _means(tagged[tag]) for tag in sorted(tagged)}
    return Scores(_means(all_), tags)


def _means(values: Mapping[str, Sequence[float]]) -> dict[str, Score]:
    return {name: Score(sum(found) / len(found), len(found)) for name, found in values.items()}


def _figures(query: Query, given: Prediction, shown: frozenset[str]) -> Figures:
    figures: Figures = {}
    if query.intent is not None:
        figures["intent"] = given.intent == query.intent
    figures |= _item_figures(query, given, shown)
    figures |= _filter_figures(query, given)
    if query.document:
        figures["document file"] = given.file == query.document.file
        figures["document passage"] = _holds(query.document, given)
    if query.answerable:
        figures["false refusal"] = given.refused
    else:
        figures["refused when unanswerable"] = given.refused
    return {name: float(value) for name, value in figures.items()}


def _item_figures(query: Query, given: Prediction, shown: frozenset[str]) -> Figures:
    past = shown if query.exclude_shown else frozenset()
    wanted, neutral = query.relevant - past, query.acceptable - past
    figures: Figures = {}
    if query.intent == "overview" and len(query.acceptable) > MANY_ITEMS:
        kinds = {item.split("-")[0] for item in given.items}
        figures["overview mixed"] = len(given.items) >= 3 and len(kinds) >= 2
    if not wanted:
        return figures
    hits = [item for item in given.items if item in wanted]
    counted = [item for item in given.items if item not in neutral]
    recall = len(set(hits)) / len(wanted)
    precision = len(hits) / len(counted) if counted else 0.0
    first_three = set(given.items[:3]) & wanted
    return figures | {
        "item recall": recall,
        "item precision": precision,
        "item F1": 2 * recall * precision / (recall + precision) if hits else 0.0,
        "item first": bool(given.items) and given.items[0] in wanted | neutral,
        "item recall@3": len(first_three) / min(3, len(wanted)),
    }


def _filter_figures(query: Query, given: Prediction) -> Figures:
    figures: Figures = {}
    technologies = {name.lower() for name in given.technologies}
    if query.technologies:
        figures["technology filter"] = technologies == query.technologies
    elif not query.document:
        figures["spurious technologies"] = bool(technologies)
    if query.years:
        figures["year filter"] = (given.years or None) in query.years
    elif not query.document:
        figures["spurious years"] = bool(given.years)
    return figures


def _holds(gold: Gold, given: Prediction) -> bool:
    """Whether the passage is of the right document, not too long, and holds a labelled piece."""
    words = _tokens(given.passage)
    if given.file != gold.file or len(words) > LONGEST_PASSAGE:
        return False
    told = " ".join(words)
    return any(
        " ".join(_tokens(piece)) in told or _overlap(_tokens(piece), words) >= ENOUGH_OVERLAP
        for piece in gold.passages
    )


def _overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """Token F1 of two texts."""
    common = (Counter(first) & Counter(second)).total()
    return 2 * common / (len(first) + len(second)) if common else 0.0


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
