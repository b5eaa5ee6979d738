"""Strengths and gaps: which of them are told, and with which words.

Nothing is judged but answers: not the person, not their speech as such, and not their résumé.
"""

from collections.abc import Sequence
from dataclasses import replace

from voicecli.interview.reporting.findings import (
    GapKind,
    Judgement,
    Question,
    Quote,
    StrengthKind,
    Topic,
)
from voicecli.interview.reporting.measures import numbered, spread
from voicecli.interview.reporting.sentences import in_sentences

MOST = 5
MOST_OF_A_KIND = 2
MOST_OF_A_QUESTION = 2


def weightiest(found: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The first of them, a few of each kind, and of as many questions as can be.

    The last of a kind names the questions of those that are left out.
    """
    chosen: list[Judgement] = []
    for limit in (1, MOST_OF_A_QUESTION):
        for one in found:
            same = sum(other.kind == one.kind for other in chosen)
            told = sum(other.exchange == one.exchange for other in chosen)
            is_new = one not in chosen and same < MOST_OF_A_KIND and told < limit
            if is_new and len(chosen) < MOST:
                chosen.append(one)
    kept = [one for one in found if one in chosen]
    last = {one.kind: one for one in kept}
    return tuple(_with_others(one, found, chosen) if one is last[one.kind] else one for one in kept)


def _with_others(
    one: Judgement, found: Sequence[Judgement], chosen: Sequence[Judgement]
) -> Judgement:
    left = {other.exchange for other in found if other.kind == one.kind and other not in chosen}
    if not left:
        return one
    return replace(one, text=f"{one.text} Likewise: {numbered('question', left)}.")


def judged(
    kind: GapKind | StrengthKind, text: str, topic: Topic, one: Question, quotes: Sequence[Quote]
) -> Judgement:
    """A judgement about a question, with some of the quotes in their sentences."""
    return Judgement(kind, text, topic.id, one.number, spread(_in_sentences(topic, one, quotes)))


def _in_sentences(topic: Topic, one: Question, quotes: Sequence[Quote]) -> Sequence[Quote]:
    """The quotes in their sentences, be they of the question or of one that followed it up."""
    for each in (one, *(other for other in topic.questions if other is not one)):
        quotes = in_sentences(each, quotes)
    return quotes


def in_order(found: Sequence[Judgement], order: Sequence[str]) -> tuple[Judgement, ...]:
    """Those that words support, by kind and question."""
    supported = [one for one in found if one.quotes]
    return tuple(sorted(supported, key=lambda one: (order.index(one.kind), one.exchange)))
