"""Pieces of rows that are to be deleted, by which what is left of them is known again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from voicecli.errors import StorageError
from voicecli.storage.packed_json import unpacked_json, words_in
from voicecli.storage.traces import pieces_of, pieces_of_text

MOST_PIECES = 30_000
"""Pieces of what was deleted that are looked for afterwards."""
LEAST_CHARACTERS = 12
"""A text that is shorter ("yes, please") is said by many: its bytes prove nothing."""

_EXCHANGE = "SELECT exchange FROM exchanges WHERE id = ?"
_EXCHANGES = "SELECT exchange FROM exchanges WHERE session = ?"
_INTERVIEW = "SELECT plan, limits, progress FROM interviews WHERE session = ?"
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
    "exchanges": (_EXCHANGE,),
    "interviews": (_INTERVIEW,),
    "sessions": ("SELECT title FROM sessions WHERE id = ?", _INTERVIEW, _EXCHANGES),
    "in part": (_INTERVIEW,),
    "answers": ("SELECT answer FROM answers WHERE key = ?",),
    "speakers": ("SELECT vector FROM voice_prints WHERE speaker = ?",),
}
"""What holds the words, the sound and the packed transcripts of a table's row."""
_PACKED = frozenset({_INTERVIEW, _EXCHANGE, _EXCHANGES})
"""Those of packed JSON."""


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
                        if query in _PACKED and table != "in part":
                            yield from _pieces_of_packed(value)


def _pieces_of_packed(blob: bytes) -> Iterator[bytes]:
    """Of what stays in part it is not known which words go; the proof looks for the phrase."""
    try:
        words = list(words_in(unpacked_json(blob)))
    except StorageError:
        return
    for text in words:
        yield from _pieces_of_value(text)


def _pieces_of_value(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield from pieces_of(value)
    elif value and len(value) >= LEAST_CHARACTERS:
        yield from pieces_of_text(value)
