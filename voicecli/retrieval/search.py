"""Hybrid search: keywords (BM25) and meaning (vectors), fused by rank, ordered by relevance."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.protocols import Embedder
from voicecli.retrieval.evidence import NEAR_HELD_WEIGHT, Evidence, Fit, Judge, Query, Word
from voicecli.retrieval.filters import Filters, Softened, passing
from voicecli.retrieval.index import index_version
from voicecli.retrieval.keywords import Frequencies, keyword_search
from voicecli.retrieval.late import LateInteraction
from voicecli.retrieval.lookup import neighbours, records_of_type
from voicecli.retrieval.nearest import Nearest, best_of
from voicecli.retrieval.scores import Scores
from voicecli.retrieval.vectors import SentenceVectors
from voicecli.retrieval.vocabulary import read_record
from voicecli.retrieval.words import content_words
from voicecli.types import Passage, Record

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
PERSON = "person"
"""The type of the record of the person whom the content is about."""


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

    def __init__(self, db: Database, embedder: Embedder, candidates: int = 50) -> None:
        """`candidates` is how many passages each of the two searches brings to the fusion."""
        self._db = db
        self._embedder = embedder
        self._candidates = candidates
        self.vectors = SentenceVectors(db, embedder)
        """Of the question asked last and of the sentences of its passages."""
        self._nearest = Nearest(db, embedder.name)
        self._frequencies = Frequencies(db)
        self._late = LateInteraction(db, self.vectors)
        self._judge = Judge(self.vectors, self._late, self._frequencies.of)
        self._asked: tuple[tuple[str, ...], NDArray[np.float32]] | None = None

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
        """The ids of the passages that pass; None: all. And what was given up to find any."""
        return passing(self._db, filters)

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
        by_words = keyword_search(self._db, words, self._candidates, allowed, self._frequencies)
        by_meaning = best_of(self._nearest.ids, similarity, self._candidates, allowed)
        fused = fuse(by_words, by_meaning)
        best = sorted(fused, key=lambda id_: -fused[id_])
        if every and allowed is not None and len(allowed) <= MOST_EVERY:
            best = list(dict.fromkeys([*best, *sorted(allowed)]))
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

    def evidence(self, query: Query, found: Sequence[Candidate], limit: int) -> Evidence:
        """What speaks for the first `limit` of the candidates, against the others."""
        others = [one.fit.value for one in found[OTHERS]]
        return Evidence(
            tuple(one.fit for one in found[:limit]),
            self._judge.weigh(query, len(self._nearest)),
            float(np.mean(others)) if others else None,
        )

    def numbers_of(self, keys: Sequence[str]) -> list[int]:
        """The numbers of passages by id, of records with all their parts."""
        found = []
        for key in keys:
            rows = self._db.execute(
                "SELECT id FROM passages WHERE key = ? OR substr(key, 1, ?) = ?",
                [key, len(key) + 1, f"{key}#"],
            )
            found += [int(row[0]) for row in rows]
        return found

    def types(self) -> set[str]:
        """The types of the records that there are, without the person's."""
        rows = self._db.execute("SELECT DISTINCT type FROM passages WHERE record IS NOT NULL")
        return {row[0] for row in rows} - {PERSON}

    def types_of(self, key: str) -> set[str]:
        """The types of the record with this id; more than one where several files name it so."""
        rows = self._db.execute("SELECT DISTINCT type FROM passages WHERE key = ?", [key])
        return {row[0] for row in rows}

    def titles_of(self, keys: Sequence[str]) -> list[str]:
        """The titles of records by the ids of their passages, each with its organisation."""
        records = [record for key in keys if (record := self.record(key))]
        return [name for one in records for name in (one.title, one.organisation) if name]

    def documents_naming(self, names: Sequence[str]) -> set[int]:
        """The numbers of the passages of all documents that hold one of these names whole."""
        found: set[int] = set()
        for name in names:
            rows = self._db.execute(
                "SELECT id FROM passages WHERE record IS NULL AND document IN (SELECT document "
                "FROM passages WHERE record IS NULL AND id IN "
                "(SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?))",
                ['"' + name.replace('"', '""') + '"'],
            )
            found |= {int(row[0]) for row in rows}
        return found

    def weigh(self, query: Query) -> tuple[Word, ...]:
        """The words of the query's topic, with how many passages hold each."""
        return self._judge.weigh(query, len(self._nearest))

    def record_numbers(self) -> set[int]:
        """The numbers of all passages that were made of a record other than the person's."""
        rows = self._db.execute(
            "SELECT id FROM passages WHERE record IS NOT NULL AND type != 'person'"
        )
        return {int(row[0]) for row in rows}

    def record(self, passage_id: str) -> Record | None:
        """The record that a passage was made of; None for a document's."""
        return read_record(self._db, passage_id)

    def profile(self) -> Record | None:
        """The record of the person whom the content is about."""
        return next(records_of_type(self._db, PERSON), None)

    def words_for_types(self) -> list[str]:
        """The names and synonyms of the kinds of record that the content declares."""
        rows = self._db.execute("SELECT types FROM documents WHERE types != '[]'")
        declared = [type_ for (types,) in rows for type_ in json.loads(types)]
        return [
            word
            for type_ in declared
            for word in (type_["name"], type_["singular"], *type_["synonyms"])
        ]

    def numbers_of_type(self, type_: str) -> set[int]:
        """The numbers of all passages of a type."""
        rows = self._db.execute("SELECT id FROM passages WHERE type = ?", [type_])
        return {int(row[0]) for row in rows}

    def same_documents(self, keys: Sequence[str]) -> set[int]:
        """The numbers of the passages of those documents, of which these passages are text."""
        marks = ", ".join("?" for _ in keys)
        rows = self._db.execute(
            "SELECT id FROM passages WHERE record IS NULL AND document IN "  # noqa: S608
            f"(SELECT document FROM passages WHERE record IS NULL AND key IN ({marks}))",
            list(keys),
        )
        return {int(row[0]) for row in rows}

    def neighbours(self, passage: Passage) -> tuple[str, str]:
        """The texts before and behind a passage under the same heading; empty for none."""
        before, behind = (
            next((one.text for one in some if one.title == passage.title), "")
            for some in neighbours(self._db, passage)
        )
        return before, behind

    def likeness(self, query: Query, parts: Sequence[tuple[str, Passage]]) -> NDArray[np.float32]:
        """How like each sentence is to the question: its cosine and that of its tokens."""
        near: NDArray[np.float32] = self.vectors.of_sentences(parts) @ self._vectors_of(query)[:2].T
        late = np.array(self._late.sentence_scores(query.text, parts), np.float32)
        values: NDArray[np.float32] = near.mean(axis=1) + SENTENCE_LATE_WEIGHT * late
        return values

    def _vectors_of(self, query: Query) -> NDArray[np.float32]:
        """The vectors of the query's texts, kept until another is asked."""
        if self._asked is None or self._asked[0] != query.texts:
            text, *others = query.texts
            vectors = [self.vectors.of_question(text)[None], self._embedder.embed(others)]
            self._asked = query.texts, np.concatenate(vectors)
        return self._asked[1]

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
