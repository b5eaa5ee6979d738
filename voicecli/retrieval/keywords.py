"""The passages that hold a question's words, best BM25 first (SQLite's FTS5).

FTS5 scores every passage that holds any of the words: of 100,000 passages, 70 ms for five common
ones. So the rarest words are looked for first, as many as the budget allows, which is all of them
in an index of some thousand passages; common words count only together. What is lost are passages
that hold some common words of the question and no rare one; the search by meaning may bring them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from sqlite_utils import Database

from voicecli.retrieval.index import index_version

TITLE_WEIGHT = 2.0
"""BM25 weight of a word in the title; one in the text weighs 1."""
PREFIX_FROM = 5
"""Words of at least this many letters also match the beginning of a longer word."""
MOST_SCORED = 10_000
"""Passages that one query may score: about 8 ms."""
_TOGETHER_LEAST = 2


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
) -> list[int]:
    """Ids of passages that hold the words, best BM25 first, among the allowed."""
    if not words or limit < 1:
        return []
    counts = frequencies or Frequencies(db)
    rare, common = within_budget(words, [counts.of(word) for word in words])
    found: dict[int, None] = {}
    for ids in _queries(db, rare, common):
        wanted = (id_ for id_ in ids if id_ not in found and (allowed is None or id_ in allowed))
        found |= dict.fromkeys(islice(wanted, limit - len(found)))
        if len(found) >= limit:
            break
    return list(found)


def within_budget(words: Sequence[str], counts: Sequence[int]) -> tuple[list[str], list[str]]:
    """The words of which any may stand in a passage, and those too common for it; rarest first.

    Words that stand nowhere are left out.
    """
    rare: list[str] = []
    common: list[str] = []
    scored = 0
    for count, word in sorted(zip(counts, words, strict=True)):
        scored += count
        if count:
            (rare if scored <= MOST_SCORED else common).append(word)
    return rare, common


def _queries(db: Database, rare: Sequence[str], common: Sequence[str]) -> Iterator[Iterable[int]]:
    """Ids that hold any of the rare words; then those with all of the common ones, or fewer."""
    if rare:
        yield _scored(db, any_of(rare), -1)
    for size in _sizes(len(common)):
        yield _scored(db, all_of(common[:size]), MOST_SCORED)


def _sizes(count: int) -> Iterator[int]:
    """All, half as many, and so on down to one."""
    while count:
        yield count
        count //= 2


def _scored(db: Database, query: str, most: int) -> Iterator[int]:
    """Ids by BM25 of the first `most` passages that match, or of all."""
    rows = db.execute(
        "SELECT id FROM (SELECT rowid AS id, bm25(passages_fts, ?, 1.0) AS score "
        "FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?) ORDER BY score",
        [TITLE_WEIGHT, query, most],
    )
    return (int(row[0]) for row in rows)


def any_of(words: Sequence[str]) -> str:
    """An FTS5 query for any of the words."""
    return " OR ".join(map(_term, words))


def all_of(words: Sequence[str]) -> str:
    """An FTS5 query for all of the words."""
    return " AND ".join(map(_term, words))


def _term(word: str) -> str:
    """A word, quoted so that it is not read as syntax; a longer one also begins others."""
    quoted = word.replace('"', '""')
    return f'"{quoted}"{"*" if len(word) >= PREFIX_FROM else ""}'


def count_passages(db: Database, word: str) -> int:
    """How many passages hold a word, or a longer one that it begins."""
    query = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?"
    return int(db.execute(query, [_term(word)]).fetchone()[0])
