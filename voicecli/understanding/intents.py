"""What a question is about: cues, names and the content's own words, weighed against each other."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voicecli.understanding.cues import NOUN, Cue
from voicecli.understanding.declared import DECLARED_NOUN
from voicecli.understanding.lexicon import Lexicon, Mention
from voicecli.understanding.normalise import Question
from voicecli.understanding.numerals import is_number
from voicecli.understanding.reference import is_about_someone, is_own_affair
from voicecli.understanding.vocabulary import DOCUMENT, PERSON
from voicecli.understanding.words import STOP_WORDS, listed, stem

UNKNOWN = "unknown"
OFF_TOPIC = "off_topic"

RECORD_INTENTS = frozenset({"projects", "experience", "skills", "education", "publications"})
"""Intents that are the type of the records they ask for."""

COARSE: Mapping[str, str] = {
    "thanks": "general",
    "goodbye": "general",
    "help": "general",
    "repeat": "general",
    "sources": "general",
    "command": "general",
    "person": "overview",
    "unknown": "off_topic",
}
"""The coarser name of an intent in labelled sets that tell fewer apart; others keep theirs."""

_TITLE = 2.6
_GROUP = 1.2
"""A title of a group of skills, which often is an ordinary word."""

_PART_OF_TITLE = 1.6
_PERSON_NAMED = 0.6
_TECHNOLOGY = 0.6

_OF_TIME = listed(
    """
    year years month months week weeks day days decade decades today now currently moment ago last
    past recent recently lately latest newest oldest early earlier earliest late later since until
    """
)
"""Words that say when, and nothing of what."""

_FURTHER = 0.25
_EXPLAINS = 1.2
"""The weight from which a cue says all that its words say."""
_TOPIC_OF = re.compile(
    r"(?<!tell me )(?<!more )(?<!know )(?<!what )(?<!how )(?<!info )"
    r"\babout (?:the )?(?:(?!her\b|his\b|their\b|your\b|my\b)\w+ )?$"
    r"|\b(?:paper|article|something|anything|book|essay|research|talk|wrote|written|published)s? on"
    r" (?:the )?(?:\w+ )?$|\b(?:regarding|concerning|to do with|related to|against) (?:\w+ )?$"
)
_OF_A_TOPIC = 0.4
"""What a cue counts that stands where a topic is named: "something about universities"."""
_NOUN_WEIGHTS = frozenset({NOUN, DECLARED_NOUN})
_HEAD = 0.8
_SUBJECT = 1.6
_OWN_NAME = 1.6
_DOUBT = 0.2
"""How little one word alone says: this share of the rarest word's weight is added to the whole."""

_DOCUMENT_WORDS = 3.2
_RECORD_WORDS = 2.4
_SOMEONE_SUBDUES_DOCUMENTS = 0.45
_SOMEONE_SUBDUES_THE_WORLD = 0.3
_IMPERSONAL = 0.4
"""What speaks for a document where nobody is spoken of: records are about the person."""
_NOTHING_KNOWN = 0.5
_OF_THE_RECORDS = dict.fromkeys(RECORD_INTENTS, 0.6)

_PRIOR = 0.4
_CALIBRATION = 1.6
_NAMES_IT = 1.0
"""The score of cues and names from which a question itself names its intent."""
_LEAVES_NO_DOUBT = 2.4
_SHARPNESS = 1.3


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked for; `explicit` when the question itself names it, not only its words' home.

    `doubts` are the shares of the intents that it may be as well, itself among them, best first;
    empty where the question plainly names it.
    """

    name: str
    confidence: float
    explicit: bool
    doubts: Mapping[str, float] = field(default_factory=dict)


def find_intent(
    question: Question, masked: str, mentions: tuple[Mention, ...], lexicon: Lexicon
) -> Intent:
    """Weigh all evidence and name the strongest intent.

    `masked` is the question's text with its names replaced by what they are (`cues`). With a
    vocabulary without words and nothing to go by the intent is "unknown".
    """
    said, explained = _from_cues(masked, lexicon.cues)
    named = _from_names(mentions)
    someone = is_about_someone(masked, mentions)
    if someone and OFF_TOPIC in said:
        said[OFF_TOPIC] *= _SOMEONE_SUBDUES_THE_WORLD
    if not someone and is_own_affair(masked):
        said = {
            intent: weight * _OF_THE_RECORDS.get(intent, 1.0) for intent, weight in said.items()
        }
    explicit = _sum(said, named)
    words = _content_words(question, mentions, explained)
    home = _from_words(
        words,
        _capitals(question),
        lexicon,
        someone=someone,
        impersonal=not someone and not RECORD_INTENTS & set(explicit),
    )
    scores = _sum(explicit, home)
    if not scores:
        return Intent(UNKNOWN, 0.0, explicit=False, doubts={UNKNOWN: 1.0} if words else {})
    shares = _shares(scores)
    name = next(iter(shares))
    is_plain = said.get(name, 0.0) >= _LEAVES_NO_DOUBT
    doubts = shares if words and not is_plain else {}
    return Intent(name, calibrated(shares, name), explicit.get(name, 0.0) >= _NAMES_IT, doubts)


def _from_cues(masked: str, cues: Iterable[Cue]) -> tuple[dict[str, float], frozenset[str]]:
    """Return each intent's strongest cue with a little for each further one, and the words.

    Of several nouns for kinds of record the first is what is asked for: "recipes from her job".
    """
    found: dict[str, list[float]] = {}
    explained: set[str] = set()
    nouns: list[tuple[int, str]] = []
    for cue in cues:
        if match := cue.pattern.search(masked):
            is_topic = cue.weight >= _EXPLAINS and _TOPIC_OF.search(masked[: match.start()])
            found.setdefault(cue.intent, []).append(cue.weight * (_OF_A_TOPIC if is_topic else 1))
            explained.update(match[0].split() if cue.weight >= _EXPLAINS else ())
            is_noun = cue.weight in _NOUN_WEIGHTS and not is_topic
            nouns += [(match.start(), cue.intent)] * is_noun
    scores = {
        intent: max(weights) + _FURTHER * (sum(weights) - max(weights))
        for intent, weights in found.items()
    }
    if len({intent for _, intent in nouns}) > 1:
        scores[min(nouns)[1]] += _HEAD
    return scores, frozenset(explained)


def _from_names(mentions: tuple[Mention, ...]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for mention in mentions:
        name = mention.name
        if name.kind == "title":
            weight = _GROUP if name.type == "skills" else _TITLE if name.whole else _PART_OF_TITLE
            weight *= mention.likeness
            scores[name.type] = max(scores.get(name.type, 0.0), weight)
        elif name.kind == "person":
            scores["overview"] = _PERSON_NAMED
        else:
            scores["projects"] = max(scores.get("projects", 0.0), _TECHNOLOGY)
    return scores


def _from_words(
    words: list[str],
    capitals: frozenset[str],
    lexicon: Lexicon,
    *,
    someone: bool,
    impersonal: bool,
) -> dict[str, float]:
    """Ask where the content uses the words: a type's share of them, rare words counting most.

    What nothing in the content covers speaks for the world outside.
    """
    if not lexicon.words or not words:
        return {}
    most = 1 + lexicon.most_passages
    weights = {word: math.log(1 + most / (1 + lexicon.passages.get(word, 0))) for word in words}
    total = sum(weights.values()) + math.log(1 + most) * _DOUBT
    scores: dict[str, float] = {}
    known = 0.0
    for word, weight in weights.items():
        everywhere = lexicon.passages.get(word, 0)
        known += weight if everywhere else 0.0
        for type_, counted in lexicon.words.items():
            if word in counted:
                share = weight * counted[word] / everywhere / total
                scores[type_] = scores.get(type_, 0.0) + share
    by_intent: dict[str, float] = {}
    for type_, share in scores.items():
        strength = _RECORD_WORDS if type_ != DOCUMENT else _DOCUMENT_WORDS
        if type_ == DOCUMENT and someone:
            strength *= _SOMEONE_SUBDUES_DOCUMENTS
        by_intent[type_] = share * strength
    if DOCUMENT in by_intent:
        by_intent[DOCUMENT] += _SUBJECT * bool(lexicon.subjects & set(words))
        by_intent[DOCUMENT] += _OWN_NAME * any(
            word in capitals and set(_types_with(word, lexicon)) == {DOCUMENT} for word in words
        )
    if DOCUMENT in lexicon.words and impersonal:
        by_intent[DOCUMENT] = by_intent.get(DOCUMENT, 0.0) + _IMPERSONAL
    unknown = sum(weights.values()) - known
    by_intent[OFF_TOPIC] = _NOTHING_KNOWN * unknown / total
    if someone:
        by_intent[OFF_TOPIC] *= _SOMEONE_SUBDUES_THE_WORLD
    return by_intent


def _types_with(word: str, lexicon: Lexicon) -> list[str]:
    return [type_ for type_, counted in lexicon.words.items() if word in counted]


def _capitals(question: Question) -> frozenset[str]:
    """Return the stems of the words inside the question that are written as names are."""
    return frozenset(
        stem(token.text) for token in question.tokens[1:] if token.written[:1].isupper()
    )


def _content_words(
    question: Question, mentions: tuple[Mention, ...], explained: frozenset[str]
) -> list[str]:
    """Return the stems of the words that say something that no name or cue has said already."""
    named = {
        index
        for mention in mentions
        if mention.name.kind != "title" or mention.likeness < 1
        for index in range(mention.start, mention.end)
    }
    words = [
        token.text
        for index, token in enumerate(question.tokens)
        if index not in named and not is_number(token.text) and token.text not in _OF_TIME
    ]
    return list(dict.fromkeys(stem(word) for word in words if word not in STOP_WORDS | explained))


def calibrated(shares: Mapping[str, float], name: str) -> float:
    """Return how likely an intent is right: its share, sharpened.

    The evidence is of one mind more than it says: of four sets of labelled questions, those that
    had 0.55 were right four times of five. One temperature for all mends it (Guo et al., "On
    Calibration of Modern Neural Networks", ICML 2017).
    """
    powers = {intent: share**_CALIBRATION for intent, share in shares.items()}
    rest = max(0.0, 1.0 - sum(shares.values())) ** _CALIBRATION
    return float(powers[name] / (sum(powers.values()) + rest))


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Return the softmax shares, best first; a prior of knowing nothing takes the rest."""
    powers = {intent: math.exp(_SHARPNESS * score) for intent, score in scores.items()}
    total = sum(powers.values()) + math.exp(_SHARPNESS * _PRIOR)
    best_first = sorted(powers, key=lambda intent: (powers[intent], intent), reverse=True)
    return {intent: powers[intent] / total for intent in best_first}


def _sum(*parts: Mapping[str, float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for part in parts:
        for name, score in part.items():
            total[name] = total.get(name, 0.0) + score
    return total


__all__ = [
    "COARSE",
    "OFF_TOPIC",
    "PERSON",
    "RECORD_INTENTS",
    "UNKNOWN",
    "Intent",
    "find_intent",
]
