"""The gate between the language model and the person: what the passages support gets through."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from voicecli.dialogue.addressed import addresses_a_model
from voicecli.dialogue.correction import CORRECTION, Correcting, judge
from voicecli.dialogue.gate import Meaning, leans, support
from voicecli.dialogue.gate.figures import figures, says_no_more, words_beside_figures
from voicecli.dialogue.gate.tokens import tokens
from voicecli.dialogue.notes import NEAR, NEAR_SHARE
from voicecli.retrieval.words import content_words
from voicecli.types import Passage

LEAST_WORDS = 4
NEW_SHARE = 0.5
"""A sentence must bring at least this share of words that were not said yet, or a new figure."""

_BULLET = re.compile(r"^(?:[-*•]\s+|\d{1,2}[.)]\s+)+")
_PREFACE = re.compile(
    r"^(?:according to (?:the|your|these) notes,|(?:the|your|these) notes? (?:also )?"
    r"(?:say|tell|mention|state|show|indicate)s?(?: (?:us|me|you))?(?: also)? that) ",
    re.IGNORECASE,
)
"""What a model puts before a sentence; without it the sentence is judged, and said, by itself."""
_LABELLED = re.compile(r"^(?:(?:\S+ ){0,5}\S+:(?:\s|$)|(?:From|Since|Until) \S+ \d{4}\b)")
"""A field of a record, or a heading with its text: read out of the notes, not written."""


@dataclass(frozen=True, slots=True)
class Added:
    """A sentence that the person may hear, and the passage that says it."""

    text: str
    passage: Passage


def additions(
    sentences: Iterable[str],
    question: str,
    passages: Sequence[Passage],
    said: Sequence[str],
    *,
    used: int | None = None,
    meaning: Meaning | None = None,
    patience: int = 1,
) -> Iterator[Added]:
    """Yield the sentences that a passage supports, as `gate.support` says, and that add something.

    The instant answer stands on the first `used` passages (all, when it is None). `said` is what
    was said so far; it is read again before each sentence, so that a caller may append what was
    yielded. A sentence that contradicts the instant answer is cut, or begins with "Correction:"
    where `correction.judge` says so. What tells a model what to do is not said in a model's words:
    only the search quotes it. Behind one that was cut, what leans on it ("It also …") is
    cut, too; so many as `patience` end the text, so that a model that strays costs no more time.
    """
    answer = Correcting(question, tuple(said), passages[:used], meaning)
    spoken_of = passages[0] if passages else None
    was_cut = False
    for written in sentences:
        sentence = bare(written)
        found = None
        if (
            is_sentence(sentence)
            and not addresses_a_model(sentence)
            and not (was_cut and leans(sentence))
        ):
            found = support(sentence, passages, meaning, spoken_of)
        verdict = judge(sentence, found, answer) if found else "cut"
        was_cut = found is None or verdict == "cut"
        if found is None or verdict == "cut":
            patience -= 1
            if not patience:
                return
            continue
        spoken_of = found.passage
        if verdict == "corrects":
            yield Added(f"{CORRECTION} {sentence}", found.passage)
        elif adds(sentence, question, said) and _concerns(sentence, found.passage, answer):
            yield Added(sentence, found.passage)


def bare(written: str) -> str:
    """A sentence without its bullet and its preface ("The notes say that …")."""
    text = _PREFACE.sub("", _BULLET.sub("", written.strip()))
    return text[:1].upper() + text[1:]


def is_sentence(text: str) -> bool:
    """Whether a text can be said: whole, and neither a copied field nor a heading with its text."""
    if text[-1:] not in {".", "!", "?", "”", '"'} or text.count('"') % 2 or "›" in text:
        return False
    return len(text.split()) >= LEAST_WORDS and not _LABELLED.match(text)


def _concerns(sentence: str, passage: Passage, answer: Correcting) -> bool:
    """Whether a sentence has to do with the question, as far as the one before it has."""
    if answer.meaning is None:
        return True
    parts = [(sentence, passage), *((text, p) for text in answer.opening for p in answer.used[:1])]
    near = answer.meaning.of_sentences(parts) @ answer.meaning.of_question(answer.question)
    return bool(near[0] >= max(NEAR, NEAR_SHARE * near[1:].max(initial=0.0)))


def adds(sentence: str, question: str, said: Sequence[str]) -> bool:
    """Whether a sentence says something that neither the question nor the answer so far says."""
    known = [figure for text in (question, *said) for figure in figures(tokens(text))]
    brought = figures(tokens(sentence))
    if any(not any(says_no_more(figure, other) for other in known) for figure in brought):
        return True
    words = words_beside_figures(sentence) - set(content_words(question))
    spoken = {word for text in said for word in content_words(text)}
    return bool(words) and len(words - spoken) / len(words) >= NEW_SHARE
