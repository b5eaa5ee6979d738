"""What is said when there is no answer: one sentence that names what was asked."""

import re
from collections.abc import Collection, Sequence

from voicecli.dialogue.asked import condition, stands_there, strange_words, subject
from voicecli.dialogue.citing import where
from voicecli.dialogue.instant import Opening
from voicecli.dialogue.known import Known
from voicecli.dialogue.persona import PLAIN, Persona
from voicecli.dialogue.persona_topics import refused
from voicecli.dialogue.wording import noun
from voicecli.types import Passage, Understanding

UNKNOWN = "I find nothing about that in your content."
"""Said when it cannot be told what the question is about."""
UNANSWERED = "I find no answer to that in your content"
"""Said when what it is about does stand there."""
OFF_TOPIC = (
    "That is outside your content, and I only answer from it.",
    "I can't help with that: I only know what is in your content.",
)
GENERAL = "with --general I answer from general knowledge, too"
NOTHING_MORE = "That is all I find."
UNSAFE = "I can't help with that."
IN_DANGER = (
    "I can't help with that, but somebody can: if you or others are in danger, please call your "
    "local emergency number."
)
TOPIC = "persona-topic"
"""The guard of a question about what the persona refuses."""
INJECTION = "I keep to my task: answering questions about your content."

NEAR = 0.33
"""Cosine from which the nearest passage is worth naming. Set by reading the unanswerable questions
of tests/evals/worlds/dev-* beside what was nearest: from there on it is about the same thing, and
no question about the rest of the world comes nearer than 0.3."""

_KNOWLEDGE = re.compile(
    r"^(?:(?:so|and|ok|okay|please|well|hey)\W+)*(?:(?:can|could) you )?(?:(?:please )?tell me )?"
    r"(?:what(?:'s| is| are| was| were| does)|who(?:'s| is| was| invented| discovered| wrote"
    r"| painted)|when (?:is|was|did)|where is|why (?:is|are|do|does)|how (?:do|does|is|are|far"
    r"|tall|big|old|many|much)|explain|define)\b",
    re.IGNORECASE,
)
"""How questions begin that an encyclopaedia answers."""
_OF_THE_MOMENT = re.compile(
    r"\b(?:weather|now|today|tonight|tomorrow|yesterday|last night|time is it|news|price)\b",
    re.IGNORECASE,
)
_OWN_DANGER = re.compile(r"\b(?:myself|my (?:own )?life|suicide)\b", re.IGNORECASE)


def unknown(
    understanding: Understanding | None = None,
    *,
    nearest: Sequence[Passage] = (),
    near: float = 0.0,
    missing: Collection[str] = (),
    known: Known | None = None,
) -> Opening:
    """Say that the content does not hold the answer, naming what was asked.

    `nearest` are the passages that came closest, best first, and `near` (a cosine) how close; they
    are offered only where that is close at all. `missing` are folded words of the question that
    the content does not have. Questions about the world get a sentence of their own.
    """
    if understanding is None:
        return Opening((UNKNOWN,), abstained=True)
    known = known or Known()
    said = _nothing(understanding, missing, known)
    if understanding.intent in ("off_topic", "general") and not _about_someone(
        understanding, known
    ):
        return Opening((_outside(understanding, said),), abstained=True)
    if nearest and near >= NEAR:
        offered = where(nearest[0], known.record(nearest[0].id))
        return Opening((f"{said}; the nearest is {offered}.",), abstained=True)
    return Opening((f"{said}.",), abstained=True)


def _nothing(understanding: Understanding, missing: Collection[str], known: Known) -> str:
    """Name what is not there: a word of the question, or the records with what was asked of them.

    "I find no job with AWS": AWS itself may well be known.
    """
    slots = understanding.slots
    lost = {*missing, *strange_words(understanding.question, known)}
    if asked := subject(understanding.question, lost, known.vocabulary.declared):
        if stands_there(asked, known):
            return UNANSWERED
        return f"I find nothing about {asked} in your content"
    if len(slots.get("types") or ()) == 1 and (slots.get("technologies") or slots.get("years")):
        kind = noun(slots["types"][0], 1, understanding.question, known.vocabulary.declared)
        return f"I find no {kind}{condition(slots)} in your content"
    return UNKNOWN.rstrip(".")


def _about_someone(understanding: Understanding, known: Known) -> bool:
    """Whether the question is about the person of the content, or of another: "his shoe size"."""
    names = "|".join(map(re.escape, known.person.split()))
    return bool(re.search(rf"\b(?:she|he|they|her|his|him|their{names and '|'}{names})\b",
                          understanding.question, re.IGNORECASE))  # fmt: skip


def _outside(understanding: Understanding, nothing: str) -> str:
    """For what no content of a person holds: with `--general` a model may know it."""
    question = understanding.question.strip()
    asks_knowledge = _KNOWLEDGE.match(question) and not _OF_THE_MOMENT.search(question)
    if understanding.intent == "general" or asks_knowledge:
        return f"{nothing}; {GENERAL}."
    return OFF_TOPIC[len(question) % len(OFF_TOPIC)]


def declined(understanding: Understanding, persona: Persona = PLAIN) -> Opening:
    """Decline what must not be answered, whatever the content says; `guard` is the reason."""
    if understanding.guard == TOPIC:
        said = persona.refusal or _not_about(refused_topic(understanding, persona))
    elif understanding.guard == "unsafe":
        said = IN_DANGER if _OWN_DANGER.search(understanding.question) else UNSAFE
    elif understanding.guard == "empty":
        said = UNKNOWN
    else:
        said = INJECTION
    return Opening((said,), abstained=True)


def refused_topic(understanding: Understanding, persona: Persona) -> str | None:
    """The topic of the question that this persona refuses, also one that it only leans on."""
    resolved = str(understanding.slots.get("resolved_question") or "")
    topics = persona.guardrails
    return refused(understanding.question, topics) or refused(resolved, topics)


def _not_about(topic: str | None) -> str:
    return f"I don't talk about {topic or 'that'}."


def untold(understanding: Understanding) -> Opening:
    """Say that the person has told nothing of what they ask for."""
    asked = subject(understanding.question)
    return Opening(
        (f"I remember nothing {f'about {asked}' if asked else 'like that'}.",), abstained=True
    )


def nothing_more(understanding: Understanding | None = None) -> Opening:
    """Say that everything that fits was shown already."""
    return Opening((NOTHING_MORE,))
