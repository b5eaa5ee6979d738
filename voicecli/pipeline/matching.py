"""Which memories somebody means who names them: "forget about my flight"."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from voicecli.pipeline.remembered import TITLE, meaning_of
from voicecli.protocols import Embedder
from voicecli.retrieval.vectors import judged, stored_vectors
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.storage.memories import Memory

SURE = 0.75
"""A fit from which a memory is meant, where no other comes near."""
POSSIBLE = 0.45
"""A fit from which it may be meant."""
AHEAD = 0.15
"""How much better the best must fit than the next."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """The memories that may be meant, best first, and whether it is surely the first alone."""

    memories: tuple[Memory, ...]
    is_sure: bool = False


def meant_by(
    db: Database, embedder: Embedder | None, what: str, memories: Sequence[Memory]
) -> Meant:
    """Find the memories that somebody means by `what`.

    A memory fits by the share of the named words that it holds and, with an embedder, by its
    meaning. What names exactly its words is surely it.
    """
    same = [one for one in memories if _plain(what) in (_plain(one.text), _plain(meaning_of(one)))]
    if same:
        return Meant(tuple(same), is_sure=len(same) == 1)
    fits = _fits(db, embedder, what, memories)
    ranked = sorted(zip(fits, memories, strict=True), key=lambda pair: (-pair[0], pair[1].id))
    possible = [(fit, one) for fit, one in ranked if fit >= POSSIBLE][:MOST]
    if not possible:
        return Meant(())
    best = possible[0][0]
    near = [one for fit, one in possible if fit >= best - AHEAD]
    return Meant(tuple(near), is_sure=len(near) == 1 and best >= SURE)


def _fits(
    db: Database, embedder: Embedder | None, what: str, memories: Sequence[Memory]
) -> list[float]:
    wanted = tuple(content_words(what).values())
    held = []
    for memory in memories:
        there = stems(meaning_of(memory))
        held.append(sum(occurs(word, there) for word in wanted) / max(len(wanted), 1))
    if embedder is None or not memories:
        return held
    texts = [judged(TITLE, meaning_of(memory)) for memory in memories]
    known = stored_vectors(db, embedder.name, texts)
    other = [text for text in dict.fromkeys(texts) if text not in known]
    known |= dict(zip(other, embedder.embed(other), strict=True)) if other else {}
    near = np.array([known[text] for text in texts]) @ embedder.embed([what])[0]
    return [float(0.7 * share + 0.5 * cosine) for share, cosine in zip(held, near, strict=True)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().strip(" .!").split())
