"""Pieces of rows that are to be deleted, by which what is left of them is known again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from voicecli.storage.traces import pieces_of, pieces_of_text

MOST_PIECES = 30_000
"""Pieces of what was deleted that are looked for afterwards."""
LEAST_CHARACTERS = 12
"""A text that is shorter ("yes, please") is said by many: its bytes prove nothing."""

_HOLDING = {
    "turns": (
        "SELECT question, written, heard FROM turns WHERE id = ?",
        "SELECT text, title FROM sources WHERE turn = ?",
        "SELECT text FROM summaries WHERE turn = ?",
        "SELECT data FROM sounds WHERE turn = ?",
    ),
    "jobs": (
        "SELECT transcript FROM jobs WHERE id = ?",
        "SELECT transcript FROM job_windows WHERE job = ?",
        "SELECT text FROM lines WHERE job = ?",
    ),
    "memories": ("SELECT text FROM memories WHERE id = ?",),
    "guestbook": ("SELECT name, text, sound FROM guestbook WHERE id = ?",),
    "sessions": ("SELECT title FROM sessions WHERE id = ?",),
    "answers": ("SELECT answer FROM answers WHERE key = ?",),
    "speakers": ("SELECT vector FROM voice_prints WHERE speaker = ?",),
}
"""What holds the words, the sound and the packed transcripts of a table's row."""


def pieces_of_rows(db: Database, rows: Mapping[str, Sequence[Any]]) -> list[bytes]:
    """Pieces from everywhere in the rows with these keys, by table; at most MOST_PIECES."""
    everything = list(dict.fromkeys(_pieces(db, rows)))
    return everything[:: -(-len(everything) // MOST_PIECES) or 1]


def _pieces(db: Database, rows: Mapping[str, Sequence[Any]]) -> Iterator[bytes]:
    for table, queries in _HOLDING.items():
        for key in rows.get(table, ()):
            for query in queries:
                for row in db.execute(query, [key]):
                    for value in row:
                        yield from _pieces_of_value(value)


def _pieces_of_value(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield from pieces_of(value)
    elif value and len(value) >= LEAST_CHARACTERS:
        yield from pieces_of_text(value)
