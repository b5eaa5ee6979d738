"""Hybrid search: keywords (BM25) and meaning (vectors), fused by rank, ordered by relevance."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.contents import Contents
from voicecli.retrieval.evidence import NEAR_HELD_WEIGHT, Evidence, Fit, Judge, Query, Word
from voicecli.retrieval.filters import Filters, Softened, passing
from voicecli.retrieval.index import index_version
from voicecli.retrieval.keywords import Frequencies, keyword_search
from voicecli.retrieval.late import LateInteraction
from voicecli.retrieval.nearest import Nearest, best_of
from voicecli.retrieval.scores import Scores
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.retrieval.word_vectors import WordVectors
from voicecli.retrieval.words import content_words
from voicecli.types import Passage

MOST_HIDDEN = 500
"""So many more candidates are looked at where memories among them are not to be found."""
RRF_K = 60
"""How slowly a rank loses weight: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms
Condorcet and individual Rank Learning Methods", SIGIR 2009."""

MOST_EVERY = 400
"""So many passages may be looked at one by one; of more only the candidates of the searches."""

SENTENCE_LATE_WEIGHT = 2.0
"""What a likeness of 1 between the tokens is worth to a sentence against a cosine of 1."""
OTHERS = slice(5, 20)
"""Which of the candidates are the background of the best."""
LONGEST_QUERY_WORDS = 48
MOST_KEPT = 8
"""Filters whose passages are kept, up to some megabytes each in a large index."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first; `softened` names the filters that were given up to find any.

    `scores` are by passage id.
    """

    passages: tuple[Passage, ...]
    evidence: Evidence
    softened: tuple[Softened, ...] = ()
    scores: Mapping[str, Scores] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer; `id` is its number in the index, ranks count from 1."""

    id: int
    passage: Passage
    fit: Fit
    bm25_rank: int | None = None
    vector_rank: int | None = None


class Searcher:
    """Searches one index. Its vectors are read once, and again when the index has changed."""

    def __init__(
        self, db: Database, embedder: Embedder, candidates: int = 25, *, memories: bool = True
    ) -> None:
        """`candidates` is how many passages each of the two searches brings to the fusion.

        Without `memories` nothing is found of what the person asked to remember.
        """
        self._db = db
        self._shows_memories = memories
        self._candidates = candidates
        self.vectors = SentenceVectors(db, embedder)
        """Of the question asked last and of the sentences of its passages."""
        self.contents = Contents(db)
        self._nearest = Nearest(db, embedder.name)
        self._frequencies = Frequencies(db)
        self._late = LateInteraction(db, self.vectors)
        self._judge = Judge(self.vectors, self._late, self._frequencies.of)
        self._words = WordVectors(embedder)
        self._passed: dict[Filters, tuple[set[int] | None, tuple[Softened, ...]]] = {}
        self._passed_version = -1

    @property
    def version(self) -> int:
        """A number that grows with every change of the index."""
        return index_version(self._db)

    def search(self, question: str, filters: Filters | None = None, limit: int = 5) -> SearchResult:
        """Find the passages that answer best, among those that pass the filters."""
        filters = filters or Filters()
        query = Query.of(question, filters.technologies)
        allowed, softened = self.passing(filters)
        found = self.find(query, allowed)
        scores = {one.passage.id: scores_of(one) for one in found[:limit]}
        passages = tuple(scored(one) for one in found[:limit])
        return SearchResult(passages, self.evidence(query, found, limit), softened, scores)

    def passing(self, filters: Filters) -> tuple[set[int] | None, tuple[Softened, ...]]:
        """The ids of the passages that pass; None: all. And what was given up to find any.

        The last few are kept as long as the index stays as it is: a whole type may pass.
        """
        if self._passed_version != self.version or len(self._passed) > MOST_KEPT:
            self._passed.clear()
            self._passed_version = self.version
        if filters not in self._passed:
            self._passed[filters] = passing(self._db, filters)
        return self._passed[filters]

    def find(
        self, query: Query, allowed: Collection[int] | None = None, *, every: bool = False
    ) -> list[Candidate]:
        """The candidates of both searches among the allowed, ordered by how well they fit.

        With `every` all that are allowed are candidates, as long as they are not too many.
        """
        self._nearest.refresh()
        if not len(self._nearest) or (allowed is not None and not allowed):
            return []
        words = query_words(query.text)
        asked = self._vectors_of(query)
        similarity = self._nearest.cosines(asked[:2].mean(axis=0))
        hidden = frozenset() if self._shows_memories else self.contents.memory_numbers()
        limit = self._candidates + min(len(hidden), MOST_HIDDEN)
        by_words = keyword_search(
            self._db,
            words,
            limit,
            allowed,
            self._frequencies,
            lambda ids: self._nearest.ordered(ids, similarity),
        )
        by_meaning = best_of(self._nearest.ids, similarity, limit, allowed)
        by_words, by_meaning = (self._shown(some, hidden) for some in (by_words, by_meaning))
        fused = fuse(by_words, by_meaning)
        best = sorted(fused, key=lambda id_: -fused[id_])
        if every and allowed is not None and len(allowed) <= MOST_EVERY:
            best = list(dict.fromkeys([*best, *sorted(set(allowed) - hidden)]))
        found = read_passages(self._db, best)
        places = np.searchsorted(self._nearest.ids, list(found))
        weighed = self._judge.weigh(query, len(self._nearest))
        fits = self._judge.fits(query, weighed, list(found.values()), similarity[places], asked)
        ranks = [{id_: rank for rank, id_ in enumerate(way, 1)} for way in (by_words, by_meaning)]
        candidates = [
            Candidate(id_, passage, fit, ranks[0].get(id_), ranks[1].get(id_))
            for (id_, passage), fit in zip(found.items(), fits, strict=True)
        ]
        return sorted(candidates, key=lambda one: -one.fit.value)

    @contextmanager
    def hiding_memories(self) -> Iterator[None]:
        """While inside, nothing is found of what the person asked to remember."""
        before, self._shows_memories = self._shows_memories, False
        try:
            yield
        finally:
            self._shows_memories = before

    def _shown(self, ids: Sequence[int], hidden: Collection[int]) -> list[int]:
        return [id_ for id_ in ids if id_ not in hidden][: self._candidates]

    def evidence(self, query: Query, found: Sequence[Candidate], limit: int) -> Evidence:
        """What speaks for the first `limit` of the candidates, against the others."""
        others = [one.fit.value for one in found[OTHERS]]
        return Evidence(
            tuple(one.fit for one in found[:limit]),
            self._judge.weigh(query, len(self._nearest)),
            float(np.mean(others)) if others else None,
        )

    def weigh(self, query: Query) -> tuple[Word, ...]:
        """The words of the query's topic, with how many passages hold each."""
        return self._judge.weigh(query, len(self._nearest))

    def likeness(self, query: Query, parts: Sequence[tuple[str, Passage]]) -> NDArray[np.float32]:
        """How like each sentence is to the question: its cosine and that of its tokens."""
        near: NDArray[np.float32] = self.vectors.of_sentences(parts) @ self._vectors_of(query)[:2].T
        late = np.array(self._late.sentence_scores(query.text, parts), np.float32)
        values: NDArray[np.float32] = near.mean(axis=1) + SENTENCE_LATE_WEIGHT * late
        return values

    def _vectors_of(self, query: Query) -> NDArray[np.float32]:
        """The vectors of the query's texts; those of words are kept from question to question."""
        text, *others = query.texts
        return np.concatenate([self.vectors.of_question(text)[None], self._words.of(others)])

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


def scores_of(candidate: Candidate) -> Scores:
    """The parts of a passage's score that search knows."""
    fit = candidate.fit
    return Scores(
        keyword=fit.exact,
        bm25_rank=candidate.bm25_rank,
        vector_rank=candidate.vector_rank,
        cosine=fit.sentence,
        support=fit.support,
        fused=candidate.passage.score or score_of(fit),
    )


def score_of(fit: Fit) -> float:
    """A fit as a score of 0..1 that means the same for every question."""
    return max(0.0, min(1.0, fit.nearness / (1 + NEAR_HELD_WEIGHT)))


def scored(candidate: Candidate) -> Passage:
    """The candidate's passage with its score."""
    return replace(candidate.passage, score=score_of(candidate.fit))


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
