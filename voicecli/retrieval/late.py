"""Late interaction: a question and a passage compared token by token.

Every token of the question looks for the token of the passage that is most like it in its context,
and the mean of these likenesses is the score. A passage's vector says what all of it is about; this
also finds the one place in it that answers.

Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late
Interaction over BERT", SIGIR 2020. The states are those of the model that makes the vectors, which
was not trained for this; they cost no pass of their own.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.retrieval.token_basis import LARGEST
from voicecli.retrieval.token_states import stored_tokens
from voicecli.retrieval.vectors import SentenceVectors, digest_of, judged
from voicecli.retrieval.words import content_spans
from voicecli.types import Passage, TokenStates


class LateInteraction:
    """Scores for one question after another, from the token states of the index.

    Scores are means of cosines, at most 1. With an embedding model that keeps no token states all
    are 0. What has none in the index gets the mean of the others, so that the rest decides.
    """

    def __init__(self, db: Database, vectors: SentenceVectors) -> None:
        """`vectors` reads each question once, for its vector and for its tokens."""
        self._db = db
        self._vectors = vectors

    def late_scores(self, question: str, passages: Sequence[Passage]) -> list[float]:
        """How well each passage, its title included, holds what the question asks."""
        known = self._tokens(passages)
        return self._scores(
            question, [_whole(known.get(self._digested(part))) for part in passages]
        )

    def sentence_scores(self, question: str, parts: Sequence[tuple[str, Passage]]) -> list[float]:
        """The same of single sentences, each read in the context of the passage it stands in."""
        known = self._tokens([passage for _, passage in parts])
        return self._scores(
            question,
            [_within(known.get(self._digested(passage)), said, passage) for said, passage in parts],
        )

    def _digested(self, passage: Passage) -> bytes:
        return digest_of(self._vectors.model, judged(passage.title, passage.text))

    def _tokens(self, passages: Sequence[Passage]) -> dict[bytes, TokenStates]:
        digests = list(dict.fromkeys(self._digested(passage) for passage in passages))
        return stored_tokens(self._db, self._vectors.basis, digests)

    def _scores(self, question: str, groups: Sequence[NDArray[np.int8] | None]) -> list[float]:
        asked = self._vectors.tokens_of_question(question)
        known = [group for group in groups if group is not None and len(group)]
        if asked is None or not known:
            return [0.0] * len(groups)
        scores = max_similarities(asked.states, known) @ token_weights(question, asked.starts)
        rest = iter(scores.tolist())
        mean = float(scores.mean())
        return [next(rest) if group is not None and len(group) else mean for group in groups]


def max_similarities(
    asked: NDArray[np.int8], groups: Sequence[NDArray[np.int8]]
) -> NDArray[np.float32]:
    """For each group of tokens the highest cosine with each token of the question.

    float32 of shape (len(groups), len(asked)); every group holds a token at least.
    """
    if not len(groups) or not len(asked):
        return np.zeros((len(groups), len(asked)), np.float32)
    tokens = asked.T.astype(np.float32)
    # Group by group: one product over all of them is large enough for BLAS to share it among
    # threads, and waiting for these took 8 ms of CPU, on a busy machine 20, instead of half of one.
    highest = [(group.astype(np.float32) @ tokens).max(axis=0) for group in groups]
    return np.array(highest, np.float32) / np.float32(LARGEST**2)


def token_weights(question: str, starts: NDArray[np.uint16]) -> NDArray[np.float32]:
    """What each token of a question counts, summing to 1.

    Half is shared by all tokens and half by those of words that carry meaning: alone, either is
    the worse guide. Without such words all of it is shared by all.
    """
    every: NDArray[np.float32] = np.full(len(starts), 1 / max(len(starts), 1), np.float32)
    spans = content_spans(question)
    told = np.array([any(a <= start < b for a, b in spans) for start in starts], np.float32)
    if not told.any():
        return every
    weights: NDArray[np.float32] = (every + told / told.sum()) * np.float32(0.5)
    return weights


def _whole(tokens: TokenStates | None) -> NDArray[np.int8] | None:
    return None if tokens is None else tokens.states


def _within(tokens: TokenStates | None, sentence: str, passage: Passage) -> NDArray[np.int8] | None:
    """The states of the tokens that begin in a sentence of the passage."""
    place = passage.text.find(sentence)
    if tokens is None or place < 0:
        return None
    first = len(judged(passage.title, "")) + place
    begin, end = np.searchsorted(tokens.starts, [first, first + len(sentence)])
    return tokens.states[begin:end]
