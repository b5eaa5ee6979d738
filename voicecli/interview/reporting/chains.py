"""A main question with those that follow it up: one answer, its story, and who brought what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voicecli.interview.course import Exchange
from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.judging.star import (
    LEAST_WORDS,
    PARTS,
    Part,
    Structure,
    is_english,
    structure,
)
from voicecli.interview.plan import Plan, QuestionKind
from voicecli.interview.reporting.findings import PartTold, PointTold, Question, Quote
from voicecli.interview.reporting.quoting import all_quoted

_ASKS_STORY = re.compile(
    r"\b(?:tell me about (?:a|one|the last) (?:time|situation|moment|case|occasion|project)"
    r"|(?:describe|give me|think of|can you give|walk me through) (?:\w+ )?"
    r"(?:a|an|one|some) (?:\w+ ){0,2}(?:time|situation|example|case|occasion|instance)"
    r"|for example when|have you ever)\b",
    re.IGNORECASE,
)
PARTS_SOUGHT: Mapping[PointKind, Part] = {
    PointKind.SITUATION: "situation",
    PointKind.OWN: "action",
    PointKind.RESULT: "result",
}
"""Points that are parts of a story."""
_NO_STORY = ("hostile", "unknown", "off-topic", "silent")


def chains(exchanges: Sequence[Exchange]) -> list[list[Exchange]]:
    """Main questions, each with the questions that follow it up."""
    found: list[list[Exchange]] = []
    for one in exchanges:
        if one.asking == "follow-up" and found and found[-1][0].topic == one.topic:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def asks_story(plan: Plan, exchange: Exchange) -> bool:
    """Whether a question asks for something that happened: by its kind in the plan, or its words.

    One that was put in other words has the kind of all questions of its topic, if they are of one.
    A question of the plan that seeks no part of a story asks for none.
    """
    kinds: set[QuestionKind] = set()
    for topic in plan.topics:
        if topic.id == exchange.topic:
            for question in topic.questions:
                if question.text == exchange.question:
                    return question.kind == "behavioural" and _seeks_story(exchange)
                kinds.add(question.kind)
    return kinds == {"behavioural"} or bool(_ASKS_STORY.search(exchange.question))


def _seeks_story(exchange: Exchange) -> bool:
    """Whether the points of a question have a part of a story among them, or there are none."""
    kinds = [kind_of(point) for point in exchange.seeks]
    return not kinds or any(kind in PARTS_SOUGHT for kind in kinds)


def chained(
    plan: Plan, chain: Sequence[Exchange], judged: dict[int, Question], language: str
) -> dict[int, Question]:
    """What a main question and its follow-ups are together: story, points, who brought what."""
    first, *later = chain
    main = judged[first.number]
    missing = list(main.missing)
    story = _story(first, language) if asks_story(plan, first) else None
    told = {one.part for one in story or ()}
    changed: dict[int, Question] = {}
    for one in later:
        question = judged[one.number]
        question = replace(question, covered=(*question.covered, *_by_parts(one, missing)))
        new = [point.point for point in question.covered if point.point in missing]
        missing = [point for point in missing if point not in new]
        own = _more(one) if story is not None else ()
        brought = [part.part for part in own if part.part not in told]
        told |= set(brought)
        story = _joined(story, own) if story is not None else None
        helped = None
        if question.verdict is not None and question.verdict != "hostile":
            helped = bool(new or brought or question.covered)
        sought = {PARTS_SOUGHT.get(kind_of(point.point)) for point in question.covered}
        names = (*new, *(f"the {part}" for part in brought if part not in sought))
        changed[one.number] = replace(question, helped=helped, brought=names)
    if story is not None:
        points = [point for one in chain for point in judged[one.number].covered]
        story = _told_once(_joined(story, _parts_by_points(points, story)))
    changed[first.number] = replace(main, missing=tuple(missing), structure=story)
    return changed


def _by_parts(one: Exchange, missing: Sequence[str]) -> tuple[PointTold, ...]:
    """Parts of a story that a main question sought and a reply to a later one tells.

    What the later one asked for by itself was looked for in its reply before.
    """
    told = {part.part: part.quotes for part in _more(one)}
    wanted = [(point, PARTS_SOUGHT.get(kind_of(point))) for point in missing
              if point not in one.seeks]  # fmt: skip
    return tuple(PointTold(point, told[part][0]) for point, part in wanted if part in told)


def _parts_by_points(
    points: Sequence[PointTold], story: Sequence[PartTold]
) -> tuple[PartTold, ...]:
    """Parts of the story that were sought as points and told, though not heard as parts.

    Words that tell another part already are not taken for two.
    """
    told = {part.part for part in story}
    taken = [quote.text for part in story for quote in part.quotes]
    found: dict[Part, PartTold] = {}
    for point in points:
        part = PARTS_SOUGHT.get(kind_of(point.point))
        is_free = not any(point.quote.text in text or text in point.quote.text for text in taken)
        if part is not None and part not in told and is_free:
            found.setdefault(part, PartTold(part, (point.quote,)))
    return tuple(found.values())


def _story(one: Exchange, language: str) -> tuple[PartTold, ...] | None:
    """The story of a reply, () where it tells none, None where that cannot be judged."""
    if one.reply is None or language != "en" or not is_english(one.reply.text):
        return None
    assessment = one.assessment
    if assessment is not None and assessment.verdict in _NO_STORY:
        return None
    if len(one.reply.text.split()) < LEAST_WORDS:
        return ()
    return _parts(one, structure(one.reply.text))


def _more(one: Exchange) -> tuple[PartTold, ...]:
    """What a reply to a question that followed up adds to the story, if it answers it."""
    answers = one.assessment is not None and one.assessment.verdict in ("good", "partial")
    return _parts(one, structure(one.reply.text)) if one.reply is not None and answers else ()


def _parts(one: Exchange, found: Structure) -> tuple[PartTold, ...]:
    return tuple(PartTold(part, all_quoted(one, found.of(part))) for part in found.told)


def _joined(first: tuple[PartTold, ...], more: tuple[PartTold, ...]) -> tuple[PartTold, ...]:
    quotes: dict[str, tuple[Quote, ...]] = {}
    for one in (*first, *more):
        quotes[one.part] = (*quotes.get(one.part, ()), *one.quotes)
    return tuple(PartTold(part, quotes[part]) for part in PARTS if part in quotes)


def _told_once(story: tuple[PartTold, ...]) -> tuple[PartTold, ...]:
    """The story without words that stand under two parts, where the later one has others."""
    found: list[PartTold] = []
    for part in story:
        before = [quote.text for one in found for quote in one.quotes]
        own = tuple(
            quote
            for quote in part.quotes
            if not any(quote.text in text or text in quote.text for text in before)
        )
        found.append(PartTold(part.part, own or part.quotes))
    return tuple(found)
