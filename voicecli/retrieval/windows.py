"""The part of a document that answers: sentences around the best one, and the best themselves."""

import re
from collections.abc import Sequence
from dataclasses import replace

from voicecli.retrieval.evidence import Query
from voicecli.retrieval.rows import is_row
from voicecli.retrieval.said import said_by_asked
from voicecli.retrieval.search import Candidate, Searcher, scored
from voicecli.retrieval.sentences import split_sentences, told_sentences
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.types import Passage

LONGEST_WORDS = 110
"""Words of a window: a passage that is read in half a minute."""
HELD_WEIGHT = 0.3
"""What holding all of the topic's words is worth to a sentence, against a cosine of 1."""
VALUE_WEIGHT = 0.15
"""What holding a value of the kind that is asked for is worth to a sentence."""

_NUMBER = r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred)\b"
_VALUES = {
    "number": _NUMBER,
    "money": r"[$€£]|\d.*\b(?:dollars?|euros?|pounds?|kronor|cents?|pence|francs?|yen|[A-Z]{3})\b",
    "date": r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)",
    "duration": r"\b(?:second|minute|hour|day|week|month|year|decade)s?\b"
    r"|\b(?:19|20)\d\d *[-–—] *(?:\w+ )?(?:(?:19|20)?\d\d|present|now|today)\b",
    "reason": r"\b(?:because|since|so that|therefore|due to|as)\b",
    "contact": r"@|\d{3}|https?:",
    "age": r"\byears? old\b|\byear-old\b|\baged?\b|\bborn\b|\bbirthday\b",
    "colour": r"\b(?:red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y"
    r"|golden|silver|turquoise|beige|colou?red)\b",
}
"""What a value of a kind looks like, in general English."""

_IN_FIELDS = frozenset({"date", "duration", "number", "money", "place", "contact", "name"})
"""Kinds of value that stand in the fields of a record."""
_BESIDE = 0.3
"""A further sentence is told whose worth is so close to the best one's."""
_BESIDE_VALUE = 0.1
"""The same where the best one tells the value that is asked for."""
_SAID_WORDS = 3
_OWNED = re.compile(r"©|\(c\) ?\d{4}|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)

_ASKED = (
    ("age", re.compile(r"\bhow old\b|\bwhat age\b", re.IGNORECASE)),
    ("colour", re.compile(r"\bwh(?:at|ich) colou?rs?\b", re.IGNORECASE)),
)


def best_window(searcher: Searcher, query: Query, candidate: Candidate) -> Passage:
    """The sentences around the best one of a document's passage, also of its neighbours.

    The passage of a record or a row is returned whole: its fields belong together.
    """
    passage = scored(candidate)
    if passage.type != "document" or is_row(passage.text):
        return passage
    before, behind = searcher.contents.neighbours(passage)
    sentences = [part for text in (before, passage.text, behind) for part in _placed(text)]
    own = [(sentence, passage) for sentence, _ in _placed(passage.text)]
    if not own:
        return passage
    values = _values(searcher, query, own)
    place = len(_placed(before)) + max(range(len(own)), key=lambda index: values[index])
    first, last = _grown([_count(sentence) for sentence, _ in sentences], place)
    text = "".join(mark + sentence for sentence, mark in sentences[first : last + 1])
    return replace(passage, text=text.strip())


def _placed(text: str) -> list[tuple[str, str]]:
    """The sentences of a text, each with what stands before it: a line's end or a space."""
    return [
        (sentence, " " if index else "\n")
        for line in text.splitlines()
        for index, sentence in enumerate(split_sentences(line))
    ]


def _grown(sizes: Sequence[int], place: int) -> tuple[int, int]:
    """The first and last of the places around one that together stay within LONGEST_WORDS."""
    first = last = place
    total = sizes[place]
    is_growing = True
    while is_growing:
        is_growing = False
        for index in (last + 1, first - 1):
            if 0 <= index < len(sizes) and total + sizes[index] <= LONGEST_WORDS:
                total += sizes[index]
                first, last = min(first, index), max(last, index)
                is_growing = True
    return first, last


def nearest_sentences(
    searcher: Searcher,
    query: Query,
    passages: Sequence[Passage],
    n: int,
    asks: str | None = None,
) -> tuple[tuple[str, Passage], ...]:
    """The n sentences of the passages that answer best, best first, each with its passage.

    `asks` is the kind of value that the question wants: a sentence with one is preferred. Where a
    question asks what somebody said in a recording, they are that person's.
    """
    parts = said_by_asked(query.text, passages)
    parts = parts or [(s, p) for p in passages for s in _lines(p, asks)]
    if not parts:
        return ()
    values = _values(searcher, query, parts)
    pattern = _VALUES.get(asks or "")
    for index, (sentence, passage) in enumerate(parts):
        values[index] += passage.score
        if pattern and re.search(pattern, sentence, re.IGNORECASE):
            values[index] += VALUE_WEIGHT
    best, *others = sorted(range(len(parts)), key=lambda index: -values[index])[:n]
    is_told = pattern and re.search(pattern, parts[best][0], re.IGNORECASE)
    least = values[best] - (_BESIDE_VALUE if is_told else _BESIDE)
    told = [index for index in others if values[index] >= least and _is_said(parts[index][0])]
    return tuple(parts[index] for index in (best, *told))


def _is_said(sentence: str) -> bool:
    """Whether a sentence is worth telling beside another: no heading, no mark of ownership."""
    return _count(sentence) >= _SAID_WORDS and not _OWNED.search(sentence)


def value_asked(question: str) -> str | None:
    """A kind of value that the question's own words name; None for none of these."""
    return next((kind for kind, pattern in _ASKED if pattern.search(question)), None)


def holds_value(text: str, asks: str | None) -> bool:
    """Whether a text holds a value of a kind; of kinds without a shape of their own every one."""
    pattern = _VALUES.get(asks or "")
    return asks == "reason" or pattern is None or bool(re.search(pattern, text, re.IGNORECASE))


def _lines(passage: Passage, asks: str | None) -> list[str]:
    """The sentences that may answer: of a record all of its lines where a value is asked for."""
    whole = asks in _IN_FIELDS and passage.type != "document"
    return split_sentences(passage.text) if whole else told_sentences(passage.text)


def _values(searcher: Searcher, query: Query, parts: Sequence[tuple[str, Passage]]) -> list[float]:
    near = searcher.likeness(query, parts)
    wanted = query.topic.words or tuple(content_words(query.text).values())
    values = []
    for (sentence, _), cosine in zip(parts, near, strict=True):
        there = stems(sentence)
        held = sum(occurs(word, there) for word in wanted) / max(len(wanted), 1)
        values.append(float(cosine) + HELD_WEIGHT * held)
    return values


def _count(text: str) -> int:
    return len(re.findall(r"\w+", text))
