"""When a language model's sentence may correct the instant answer: nearly never.

The instant answer is an extract and right unless retrieval chose the wrong passage. A model's
sentence corrects it only if all of this holds:

1. it contradicts a sentence of the instant answer: both speak of the same, and a figure of one kind
   and unit differs, or one affirms what the other denies;
2. a passage supports it that the instant answer did not use;
3. that passage scores higher for the question than every one that the instant answer used, and
   what supports the sentence lies nearer to the question than what it contradicts.

A sentence that contradicts and does not correct is cut, supported or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voicecli.dialogue.gate import Meaning, Support
from voicecli.dialogue.gate.figures import Figure, figures, says_no_more, words_beside_figures
from voicecli.dialogue.gate.polarity import agrees, axis_stems
from voicecli.dialogue.gate.tokens import tokens
from voicecli.types import Passage

CORRECTION = "Correction:"
"""What the person hears before a sentence that corrects the instant answer."""
SAME_SHARE = 0.75
"""Two sentences speak of the same that share so many of the words of the one with fewer."""

Verdict = Literal["adds", "corrects", "cut"]


@dataclass(frozen=True, slots=True)
class Correcting:
    """What there is to correct: the instant answer's sentences and the passages it used."""

    question: str
    opening: Sequence[str]
    used: Sequence[Passage]
    meaning: Meaning | None = None


def judge(sentence: str, found: Support, answer: Correcting) -> Verdict:
    """Whether a supported sentence adds to the instant answer, corrects it, or must be cut."""
    if sentence.lower().startswith("correction"):
        return "cut"  # only this module says so
    contradicted = [text for text in answer.opening if contradicts(sentence, text)]
    if not contradicted:
        return "adds"
    return "corrects" if _outweighs(found, contradicted, answer) else "cut"


def contradicts(sentence: str, other: str) -> bool:
    """Whether two sentences speak of the same and say different things of it."""
    mine, theirs = (_subject(text) for text in (sentence, other))
    fewer = min(len(mine), len(theirs))
    if not fewer or len(mine & theirs) / fewer < SAME_SHARE:
        return False
    if not agrees(sentence, other) and not agrees(other, sentence):
        return True
    return _differ(figures(tokens(sentence)), figures(tokens(other)))


def _outweighs(found: Support, contradicted: Sequence[str], answer: Correcting) -> bool:
    if answer.meaning is None or found.passage.id in {passage.id for passage in answer.used}:
        return False
    if any(found.passage.score <= passage.score for passage in answer.used):
        return False
    parts = [(text, found.passage) for text in found.sentences]
    parts += [(text, passage) for text in contradicted for passage in answer.used]
    near = answer.meaning.of_sentences(parts) @ answer.meaning.of_question(answer.question)
    return bool(near[: len(found.sentences)].max() > near[len(found.sentences) :].max())


def _differ(mine: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Whether both have figures of one kind and unit, and none of them agrees."""
    alike = [
        (figure, other)
        for figure in mine
        for other in theirs
        if (figure.kind, figure.unit) == (other.kind, other.unit)
    ]
    return bool(alike) and not any(
        says_no_more(figure, other) or says_no_more(other, figure) for figure, other in alike
    )


def _subject(text: str) -> set[str]:
    """The stems of what a sentence is about: its words without figures and without opposites."""
    return words_beside_figures(text) - axis_stems()
