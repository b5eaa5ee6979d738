"""Parts of texts under a heading that says what kind of thing they tell: "Education"."""

from collections.abc import Collection, Sequence

from voicecli.retrieval.evidence import Query
from voicecli.retrieval.search import Candidate
from voicecli.retrieval.sentences import told_sentences
from voicecli.retrieval.words import occurs, stem, stems, words
from voicecli.types import Passage

HELD = 0.37
"""Share of what is asked that a part must hold."""
KIND_WEIGHT = 0.2
"""What it adds to a fit that a heading names the kind asked for."""
TOPIC_WEIGHT = 0.3
"""What it adds that a heading names what else is asked."""
_FIRST = frozenset({"profile", "summary", "about", "abstract", "introduction", "overview"})
"""Headings of what a document says of itself."""
LINES = 2
PARTS = 4
SENTENCE_WORDS = 5
_NOW = frozenset({"present", "current", "currently", "now", "today", "since"})


def headed(
    found: Sequence[Candidate], kinds: Collection[str], query: Query, *, current: bool
) -> list[Candidate]:
    """Those under a heading with a word of the kind asked for, or of the topic, best first.

    They hold what else is asked. With `current` what goes on now is before all.
    """
    kinds = {stem(word) for word in kinds}
    kept = []
    for one in found:
        there = stems(_path(one.passage))
        is_kind = bool(kinds & there)
        is_topic = any(occurs(word, there) for word in query.topic.words)
        if not (is_kind or is_topic) or (query.topic and one.fit.exact < HELD):
            continue
        value = one.fit.whole + KIND_WEIGHT * is_kind + TOPIC_WEIGHT * is_topic
        if current and _NOW & set(words(one.passage.text)):
            value += 1
        kept.append((value, one))
    kept.sort(key=lambda entry: -entry[0])
    return [one for _, one in kept]


def heading(passage: Passage, kinds: Collection[str], query: Query) -> str:
    """The last heading of a part, where it says more than what is asked; empty else."""
    last = passage.title.split(" › ")[-1]
    asked = {stem(word) for word in (*kinds, *query.topic.words)}
    return f"{last}." if any(stem(word) not in asked for word in words(last)) else ""


def opening_lines(passages: Sequence[Passage], *, each: bool) -> tuple[tuple[str, Passage], ...]:
    """What a document, given in its order, says first of itself: the part that is called so.

    Else it is the first with whole sentences; with `each` the first sentence of every part.
    """
    prose = [(one, [s for s in told_sentences(one.text) if _is_prose(s)]) for one in passages]
    told = [(one, some) for one, some in prose if some]
    if not told:
        return tuple((line, one) for one in passages[:1] for line in one.text.splitlines()[:LINES])
    if each:
        return tuple((some[0], one) for one, some in told[:PARTS])
    called = [entry for entry in told if _FIRST & set(words(entry[0].title.split(" › ")[-1]))]
    one, some = (called or told)[0]
    return tuple((sentence, one) for sentence in some[:LINES])


def _is_prose(sentence: str) -> bool:
    """Whether a line is a sentence, and no heading, address or field."""
    return len(words(sentence)) >= SENTENCE_WORDS and sentence.rstrip("\"'”’)")[-1:] in ".!?"


def _path(passage: Passage) -> str:
    """The headings of a part without the title of its document, if it has any."""
    title, *path = passage.title.split(" › ")
    return " ".join(path) or title
