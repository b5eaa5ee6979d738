"""What a question asks to be left out: "not Python", "without Docker", "no publications"."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Iterable

from voicecli.understanding.cues import NOUN, WHO, WHOSE, Cue
from voicecli.understanding.declared import DECLARED_NOUN
from voicecli.understanding.lexicon import Mention
from voicecli.understanding.masking import masked
from voicecli.understanding.normalise import Question
from voicecli.understanding.vocabulary import DOCUMENT
from voicecli.understanding.words import STOP_WORDS

_NOT = (
    r"\b(?:not(?! (?:only|just|necessarily|even))|no|non|nor|neither|nothing|none|without|except"
    r"|excluding|besides|other than|apart from|aside from|(?:anything|everything|all|nothing) but"
    r"|but not|minus|instead of|rather than|lack(?:s|ing)?|free of|different from"
    r"|(?:leave|leaving|left) out|(?:skip|ignor|avoid|exclud|omit)(?:e|s|es|ed|ing|ping|ting)?)"
)
_BETWEEN = (
    rf"(?: (?:for|the|a|an|any|of|those|ones?|{WHOSE}|her|all|both|either|projects?|work|things?|stuff"
    r"|anything|something|written|made|built|done|coded|developed|programmed|related|based|use[ds]?"
    r"|using|utili[sz]e[ds]?|involv(?:e[ds]?|ing)|need(?:s|ed|ing)?|requir(?:e[ds]?|ing)"
    r"|contain(?:s|ed|ing)?|includ(?:e[ds]?|ing)|rel(?:y|ies|ied|ying)|depend(?:s|ed|ing)?"
    r"|with|in|on|by|from|to|about|do|have|has|has to)){0,5}"
)
_MORE_NAMES = r"(?: xtech(?: and| or| nor)?)*"
_LEFT_OUT = re.compile(rf"({_NOT}){_BETWEEN}{_MORE_NAMES} $")

_ASKED_BACK = re.compile(
    rf"^(?:why|how come)\b|^(?:do|does|did|has|have|is|was|can|could)(?: not)? {WHO} not? "
)
"""A question about what is not so, instead of an order to leave it out: "why not Rust?"."""

_ANSWERED_NO = re.compile(r"^no\s*[,.!;:]")
_KNOWS = re.compile(rf"\b({WHO}) no\b")
"""What a recogniser may write for "she know"."""

_NAME_FREE = re.compile(r"^\W*-\W*(?:free|less)\b")

_TOPIC = re.compile(
    r"\b(?:not|nothing|none|no \w+|anything but|without(?: any| the)?|except(?: for)?(?: the)?|excluding"
    r"(?: the)?|other than(?: the)?|apart from(?: the)?|besides(?: the)?|leav(?:e|ing) out(?: the)?)"
    r"(?: the)?(?: (?:those|ones?|things?|anything))?(?: (?:that are|which are))?"
    r"(?: (?:about|on|for|with|in|from|related to|to do with|having to do with|involving|concerning))*"
    r" (?!only\b|just\b)((?:[a-z][a-z-]*)(?: (?:and|or) [a-z-]+| [a-z-]+)?)"
    r"(?: (?:ones?|stuff|things?|work|projects?|jobs?|papers?|please))*\W*$"
)


def excluded_technologies(asked: Question, mentions: tuple[Mention, ...]) -> frozenset[str]:
    """Return the technologies that are to be left out; the negation reaches over a whole list."""
    if _ASKED_BACK.search(masked(asked, mentions)):
        return frozenset()
    unwanted: set[str] = set()
    for mention in mentions:
        if mention.name.kind == "technology":
            before = _before(asked, mentions, mention.start)
            if _LEFT_OUT.search(before) or _is_named_free(asked, mention):
                unwanted.add(mention.name.text)
    return frozenset(unwanted)


def without_excluded(
    text: str, cues: Iterable[Cue], types: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """Cut the kinds of record that are to be left out from a masked question; name them.

    Nothing is cut where nothing would be left to ask for: "has she no degree?".
    """
    excluded: dict[str, None] = {}
    left = text
    for cue in cues:
        if cue.weight not in (NOUN, DECLARED_NOUN) or cue.intent not in types - {DOCUMENT}:
            continue
        for match in cue.pattern.finditer(text):
            if found := _LEFT_OUT.search(text[: match.start()]):
                excluded[cue.intent] = None
                left = left.replace(text[found.start() : match.end()], " ")
    left = " ".join(left.split())
    is_order = bool(set(left.split()) - STOP_WORDS - _EMPTY) and not _ASKED_BACK.search(text)
    return (left, tuple(excluded)) if is_order or _ALL.search(left) else (text, ())


_EMPTY = frozenset({"please", "no", "not"})
_ALL = re.compile(r"\b(?:everything|anything|all|something|things|more|rest|others?)\b")


def excluded_words(masked_text: str) -> tuple[str, ...]:
    """Return the words of a topic that a list is to be without: "but nothing about music"."""
    if not (match := _TOPIC.search(masked_text)):
        return ()
    words = match[1].split()
    return tuple(word for word in words if word not in STOP_WORDS and not word.startswith("x"))


def _before(asked: Question, mentions: tuple[Mention, ...], start: int) -> str:
    before = masked(asked, mentions, start)
    if _ANSWERED_NO.search(asked.text):
        before = before.removeprefix("no")
    return _KNOWS.sub(r"\1 know", f"{before} ")


def _is_named_free(asked: Question, mention: Mention) -> bool:
    last = asked.tokens[mention.end - 1].written
    place = asked.written.find(last)
    return bool(_NAME_FREE.search(asked.written[place + len(last) :]))
