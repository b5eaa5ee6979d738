"""Why a passage stands where it stands: its scores, part by part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a record's score counts; only their proportions matter."""

    keyword: float = 40.0
    technology: float = 30.0
    recency: float = 20.0
    impact: float = 10.0


@dataclass(frozen=True, slots=True)
class Scores:
    """The parts of one passage's score; shares and scores are 0..1, a cosine is -1..1.

    `keyword` is the share of the question's topic that the passage holds, `technology` the share
    of the technologies asked for, `recency` how new a record is, `impact` whether figures tell
    what came of it. Ranks count from 1; None: that search did not bring the passage. `cosine` is
    the similarity of its nearest sentence, `support` the share of the question's words, by
    rarity, that it holds or has a relative of, `fused` what it is ordered by.
    """

    keyword: float = 0.0
    technology: float = 0.0
    recency: float = 0.0
    impact: float = 0.0
    bm25_rank: int | None = None
    vector_rank: int | None = None
    cosine: float = 0.0
    support: float = 0.0
    fused: float = 0.0
