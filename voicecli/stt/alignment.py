"""From what Whisper's cross-attention tells of each token to words with times. Pure."""

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voicecli.types import Word

TOKENS_PER_SECOND = 50
"""Positions of the encoder's output in one second."""
OPENING = frozenset("\"'“¿([{-«„‚")
CLOSING = frozenset(string.punctuation + "。，！？：、；”’»…") - frozenset("([{¿$€£#@&+/")
"""Signs that belong to the word behind them, and to the one before."""


class Splitter(Protocol):
    """Splits tokens into words; faster-whisper's Tokenizer does."""

    def split_to_word_tokens(self, tokens: list[int]) -> tuple[list[str], list[list[int]]]:
        """The words of a text, and the tokens of each."""
        ...


class Alignment(Protocol):
    """CTranslate2's WhisperAlignmentResult."""

    alignments: list[tuple[int, int]]
    """Pairs of a token's index and a position of the encoder: the path of dynamic time warping."""
    text_token_probs: list[float]
    """The probability of each token."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word with the tokens that it is written with."""

    word: Word
    tokens: tuple[int, ...]


def spoken_words(
    tokens: Sequence[int], alignment: Alignment, splitter: Splitter, end_token: int
) -> list[Spoken]:
    """The words of a text with seconds from the window's first sample, in order.

    A word begins where its first token is first attended to and ends where the next one begins
    (openai-whisper's `timing.py`), so that a pause belongs to the word before it. Signs are part
    of the word they stand at: every word holds something that is said, numbers too, and the words'
    texts together are the text.
    """
    texts, pieces = splitter.split_to_word_tokens([*tokens, end_token])
    begins = _first_positions(alignment, len(tokens) + 1) / TOKENS_PER_SECOND
    bounds = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
    probabilities = np.asarray(alignment.text_token_probs)
    found = [
        Spoken(
            Word(
                start=float(begins[left]),
                end=float(begins[right]),
                text=text,
                probability=float(probabilities[left:right].mean()) if right > left else 0.0,
            ),
            tuple(tokens[left:right]),
        )
        for text, left, right in zip(texts, bounds, bounds[1:], strict=False)
    ]
    return _with_signs(found)


def _first_positions(alignment: Alignment, count: int) -> NDArray[np.float64]:
    """The position at which each token, and the end behind the last, is first attended to."""
    path = np.asarray(alignment.alignments, dtype=np.int64).reshape(-1, 2)
    first = np.full(count, path[-1, 1] if len(path) else 0, dtype=np.float64)
    tokens, rows = np.unique(path[:, 0], return_index=True)
    known = tokens < count
    first[tokens[known]] = path[rows[known], 1]
    return first


def _with_signs(words: Sequence[Spoken]) -> list[Spoken]:
    """The words, each with the signs that stand at it."""
    joined: list[Spoken] = []
    opening: Spoken | None = None
    for spoken in words:
        text = spoken.word.text
        sign = set(text.strip())
        if sign and text.startswith(" ") and sign <= OPENING:
            opening = _joined(opening, spoken)
        elif joined and opening is None and sign <= CLOSING:
            joined[-1] = _joined(joined[-1], spoken, keep_first=True)
        elif joined and opening is None and text[:1] in CLOSING:
            joined[-1] = _continued(joined[-1], spoken)
        else:
            joined.append(_joined(opening, spoken))
            opening = None
    if opening is not None:
        joined[-1:] = [_joined(joined[-1], opening, keep_first=True)] if joined else [opening]
    return joined


def _continued(first: Spoken, second: Spoken) -> Spoken:
    """A word that goes on behind a sign within it, as "3.5" and "well-known" do."""
    whole = _joined(first, second, keep_first=True)
    return replace(whole, word=replace(whole.word, end=second.word.end))


def _joined(first: Spoken | None, second: Spoken, *, keep_first: bool = False) -> Spoken:
    """Both as one word, with the times and the probability of one of them."""
    if first is None:
        return second
    kept = first if keep_first else second
    text = first.word.text + second.word.text
    return Spoken(replace(kept.word, text=text), first.tokens + second.tokens)
