"""An unsure intent, settled by evidence: the question's meaning, and what the search found."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voicecli.types import Understanding
from voicecli.understanding.intents import calibrated
from voicecli.understanding.normalise import normalise
from voicecli.understanding.reference import in_third_person, is_about_someone
from voicecli.understanding.vocabulary import DOCUMENT, PERSON

MEANING_WEIGHT = 1.0
"""How much the likeness of meaning counts beside the cues, which count 1."""
WORDS_FLOOR, MEANING_FLOOR = 0.2, 0.05
"""Shares added to every intent, so that none is ruled out because one side knows nothing of it."""

HARDLY = 0.005
"""The share below which an intent is not told as an alternative."""

FOUND_WEIGHT = 6.0
"""How much the fit of the best passage of a type (0..1) counts for the intent of that type.

This and the figures above were chosen on an inner plateau for four sets of labelled questions of
different people (tests/evals/worlds); half or twice as much moves the accuracy by a point.
"""
SURE = 0.5
"""The share from which the type of what was found is the one that is asked for."""

WITHOUT_PASSAGES = {"help": 0.3, "thanks": 0.3, "goodbye": 0.3, "greeting": 0.3, "general": 0.1}
"""The fit of what no passage can fit: questions of few words are near to any passage."""
OF_THE_PERSON = 0.6
"""What is left of the fit of the person's own record, which fits every question with the name."""
ABOUT_SOMEONE = 0.6
"""What is left of a document's fit where the question is about the person of the records."""


def with_meaning(words: Mapping[str, float], meaning: Mapping[str, float]) -> dict[str, float]:
    """Weigh the shares of cues and words with those of the meaning; the result adds up to 1."""
    return _shares(
        {
            intent: math.log(words.get(intent, 0.0) + WORDS_FLOOR)
            + MEANING_WEIGHT * math.log(meaning.get(intent, 0.0) + MEANING_FLOOR)
            for intent in {*words, *meaning}
        }
    )


def settle_intent(
    understanding: Understanding, types_of_best: Sequence[tuple[str, float]]
) -> Understanding:
    """Settle an unsure intent by what the search found.

    `types_of_best` are the types of the best passages, each with how well it fits the question
    (0..1, comparable between questions). An intent that the question names, that of a follow-up
    and one that asks nothing of the content stay as they are. The slot "types" then names the type
    of record that is asked for, if that is fairly sure: what was found of it is the answer.
    """
    doubts: Mapping[str, float] | None = understanding.slots.get("intents")
    if not doubts or understanding.slots.get("follow_up"):
        return understanding
    fits: dict[str, float] = {}
    for type_, fit in types_of_best:
        fits[type_] = max(fits.get(type_, 0.0), min(max(fit, 0.0), 1.0))
    if PERSON in fits:
        fits[PERSON] *= OF_THE_PERSON
    if DOCUMENT in fits and speaks_of_someone(understanding):
        fits[DOCUMENT] *= ABOUT_SOMEONE
    shares = _shares(
        {
            intent: math.log(share)
            + FOUND_WEIGHT * fits.get(intent, WITHOUT_PASSAGES.get(intent, 0.0))
            for intent, share in doubts.items()
            if share > 0
        }
    )
    intent = next(iter(shares))
    slots = {**understanding.slots, "intents": worth_telling(shares)}
    slots.pop("types", None)
    if shares[intent] >= SURE and intent in fits and intent not in (DOCUMENT, PERSON):
        slots["types"] = (intent,)
    return replace(
        understanding, intent=intent, confidence=round(calibrated(shares, intent), 3), slots=slots
    )


def speaks_of_someone(understanding: Understanding) -> bool:
    """Whether a question is about the person, by name or by pronoun."""
    words = in_third_person(normalise(understanding.question).text)
    return bool(understanding.slots.get("people")) or is_about_someone(words, ())


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the softmax shares, best first."""
    most = max(weights.values(), default=0.0)
    powers = {intent: math.exp(weight - most) for intent, weight in weights.items()}
    total = sum(powers.values())
    best_first = sorted(powers, key=lambda intent: (powers[intent], intent), reverse=True)
    return {intent: powers[intent] / total for intent in best_first}


def worth_telling(shares: Mapping[str, float]) -> dict[str, float]:
    """Leave out the intents that are hardly possible."""
    return {intent: round(share, 3) for intent, share in shares.items() if share >= HARDLY}
