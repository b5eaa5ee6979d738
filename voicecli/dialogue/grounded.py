"""The gate between the language model and the person: what the passages support gets through."""

from collections.abc import Iterable, Iterator, Sequence

from voicecli.retrieval.grounding import content_words, supported
from voicecli.types import Passage

NEW_SHARE = 0.5
"""A sentence must bring at least this share of words that were not said yet."""


def grounded(
    sentences: Iterable[str], question: str, passages: Sequence[Passage], said: Sequence[str]
) -> Iterator[str]:
    """Yield the sentences whose figures, names and words the passages hold and that add something.

    `said` is read again before each sentence, so that a caller may append what was yielded. The
    first sentence that is not supported ends the answer: what follows leans on it.
    """
    for sentence in sentences:
        if not supported(sentence, passages):
            return
        if _is_new(sentence, question, said):
            yield sentence


def _is_new(sentence: str, question: str, said: Sequence[str]) -> bool:
    words = set(content_words(sentence)) - set(content_words(question))
    spoken = {word for text in said for word in content_words(text)}
    return bool(words) and len(words - spoken) / len(words) >= NEW_SHARE
