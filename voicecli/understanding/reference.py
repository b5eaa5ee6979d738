"""Of whom a question speaks: of the person of the records, of somebody else, of who asks."""

import re

from voicecli.understanding.lexicon import Mention
from voicecli.understanding.words import listed

_ABOUT_SOMEONE = listed("she he they her his him their hers theirs herself himself")
_ANOTHER = re.compile(
    r"\b(?:my|our|a) (?:\w+ )?(?:mother|mum|mom|father|dad|wife|husband|son|daughter|child|baby"
    r"|friend|boss|colleague|sister|brother|aunt|uncle|grandmother|grandfather|guest|neighbou?r"
    r"|girl\w*|boy\w*|dog|cat)\b.*"
)
"""Somebody else, of whom what follows speaks: "my mother for her birthday"."""

_OWN_AFFAIR = re.compile(
    r"\b(?:do|does|must|can|could|may|might|should|shall|am|are|is|was|were|will|would)"
    r" (?:i|we|my|our)\b"
    r"|\b(?:i|we) (?:was|were|am|are|need|lost|want|have|had|has|broke|forgot|think|must|can)\b"
    r"|\b(?:my|our) \w+ (?:is|are|has|have|was|were|will|does|do)\b|\bemployees\b"
)
"""Something that happens to who asks: more likely a matter of documents than of records."""


def is_about_someone(masked: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a question is about the person, by a name or a pronoun that is nobody else's."""
    words = set(_ANOTHER.sub(" ", masked).split())
    return bool(words & _ABOUT_SOMEONE) or any(m.name.kind == "person" for m in mentions)


def is_own_affair(masked: str) -> bool:
    """Whether a masked question is about what happens to who asks it."""
    return bool(_OWN_AFFAIR.search(masked))
