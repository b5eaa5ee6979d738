"""The passages that hold a question's words, in the full-text index of SQLite (FTS5).

BM25 puts them in order as long as the words stand in some thousand passages. Scoring costs FTS5
about a microsecond for each passage with any of the words, and counting as much again: of 100,000
passages, 70 ms for five common ones. Where there are more, a passage is worth the sum of its words'
weights (BM25 without how often they stand there and how long it is), which numpy adds up in a
tenth of the time, and meaning decides between equals.
"""

import math
from collections.abc import Callable, Collection, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.retrieval.index import index_version

TITLE_WEIGHT = 2.0
"""BM25 weight of a word in the title; one in the text weighs 1."""
PREFIX_FROM = 5
"""Words of at least this many letters also match the beginning of a longer word."""
MOST_SCORED = 5_000
"""Passages that BM25 may score for one question: about 4 ms."""
MOST_COUNTED = 150_000
"""Places of words that are added up for one question, rarest first: about 15 ms."""

Ordering = Callable[[list[int]], Sequence[int]]
"""Puts passages that hold the same words in order."""


class Frequencies:
    """How many passages hold a word, counted once for each state of the index."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._version = -1
        self._counts: dict[str, int] = {}

    def of(self, word: str) -> int:
        """The number of passages that hold a word, or a longer one that it begins."""
        version = index_version(self._db)
        if version != self._version:
            self._counts.clear()
            self._version = version
        if word not in self._counts:
            self._counts[word] = count_passages(self._db, word)
        return self._counts[word]


def keyword_search(
    db: Database,
    words: Sequence[str],
    limit: int,
    allowed: Collection[int] | None = None,
    frequencies: Frequencies | None = None,
    ordering: Ordering = list,
) -> list[int]:
    """Ids of the passages that hold most of the words, best first, among the allowed.

    `ordering` decides between passages that are worth the same.
    """
    counts = frequencies or Frequencies(db)
    known = {word: count for word in words if (count := counts.of(word))}
    if not known or limit < 1:
        return []
    if sum(known.values()) <= MOST_SCORED:
        return by_bm25(db, list(known), limit, allowed)
    return by_weight(db, known, limit, allowed, ordering)


def by_bm25(
    db: Database, words: Sequence[str], limit: int, allowed: Collection[int] | None = None
) -> list[int]:
    """Ids of the passages that hold any of the words, best BM25 first."""
    rows = db.execute(
        "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? "
        "ORDER BY bm25(passages_fts, ?, 1.0)",
        [any_of(words), TITLE_WEIGHT],
    )
    ids = (int(row[0]) for row in rows)
    return list(islice((id_ for id_ in ids if allowed is None or id_ in allowed), limit))


def by_weight(
    db: Database,
    counts: dict[str, int],
    limit: int,
    allowed: Collection[int] | None = None,
    ordering: Ordering = list,
) -> list[int]:
    """Ids of the passages whose words weigh most; `counts` say how many passages hold each word.

    What another process adds or deletes meanwhile is left out.
    """
    size = int(db.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()[0])
    worth = np.zeros(size + 1, np.float32)
    for word in affordable(counts):
        held = _holding(db, word)
        worth[held[held <= size]] += weight(counts[word], size)
    if allowed is not None:
        is_allowed = np.zeros(size + 1, np.bool_)
        ids = np.fromiter(allowed, np.int64, len(allowed))
        is_allowed[ids[ids <= size]] = True
        worth[~is_allowed] = 0
    found = np.flatnonzero(worth)
    if len(found) > limit:
        least = np.partition(worth[found], -limit)[-limit]
        found = found[worth[found] >= least]
    best = sorted(ordering(found.tolist()), key=lambda id_: -worth[id_])
    return best[:limit]


def affordable(counts: dict[str, int]) -> list[str]:
    """The words that may be added up, rarest first; one at least."""
    chosen: list[str] = []
    places = 0
    for word in sorted(counts, key=lambda word: (counts[word], word)):
        places += counts[word]
        if not chosen or places <= MOST_COUNTED:
            chosen.append(word)
    return chosen


def weight(count: int, size: int) -> float:
    """What a word is worth that `count` of `size` passages hold: the idf of BM25."""
    return math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5))


def _holding(db: Database, word: str) -> NDArray[np.int64]:
    """Ids of the passages that hold a word.

    As one text: a tenth of a microsecond for each, and half of one as rows.
    """
    query = "SELECT group_concat(rowid) FROM passages_fts WHERE passages_fts MATCH ?"
    (told,) = db.execute(query, [any_of([word])]).fetchone()
    return np.fromstring(told or "", np.int64, sep=",")


def any_of(words: Sequence[str]) -> str:
    """An FTS5 query for any of the words."""
    return " OR ".join(map(_term, words))


def _term(word: str) -> str:
    """A word as it is written in a query; a longer one also finds what it begins."""
    return quoted(word) + ("*" if len(word) >= PREFIX_FROM else "")


def quoted(text: str) -> str:
    """Words in a row as FTS5 takes them, which it then does not read as syntax.

    A query ends for it at a NUL, which JSON may hold.
    """
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'


def count_passages(db: Database, word: str) -> int:
    """How many passages hold a word, or a longer one that it begins."""
    query = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?"
    return int(db.execute(query, [_term(word)]).fetchone()[0])
