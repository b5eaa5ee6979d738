"""From the words of a question to what it asks for, without any model, in a few milliseconds."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from voicecli.types import Understanding
from voicecli.understanding.asking import asks_for_now, find_asked, find_superlative
from voicecli.understanding.cues import OPENING
from voicecli.understanding.dates import Years, find_years
from voicecli.understanding.entities import find_names
from voicecli.understanding.exclusions import (
    excluded_technologies,
    excluded_words,
    without_excluded,
)
from voicecli.understanding.followups import FollowUp, find_follow_up, find_unspoken, merge
from voicecli.understanding.guardrails import guard
from voicecli.understanding.intents import (
    RECORD_INTENTS,
    UNKNOWN,
    Intent,
    calibrated,
    find_intent,
)
from voicecli.understanding.lexicon import Lexicon, Mention, lexicon
from voicecli.understanding.masking import masked, neutral, respelled
from voicecli.understanding.meaning import Meanings
from voicecli.understanding.normalise import Question, fold, normalise
from voicecli.understanding.reference import in_third_person
from voicecli.understanding.settling import with_meaning, worth_telling
from voicecli.understanding.social import (
    SOCIAL_INTENTS,
    find_social,
    is_readable,
    possible_socials,
)
from voicecli.understanding.vocabulary import DOCUMENT, Vocabulary

_CHANGES_SUBJECT = frozenset({"more", "change", "about", "refine", "relative"})
_SURE, _SURER = 0.5, 0.75
"""Confidence from which an intent is a filter: where words leave no doubt, and where they do."""

_LONGEST_FOLLOW_UP = 16
"""Words; a longer question says itself what it means."""

_NEWEST = re.compile(
    r"^(?:and )?(?:(?:which|what)(?: one)? (?:is|was) )?the (?:newer|later|more recent)\b"
    r"|\b(?:most recent(?:ly)?|latest|newest|youngest|last (?:thing|one|project|job|role|position"
    r"|paper|article|publication|degree|work)|most current)\b"
)
_OLDEST = re.compile(
    r"^(?:and )?(?:(?:which|what)(?: one)? (?:is|was) )?the (?:older|earlier)\b"
    r"|\b(?:oldest|earliest|very first|first (?:ever |thing |\w+ )?(?:project|job|role|position"
    r"|paper|article|publication|degree|app|company|thing|work))\b"
)
_FIRST_OR_LAST = re.compile(
    r"\b(first|last) (?:ever )?(?!years?\b|months?\b|weeks?\b|spring|summer|autumn|winter|class\b)"
    r"([a-z]+)(?: ([a-z]+))?"
)
_WAS_FIRST = re.compile(r"\b(?:was|is|were|came|comes) (?:the |her )?(?:very )?(first|last)\W*$")
_OF_A_POST = re.compile(
    r"\bwhere\b|\b(?:jobs?|positions?|roles?|employers?|employed|works? (?:for|at|as)|company"
    r"|live)\b"
)
_ANY_OF = re.compile(r"\bxtech(?:,| xtech)* or\b|\beither\b")


def understand(
    question: str,
    vocabulary: Vocabulary,
    today: date,
    previous: Understanding | None = None,
    meanings: Meanings | None = None,
) -> Understanding:
    """Say what a question asks for; `previous` is the last question about content.

    Where no cue is plain `meanings`, if given, is asked what the question is near to.

    The intent is the type of the records asked for ("projects", …), "person", "overview",
    "document", "general" (knowledge of the field), "off_topic", "unknown", or one of
    `SOCIAL_INTENTS`. Slots, each only where found:

    - "types", "technologies", "exclude_technologies", "entities" (titles), "items" (their ids),
      "people": tuples of names as the content spells them; types only if the question names them
    - "every_technology": whether all of them are meant, or any one
    - "years": {"from": year or None, "to": year or None}
    - "order": "newest" or "oldest"
    - "exclude_types", "exclude_words": kinds of record, and words of a topic, to be left out
    - "current": True if only what goes on now is asked for
    - "superlative": {"direction": "most" or "least", "of": what is compared}, decided by a figure
    - "asks": the kind of value that answers ("date", "number", …, see `asking.find_asked`)
    - "intents": {intent: share} of those that the words leave in doubt, for `settle_intent`
    - "follow_up": True, with "leans" (the kind, see `followups`), "exclude_shown", "among_shown",
      "ordinal" (from 1, -1 the last), "relative" ("before" or "after" what was shown)
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
    return _content_question(question, asked, lexicon(vocabulary), today, previous, meanings)


def _content_question(
    written: str,
    asked: Question,
    known: Lexicon,
    today: date,
    previous: Understanding | None,
    meanings: Meanings | None,
) -> Understanding:
    mentions = find_names(asked, known)
    shape = OPENING.sub("", masked(asked, mentions))
    wanted, unwanted_types = without_excluded(shape, known.cues, known.types)
    intent = _intent(asked, in_third_person(wanted), mentions, known, meanings)
    slots = _slots(asked, shape, mentions, today, known) | {"exclude_types": unwanted_types}
    resolved = topic = respelled(asked, mentions)
    follow_up = _follow_up(shape, intent, slots, previous)
    if previous and follow_up:
        intent = _inherited(intent, follow_up, previous)
        topic = str(previous.slots.get("topic") or previous.question)
        other = intent.name != previous.intent
        resolved = _resolved(resolved, topic, follow_up, slots, other=other)
        slots = merge(follow_up, slots, previous.slots)
        resolved = _with_names(resolved, slots.get("entities") or ())
    if not slots.get("types") or intent.name != getattr(previous, "intent", None):
        slots["types"] = _types(intent, known)
    if (slots["types"] or follow_up) and intent.name != DOCUMENT:
        slots["exclude_words"] = excluded_words(shape)
    slots |= {
        "resolved_question": resolved,
        "topic": topic,
        "intents": worth_telling(intent.doubts),
    }
    slots = {key: value for key, value in slots.items() if value not in ((), None, {})}
    return Understanding(written, intent.name, round(intent.confidence, 3), slots)


def _intent(
    asked: Question,
    wanted: str,
    mentions: tuple[Mention, ...],
    known: Lexicon,
    meanings: Meanings | None,
) -> Intent:
    """Find the intent by cues and words, and by meaning where those leave doubt."""
    if not is_readable(asked, mentions, known):
        return Intent(UNKNOWN, 0.0, explicit=False)
    intent = find_intent(asked, wanted, mentions, known)
    if not meanings or not intent.doubts:
        return intent
    socials = possible_socials(wanted)
    near = meanings.shares(neutral(wanted, known.types), known.declared)
    return _weighed(
        intent,
        {name: near[name] for name in near if name not in SOCIAL_INTENTS or name in socials},
    )


def _weighed(intent: Intent, meaning: Mapping[str, float]) -> Intent:
    """Weigh an unsure intent anew with what the question means."""
    shares = with_meaning(intent.doubts, meaning)
    name = next(iter(shares))
    return Intent(name, calibrated(shares, name), intent.explicit and name == intent.name, shares)


def _slots(
    asked: Question, shape: str, mentions: tuple[Mention, ...], today: date, known: Lexicon
) -> dict[str, Any]:
    wanted, unwanted = _technologies(asked, mentions)
    titles = [mention.name for mention in mentions if mention.name.kind == "title"]
    years = find_years(asked.text, today)
    current = asks_for_now(shape)
    if current and years == Years(today.year, None) and _OF_A_POST.search(shape):
        years = None  # "current" says it: a post that one has began in any year
    return {
        "technologies": wanted,
        "exclude_technologies": unwanted,
        "every_technology": not _ANY_OF.search(shape) if len(wanted) > 1 else None,
        "entities": tuple(dict.fromkeys(name.text for name in titles)),
        "items": tuple(dict.fromkeys(name.item for name in titles if name.item)),
        "people": tuple(m.name.text for m in mentions if m.name.kind == "person"),
        "years": {"from": years.first, "to": years.last} if years else None,
        "order": _order(shape, known),
        "superlative": find_superlative(shape),
        "current": current or None,
        "asks": find_asked(OPENING.sub("", asked.text)),
    }


def _order(shape: str, known: Lexicon) -> str | None:
    """Whether the newest or the oldest is asked for: "her last job", "which job was the first"."""
    if _NEWEST.search(shape):
        return "newest"
    if _OLDEST.search(shape):
        return "oldest"
    for match in _FIRST_OR_LAST.finditer(shape):
        place, noun, after = match.groups()
        if known.is_kind(noun) or known.is_kind(after):
            return "oldest" if place == "first" else "newest"
    was = _WAS_FIRST.search(shape)
    if was and any(known.is_kind(word) for word in shape[: was.start()].split()):
        return "oldest" if was[1] == "first" else "newest"
    return None


def _technologies(
    asked: Question, mentions: tuple[Mention, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the technologies that are asked for, and those that are asked to be left out."""
    named = dict.fromkeys(m.name.text for m in mentions if m.name.kind == "technology")
    unwanted = excluded_technologies(asked, mentions)
    return tuple(n for n in named if n not in unwanted), tuple(n for n in named if n in unwanted)


def _leans(previous: Understanding, shape: str) -> bool:
    """Whether a question may lean on the one before: that asked for content, and this is short."""
    return previous.intent not in SOCIAL_INTENTS and len(shape.split()) <= _LONGEST_FOLLOW_UP


def _follow_up(
    shape: str, intent: Intent, slots: Mapping[str, Any], previous: Understanding | None
) -> FollowUp | None:
    """Say how a question leans on the one before; None where it stands alone."""
    if previous is None or not _leans(previous, shape):
        return None
    if told := find_follow_up(shape):
        return told
    names_its_own = any(slots.get(key) for key in ("entities", "technologies", "people"))
    if names_its_own or intent.explicit:
        return None
    of_a_text = previous.intent == DOCUMENT and not previous.slots.get("people")
    return find_unspoken(shape, previous.slots, of_a_text=of_a_text)


def _inherited(intent: Intent, follow_up: FollowUp, previous: Understanding) -> Intent:
    """Keep the subject of the conversation unless the follow-up names another."""
    names_another = intent.explicit and intent.name not in ("overview", "general", previous.intent)
    strong = intent.confidence >= _SURE
    if follow_up.kind == "about" and intent.name == "skills":
        names_another = False  # "what languages is it written in" asks about the thing
    if follow_up.kind == "relative" and intent.name == "projects":
        names_another = "project" in follow_up.words  # "what did she do before that" at work
    if follow_up.kind in _CHANGES_SUBJECT and names_another and strong:
        return intent
    return Intent(previous.intent, max(previous.confidence, _SURE), explicit=True)


def _types(intent: Intent, known: Lexicon) -> tuple[str, ...]:
    """Return the types to search in: only those that the question itself names."""
    if not intent.explicit or intent.confidence < (_SURER if intent.doubts else _SURE):
        return ()
    if intent.name in RECORD_INTENTS or intent.name in known.types:
        return (intent.name,)
    return ()


def _resolved(
    resolved: str, topic: str, follow_up: FollowUp, slots: dict[str, Any], *, other: bool
) -> str:
    """Write a follow-up so that it can be searched for alone; `slots` are its own.

    `topic` is the question that began this line of questions. What names its own things does not
    need it, and a search for both would find the old ones; nor does what asks for `other` things.
    "Before that" and the like say no word of what is searched for.
    """
    if follow_up.kind == "more" or (follow_up.kind == "relative" and not other):
        return topic
    if follow_up.kind == "relative":
        return resolved
    names_its_own = slots.get("entities") or slots.get("technologies")
    return resolved if names_its_own else f"{resolved} ({topic})"


def _with_names(resolved: str, names: tuple[str, ...]) -> str:
    missing = [name for name in names if fold(name) not in fold(resolved)]
    return f"{resolved} ({', '.join(missing)})" if missing else resolved


def _plain(asked: Question) -> str:
    return re.sub(r"[^\w\s]+", " ", asked.text).strip().replace("  ", " ")
