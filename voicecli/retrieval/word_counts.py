"""How many passages of each type hold a word: kept in step with the index, read at the start.

Understanding weighs a question's words by it. Counting them in all passages at each start took
seconds in a large index.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sqlite_utils import Database

from voicecli.retrieval.words import content_words

Stems = Callable[[Iterable[str]], set[str]]
"""The stems of the words of some texts that say something."""


def own_stems(texts: Iterable[str]) -> set[str]:
    """The stems that search goes by."""
    return {stem for text in texts for stem in content_words(text)}


def count_words(db: Database, document: str, stems: Stems, sign: int) -> None:
    """Add the words of a document's passages to the counts, or take them away (`sign` -1).

    Of a record that was cut into several passages every part counts as the whole.
    """
    rows = db.execute(
        "SELECT type, title, text, record FROM passages WHERE document = ?", [document]
    )
    counts: Counter[tuple[str, str]] = Counter()
    for type_, title, text, record in rows:
        told = _texts(json.loads(record)) if record else [title, text]
        counts.update((type_, stem) for stem in stems(told))
    db.conn.executemany(
        "INSERT INTO word_counts (type, stem, passages) VALUES (?, ?, ?) "
        "ON CONFLICT (type, stem) DO UPDATE SET passages = passages + excluded.passages",
        [(*key, sign * count) for key, count in counts.items()],
    )
    if sign < 0:
        db.execute("DELETE FROM word_counts WHERE passages <= 0")


def word_counts(db: Database) -> dict[str, dict[str, int]]:
    """By type ("document" for what is no record) its stems, with how many passages hold each."""
    counts: dict[str, dict[str, int]] = {}
    for type_, stem, passages in db.execute("SELECT type, stem, passages FROM word_counts"):
        counts.setdefault(type_, {})[stem] = passages
    return counts


def _texts(record: dict[str, object]) -> Sequence[str]:
    """What a record says of its own, without the names of its fields."""
    named = [str(record[name]) for name in ("title", "organisation", "summary")]
    listed = (record[name] for name in ("technologies", "keywords", "metrics"))
    return [*named, *(str(value) for values in listed for value in values)]  # type: ignore[attr-defined]
