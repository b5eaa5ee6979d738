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


_KNOWN_OF_ONESELF = (
    r"(?:know|speak|live|like|enjoy|own|earn|make|play|drive|work|specialise|teach|write|publish"
    r"|do)"
)
_OF_A_LIFE = r"(?:have|had|\w+ed|built|made|wrote|led|did|won|taught|gave|know|speak)"
_THIRD_PERSON = tuple(
    (re.compile(rf"\b{pattern}\b"), written)
    for pattern, written in (
        (r"(?:have|had) (?:you|i)", "has she"),
        (r"did (?:you|i)", "did she"),
        (r"(?:are|were) you", "is she"),
        (r"(?:am|was) i", "is she"),
        (r"(?<!how )do you", "does she"),
        (rf"(?<!when )(?<!how )do i(?= (?:\w+ly )?{_KNOWN_OF_ONESELF}\b)", "does she"),
        (r"can you(?= (?:\w+ly )?(?:speak|play|drive|program|code|read|write)\b)", "can she"),
        (rf"(?:you|i)(?= {_OF_A_LIFE}\b(?!.* (?:is|are|was|were)\b))", "she"),
        (r"your", "her"),
        (r"yourself", "herself"),
    )
)  # fmt: skip
"""The person of the records, spoken to or speaking, in the forms that ask about a life."""
_MY = re.compile(r"\bmy\b")
_STILL_OWN = re.compile(r"\b(?:i|we|us|our)\b")
_ASKS = re.compile(
    r"(?:what|which|who|where|when|how|why|is|are|was|were|did|does|do|have|has|show|list|tell|give"
    r"|name|find|any|all|in which|about|of)\b|my(?: \w+){1,4}\W*$"
)

_AFFAIR_OF_ONE = re.compile(
    r"^i\b|\b(?:can|could|may|might|must|should|shall|will|would) (?:i|we)\b"
    r"|\bam i (?:allowed|supposed|permitted|able|too)\b|\bhow do (?:i|we)\b"
    r"|\bdo (?:i|we) (?:need|have to|get|pay|owe)\b|\bi (?:was|am) \w+(?: \w+)*,"
    r"|\bmy \w+ (?:is|are|has|have|was|were|will|does|do)\b(?! (?:called|about))"
)


def in_third_person(masked: str) -> str:
    """Write what is asked of "you" or of "me" as it is asked of "her", where a life is meant.

    "Did I publish anything?" asks of the person's content what "did she publish anything?" asks.
    "May I bring a guest?" and what happens to who asks ("I lost my ticket") stay as they are.
    """
    if _AFFAIR_OF_ONE.search(masked) or _ANOTHER.search(masked):
        return masked
    written = masked
    for pattern, third in _THIRD_PERSON:
        written = pattern.sub(third, written)
    is_asked = _ASKS.match(written) and not _STILL_OWN.search(written)
    return _MY.sub("her", written) if is_asked else written


def is_about_someone(masked: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a question is about the person, by a name or a pronoun that is nobody else's."""
    words = set(_ANOTHER.sub(" ", masked).split())
    return bool(words & _ABOUT_SOMEONE) or any(m.name.kind == "person" for m in mentions)


def is_own_affair(masked: str) -> bool:
    """Whether a masked question is about what happens to who asks it."""
    return bool(_OWN_AFFAIR.search(masked))
