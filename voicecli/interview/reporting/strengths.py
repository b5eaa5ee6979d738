"""What answers show that is good, each with the words that it rests on."""

from collections.abc import Iterator, Sequence

from voicecli.interview.judging.points import kind_of
from voicecli.interview.reporting.chains import PARTS_SOUGHT
from voicecli.interview.reporting.findings import (
    Judgement,
    PartTold,
    PointTold,
    Question,
    Quote,
    Topic,
)
from voicecli.interview.reporting.judgements import in_order, judged
from voicecli.interview.reporting.measures import Answers, numbered, story_parts
from voicecli.interview.reporting.quoting import is_concrete

ENOUGH_CONCRETE = 3
LEAST_PRAISED = 6
"""Words of an answer that is called good for anything."""
ALL_PARTS = 3
_STRENGTHS = ("story", "points", "concrete", "follow-up")


def strengths(answers: Answers) -> tuple[Judgement, ...]:
    """All that answers show that is good, the weightiest first. There need not be any."""
    found = [one for topic in answers.topics for one in _topic_strengths(topic)]
    return in_order(found, _STRENGTHS)


def _topic_strengths(topic: Topic) -> Iterator[Judgement]:
    for one in topic.questions:
        if not one.said or one.verdict not in ("good", "partial"):
            continue
        if one.figures is not None and one.figures.words < LEAST_PRAISED:
            continue
        answers = one.verdict == "good" or len(one.covered) >= len(one.missing)
        told = one.structure if answers and one.structure is not None else ()
        if len(story_parts(told)) == ALL_PARTS:
            quotes = list(_story_quotes(one, told))
            numbers = {one.number, *(quote.exchange for quote in quotes)}
            text = f"The answer to {numbered('question', numbers)} tells a whole story"
            if len(numbers) > 1:
                text = f"The answers to {numbered('question', numbers)} tell a whole story together"
            yield judged("story", f"{text}, with its result.", topic, one, quotes)
        if one.asking == "main" and one.verdict == "good" and _touches_all(one):
            points = ", ".join(f"“{point.point}”" for point in one.covered[:4])
            text = f"The answer to question {one.number} touches all that was asked for: {points}."
            yield judged("points", text, topic, one, [point.quote for point in one.covered])
        if answers and len(one.concrete) >= max(ENOUGH_CONCRETE, 2 * len(one.vague)):
            text = f"The answer to question {one.number} is concrete."
            yield judged("concrete", text, topic, one, one.telling)
        if one.brought and one.verdict == "good":
            points = ", ".join(f"“{point}”" for point in one.brought[:4])
            text = f"Asked for more in question {one.number}, you added {points}."
            quotes = [point.quote for point in one.covered] or list(one.said[:1])
            yield judged("follow-up", text, topic, one, quotes)


def _story_quotes(one: Question, told: Sequence[PartTold]) -> Iterator[Quote]:
    """One quote for each part that counts: the first words, but the last of what came of it.

    Of several results it is one with something concrete, where there is one.
    """
    quotes = {part.part: part.quotes for part in told if part.quotes}
    for parts in (("situation", "task"), ("action",)):
        yield from next((quotes[part] for part in parts if part in quotes), ())[:1]
    results = quotes.get("result", ())
    concrete = [quote for quote in results if is_concrete(quote, one.concrete)]
    yield from (concrete or results)[-1:]


def _touches_all(one: Question) -> bool:
    """Whether no point is left out, and not the same few words are all that touches them.

    Nor are the words of a point another part of the story.
    """
    quotes = {point.quote for point in one.covered}
    if one.missing or len(quotes) < 2 or 2 * len(quotes) < len(one.covered):
        return False
    return not any(_is_other_part(point, one.structure or ()) for point in one.covered)


def _is_other_part(point: PointTold, told: Sequence[PartTold]) -> bool:
    """Whether the words of a point that is a part of a story tell but another part of it."""
    meant = PARTS_SOUGHT.get(kind_of(point.point))
    parts = {
        part.part
        for part in told
        for quote in part.quotes
        if point.quote.text in quote.text or quote.text in point.quote.text
    }
    same = {"situation", "task"} if meant in ("situation", "task") else {meant}
    return meant is not None and bool(parts) and not parts & same
