"""What the passages support: the best sentences, and the gate for what a language model adds."""

import re
from collections.abc import Sequence
from functools import cache

from voicecli.retrieval.evidence import Evidence
from voicecli.retrieval.sentences import split_sentences, told_sentences
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.retrieval.words import STOP_WORDS, content_words, fold, occurs, stems, words
from voicecli.types import Passage

__all__ = ["answerable", "best_sentences", "content_words", "supported"]

SUPPORTED_SHARE = 0.6
"""A supported sentence has at least this share of its content words in the passages."""
OVERLAP_WEIGHT = 0.3
"""What holding all of the question's words is worth to a sentence, against a cosine of 1."""
_NEGATIONS = frozenset(
    ("no", "not", "never", "none", "nothing", "nobody", "cannot", "without", "neither", "nor")
)
_NUMBER = re.compile(r"\d[\d.,:]*")


def answerable(question: str, passages: Sequence[Passage], evidence: Evidence) -> bool:
    """Whether the passages can be trusted to answer; made for questions of fact.

    A listing ("show me her projects") needs no such check: its filters are its evidence.
    """
    return bool(passages) and bool(question.strip()) and evidence.answers


def supported(sentence: str, passages: Sequence[Passage]) -> bool:
    """Whether every figure and name and most words of a sentence stand in the passages.

    A sentence that denies needs a passage sentence about the same that denies, too.
    """
    texts = [f"{passage.title}. {passage.text}" for passage in passages]
    there: set[str] = set().union(*map(stems, texts))
    if not numbers(sentence) <= set().union(*map(numbers, texts)):
        return False
    if any(not occurs(name, there) for name in names(sentence)):
        return False
    meant = [word for word in content_words(sentence).values() if not _number(word)]
    held = sum(occurs(word, there) for word in meant)
    if meant and held / len(meant) < SUPPORTED_SHARE:
        return False
    return not _denies(sentence) or any(
        _denies(part) and set(content_words(part)) & set(content_words(sentence))
        for text in texts
        for part in split_sentences(text)
    )


def best_sentences(
    question: str, passages: Sequence[Passage], vectors: SentenceVectors, n: int
) -> list[tuple[str, Passage]]:
    """The n sentences of the passages that answer best, best first, each with its passage.

    A sentence is judged with its title, by meaning and by the question's words in it, and by the
    score of its passage.
    """
    parts = [(s, passage) for passage in passages for s in told_sentences(passage.text)]
    if not parts:
        return []
    near = (vectors.of_sentences(parts) @ vectors.of_question(question)).tolist()
    wanted = content_words(question)
    scored = []
    for (sentence, passage), cosine in zip(parts, near, strict=True):
        there = stems(sentence)
        held = sum(occurs(word, there) for word in wanted.values()) / max(len(wanted), 1)
        scored.append(cosine + OVERLAP_WEIGHT * held + passage.score)
    order = sorted(range(len(parts)), key=lambda index: -scored[index])
    return [parts[index] for index in order[:n]]


def numbers(text: str) -> set[str]:
    """Every figure of a text in one spelling: "1,450", "1450" and "twenty" as "1450" and "20"."""
    found = {_plain(match) for match in _NUMBER.findall(text)}
    return found | {_spelled()[word] for word in words(text) if word in _spelled()}


def names(sentence: str) -> list[str]:
    """Words of a sentence that are written like names, folded.

    The first word counts only when something other than a sentence's start made its capital.
    """
    found = re.findall(r"\w[\w+#]*", sentence)
    capitals = [word for word in found[1:] if word != word.lower() and not word[0].isdigit()]
    if found and found[0][1:] != found[0][1:].lower():
        capitals.append(found[0])
    return [w for word in capitals for w in words(word) if w not in STOP_WORDS]


def _denies(sentence: str) -> bool:
    folded = fold(sentence).replace("’", "'")
    return "n't" in folded or bool(_NEGATIONS & set(words(folded)))


def _number(word: str) -> bool:
    return word[0].isdigit() or word in _spelled()


def _plain(figure: str) -> str:
    """A figure without thousands marks, leading zeros and final punctuation."""
    figure = re.sub(r",(?=\d{3}\b)", "", figure.rstrip(".,:"))
    return figure.lstrip("0") or "0"


@cache
def _spelled() -> dict[str, str]:
    """Number words up to a hundred; "one" is left out, being mostly a pronoun."""
    from num2words import num2words

    spelled = {str(num2words(number)): str(number) for number in (0, *range(2, 21))}
    return spelled | {str(num2words(number)): str(number) for number in range(30, 101, 10)}
