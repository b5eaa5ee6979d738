"""Full-text search in all turns and all transcripts, best first.

BM25 (FTS5's own) puts hits in order, the newer before the older where it cannot tell. Words are
found in any of their forms (Porter's stemmer) and without their accents.
"""

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.database import file_of
from voicecli.storage.failures import told_plainly
from voicecli.storage.lines import fill_in_lines
from voicecli.storage.schema import TOKENIZE
from voicecli.storage.sqlite import sqlite3
from voicecli.storage.values import read_time, storable, written_time

MOST_TERMS = 64
"""Words and phrases in one query."""

RANKED = 10_000
"""So many of the newest hits are put in order: of a word that is everywhere the oldest are left
out, as scoring costs some microseconds each."""

_SNIPPET_WORDS = 18
_BEGIN, _END = "\ue000", "\ue001"
"""Around each word that was found; characters for private use, which no keyboard types."""

_PREFIX_CHARACTERS = 3
"""The last word may be the beginning of one when it is so long; "a" would be every second word."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text; `marked` are first and behind-last characters of the words found in it."""

    text: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TurnHit:
    """A turn that holds the words, by the number that it has in its session."""

    session: str
    number: int
    at: datetime
    question: str
    snippet: Snippet
    score: float


@dataclass(frozen=True, slots=True)
class LineHit:
    """A line of a recording that holds the words; `file` is where the recording lay last."""

    file: str
    start: float
    end: float
    speaker: str
    snippet: Snippet
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first. Without `all_words` there is none that holds all, and these hold some."""

    hits: tuple[TurnHit | LineHit, ...]
    all_words: bool = True


def search_sessions(
    db: Database,
    written: str,
    limit: int = 20,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Found:
    """Find what was asked, answered or said in recordings.

    `written` are words, and phrases between double quotes; nothing in it is syntax. The last word
    may be the beginning of one. `since` and `until` bound when it was asked, or when a
    transcription was last used.

    Raises StorageError: no-words, long-query, or as the database does.
    """
    terms = read_terms(written)
    if not terms:
        raise StorageError(
            "no-words", "There is no word to search for.", 'Type `voicecli sessions search "…"`.'
        )
    if len(terms) > MOST_TERMS:
        raise StorageError(
            "long-query",
            f"These are {len(terms)} words to search for; {MOST_TERMS} are the most.",
            "Choose the words that matter.",
        )
    fill_in_lines(db)
    with told_plainly(file_of(db)):
        for joint in (" AND ", " OR "):
            query = joint.join(terms)
            hits: list[TurnHit | LineHit] = [
                *_turns(db, query, limit, since, until),
                *_lines(db, query, limit, since, until),
            ]
            hits.sort(key=lambda hit: hit.score)
            if hits:
                return Found(tuple(hits[:limit]), all_words=joint == " AND ")
    return Found(())


def read_terms(written: str) -> tuple[str, ...]:
    """The words and phrases of a query, each quoted as FTS5 takes it.

    A quote that is never closed counts as closed at the end. What has neither letter nor digit is
    no word.
    """
    terms: list[str] = []
    pieces = storable(written).replace("\0", " ").split('"')
    for number, piece in enumerate(pieces):
        is_phrase = number % 2 == 1
        words = [" ".join(piece.split())] if is_phrase else piece.split()
        terms += [f'"{word}"' for word in words if any(map(str.isalnum, word))]
    last = pieces[-1].split()[-1:] if len(pieces) % 2 else []
    if terms and last and terms[-1] == f'"{last[0]}"' and len(last[0]) >= _PREFIX_CHARACTERS:
        terms[-1] += "*"
    return tuple(dict.fromkeys(terms))


def _turns(
    db: Database, query: str, limit: int, since: datetime | None, until: datetime | None
) -> list[TurnHit]:
    bounds, times = _bounds("turns.at", since, until)
    joined = "JOIN turns ON turns.id = turns_fts.rowid" if bounds else ""
    best = _best(db, "turns", joined, bounds, (query, *times, limit))
    rows = [
        db.execute(
            "SELECT session, number, at, question, written FROM turns WHERE id = ?", [turn]
        ).fetchone()
        for turn, _ in best
    ]
    snippets = _snippets(query, [row[3:] for row in rows])
    return [
        TurnHit(session, number, read_time(at), question, snippet, score)
        for (session, number, at, question, _), (_, score), snippet in zip(
            rows, best, snippets, strict=True
        )
    ]


def _lines(
    db: Database, query: str, limit: int, since: datetime | None, until: datetime | None
) -> list[LineHit]:
    """The lines found; a recording that was transcribed in several ways says each thing once."""
    bounds, times = _bounds("jobs.used", since, until)
    joined = "JOIN lines ON lines.id = lines_fts.rowid JOIN jobs ON jobs.id = lines.job"
    best = _best(db, "lines", joined if bounds else "", bounds, (query, *times, 4 * limit))
    told: dict[tuple[bytes, int], tuple[Any, ...]] = {}
    for line, score in best:
        row = db.execute(
            "SELECT content, start, end, speaker, text FROM lines JOIN jobs ON jobs.id = lines.job"
            " WHERE lines.id = ?",
            [line],
        ).fetchone()
        told.setdefault((row[0], round(row[1])), (*row, score))
    rows = list(told.values())[:limit]
    snippets = _snippets(query, [(row[4],) for row in rows])
    return [
        LineHit(_file(db, content), start, end, speaker, snippet, score)
        for (content, start, end, speaker, _, score), snippet in zip(rows, snippets, strict=True)
    ]


def _best(
    db: Database, table: str, joined: str, bounds: str, parameters: tuple[Any, ...]
) -> list[tuple[int, float]]:
    """Rows of a table and their scores, best first, then newest; the last parameter: how many."""
    rows: list[tuple[int, float]] = db.execute(
        f"SELECT id, score FROM (SELECT {table}_fts.rowid AS id, bm25({table}_fts) AS score"  # noqa: S608  # our own words
        f" FROM {table}_fts {joined} WHERE {table}_fts MATCH ? {bounds}"
        f" ORDER BY {table}_fts.rowid DESC LIMIT {RANKED}) ORDER BY score, id DESC LIMIT ?",
        parameters,
    ).fetchall()
    return rows


def _bounds(column: str, since: datetime | None, until: datetime | None) -> tuple[str, list[str]]:
    told = [(sign, at) for sign, at in ((">=", since), ("<", until)) if at is not None]
    return (
        "".join(f" AND {column} {sign} ?" for sign, _ in told),
        [written_time(at) for _, at in told],
    )


def _snippets(query: str, texts: Sequence[tuple[str, ...]]) -> list[Snippet]:
    """The best piece of each row of texts.

    FTS5 marks words while it reads a whole posting list, which is long for a common word: the few
    rows are indexed again, in memory, where lists are short.
    """
    if not texts:
        return []
    columns = ", ".join(f"c{number}" for number in range(len(texts[0])))
    marks = ", ".join("?" * len(texts[0]))
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE hits USING fts5 ({columns}, {TOKENIZE})")
        memory.executemany(f"INSERT INTO hits VALUES ({marks})", texts)  # noqa: S608  # our own names
        rows = memory.execute(
            f"SELECT snippet(hits, -1, ?, ?, '…', {_SNIPPET_WORDS}) FROM hits"  # noqa: S608  # our own number
            " WHERE hits MATCH ? ORDER BY rowid",
            [_BEGIN, _END, query],
        ).fetchall()
    return [_marked(text) for (text,) in rows]


def _marked(text: str) -> Snippet:
    """Take the marks out of a snippet; what stood in the text itself without a partner goes too."""
    plain, marked, begun = "", [], -1
    for character in " ".join(text.split()):
        if character == _BEGIN:
            begun = len(plain)
        elif character == _END:
            if 0 <= begun < len(plain):
                marked.append((begun, len(plain)))
            begun = -1
        else:
            plain += character
    return Snippet(plain, tuple(marked))


def _file(db: Database, content: bytes) -> str:
    row = db.execute(
        "SELECT path FROM job_files WHERE content = ? ORDER BY used DESC LIMIT 1", [content]
    ).fetchone()
    return os.fsdecode(row[0]) if row else ""
