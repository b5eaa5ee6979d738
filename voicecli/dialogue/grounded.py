"""The gate between the language model and the person: what the passages support gets through."""

from collections.abc import Iterable, Iterator, Sequence

from voicecli.dialogue.correction import CORRECTION, Correcting, judge
from voicecli.dialogue.gate import Meaning, leans, support
from voicecli.dialogue.gate.figures import figures, says_no_more
from voicecli.dialogue.gate.tokens import tokens
from voicecli.retrieval.words import content_words
from voicecli.types import Passage

NEW_SHARE = 0.5
"""A sentence must bring at least this share of words that were not said yet, or a new figure."""


def grounded(
    sentences: Iterable[str],
    question: str,
    passages: Sequence[Passage],
    said: Sequence[str],
    *,
    used: int | None = None,
    meaning: Meaning | None = None,
) -> Iterator[str]:
    """Yield the sentences that a passage supports, as `gate.support` says, and that add something.

    The instant answer stands on the first `used` passages (all, when it is None). `said` is what
    was said so far; it is read again before each sentence, so that a caller may append what was
    yielded. A sentence that contradicts the instant answer is cut, or begins with "Correction:"
    where `correction.judge` says so. Behind one that was cut, what leans on it ("It also …") is
    cut, too.
    """
    opening = tuple(said)
    used_passages = passages if used is None else passages[:used]
    correcting = Correcting(question, opening, used_passages, meaning)
    spoken_of = passages[0] if passages else None
    was_cut = False
    for written in sentences:
        sentence = written.strip()
        found = None
        if not (was_cut and leans(sentence)):
            found = support(sentence, passages, meaning, spoken_of)
        verdict = judge(sentence, found, correcting) if found else "cut"
        was_cut = found is None or verdict == "cut"
        if found is None or verdict == "cut":
            continue
        spoken_of = found.passage
        if verdict == "corrects":
            yield f"{CORRECTION} {sentence}"
        elif adds(sentence, question, said):
            yield sentence


def adds(sentence: str, question: str, said: Sequence[str]) -> bool:
    """Whether a sentence says something that neither the question nor the answer so far says."""
    words = set(content_words(sentence)) - set(content_words(question))
    spoken = {word for text in said for word in content_words(text)}
    if not words - spoken:
        return False
    known = [figure for text in (question, *said) for figure in figures(tokens(text))]
    brought = figures(tokens(sentence))
    if any(not any(says_no_more(figure, other) for other in known) for figure in brought):
        return True
    return len(words - spoken) / len(words) >= NEW_SHARE
