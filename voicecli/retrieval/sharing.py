"""Vectors of an index of before, taken over to where they are kept by what was embedded."""

import json
from typing import Any

import numpy as np
from sqlite_utils import Database

from voicecli.retrieval.vectors import STORED, digest_of, judged


def share(db: Database) -> None:
    """Move `embeddings` (float32) and `passage_sentences` (float16) to `vectors` and `sentences`.

    Passages without a vector stay without; the next indexing makes it.
    """
    rows = db.execute(
        """
        SELECT id, title, text, embeddings.model, embeddings.vector, texts, vectors
        FROM passages JOIN embeddings ON embeddings.passage = id
        LEFT JOIN passage_sentences
            ON passage_sentences.passage = id AND passage_sentences.model = embeddings.model
        """
    )
    for passage, title, text, model, vector, texts, vectors in rows.fetchall():
        digest = digest_of(model, judged(title, text))
        half = np.frombuffer(vector, np.float32).astype(STORED).tobytes()
        db.execute(
            "INSERT OR IGNORE INTO vectors (model, digest, vector) VALUES (?, ?, ?)",
            [model, digest, half],
        )
        (owner,) = db.execute("SELECT id FROM vectors WHERE digest = ?", [digest]).fetchone()
        db.execute("UPDATE passages SET vector = ? WHERE id = ?", [owner, passage])
        if texts:
            _share_sentences(db, owner, model, title, json.loads(texts), vectors)


def _share_sentences(
    db: Database, owner: int, model: str, title: str, told: list[str], vectors: bytes
) -> None:
    if len(told) < 2:
        return
    rows: Any = np.frombuffer(vectors, STORED).reshape(len(told), -1)
    for sentence, vector in zip(told, rows, strict=True):
        db.execute(
            "INSERT INTO sentences (owner, digest, vector) VALUES (?, ?, ?)",
            [owner, digest_of(model, judged(title, sentence)), vector.tobytes()],
        )
