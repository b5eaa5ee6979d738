"""Each question of an interview with what was said to it, and what can be judged of that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voicecli.interview.course import Assessment, Exchange, Progress, Reply, State
from voicecli.interview.judging.points import PointKind, kind_of
from voicecli.interview.judging.star import (
    LEAST_WORDS,
    PARTS,
    Part,
    Structure,
    is_english,
    is_foreign,
    structure,
)
from voicecli.interview.plan import Plan, QuestionKind
from voicecli.interview.reporting.findings import PartTold, PointTold, Question, Quote, Topic
from voicecli.interview.reporting.quoting import all_quoted, quote_at, quoted, whole
from voicecli.interview.reporting.speech_figures import figures_of, filled_spans
from voicecli.interview.reporting.tone import tones

CLOSING = "Your own questions"
_ASKS_STORY = re.compile(
    r"\b(?:tell me about (?:a|one|the last) (?:time|situation|moment|case|occasion|project)"
    r"|(?:describe|give me|think of|can you give|walk me through) (?:\w+ )?"
    r"(?:a|an|one|some) (?:\w+ ){0,2}(?:time|situation|example|case|occasion|instance)"
    r"|for example when|have you ever)\b",
    re.IGNORECASE,
)
_WHY_NOT = {
    "skipped": "the question was skipped",
    "silent": "nothing was said",
    "open": "the interview was left before the answer",
}
_PARTS_SOUGHT: Mapping[PointKind, Part] = {
    PointKind.SITUATION: "situation",
    PointKind.OWN: "action",
    PointKind.RESULT: "result",
}
"""Points that are parts of a story."""
_NO_STORY = ("hostile", "unknown", "off-topic", "silent")
_TYPED = "the reply was typed: pace, pauses, waiting and tone are not known"


def exchanges_of(progress: Progress) -> tuple[Exchange, ...]:
    """All questions by number, the one in hand included if the interview was left at it."""
    found = {one.number: one for one in progress.exchanges}
    for waiting in (progress.aside, progress.reopened):
        if waiting is not None:
            found.setdefault(waiting.number, waiting)
    if progress.question and progress.state is not State.DONE and progress.number not in found:
        number = progress.number or max(found, default=0) + 1
        found[number] = Exchange(
            number,
            progress.topic,
            progress.asking,
            progress.question,
            progress.seeks,
            progress.asked_at,
            "open",
            earlier=progress.earlier,
        )
    return tuple(found[number] for number in sorted(found))


def topics_of(plan: Plan, exchanges: Sequence[Exchange], language: str) -> tuple[Topic, ...]:
    """The topics in the order in which they came up, each with its questions judged."""
    felt = tones(exchanges)
    judged = {one.number: _question(plan, one, language) for one in exchanges}
    for number, (certain, unsure) in felt.items():
        judged[number] = replace(judged[number], tones=certain, tones_unsure=unsure)
    for chain in chains(exchanges):
        judged |= _chained(plan, chain, judged, language)
    known = {topic.id: topic for topic in plan.topics}
    found = []
    for topic_id in dict.fromkeys(one.topic for one in exchanges):
        topic = known.get(topic_id)
        own = tuple(judged[one.number] for one in exchanges if one.topic == topic_id)
        title = topic.title if topic else topic_id or CLOSING
        kind = topic.kind if topic else None
        found.append(Topic(topic_id, title, kind, topic.why if topic else "", own))
    return tuple(found)


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
    return not kinds or any(kind in _PARTS_SOUGHT for kind in kinds)


def _question(plan: Plan, one: Exchange, language: str) -> Question:
    """A question by itself, without tone and without what its follow-ups brought."""
    reply = one.reply
    typed = reply is not None and reply.typed
    found = Question(
        one.number, one.asking, one.question, one.at, one.outcome, typed,
        withdrawn=tuple(quote for old in one.earlier for quote in whole(one, old)),
    )  # fmt: skip
    if reply is None or not reply.text.strip():
        return replace(found, not_judged=(_WHY_NOT.get(one.outcome, "nothing was said"),))
    filled = filled_spans(reply, language)
    found = replace(
        found,
        said=whole(one, reply),
        figures=figures_of([reply], language),
        filled=tuple(quote_at(one, start, end) for start, end in filled),
    )
    if one.assessment is not None and one.topic and not is_foreign(reply.text):
        found = _assessed(found, one, one.assessment)
    return replace(found, not_judged=tuple(_why_not(one, reply, found, language)))


def _assessed(found: Question, one: Exchange, assessment: Assessment) -> Question:
    """With coverage; what cannot be found in the reply again is not told.

    What speaks of something else touches no point, whatever its words are like, and a general
    reply only those that it says something concrete of.
    """
    points = [(point.point, quoted(one, point.quote)) for point in assessment.covered]
    covered = tuple(PointTold(point, quote) for point, quote in points if quote is not None)
    missing = assessment.missing
    if assessment.verdict == "off-topic":
        missing = (*(point.point for point in assessment.covered), *missing)
        covered = ()
    concrete = all_quoted(one, assessment.concrete)
    if assessment.verdict == "vague":
        empty = [each for each in covered if not _is_concrete(each.quote, concrete)]
        missing = (*(each.point for each in empty), *missing)
        covered = tuple(each for each in covered if each not in empty)
    return replace(
        found,
        verdict=assessment.verdict,
        covered=covered,
        missing=missing,
        concrete=concrete,
        vague=all_quoted(one, assessment.vague),
    )


def _is_concrete(quote: Quote, concrete: Sequence[Quote]) -> bool:
    """Whether these words hold something concrete, or are a part of it."""
    return any(one.text in quote.text or quote.text in one.text for one in concrete)


def _why_not(one: Exchange, reply: Reply, found: Question, language: str) -> list[str]:
    """What cannot be judged of a reply."""
    why = []
    if not one.topic:
        why.append("it is the candidate's turn to ask: it is not judged")
    elif is_foreign(reply.text):
        why.append("it is not English, or a mere list: what it says is not judged")
    elif one.assessment is None:
        why.append("no points were sought: coverage is not judged")
    if found.verdict == "hostile":
        why.append("it does not answer: neither coverage nor structure is judged")
    elif found.verdict == "off-topic":
        why.append("it speaks of something else: its structure is not judged")
    if language != "en" or (not is_english(reply.text) and not is_foreign(reply.text)):
        why.append("it is not English, or too short to tell: structure is not judged")
    if reply.typed:
        why.append(_TYPED)
    elif reply.delivery is None:
        why.append("its sound was not measured: pace, pauses, waiting and tone are not known")
    elif found.figures is not None and found.figures.words_a_minute is None:
        why.append("too short for a pace")
    return why


def _chained(
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
        new = [point.point for point in question.covered if point.point in missing]
        missing = [point for point in missing if point not in new]
        own = _more(one) if story is not None else ()
        brought = [part.part for part in own if part.part not in told]
        told |= set(brought)
        story = _joined(story, own) if story is not None else None
        helped = None
        if question.verdict is not None and question.verdict != "hostile":
            helped = bool(new or brought or question.covered)
        sought = {_PARTS_SOUGHT.get(kind_of(point.point)) for point in question.covered}
        names = (*new, *(f"the {part}" for part in brought if part not in sought))
        changed[one.number] = replace(question, helped=helped, brought=names)
    if story is not None:
        points = [point for one in chain for point in judged[one.number].covered]
        story = _joined(story, _parts_by_points(points, story))
    changed[first.number] = replace(main, missing=tuple(missing), structure=story)
    return changed


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
        part = _PARTS_SOUGHT.get(kind_of(point.point))
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
        return None
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
