"""Replies that refuse an answer in words that no rule knows: by likeness to examples, by MiniLM."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.interview.judging.likeness import Comparer, near
from voicecli.interview.judging.refusal_examples import HOSTILE, ORDINARY, UNKNOWN
from voicecli.interview.judging.refusals import is_reported, speaks_of_asking, tells_something
from voicecli.retrieval.sentences import split_sentences

_HOSTILE = 0.12
_HOSTILE_ASKING = 0.06
_UNKNOWN = 0.16
"""By how much a sentence is nearer to the refusals than to ordinary ones; few ordinary ones are.

Who speaks of the question or the machine that asks it is sooner taken to be angry with them.
"""
_OF_ONESELF = re.compile(r"\b(?:i|i'm|i am|i've|my)\b", re.IGNORECASE)
_TO_YOU = re.compile(r"\b(?:you\w*|your\w*|this|that|it|these|those)\b", re.IGNORECASE)
"""Who speaks of oneself, and of nothing that was just said, is angry with nobody who asks."""
_LONGEST = 40
"""Words. A refusal that is longer says what it says in words that the rules know."""


class RefusalLikeness:
    """Examples of refusals and of ordinary sentences, as vectors. For one thread."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        vectors = comparer.embed([*HOSTILE, *UNKNOWN, *ORDINARY])
        self._hostile, rest = vectors[: len(HOSTILE)], vectors[len(HOSTILE) :]
        self._unknown, self._ordinary = rest[: len(UNKNOWN)], rest[len(UNKNOWN) :]

    def is_hostile(self, reply: str) -> bool:
        """Whether a short reply has a sentence like anger at the interviewer."""
        is_asking = speaks_of_asking(reply)
        if not is_asking and _OF_ONESELF.search(reply) and not _TO_YOU.search(reply):
            return False
        return self._is_like(self._hostile, reply, _HOSTILE_ASKING if is_asking else _HOSTILE)

    def is_unknown(self, reply: str) -> bool:
        """Whether a short reply has a sentence like "I don't know", and tells nothing else."""
        return self._is_like(self._unknown, reply, _UNKNOWN)

    def _is_like(self, examples: NDArray[np.float32], reply: str, margin: float) -> bool:
        if len(reply.split()) > _LONGEST or tells_something(reply) or is_reported(reply):
            return False
        return self._margin(examples, split_sentences(reply)) >= margin

    def _margin(self, examples: NDArray[np.float32], sentences: Sequence[str]) -> float:
        if not sentences:
            return 0.0
        spoken = self._comparer.vectors(sentences)
        return float(np.max(near(spoken @ examples.T) - near(spoken @ self._ordinary.T)))
