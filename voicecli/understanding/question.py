"""From the words of a question to what it asks for, without any model, in a few milliseconds."""

import re
from datetime import date
from typing import Any

from voicecli.types import Understanding
from voicecli.understanding.cues import OPENING
from voicecli.understanding.dates import find_years
from voicecli.understanding.entities import Mention, find_names
from voicecli.understanding.followups import FollowUp, find_follow_up, merge
from voicecli.understanding.guardrails import guard
from voicecli.understanding.intents import (
    RECORD_INTENTS,
    UNKNOWN,
    Intent,
    find_intent,
    find_social,
)
from voicecli.understanding.lexicon import Lexicon, lexicon
from voicecli.understanding.normalise import Question, expand, fold, normalise
from voicecli.understanding.vocabulary import Vocabulary

SOCIAL_INTENTS = frozenset(
    {"greeting", "thanks", "goodbye", "help", "repeat", "sources", "command"}
)
"""Intents that ask nothing of the content; a follow-up never leans on them."""

_CHANGES_SUBJECT = frozenset({"more", "change", "about", "refine"})
_SURE = 0.5

_NEWEST = re.compile(
    r"\b(?:most recent(?:ly)?|latest|newest|youngest|last (?:thing|one|project|job|role|position"
    r"|paper|article|publication|degree|work)|most current)\b"
)
_OLDEST = re.compile(
    r"\b(?:oldest|earliest|very first|first (?:ever |thing |\w+ )?(?:project|job|role|position"
    r"|paper|article|publication|degree|app|company|thing|work))\b"
)
_EXCLUDING = re.compile(
    r"\b(?:not|no|without|except(?: for)?|excluding|besides|other than|apart from|but not|minus)"
    r"(?: (?:in|with|using|any))? $"
)
_ANY_OF = re.compile(r"\bxtech(?:,| xtech)* or\b|\beither\b")


def understand(
    question: str,
    vocabulary: Vocabulary,
    today: date,
    previous: Understanding | None = None,
) -> Understanding:
    """Say what a question asks for; `previous` is the last question about content.

    The intent is the type of the records asked for ("projects", …), "person", "overview",
    "document", "general" (knowledge of the field), "off_topic", "unknown", or one of
    `SOCIAL_INTENTS`. Slots, each only where found:

    - "types", "technologies", "exclude_technologies", "entities" (titles), "items" (their ids),
      "people": tuples of names as the content spells them; types only if the question names them
    - "every_technology": whether all of them are meant, or any one
    - "years": {"from": year or None, "to": year or None}
    - "order": "newest" or "oldest"
    - "follow_up": True, with "exclude_shown", "among_shown", "ordinal" (from 1, -1 the last),
      "relative" ("before" or "after" what was shown)
    - "resolved_question": what to search for: names as the content spells them, and for a
      follow-up also what it leans on: its "topic", the question that began this line of questions
    - "command": the words of a command such as "stop"
    """
    asked = normalise(question)
    if not asked.tokens:
        return Understanding(
            question, UNKNOWN, 0.0, guard=None if not question.strip() else "empty"
        )
    if reason := guard(asked):
        return Understanding(question, UNKNOWN, 1.0, guard=reason)
    if social := find_social(_plain(asked)):
        slots = {"command": _plain(asked)} if social.name == "command" else {}
        return Understanding(question, social.name, social.confidence, slots)
    return _content_question(question, asked, lexicon(vocabulary), today, previous)


def _content_question(
    written: str, asked: Question, known: Lexicon, today: date, previous: Understanding | None
) -> Understanding:
    mentions = find_names(asked, known)
    masked = OPENING.sub("", _masked(asked, mentions))
    intent = find_intent(asked, masked, mentions, known)
    slots = _slots(asked, masked, mentions, today)
    resolved = topic = _respelled(asked, mentions)
    follow_up = find_follow_up(masked) if previous and _leans(previous, slots, masked) else None
    if previous and follow_up:
        intent = _inherited(intent, follow_up, previous)
        topic = str(previous.slots.get("topic") or previous.question)
        resolved = _resolved(resolved, topic, follow_up, slots)
        slots = merge(follow_up, slots, previous.slots)
        resolved = _with_names(resolved, slots.get("entities") or ())
    if not slots.get("types") or intent.name != getattr(previous, "intent", None):
        slots["types"] = _types(intent, known)
    slots |= {"resolved_question": resolved, "topic": topic}
    slots = {key: value for key, value in slots.items() if value not in ((), None)}
    return Understanding(written, intent.name, round(intent.confidence, 3), slots)


def _slots(
    asked: Question, masked: str, mentions: tuple[Mention, ...], today: date
) -> dict[str, Any]:
    wanted, unwanted = _technologies(asked, mentions)
    titles = [mention.name for mention in mentions if mention.name.kind == "title"]
    years = find_years(asked.text, today)
    return {
        "technologies": wanted,
        "exclude_technologies": unwanted,
        "every_technology": not _ANY_OF.search(masked) if len(wanted) > 1 else None,
        "entities": tuple(dict.fromkeys(name.text for name in titles)),
        "items": tuple(dict.fromkeys(name.item for name in titles if name.item)),
        "people": tuple(m.name.text for m in mentions if m.name.kind == "person"),
        "years": {"from": years.first, "to": years.last} if years else None,
        "order": "newest"
        if _NEWEST.search(masked)
        else "oldest"
        if _OLDEST.search(masked)
        else None,
    }


def _technologies(
    asked: Question, mentions: tuple[Mention, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the technologies that are asked for, and those that are asked to be left out."""
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for mention in mentions:
        if mention.name.kind == "technology":
            before = " ".join(token.text for token in asked.tokens[: mention.start]) + " "
            (unwanted if _EXCLUDING.search(before) else wanted)[mention.name.text] = None
    return tuple(wanted), tuple(unwanted)


def _leans(previous: Understanding, slots: dict[str, Any], masked: str) -> bool:
    """Whether a question may lean on the one before: that asked for content, and this is short."""
    return previous.intent not in SOCIAL_INTENTS and len(masked.split()) <= 16


def _inherited(intent: Intent, follow_up: FollowUp, previous: Understanding) -> Intent:
    """Keep the subject of the conversation unless the follow-up names another."""
    names_another = intent.explicit and intent.name not in ("overview", "general", previous.intent)
    strong = intent.confidence >= _SURE
    if follow_up.kind in _CHANGES_SUBJECT and names_another and strong:
        return intent
    return Intent(previous.intent, max(previous.confidence, _SURE), explicit=True)


def _types(intent: Intent, known: Lexicon) -> tuple[str, ...]:
    """Return the types to search in: only those that the question itself names."""
    if not intent.explicit or intent.confidence < _SURE:
        return ()
    if intent.name in RECORD_INTENTS or intent.name in known.types:
        return (intent.name,)
    return ()


def _resolved(resolved: str, topic: str, follow_up: FollowUp, slots: dict[str, Any]) -> str:
    """Write a follow-up so that it can be searched for alone; `slots` are its own.

    `topic` is the question that began this line of questions. What names its own things does not
    need it, and a search for both would find the old ones.
    """
    if follow_up.kind == "more":
        return topic
    names_its_own = slots.get("entities") or slots.get("technologies")
    return resolved if names_its_own else f"{resolved} ({topic})"


def _with_names(resolved: str, names: tuple[str, ...]) -> str:
    missing = [name for name in names if fold(name) not in fold(resolved)]
    return f"{resolved} ({', '.join(missing)})" if missing else resolved


def _respelled(asked: Question, mentions: tuple[Mention, ...]) -> str:
    """Write the question with its names as the content spells them."""
    words: list[str] = []
    starts = {mention.start: mention for mention in reversed(mentions)}
    skip = 0
    for index, token in enumerate(asked.tokens):
        if mention := starts.get(index):
            exact = mention.likeness == 1 and mention.end - mention.start == 1
            words.append(token.written if exact else mention.name.text)
            skip = mention.end
        elif index >= skip:
            words.append(token.written)
    return " ".join(words)


def _masked(asked: Question, mentions: tuple[Mention, ...]) -> str:
    """Write the question folded, its names replaced by what they are, without punctuation."""
    words: list[str] = []
    starts = {mention.start: mention for mention in reversed(mentions)}
    skip = 0
    for index, token in enumerate(asked.tokens):
        if mention := starts.get(index):
            words.append(_mask(mention, asked.tokens[mention.end - 1].written))
            skip = mention.end
        elif index >= skip:
            words.append(fold(token.written))
    return expand(" ".join(words))


def _mask(mention: Mention, written: str) -> str:
    if mention.name.kind == "person":
        return "her" if written.endswith("'s") else "she"
    return "xtech" if mention.name.kind == "technology" else f"x{mention.name.type}"


def _plain(asked: Question) -> str:
    return re.sub(r"[^\w\s]+", " ", asked.text).strip().replace("  ", " ")
