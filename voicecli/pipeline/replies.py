"""What is said at once: to one question or to several in one utterance, made now or before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.opening import Opening, join_openings
from voicecli.pipeline.cached import answer_key
from voicecli.pipeline.mind import Mind
from voicecli.retrieval.scores import Scores
from voicecli.types import Passage, Understanding, as_json
from voicecli.understanding import SOCIAL_INTENTS, split_questions

EXTRACT = "extract"
"""The source of a sentence that retrieval alone says."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The sentences that can be said at once, each with its source, and what they stand on.

    `understanding` is that of the first question that asks for something; its slot "parts" holds
    the others of the same utterance. `found` is all that the search brought, also when the answer
    is that nothing fits. A language model may add to an `opening`; an answer that was given before
    has none.
    """

    understanding: Understanding
    sentences: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    abstained: bool
    opening: Opening | None = None
    found: tuple[Passage, ...] = ()
    scores: Mapping[str, Scores] = field(default_factory=dict)
    key: str | None = None
    """The name under which the answer may be kept."""

    @property
    def question(self) -> str:
        """What was asked, with what it leans on."""
        asked = self.understanding
        return str(asked.slots.get("resolved_question") or asked.question)


def understand_parts(
    question: str, mind: Mind, conversation: Conversation
) -> tuple[Understanding, ...]:
    """What each question of an utterance asks for, in the light of the one before it.

    A greeting before a question is left out.
    """
    parts: list[Understanding] = []
    texts = split_questions(question)
    for text in texts if len(texts) > 1 else (question,):
        understanding = mind.understand(text, conversation)
        parts.append(understanding)
        if understanding.intent not in SOCIAL_INTENTS:
            conversation = conversation.going_on(understanding)
    asking = tuple(part for part in parts if part.guard or part.intent not in SOCIAL_INTENTS)
    return asking or tuple(parts[:1])


def reply_to(
    question: str, parts: Sequence[Understanding], mind: Mind, conversation: Conversation
) -> Reply:
    """The answer of the cache, or what is found now; `parts` are those of the question."""
    key = answer_key(parts, mind.asking) if mind.cache else None
    reply = _given_before(key, mind) or replace(_make(parts, mind, conversation), key=key)
    return replace(reply, understanding=replace(reply.understanding, question=question))


def _make(parts: Sequence[Understanding], mind: Mind, conversation: Conversation) -> Reply:
    """Search for what each part asks, and say it in one answer."""
    openings: list[Opening] = []
    found: dict[Passage, None] = {}
    scores: dict[str, Scores] = {}
    for part in parts:
        choice = mind.retrieve(part, conversation)
        opening = mind.open(part, choice, conversation)
        openings.append(opening)
        found |= dict.fromkeys(choice.passages)
        scores |= choice.scores
        conversation = conversation.going_on(part, [passage.id for passage in opening.passages])
    opening = join_openings(openings, mind.spoken_words)
    return Reply(
        _joined(parts),
        tuple((text, EXTRACT) for text in opening.sentences),
        opening.passages,
        opening.abstained,
        opening,
        tuple(found),
        scores,
    )


def _given_before(key: str | None, mind: Mind) -> Reply | None:
    kept = mind.cache.find(key) if mind.cache and key else None
    if kept is None:
        return None
    return Reply(
        Understanding(**kept["understanding"]),
        tuple((text, source) for text, source in kept["sentences"]),
        tuple(Passage(**passage) for passage in kept["passages"]),
        kept["abstained"],
        key=key,
    )


def retrieved(reply: Reply, mind: Mind) -> dict[str, Any]:
    """The data of the `retrieval-end` event.

    `nearest` is what there is where nothing answers; `scores` are by passage id.
    """
    data: dict[str, Any] = {
        "passages": [as_json(passage) for passage in reply.passages],
        "abstained": reply.abstained,
        "scores": {key: as_json(scores) for key, scores in reply.scores.items()},
        "cached": reply.opening is None,
    }
    if reply.abstained:
        data["nearest"] = [as_json(passage) for passage in reply.found[:1]]
    if reply.key:
        data |= {"answer_key": reply.key, "content_version": mind.asking.content_version}
    return data


def _joined(parts: Sequence[Understanding]) -> Understanding:
    first, *others = parts
    if not others:
        return first
    return replace(first, slots={**first.slots, "parts": [as_json(part) for part in others]})
