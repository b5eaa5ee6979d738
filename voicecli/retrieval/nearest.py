"""The passages that are nearest in meaning: every vector of the index is compared, in memory.

At the size of one person's content this is exact and faster than an approximate index.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.retrieval.index import index_version
from voicecli.retrieval.vectors import unpacked

_MOST_GONE = 0.25
"""Share of rows that no passage has any more from which the matrix is read anew."""
_READ_AT_ONCE = 4096


class Nearest:
    """The vectors of an index by one model: read once, then what is new whenever it has changed.

    float32 in memory, 154 MB for 100,000 passages: a product with the question's vector takes the
    processor's fast path, which half precision does not. Of one thread, like its connection.
    """

    def __init__(self, db: Database, model: str) -> None:
        self._db = db
        self._model = model
        self._version = -1
        self._vector_ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._rows_read: NDArray[np.float32] = np.empty((0, 0), np.float32)
        """A vector for each of those ids, and room for more."""
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._rows: NDArray[np.int64] = np.empty(0, np.int64)

    def __len__(self) -> int:
        """How many passages have a vector of the model."""
        return len(self._ids)

    @property
    def version(self) -> int:
        """The version of the index that was read; -1 before the first."""
        return self._version

    def refresh(self) -> None:
        """Read what the index has got since the last time; one small query when that is nothing."""
        version = index_version(self._db)
        if version == self._version:
            return
        ids, vectors = self._passages()
        used = np.isin(self._vector_ids, vectors)
        if used.sum() < (1 - _MOST_GONE) * len(used):
            self._vector_ids = self._vector_ids[:0]
        self._read_new()
        places, is_here = _places(self._vector_ids, vectors)
        self._ids, self._rows = ids[is_here], places[is_here]
        self._version = version

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of every passage to a unit vector, in the order of `ids`."""
        if not len(self._ids):
            return np.empty(0, np.float32)
        matrix = self._rows_read[: len(self._vector_ids)]
        near: NDArray[np.float32] = (matrix @ vector)[self._rows]
        return near

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the passages, rising."""
        return self._ids

    def of(
        self, vector: NDArray[np.float32], limit: int, allowed: Collection[int] | None = None
    ) -> tuple[list[int], NDArray[np.float32]]:
        """Ids of the nearest passages among the allowed, nearest first, and all `cosines`."""
        near = self.cosines(vector)
        return best_of(self._ids, near, limit, allowed), near

    def ordered(self, ids: Sequence[int], cosines: NDArray[np.float32]) -> list[int]:
        """Some passages by falling cosine, given those of all; one without a vector is left out."""
        return best_of(self._ids, cosines, len(ids), ids)

    def _passages(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The ids of the passages, rising, and of their vectors.

        Each as one text, which is read in a quarter of the time of rows.
        """
        query = (
            "SELECT group_concat(id), group_concat(vector) FROM passages WHERE vector IS NOT NULL"
        )
        told = self._db.execute(query).fetchone()
        ids, vectors = (np.fromstring(text or "", np.int64, sep=",") for text in told)
        order = np.argsort(ids)
        return ids[order], vectors[order]

    def _read_new(self) -> None:
        """Append the vectors that were made since; their ids rise, and none is given twice."""
        last = int(self._vector_ids[-1]) if len(self._vector_ids) else 0
        query = "SELECT id, vector FROM vectors WHERE id > ? AND model = ? ORDER BY id"
        cursor = self._db.execute(query, [last, self._model])
        ids, blobs = [self._vector_ids], []
        while rows := cursor.fetchmany(_READ_AT_ONCE):
            ids.append(np.array([id_ for id_, _ in rows], np.int64))
            blobs.append(b"".join(blob for _, blob in rows))
        if not blobs:
            return
        width = len(unpacked(blobs[0])) // len(ids[1])
        known = len(self._vector_ids)
        self._vector_ids = np.concatenate(ids)
        self._make_room(known, len(self._vector_ids), width)
        for some in blobs:
            fresh = unpacked(some).reshape(-1, width)
            self._rows_read[known : known + len(fresh)] = fresh
            known += len(fresh)

    def _make_room(self, known: int, needed: int, width: int) -> None:
        """Keep the rows that are known; an eighth more than is needed saves the next copy."""
        if needed <= len(self._rows_read):
            return
        larger = np.empty((needed + needed // 8, width), np.float32)
        if known:
            larger[:known] = self._rows_read[:known]
        self._rows_read = larger


def best_of(
    ids: NDArray[np.int64],
    similarity: NDArray[np.float32],
    limit: int,
    allowed: Collection[int] | None = None,
) -> list[int]:
    """Ids (rising) by falling similarity, the best `limit` of those allowed."""
    places = np.arange(len(ids))
    if allowed is not None:
        asked, is_here = _places(ids, np.fromiter(allowed, np.int64, len(allowed)))
        places = asked[is_here]
    count = min(limit, len(places))
    if count < 1:
        return []
    near = similarity[places]
    top = np.argpartition(-near, count - 1)[:count]
    return [int(id_) for id_ in ids[places[top[np.argsort(-near[top])]]]]


def _places(
    ordered: NDArray[np.int64], asked: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each of `asked` stands in a rising array, and whether it stands there at all."""
    places = np.searchsorted(ordered, asked)
    is_here = places < len(ordered)
    is_here[is_here] = ordered[places[is_here]] == asked[is_here]
    return places, is_here
