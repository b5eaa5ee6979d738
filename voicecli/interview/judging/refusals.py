"""Replies that give no answer: silence, "I don't know", anger at the interviewer. English.

Each is known by what it is said with. What is told of others ("he called me an idiot") and of
oneself ("a stupid mistake of mine") is a part of an answer.
"""

import re
from typing import Literal

from voicecli.analysis.english import content_stems, words
from voicecli.analysis.fillers import hesitations
from voicecli.interview.judging.refusal_cues import HOSTILE, UNKNOWN
from voicecli.retrieval.sentences import split_sentences
from voicecli.understanding.numerals import is_number

Refusal = Literal["silent", "unknown", "hostile"]

_LEFT_OVER = 3
"""Words of meaning beside "I don't know" with which it is still all that was said."""
_OUTBURST = 0.1
"""Share of angry words from which a reply that has other words, too, is an outburst."""
_CALM_WORDS = 40
"""So many words beside an angry sentence are an answer all the same, whatever the share."""

_LONGEST_WORD = 45
_HELD = re.compile(r"([^\W\d_])\1{3,}")
"""One letter four times over."""
_EMPTY = frozenset(
    (
        "well so okay ok right yes yeah yep hm hmm mm mhm huh oh ah and but the a i you know like"
        " just let me see think please"
    ).split()
)
"""Words that say nothing when nothing else is said."""

_NO_FIGURES = frozenset({"one", "zero", "two"})
"""Numbers that are told by "a tough one", "one or two"."""

_APOLOGY = re.compile(
    r"\b(?:i(?:'m| am)? (?:very |really |so |terribly )?(?:sorry|afraid)|sorry|unfortunately"
    r"|to be (?:honest|frank|fair)|honestly|frankly|i guess|i think|i suppose|maybe"
    r"|right now|at the moment|off the top of my head"
    r"|(?:that|this) (?:was|is) mainly \w+ \w+"
    r"|i(?:'d| would) have to (?:look|check)(?: (?:it|that))?(?: up)?)\b"
)
_BUT = re.compile(
    r"\b(?:but|however|though|although|instead|except|apart from|the closest|similar"
    r"|on the other hand)\b"
)

_GOES_ON = re.compile(
    r"\b(?:so|and|then|but) i (?!don'?t|do not|never|have|can'?t|cannot|couldn'?t|wouldn'?t"
    r"|guess|think)\w+"
)
"""What somebody did all the same."""

_ASKING = re.compile(
    r"\b(?:interview(?:er)?|quiz|interrogation|laptop|gadget|toaster|chatbot|robot"
    r"|(?:this|your|a|some|stupid) (?:machine|computer|program|bot|app)"
    r"|(?:this|that|your|stupid) question|your questions|(?:good)?bye\W*$"
    r"|i(?:'m| am) (?:out|off|done here|leaving)|why would i)\b"
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|who|guy|man|woman|lady|customer|client|guest|patient|student|pupil"
    r"|boy|girl|boss|manager|director|colleague|parent|father|mother|people|someone|somebody"
    r"|everybody|everyone|one|another|\w+er|\w+or)\b[^.]{0,60}\b(?:said|says|told|tells"
    r"|called|calls|call|shouted|shouting|screamed|screaming|yelled|yelling|wrote|writes"
    r"|asked|replied|answered|was like|were like|goes|insulted|accused|swore|cursed|texted"
    r"|emailed|mailed|hissed|muttered)\b"
    r"|\b(?:called|calling|calls) (?:me|us|him|her|them|my|one)\b"
    r"|\b(?:told|telling) (?:me|us|him|her|them)\b"
    r"|\b(?:said|saying|says|shouted|screamed|yelled|shouting|yelling)\b"
)


def refusal(reply: str) -> Refusal | None:
    """What kind of no answer a reply is; None when it says something."""
    if is_silent(reply):
        return "silent"
    if is_hostile(reply):
        return "hostile"
    if is_unknown(reply):
        return "unknown"
    return None


def is_silent(reply: str) -> bool:
    """Whether nothing was said but sounds of hesitation, or what is no word of any language."""
    said = [one for one in words(hesitations("en").sub(" ", reply)) if not _is_no_word(one)]
    return not said or (
        all(word in _EMPTY for word in said) and not {"yes", "yeah", "yep"} & set(said)
    )


def _is_no_word(said: str) -> bool:
    """Whether letters make no word: a key that was held down, a text without spaces."""
    return len(said) > _LONGEST_WORD or bool(_HELD.search(said))


def is_hostile(reply: str) -> bool:
    """Whether a reply is an outburst against the interviewer or the interview."""
    sentences = [_plain(sentence) for sentence in split_sentences(reply)]
    told = False
    angry = 0
    for sentence in sentences:
        match = HOSTILE.search(sentence)
        before = sentence[: match.start()] if match else sentence
        told = bool(_REPORTED.search(before)) or (told and sentence[:1] in "\"'“‘")
        if match and not told:
            angry += len(sentence.split())
    total = len(reply.split())
    return angry > 0 and angry >= _OUTBURST * total and total - angry < _CALM_WORDS


def is_unknown(reply: str) -> bool:
    """Whether a reply says that there is nothing to say, and says nothing else."""
    low = hesitations("en").sub(" ", _plain(reply)).strip(" .!,;")
    low = re.sub(r"\s+([,.;!?])", r"\1", low)
    found = list(UNKNOWN.finditer(low))
    if not found:
        return False
    behind = low[found[0].end() :]
    if _BUT.search(behind) and len(content_stems(behind)) > 1:
        return False
    if _GOES_ON.search(low):
        return False
    rest = _APOLOGY.sub(" ", UNKNOWN.sub(" ", low))
    if any(is_number(word) for word in words(rest) if word not in _NO_FIGURES):
        return False
    return len(content_stems(rest)) <= _LEFT_OVER and len(words(rest)) <= 4 * _LEFT_OVER


def tells_something(reply: str) -> bool:
    """Whether a reply has a figure, or goes on with what is there instead."""
    low = _plain(reply)
    figures = any(is_number(word) for word in words(low) if word not in _NO_FIGURES)
    match = _BUT.search(low)
    return figures or bool(match and len(content_stems(low[match.end() :])) > 1)


def speaks_of_asking(reply: str) -> bool:
    """Whether a reply speaks of who asks, or of being asked, or takes its leave."""
    return bool(_ASKING.search(_plain(reply)))


def is_reported(reply: str) -> bool:
    """Whether a reply tells what others said."""
    return bool(_REPORTED.search(_plain(reply)))


def _plain(text: str) -> str:
    """Small letters, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("’", "'").split())
