"""The opening: what retrieval alone can say, at once and without a model."""

from voicecli.dialogue.facts import describe, extract
from voicecli.dialogue.instant import Opening, join_openings
from voicecli.dialogue.known import Known
from voicecli.dialogue.lists import listing
from voicecli.dialogue.refusals import nothing_more, unknown
from voicecli.dialogue.smalltalk import small_talk
from voicecli.types import Understanding
from voicecli.understanding import SOCIAL_INTENTS


def is_small_talk(understanding: Understanding) -> bool:
    """Whether a question asks nothing of the content, or must not be answered."""
    return bool(understanding.guard) or understanding.intent in SOCIAL_INTENTS


__all__ = [
    "Known",
    "Opening",
    "describe",
    "extract",
    "is_small_talk",
    "join_openings",
    "listing",
    "nothing_more",
    "small_talk",
    "unknown",
]
