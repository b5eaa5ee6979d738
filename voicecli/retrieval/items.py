"""Records as things to choose from: what speaks for each beside its words."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from voicecli.retrieval.quantities import figures
from voicecli.retrieval.scores import Scores, Weights
from voicecli.retrieval.search import Candidate, fuse, score_of, scores_of
from voicecli.retrieval.words import content_words, stems, words
from voicecli.types import Record

HALF_LIFE_YEARS = 3.0
"""After so many years a record counts half as recent."""
LARGE_FIGURE = 1_000_000
"""A figure from which a record has all the impact that figures can show."""

_SHARED = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A record that may be listed, with the passage that tells of it."""

    candidate: Candidate
    record: Record

    @property
    def id(self) -> str:
        """The id of its passage."""
        return self.candidate.passage.id

    @property
    def value(self) -> float:
        """How well it fits the question."""
        return self.candidate.fit.value

    @property
    def began(self) -> str:
        """When it began, as an ISO date; empty when that is not known."""
        return self.record.start or self.record.end

    @property
    def ended(self) -> str:
        """When it ended, as an ISO date; "9999" for what goes on, empty when that is not known."""
        return "9999" if self.record.ongoing else self.record.end or self.record.start


def rank_items(
    items: Sequence[Item],
    weights: Weights,
    today: date,
    technologies: Collection[str] = (),
    *,
    by_topic: bool,
) -> list[tuple[Item, Scores]]:
    """The items with their scores, best first.

    The four weighted parts make one ranking; where the question has a topic it is fused with those
    by BM25 and by meaning. A part that is not asked for counts nothing.
    """
    scored = [_parts(item, today, technologies) for item in items]
    weighted = [_weighted(parts, weights, technologies, by_topic=by_topic) for parts in scored]
    rankings = [_order(weighted)]
    if by_topic:
        rankings.append(_order([item.value for item in items]))
        found = [i for i in range(len(items)) if items[i].candidate.bm25_rank is not None]
        rankings.append(sorted(found, key=lambda i: items[i].candidate.bm25_rank or 0))
        rankings.append(_order([item.candidate.fit.whole for item in items]))
    fused = fuse(*rankings)
    order = sorted(range(len(items)), key=lambda i: (-fused[i], -items[i].value))
    return [(items[i], _with(scored[i], fused[i])) for i in order]


def recency(record: Record, today: date) -> float:
    """0..1: 1 for what goes on now, half of it for each HALF_LIFE_YEARS since the end."""
    if record.ongoing:
        return 1.0
    ended = _year(record.end or record.start)
    return 0.5 ** (max(0.0, _year_of(today) - ended) / HALF_LIFE_YEARS) if ended else 0.0


def impact(record: Record) -> float:
    """0..1: half for telling what came of it, the rest by the size of its largest figure."""
    if not record.metrics:
        return 0.0
    largest = max((figure for text in record.metrics for figure in figures(text)), default=0.0)
    return 0.5 + 0.5 * min(1.0, math.log1p(max(largest, 0.0)) / math.log1p(LARGE_FIGURE))


def figure_of(record: Record, of: str) -> float | None:
    """The figure that a record names with a word such as "cited"; without a word its first one."""
    told = [*record.metrics, *(f"{name}: {value}" for name, value in record.other.items())]
    asked = [word for word in words(of) if len(word) >= _SHARED]
    for text in told:
        about = not of or any(_share(word, other) for word in asked for other in words(text))
        found = next(figures(text), None) if about else None
        if found is not None:
            return found
    return None


def _share(word: str, other: str) -> bool:
    """Whether two words begin alike, as those of one family do: "cited", "citations"."""
    return word[:_SHARED] == other[:_SHARED]


def group_technologies(items: Sequence[Item], topic: Sequence[str]) -> frozenset[str]:
    """Technologies of a group of skills that is called by the topic: "machine learning"."""
    asked = {key for word in topic for key in stems(word)}
    found: set[str] = set()
    for item in items:
        title = set(content_words(item.record.title))
        if asked and asked <= title and len(title) <= 2 * len(asked):
            found.update(name.casefold() for name in item.record.technologies)
    return frozenset(found)


def has_technology(record: Record, names: Collection[str]) -> bool:
    """Whether a record names one of these technologies, given casefolded."""
    return any(name.casefold() in names for name in record.technologies)


def _parts(item: Item, today: date, technologies: Collection[str]) -> Scores:
    known = scores_of(item.candidate)
    wanted = {name.casefold() for name in technologies}
    held = {name.casefold() for name in item.record.technologies} & wanted
    return Scores(
        keyword=known.support,
        technology=len(held) / len(wanted) if wanted else 0.0,
        recency=recency(item.record, today),
        impact=impact(item.record),
        bm25_rank=known.bm25_rank,
        vector_rank=known.vector_rank,
        cosine=known.cosine,
        support=known.support,
        fused=score_of(item.candidate.fit),
    )


def _weighted(
    parts: Scores, weights: Weights, technologies: Collection[str], *, by_topic: bool
) -> float:
    counted = [(weights.recency, parts.recency), (weights.impact, parts.impact)]
    if by_topic:
        counted.append((weights.keyword, parts.keyword))
    if technologies:
        counted.append((weights.technology, parts.technology))
    total = sum(weight for weight, _ in counted) or 1.0
    return sum(weight * part for weight, part in counted) / total


def _with(parts: Scores, fused: float) -> Scores:
    return replace(parts, fused=fused)


def _order(values: Sequence[float]) -> list[int]:
    return sorted(range(len(values)), key=lambda index: -values[index])


def _year(iso: str) -> float:
    """An ISO date as a year with its fraction; 0 when there is none."""
    year, _, rest = iso.partition("-")
    month = int(rest[:2]) if rest[:2].isdigit() else 6
    return int(year) + month / 12 if year.isdigit() else 0.0


def _year_of(day: date) -> float:
    return day.year + day.month / 12
