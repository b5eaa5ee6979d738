"""What an instant answer is made of: its sentences and the passages they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from voicecli.types import Passage


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sentences of an answer and the passages they stand on, best first.

    `leaves_room` tells whether a language model may add to it: a list is complete as it is.
    """

    sentences: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    abstained: bool = False
    leaves_room: bool = False


def join_openings(openings: Sequence[Opening], spoken_words: int) -> Opening:
    """One answer to several questions that were asked at once, in their order.

    Each question gets its first sentence; further ones as long as all stay within `spoken_words`.
    A passage that answers two of them stands once. The answer is a refusal only if every part is.
    """
    if len(openings) == 1:
        return openings[0]
    left = spoken_words - sum(words(opening.sentences[:1]) for opening in openings)
    kept = [list(opening.sentences[:1]) for opening in openings]
    for row in zip_longest(*(opening.sentences[1:] for opening in openings)):
        for sentences, further in zip(kept, row, strict=True):
            if further is not None and words([further]) <= left:
                sentences.append(further)
                left -= words([further])
    passages = dict.fromkeys(passage for opening in openings for passage in opening.passages)
    return Opening(
        tuple(dict.fromkeys(sentence for sentences in kept for sentence in sentences)),
        tuple(passages),
        abstained=bool(openings) and all(opening.abstained for opening in openings),
        leaves_room=any(opening.leaves_room for opening in openings),
    )


def within(sentences: Sequence[str], most: int) -> tuple[str, ...]:
    """The first sentences that together stay within so many words; always at least one.

    A first sentence that is longer by itself is cut, where it can be between two of its parts.
    """
    kept: list[str] = []
    for sentence in sentences:
        if kept and words([*kept, sentence]) > most:
            break
        kept.append(_cut(sentence, most))
    return tuple(kept)


def _cut(sentence: str, most: int) -> str:
    """A sentence of at most so many words; "…" stands for what was cut off."""
    if words([sentence]) <= most:
        return sentence
    short = sentence.split()[:most]
    parts = [number for number, word in enumerate(short, start=1) if word[-1] in ",;:–—"]
    end = parts[-1] if parts and parts[-1] >= most // 2 else most
    return " ".join(short[:end]).rstrip(",;:–— ") + "…"


def words(sentences: Sequence[str]) -> int:
    """How many words sentences have together."""
    return sum(len(sentence.split()) for sentence in sentences)
