"""Hybrid search: keywords (BM25) and meaning (vectors), fused by rank, ordered by relevance."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.evidence import Evidence, gather, rarity
from voicecli.retrieval.filters import Filters, Softened, passing
from voicecli.retrieval.index import index_version
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

TITLE_WEIGHT = 2.0
"""BM25 weight of a word in the title; one in the text weighs 1."""
LONGEST_QUERY_WORDS = 48
PREFIX_FROM = 5
"""Words of at least this many letters also match the beginning of a longer word."""
_COUNTED = 1000
"""Words are counted up to here: beyond, they are common, and counting gets slow."""


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
        self._version = -1
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._vectors: NDArray[np.float32] = np.empty((0, 0), np.float32)

    @property
    def version(self) -> int:
        """A number that grows with every change of the index."""
        return index_version(self._db)

    def search(self, question: str, filters: Filters | None = None, limit: int = 5) -> SearchResult:
        """Find the passages that answer best, among those that pass the filters.

        Both searches bring candidates, reciprocal rank fusion keeps the best of them, and the
        cosine with the share of the question's words that a passage holds puts them in order.
        """
        self._refresh()
        if not len(self._ids):
            return SearchResult((), Evidence())
        allowed, softened = passing(self._db, filters or Filters())
        words = query_words(question)
        similarity: NDArray[np.float32] = self._vectors @ self.vectors.of_question(question)
        fused = fuse(
            keyword_search(self._db, words, self._candidates, allowed),
            nearest(self._ids, similarity, self._candidates, allowed),
        )
        best = sorted(fused, key=lambda id_: -fused[id_])[: self._candidates]
        found = read_passages(self._db, best)
        near = similarity[np.searchsorted(self._ids, list(found))].tolist()
        ranked = self._rank(zip(found.values(), near, strict=True), words)[:limit]
        passages = tuple(passage for passage, _ in ranked)
        evidence = gather(
            question,
            passages,
            [cosine for _, cosine in ranked],
            lambda word: count_passages(self._db, word),
            len(self._ids),
            self._words,
        )
        return SearchResult(passages, evidence, softened)

    def by_keywords(self, question: str, limit: int = 5) -> list[Passage]:
        """What the keyword search alone puts first."""
        ids = keyword_search(self._db, query_words(question), limit)
        return list(read_passages(self._db, ids).values())

    def by_meaning(self, question: str, limit: int = 5) -> list[Passage]:
        """What the vector search alone puts first."""
        self._refresh()
        similarity = self._vectors @ self.vectors.of_question(question)
        return list(read_passages(self._db, nearest(self._ids, similarity, limit)).values())

    def began(self, passage_id: str) -> str:
        """When the record of a passage began, as an ISO date; empty when that is not known."""
        record = read_record(self._db, passage_id)
        return (record.start or record.end) if record else ""

    def _refresh(self) -> None:
        version = index_version(self._db)
        if version == self._version:
            return
        rows = self._db.execute(
            "SELECT passage, vector FROM embeddings WHERE model = ? ORDER BY passage",
            [self._embedder.name],
        ).fetchall()
        self._ids = np.array([row[0] for row in rows], np.int64)
        flat = np.frombuffer(b"".join(row[1] for row in rows), np.float32)
        self._vectors = flat.reshape(len(rows), -1) if rows else np.empty((0, 0), np.float32)
        self._version = version

    def _rank(
        self, found: Iterable[tuple[Passage, float]], words: Sequence[str]
    ) -> list[tuple[Passage, float]]:
        """Passages with their cosine, scored, best first."""
        size = len(self._ids)
        weights = {word: rarity(count_passages(self._db, word), size) for word in words}
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


def keyword_search(
    db: Database, words: Sequence[str], limit: int, allowed: Collection[int] | None = None
) -> list[int]:
    """Ids of the passages that hold any of the words, best BM25 first."""
    if not words or limit < 1:
        return []
    rows = db.execute(
        "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? "
        "ORDER BY bm25(passages_fts, ?, 1.0) LIMIT ?",
        [fts_query(words), TITLE_WEIGHT, limit if allowed is None else -1],
    )
    ids = (int(row[0]) for row in rows)
    return [id_ for id_ in ids if allowed is None or id_ in allowed][:limit]


def fts_query(words: Sequence[str]) -> str:
    """An FTS5 query for any of the words. Each is quoted, so that none is read as syntax."""
    quoted = (word.replace('"', '""') for word in words)
    return " OR ".join(f'"{word}"{"*" if len(word) >= PREFIX_FROM else ""}' for word in quoted)


def count_passages(db: Database, word: str) -> int:
    """How many passages hold a word, up to 1000."""
    found = "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?"
    row = db.execute(f"SELECT count(*) FROM ({found})", [fts_query([word]), _COUNTED])  # noqa: S608
    return int(row.fetchone()[0])


def nearest(
    ids: NDArray[np.int64],
    similarity: NDArray[np.float32],
    limit: int,
    allowed: Collection[int] | None = None,
) -> list[int]:
    """Ids by falling similarity; exact, and faster than an index at personal size."""
    places = np.arange(len(ids))
    if allowed is not None:
        places = places[np.isin(ids, list(allowed))]
    count = min(limit, len(places))
    if not count:
        return []
    top = places[np.argpartition(-similarity[places], count - 1)[:count]]
    return [int(id_) for id_ in ids[top[np.argsort(-similarity[top])]]]


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
