"""Each question of an interview with what was said to it, and what can be judged of that."""

import re
from collections.abc import Sequence
from dataclasses import replace

from voicecli.interview.course import Assessment, Exchange, Progress, Reply, State
from voicecli.interview.judging.star import is_english, is_foreign
from voicecli.interview.plan import Plan
from voicecli.interview.reporting.chains import chained, chains
from voicecli.interview.reporting.findings import PointTold, Question, Topic
from voicecli.interview.reporting.quoting import (
    all_quoted,
    clauses_with,
    is_concrete,
    quote_at,
    quoted,
    whole,
)
from voicecli.interview.reporting.speech_figures import figures_of, filled_spans
from voicecli.interview.reporting.tone import tones

CLOSING = "Your own questions"
_WHY_NOT = {
    "told": "the answer before it, given anew, tells it",
    "skipped": "the question was skipped",
    "silent": "nothing was said",
    "open": "the interview was left before the answer",
}
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
    foreign = _in_another_language(exchanges)
    judged = {one.number: _question(one, language, one.number in foreign) for one in exchanges}
    for number, (certain, unsure) in felt.items():
        judged[number] = replace(judged[number], tones=certain, tones_unsure=unsure)
    for chain in chains(exchanges):
        judged |= chained(plan, chain, judged, language)
    known = {topic.id: topic for topic in plan.topics}
    found = []
    for topic_id in dict.fromkeys(one.topic for one in exchanges):
        topic = known.get(topic_id)
        own = tuple(judged[one.number] for one in exchanges if one.topic == topic_id)
        title = topic.title if topic else topic_id or CLOSING
        kind = topic.kind if topic else None
        found.append(Topic(topic_id, title, kind, topic.why if topic else "", own))
    return tuple(found)


def _in_another_language(exchanges: Sequence[Exchange]) -> frozenset[int]:
    """The numbers of the questions whose replies are not English.

    Of a reply that is too short to tell, the others tell it, where they are all of one mind.
    """
    replies = {one.number: one.reply.text for one in exchanges if one.reply is not None}
    foreign = {number for number, text in replies.items() if is_foreign(text)}
    english = any(is_english(text) for text in replies.values())
    if foreign and not english:
        foreign = {number for number, text in replies.items() if text.strip()}
    return frozenset(foreign)


def _question(one: Exchange, language: str, is_other: bool) -> Question:
    """A question by itself, without tone and without what its follow-ups brought.

    `is_other` tells that the reply is in another language than English.
    """
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
    if one.assessment is not None and one.topic and not is_other:
        found = _assessed(found, one, one.assessment)
    return replace(found, not_judged=tuple(_why_not(one, reply, found, language, is_other)))


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
    own = [words for words in assessment.concrete if not _is_echo(words, one.question)]
    if assessment.verdict == "vague":
        named = all_quoted(one, assessment.concrete)
        empty = [each for each in covered if not is_concrete(each.quote, named)]
        missing = (*(each.point for each in empty), *missing)
        covered = tuple(each for each in covered if each not in empty)
    return replace(
        found,
        verdict=assessment.verdict,
        covered=covered,
        missing=missing,
        concrete=all_quoted(one, own),
        vague=all_quoted(one, assessment.vague),
        telling=clauses_with(one, own),
        empty=clauses_with(one, assessment.vague),
    )


def _is_echo(said: str, question: str) -> bool:
    """Whether words are but those of the question, which nobody has told by saying them again."""
    asked = set(re.findall(r"\w+", question.casefold()))
    return set(re.findall(r"\w+", said.casefold())) <= asked


def _why_not(
    one: Exchange, reply: Reply, found: Question, language: str, is_other: bool
) -> list[str]:
    """What cannot be judged of a reply."""
    why = []
    if not one.topic:
        why.append("it is the candidate's turn to ask: it is not judged")
    elif is_other:
        why.append("it is not English, or a mere list: what it says is not judged")
    elif one.assessment is None:
        why.append("no points were sought: coverage is not judged")
    if found.verdict == "hostile":
        why.append("it does not answer: neither coverage nor structure is judged")
    elif found.verdict == "off-topic":
        why.append("it speaks of something else: its structure is not judged")
    if found.verdict == "silent":
        why.append(_WHY_NOT["silent"])
    elif language != "en" or (not is_other and not is_english(reply.text)):
        why.append("it is not English, or too short to tell: structure is not judged")
    if reply.typed:
        why.append(_TYPED)
    elif reply.delivery is None:
        why.append("its sound was not measured: pace, pauses, waiting and tone are not known")
    elif found.figures is not None and found.figures.words_a_minute is None:
        why.append("too short for a pace")
    return why
