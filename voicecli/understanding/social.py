"""Small talk: whole utterances that ask nothing of the content, and what can be none."""

import re

from voicecli.understanding.cues import SOCIAL
from voicecli.understanding.intents import Intent
from voicecli.understanding.lexicon import Lexicon, Mention
from voicecli.understanding.normalise import Question
from voicecli.understanding.words import STOP_WORDS, common_words, listed

SOCIAL_INTENTS = frozenset(
    {"greeting", "thanks", "goodbye", "help", "repeat", "sources", "command"}
)
"""Intents that ask nothing of the content; a follow-up never leans on them."""

_SOCIAL_WORDS = {
    "greeting": listed(
        """
        hi hello hey hiya howdy greetings welcome morning afternoon evening day nice good glad meet
        pleased there anybody anyone friend assistant everybody everyone see
        """
    ),
    "thanks": listed(
        """
        thanks thank thankful grateful appreciate appreciated helpful help helped helps kind great
        perfect lovely brilliant good well done wonderful awesome excellent cheers obliged job nice
        very much needed
        """
    ),
    "goodbye": listed(
        """
        bye goodbye farewell later tomorrow tonight soon day evening night weekend leave leaving
        done finished good nice time care see talk now today
        """
    ),
    "help": listed(
        """
        help you your yourself question questions ask answer answers know able capable program
        machine robot human assistant app tool understand speak tell introduce purpose work works
        this explain topics things kind use limits abilities features
        """
    ),
}
_READABLE = 0.4
"""The share of English words, and of the content's, from which any question is readable."""
_OF_CODE = re.compile(r"[^\w\s'\",.?!:;-]")
_SYMBOLS = 2
"""So many signs that no sentence has make a line of code or an address."""


def find_social(text: str) -> Intent | None:
    """Recognise a greeting, thanks and the like: a whole utterance that asks for no content."""
    for name, pattern in SOCIAL:
        if pattern.match(text):
            return Intent(name, 0.97, explicit=True)
    return None


def possible_socials(masked: str) -> frozenset[str]:
    """Return the intents of small talk that the words of a question allow.

    Likeness of meaning alone knows no limits: a line of code is near to something, too. Small talk
    says a word of it, and hardly anything else: of the words that say something, half at least.
    """
    words = masked.split()
    telling = [word for word in words if word not in STOP_WORDS]
    return frozenset(
        intent
        for intent, social in _SOCIAL_WORDS.items()
        if social & set(words) and 2 * len(social & set(telling)) >= len(set(telling))
    )


def is_readable(question: Question, mentions: tuple[Mention, ...], lexicon: Lexicon) -> bool:
    """Whether a question is put in words: not in code, nor in a script that nothing here reads."""
    words = [token.text for token in question.tokens]
    english = STOP_WORDS | common_words()
    known = sum(word in english or lexicon.holds(word) for word in words)
    if mentions or known >= _READABLE * len(words):
        return True
    return question.text.isascii() and len(_OF_CODE.findall(question.text)) < _SYMBOLS
