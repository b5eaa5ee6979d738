"""The opening: what retrieval alone can say, at once and without a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.smalltalk import (
    ALL_SHOWN,
    NO_SOURCE,
    NOTHING_SAID,
    REFUSED,
    REPLIES,
    UNKNOWN,
)
from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage, Understanding
from voicecli.understanding import SOCIAL_INTENTS

NAMED = 5
"""Items named aloud; more are counted, and shown on the screen."""

_NOUNS: Mapping[str, tuple[str, str]] = {
    "projects": ("project", "projects"),
    "experience": ("job", "jobs"),
    "education": ("degree", "degrees"),
    "publications": ("publication", "publications"),
    "skills": ("group of skills", "groups of skills"),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sentences of an answer and the passages they stand on, best first.

    `leaves_room` tells whether a language model may add to it: a list is complete as it is.
    """

    sentences: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    abstained: bool = False
    leaves_room: bool = False


def is_small_talk(understanding: Understanding) -> bool:
    """Whether a question asks nothing of the content, or must not be answered."""
    return bool(understanding.guard) or understanding.intent in SOCIAL_INTENTS


def small_talk(understanding: Understanding, conversation: Conversation) -> Opening:
    """The opening of a question that is not about content."""
    if understanding.guard:
        return Opening((REFUSED,), abstained=True)
    if understanding.intent == "repeat" and conversation.exchanges:
        return Opening((conversation.exchanges[-1].heard or NOTHING_SAID,))
    if understanding.intent == "sources" and conversation.exchanges:
        documents = list(dict.fromkeys(conversation.sources))
        said = f"That came from {_joined(documents)}." if documents else NO_SOURCE
        return Opening((said,))
    return Opening((REPLIES.get(understanding.intent, NOTHING_SAID),))


def unknown() -> Opening:
    """The opening when nothing fits."""
    return Opening((UNKNOWN,), abstained=True)


def nothing_more() -> Opening:
    """The opening when everything that fits was shown already."""
    return Opening((ALL_SHOWN,))


def listing(
    understanding: Understanding,
    passages: Sequence[Passage],
    softened: Sequence[str],
    spoken_words: int,
) -> Opening:
    """Name what was found and say a sentence about the first: "Two projects with Rust: A and B."

    What had to be softened to find anything is said first.
    """
    names = list(dict.fromkeys(passage.title for passage in passages))
    asked = _condition(understanding.slots)
    if softened:
        first = f"I find nothing{asked}. The nearest: {_joined(names[:NAMED])}."
    else:
        noun = _noun(passages, len(names))
        more = f", and {len(names) - NAMED} more" if len(names) > NAMED else ""
        first = f"{_count(len(names))} {noun}{asked}: {_joined(names[:NAMED], bool(more))}{more}."
    sentences = [first]
    if detail := split_sentences(passages[0].text)[:1]:
        sentences.append(f"{names[0]}: {detail[0]}" if len(names) > 1 else detail[0])
    return Opening(_within(sentences, spoken_words), tuple(passages))


def extract(best: Sequence[tuple[str, Passage]], spoken_words: int) -> Opening:
    """Say the best sentences as they stand in the content."""
    sentences = _within([_ended(sentence) for sentence, _ in best], spoken_words)
    passages = dict.fromkeys(passage for _, passage in best[: len(sentences)])
    return Opening(sentences, tuple(passages), leaves_room=True)


def _within(sentences: Sequence[str], words: int) -> tuple[str, ...]:
    """The first sentences that together stay within so many words; always at least one."""
    kept: list[str] = []
    for sentence in sentences:
        if kept and sum(len(text.split()) for text in [*kept, sentence]) > words:
            break
        kept.append(sentence)
    return tuple(kept)


def _noun(passages: Sequence[Passage], count: int) -> str:
    types = {passage.type for passage in passages}
    if len(types) == 1 and (forms := _NOUNS.get(types.pop())):
        return forms[count != 1]
    return "item" if count == 1 else "items"


def _condition(slots: Mapping[str, Any]) -> str:
    """What was asked for, behind the noun: " with Rust since 2021"."""
    technologies = list(slots.get("technologies") or ())
    link = "and" if slots.get("every_technology", True) else "or"
    with_ = f" with {_joined(technologies, link=link)}" if technologies else ""
    excluded = list(slots.get("exclude_technologies") or ())
    without = f" without {_joined(excluded, link='or')}" if excluded else ""
    return with_ + without + _years(slots.get("years") or {})


def _years(years: Mapping[str, Any]) -> str:
    first, last = years.get("from"), years.get("to")
    if first is None and last is None:
        return ""
    if last is None:
        return f" since {first}"
    if first is None:
        return f" before {last + 1}"
    return f" in {first}" if first == last else f" from {first} to {last}"


_SMALL_NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()


def _count(number: int) -> str:
    return _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else str(number)


def _joined(names: Sequence[str], more: bool = False, link: str = "and") -> str:
    if more or len(names) < 2:
        return ", ".join(names)
    return f"{', '.join(names[:-1])} {link} {names[-1]}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence + "."
