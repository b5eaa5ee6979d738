"""Scores of a rubric, 1 to 5, each with what was counted and the words that show it.

No score is given where nothing can be measured or no words show it; its weight is left out then.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from voicecli.interview.course import Covered, Exchange
from voicecli.interview.reporting.findings import Quote, Score
from voicecli.interview.reporting.measures import (
    MEASURES,
    Answers,
    Found,
    Measured,
    opening_of,
    spread,
)
from voicecli.interview.reporting.quoting import is_concrete, quoted
from voicecli.interview.reporting.rubric import Criterion, Rubric

LEAST_WORDS = 40
"""In fewer words of all answers together nothing is scored."""
LEAST_WEIGHT = 0.5
"""Share of the weight that must be judged before a total is given."""

Cover = Callable[[Sequence[str], Exchange], Sequence[Covered]]
"""Judges which of some points the reply of an exchange touches."""


def scores_of(
    rubric: Rubric, answers: Answers, exchanges: Sequence[Exchange], cover: Cover | None
) -> tuple[Score, ...]:
    """A score for each criterion, with None for what cannot be judged."""
    words = sum(one.figures.words for one in answers.judged if one.figures is not None)
    if words < LEAST_WORDS:
        why = (
            "nothing was answered that could be judged"
            if not words
            else f"the answers have {words} words; {LEAST_WORDS} are needed"
        )
        return tuple(_left_out(one, why) for one in rubric.criteria)
    return tuple(_score(one, answers, exchanges, cover) for one in rubric.criteria)


def total_of(scores: Sequence[Score]) -> tuple[float | None, float]:
    """The weighted mean of what was scored, and the share of the weight that it has."""
    whole = sum(one.weight for one in scores)
    judged = [(one.score, one.weight) for one in scores if one.score is not None and one.weight]
    weight = sum(each for _, each in judged)
    share = weight / whole if whole else 0.0
    if not judged or share < LEAST_WEIGHT:
        return None, share
    return round(sum(score * each for score, each in judged) / weight, 1), share


def _score(
    criterion: Criterion,
    answers: Answers,
    exchanges: Sequence[Exchange],
    cover: Cover | None,
) -> Score:
    found = {name: MEASURES[name](answers) for name in criterion.measures or _named(criterion)}
    if criterion.points:
        found["points"] = _points(criterion, answers, exchanges, cover)
    if not found:
        return _left_out(criterion, "the rubric names neither measures nor points for it")
    measured = [one for one in found.values() if isinstance(one, Measured) and one.quotes]
    missing: dict[str, list[str]] = {}
    for name, one in found.items():
        if one not in measured:
            why = one if isinstance(one, str) else "no words show it"
            missing.setdefault(why, []).append(name)
    if not measured:
        return _left_out(criterion, "; ".join(missing))
    score = 1 + round(4 * fmean(one.value for one in measured))
    levels: Mapping[int, str] = criterion.levels or {}
    return Score(
        criterion.name,
        criterion.description,
        criterion.weight,
        score,
        counted="; ".join(one.counted for one in measured),
        level=levels.get(score, ""),
        why="; ".join(f"{', '.join(names)} not counted: {why}" for why, names in missing.items()),
        quotes=spread([quote for one in measured for quote in one.quotes]),
    )


def _named(criterion: Criterion) -> tuple[str, ...]:
    """The measure that a criterion without measures and points is called like."""
    name = criterion.name.casefold().strip()
    return (name,) if name in MEASURES and not criterion.points else ()


def _points(
    criterion: Criterion,
    answers: Answers,
    exchanges: Sequence[Exchange],
    cover: Cover | None,
) -> Found:
    """The share of a criterion's own points that any answer touches, a general one concretely."""
    judged = {one.number: one for one in answers.judged}
    replies = [one for one in exchanges if one.number in judged]
    if cover is None:
        return "points of a rubric were not compared"
    if not replies:
        return "no question was answered"
    told: dict[str, Quote] = {}
    for exchange in replies:
        for point in cover(criterion.points, exchange):
            quote = quoted(exchange, point.quote)
            if quote is None or point.point not in criterion.points:
                continue
            one = judged[exchange.number]
            if one.verdict != "vague" or is_concrete(quote, one.concrete):
                told.setdefault(point.point, quote)
    quotes = list(told.values())
    if not quotes:
        quotes = [quote for one in answers.judged if (quote := opening_of(one))]
    left = [point for point in criterion.points if point not in told]
    missing = f" (not: {', '.join(left)})" if left else ""
    counted = f"{len(told)} of {len(criterion.points)} points{missing}"
    return Measured(len(told) / len(criterion.points), counted, spread(quotes))


def _left_out(criterion: Criterion, why: str) -> Score:
    return Score(criterion.name, criterion.description, criterion.weight, None, why=why)
