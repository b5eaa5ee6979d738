"""Hybrid search: keywords (BM25) and meaning (vectors), fused by rank, ordered by relevance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.evidence import Evidence, gather, rarity
from voicecli.retrieval.filters import Filters, Softened, passing
from voicecli.retrieval.keywords import Frequencies, keyword_search
from voicecli.retrieval.nearest import Nearest
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.retrieval.vocabulary import read_record
from voicecli.retrieval.word_vectors import WordVectors, described
from voicecli.retrieval.words import content_words, occurs, stems
from voicecli.types import Passage

RRF_K = 60
"""How slowly a rank loses weight: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms
Condorcet and individual Rank Learning Methods", SIGIR 2009."""

COVERAGE_WEIGHT = 0.3
"""What holding every word of the question is worth against a cosine of 1: a convex combination as
in Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2022."""

LONGEST_QUERY_WORDS = 48


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first; `softened` names the filters that were given up to find any."""

    passages: tuple[Passage, ...]
    evidence: Evidence
    softened: tuple[Softened, ...] = ()


class Searcher:
    """Searches one index. Its vectors are read once, and again when the index has changed."""

    def __init__(self, db: Database, embedder: Embedder, candidates: int = 50) -> None:
        """`candidates` is how many passages each of the two searches brings to the fusion."""
        self._db = db
        self._embedder = embedder
        self._candidates = candidates
        self.vectors = SentenceVectors(db, embedder)
        """Of the question asked last and of the sentences of its passages."""
        self._words = WordVectors(db, embedder)
        self._nearest = Nearest(db, embedder.name)
        self._frequencies = Frequencies(db)

    def search(self, question: str, filters: Filters | None = None, limit: int = 5) -> SearchResult:
        """Find the passages that answer best, among those that pass the filters.

        Both searches bring candidates, reciprocal rank fusion keeps the best of them, and the
        cosine with the share of the question's words that a passage holds puts them in order.
        """
        self._nearest.refresh()
        if not len(self._nearest):
            return SearchResult((), Evidence())
        allowed, softened = passing(self._db, filters or Filters())
        words = query_words(question)
        asked = self.vectors.of_question(question)
        near_ids, similarity = self._nearest.of(asked, self._candidates, allowed)
        fused = fuse(
            keyword_search(self._db, words, self._candidates, allowed, self._frequencies),
            near_ids,
        )
        best = sorted(fused, key=lambda id_: -fused[id_])[: self._candidates]
        found = read_passages(self._db, best)
        near = similarity[np.searchsorted(self._nearest.ids, list(found))].tolist()
        ranked = self._rank(zip(found.values(), near, strict=True), words)[:limit]
        passages = tuple(passage for passage, _ in ranked)
        evidence = gather(
            question,
            passages,
            [cosine for _, cosine in ranked],
            self._frequencies.of,
            len(self._nearest),
            self._words,
        )
        return SearchResult(passages, evidence, softened)

    def by_keywords(self, question: str, limit: int = 5) -> list[Passage]:
        """What the keyword search alone puts first."""
        words = query_words(question)
        ids = keyword_search(self._db, words, limit, frequencies=self._frequencies)
        return list(read_passages(self._db, ids).values())

    def by_meaning(self, question: str, limit: int = 5) -> list[Passage]:
        """What the vector search alone puts first."""
        self._nearest.refresh()
        ids, _ = self._nearest.of(self.vectors.of_question(question), limit)
        return list(read_passages(self._db, ids).values())

    def began(self, passage_id: str) -> str:
        """When the record of a passage began, as an ISO date; empty when that is not known."""
        record = read_record(self._db, passage_id)
        return (record.start or record.end) if record else ""

    def _rank(
        self, found: Iterable[tuple[Passage, float]], words: Sequence[str]
    ) -> list[tuple[Passage, float]]:
        """Passages with their cosine, scored, best first."""
        size = len(self._nearest)
        weights = {word: rarity(self._frequencies.of(word), size) for word in words}
        total = sum(weights.values()) or 1.0
        ranked = []
        for passage, cosine in found:
            there = stems(described(passage))
            held = sum(weight for word, weight in weights.items() if occurs(word, there))
            relevance = max(cosine, 0.0) + COVERAGE_WEIGHT * held / total
            score = min(1.0, relevance / (1 + COVERAGE_WEIGHT))
            ranked.append((replace(passage, score=score), cosine))
        return sorted(ranked, key=lambda entry: -entry[0].score)


def query_words(question: str) -> list[str]:
    """The words to look for; a question of thousands is cut."""
    return list(content_words(question).values())[:LONGEST_QUERY_WORDS]


def fuse(*rankings: Sequence[int]) -> dict[int, float]:
    """Reciprocal rank fusion: a score of 0..1 per id, 1 for the first of every ranking."""
    best = len(rankings) / (RRF_K + 1)
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, start=1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (RRF_K + rank) / best
    return scores


def read_passages(db: Database, ids: Sequence[int]) -> dict[int, Passage]:
    """The passages of these ids, in order, with a score of 0; those gone by now are left out."""
    columns = "key, type, title, document, locator, text, 0.0, source"
    marks = ", ".join("?" for _ in ids)
    rows = db.execute(
        f"SELECT id, {columns} FROM passages WHERE id IN ({marks})",  # noqa: S608  # question marks
        list(ids),
    )
    found = {row[0]: Passage(*row[1:]) for row in rows}
    return {id_: found[id_] for id_ in ids if id_ in found}
