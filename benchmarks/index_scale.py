"""The index at the size of a long life: how fast it is made, opened and searched, and its memory.

    python benchmarks/index_scale.py [--passages 100000] [--keep FILE]

The content is synthetic: words drawn by Zipf's law, English ones and rarer made-up ones, among them
sentences of the sample content, as notes and as records with types, technologies and years. The
rate of indexing is measured with the embedding model on some thousand passages. The large index has
random vectors in place of its own, since the time of a search does not depend on what they are;
questions are embedded by the model. `--keep` uses a large index again.
"""

import voicecli  # isort: skip  # before numpy: it says how many threads numpy may take

import argparse
import hashlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray
from sqlite_utils import Database

from voicecli.assembly import open_embedder, read_vocabulary
from voicecli.config import load
from voicecli.protocols import Embedder, TokenEmbedder
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.index import IndexProgress, stored_documents, update
from voicecli.retrieval.keywords import Frequencies, by_bm25, keyword_search
from voicecli.retrieval.nearest import Nearest
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher, query_words
from voicecli.retrieval.sentences import split_sentences
from voicecli.shipped import shipped
from voicecli.storage.database import open_database
from voicecli.types import Block, Document, Record, TokenStates
from voicecli.understanding.lexicon import lexicon
from voicecli.understanding.vocabulary import stems_of
from voicecli.understanding.words import common_words

VOCABULARY = 60_000
LITTLE = 60
"""So many of the commonest words stand for those that say nothing."""
NOTES = 45
"""Passages of one note."""
RECORDS_SHARE = 0.1
TECHNOLOGIES = 40
PER_KIND = 40
CANDIDATES = 50

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--ingested", type=int, default=3_000, help="passages embedded for real")
    parser.add_argument("--keep", type=Path, help="the large index, made when it is missing")
    asked = parser.parse_args()
    print(f"voicecli {voicecli.__version__}, {os.cpu_count()} cores")
    words = Words()
    with tempfile.TemporaryDirectory() as folder, open_embedder(load().config) as embedder:
        for shape, count in ((SHORT, asked.ingested), (LONG, asked.ingested // 6)):
            ingest(Path(folder) / f"{shape.name}.db", embedder, words, shape, count)
        file = asked.keep or Path(folder) / "large.db"
        with open_database(file) as db:
            prepare(db)
            if not stored_documents(db, embedder.name):
                make(db, embedder, words, asked.passages)
            opening(db, embedder)
            searching(db, embedder, words)
            keyword_plan(db, words)
            one_change(db, embedder, words)


# The content


@dataclass(frozen=True)
class Shape:
    """How long the passages are: words of a sentence, and sentences of a passage."""

    name: str
    words: tuple[int, int]
    sentences: tuple[int, int]


SHORT = Shape("short", (8, 20), (1, 1))
LONG = Shape("long", (8, 20), (3, 6))
MIXED = Shape("mixed", (8, 20), (1, 5))


class Words:
    """Text by Zipf's law, the same at every run; one sentence in ten is of the sample content."""

    def __init__(self) -> None:
        english = sorted(common_words())
        random.Random(4).shuffle(english)  # noqa: S311  # no secret
        invented = (spelled(number) for number in range(VOCABULARY - len(english)))
        self.all = [*english, *invented]
        self._little = frozenset(self.all[:LITTLE])
        weights = 1 / np.arange(1, VOCABULARY + 1)
        self._share = np.cumsum(weights / weights.sum())
        self._random = random.Random(4)  # noqa: S311  # no secret
        self._draw = np.random.default_rng(4)
        texts = (path.read_text() for path in sorted(shipped("content").rglob("*.md")))
        told = [sentence for text in texts for sentence in split_sentences(text)]
        self._real = cycle(sentence for sentence in told if 6 <= len(sentence.split()) <= 25)

    def some(self, count: int) -> list[str]:
        """Words as they come."""
        places = np.searchsorted(self._share, self._draw.random(count))
        return [self.all[min(place, VOCABULARY - 1)] for place in places]

    def telling(self, count: int) -> list[str]:
        """Words that are asked for: none of the commonest, which English drops as stop words."""
        told = (word for _ in iter(int, 1) for word in self.some(count) if word not in self._little)
        return list(islice(told, count))

    def between(self, low: int, high: int) -> int:
        """A number from low to high."""
        return self._random.randint(low, high)

    def sentence(self, shape: Shape) -> str:
        """One sentence, made up or of the sample."""
        if self._random.random() < 0.1:
            return next(self._real)
        return " ".join(self.some(self.between(*shape.words))).capitalize() + "."

    def passage(self, shape: Shape) -> str:
        """The sentences of one passage."""
        return " ".join(self.sentence(shape) for _ in range(self.between(*shape.sentences)))


def spelled(number: int) -> str:
    """A word that can be said, another one for every number."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    number += 13
    syllables = []
    while number:
        number, rest = divmod(number, len(consonants) * len(vowels))
        syllables.append(consonants[rest // len(vowels)] + vowels[rest % len(vowels)])
    return "".join(syllables) + "n"


@dataclass(frozen=True)
class Made:
    """A source that makes its document up."""

    name: str
    make: Callable[[], Document]
    size: int = 1
    modified: int = 1
    read_with: bytes = b""

    def load(self) -> bytes:
        """Its bytes."""
        return self.name.encode()

    def parse(self, raw: bytes) -> Document:
        """Its document, made anew each time."""
        return self.make()


def notes(words: Words, shape: Shape, count: int, name: str = "note") -> Iterator[Made]:
    """Notes of some passages each, `count` passages in all."""
    for number, start in enumerate(range(0, count, NOTES)):
        path = f"{name}-{number}.md"
        size = min(NOTES, count - start)
        yield Made(path, lambda path=path, size=size: note(words, shape, path, size))  # type: ignore[misc]


def note(words: Words, shape: Shape, path: str, size: int) -> Document:
    title = " ".join(words.some(3)).capitalize()
    blocks = (
        Block(words.passage(shape), line, (title, f"{line} {words.some(1)[0]}"))
        for line in range(1, size + 1)
    )
    return Document(path, title, tuple(blocks))


def records(words: Words, shape: Shape, count: int) -> Iterator[Made]:
    for number, start in enumerate(range(0, count, 1000)):
        path = f"records-{number}.json"
        ids = range(start, min(start + 1000, count))
        yield Made(path, lambda path=path, ids=ids: record_file(words, shape, path, ids))  # type: ignore[misc]


def record_file(words: Words, shape: Shape, path: str, ids: Sequence[int]) -> Document:
    types = ("projects", "experience", "publications")
    return Document(
        path,
        path,
        records=tuple(
            Record(
                f"r{id_}",
                types[id_ % 3],
                " ".join(words.some(2)).capitalize(),
                summary=words.passage(shape),
                technologies=tuple(technology(words.between(0, TECHNOLOGIES - 1)) for _ in "ab"),
                start=str(2000 + id_ % 25),
            )
            for id_ in ids
        ),
    )


def technology(number: int) -> str:
    return spelled(100_000 + number).capitalize() + "DB"


class RandomVectors:
    """Random unit vectors for passages, of the name of a model; the same for the same text."""

    def __init__(self, model: Embedder) -> None:
        self.name = model.name
        self.token_basis = model.token_basis if isinstance(model, TokenEmbedder) else ""
        self.count_tokens = model.count_tokens

    def embed_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        """As many states as a text has words and a third, since some words are several tokens."""
        vectors = self.embed(texts)
        states = []
        for text, vector in zip(texts, vectors, strict=True):
            starts = np.arange(4 * len(text.split()) // 3, dtype=np.uint16)
            packed = np.rint(127 * vector[: len(starts) % 64 + 1]).astype(np.int8)
            states.append(TokenStates(np.resize(packed, (len(starts), 64)), starts))
        return vectors, states

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors that only the texts decide."""
        seed = hashlib.blake2b("".join(texts).encode(), digest_size=8).digest()
        draw = np.random.default_rng(int.from_bytes(seed, "big"))
        vectors = draw.standard_normal((len(texts), 384), np.float32)
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


# What is measured


def ingest(file: Path, embedder: Embedder, words: Words, shape: Shape, count: int) -> None:
    """Passages a second with the real model, and the memory at each quarter."""
    sources = list(notes(words, shape, count))
    embedder.embed([words.sentence(shape) for _ in range(100)])
    memory = [resident()]
    began, spent = time.perf_counter(), time.process_time()
    with open_database(file) as db:
        prepare(db)
        done = update(db, embedder, sources, stems=stems_of)
        memory += [resident() for one in done if is_part(one, 4)]
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    print(
        f"indexing, {shape.name} passages: {count / seconds:.0f}/s "
        f"({count / spent:.0f} for each second of CPU, load {os.getloadavg()[0]:.1f}), "
        f"memory {', '.join(f'{size:.0f}' for size in memory)} MB, "
        f"database {file.stat().st_size / count / 1e3:.1f} kB each"
    )


def make(db: Database, embedder: Embedder, words: Words, count: int) -> None:
    began = time.perf_counter()
    some = int(count * RECORDS_SHARE)
    sources = [*records(words, MIXED, some), *notes(words, MIXED, count - some)]
    memory = [resident()]
    done = update(db, RandomVectors(embedder), sources, stems=stems_of)
    memory += [resident() for one in done if is_part(one, 5)]
    seconds = time.perf_counter() - began
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    size = pages * db.execute("PRAGMA page_size").fetchone()[0]
    print(
        f"{count} passages without embedding: {seconds:.0f} s ({count / seconds:.0f}/s), "
        f"memory {', '.join(f'{size:.0f}' for size in memory)} MB, database {size / 1e6:.0f} MB"
    )


def opening(db: Database, embedder: Embedder) -> None:
    """What `ask` does before the first question, step by step."""
    print(f"stored documents: {timed(stored_documents, db, embedder.name)[0]:.0f} ms")
    milliseconds, vocabulary = timed(read_vocabulary, db)
    print(f"vocabulary: {milliseconds:.0f} ms; again {timed(read_vocabulary, db)[0]:.0f} ms")
    print(f"lexicon: {timed(lexicon, vocabulary)[0]:.0f} ms")
    before = resident()
    nearest = Nearest(db, embedder.name)
    print(f"vectors read: {timed(nearest.refresh)[0]:.0f} ms, {resident() - before:.0f} MB")


def searching(db: Database, embedder: Embedder, words: Words) -> None:
    """Milliseconds of whole searches by kind of question, and of their parts."""
    searcher = Searcher(db, embedder, load().config.retrieval.candidates)
    searcher.search("everything is read once")
    print(
        f"{'search of':34} {'p50':>6} {'p95':>6} ms  {'CPU':>6} {'p95':>6}    "
        f"embedding  keywords  meaning  filters, CPU p50 (load {os.getloadavg()[0]:.1f})"
    )
    times: list[float] = []
    works: list[float] = []
    for kind, (questions, filters) in kinds(words).items():
        spent, worked = [], []
        for question in questions:
            before = time.process_time()
            spent.append(timed(searcher.search, question, filters)[0])
            worked.append(1000 * (time.process_time() - before))
        times += spent
        works += worked
        told = parts(db, embedder, questions, filters)
        print(f"{kind:34} {spread(spent)}     {spread(worked)}    {told}")
    print(f"{'all':34} {spread(times)}     {spread(works)}")


def kinds(words: Words) -> dict[str, tuple[list[str], Filters]]:
    def drawn(low: int, high: int, count: int) -> list[str]:
        return [
            "Where is " + " ".join(words.all[words.between(low, high)] for _ in range(count)) + "?"
            for _ in range(PER_KIND)
        ]

    usual = [f"What about {' '.join(words.telling(4))}?" for _ in range(PER_KIND)]
    return {
        "a rare word": (drawn(5_000, 50_000, 1), Filters()),
        "four words as they come": (usual, Filters()),
        "five common words": (drawn(30, 300, 5), Filters()),
        "one very common word": (drawn(10, 40, 1), Filters()),
        "five of the commonest words": (drawn(5, 40, 5), Filters()),
        "thirty words": ([" ".join(words.telling(30)) for _ in range(PER_KIND)], Filters()),
        "usual, type": (usual, Filters(types=("projects",))),
        "usual, technology and years": (
            usual,
            Filters(technologies=(technology(3),), year_from=2005, year_to=2015),
        ),
        "usual, documents": (usual, Filters(types=("document",))),
    }


def parts(db: Database, embedder: Embedder, questions: Sequence[str], filters: Filters) -> str:
    from voicecli.retrieval.filters import passing

    nearest = Nearest(db, embedder.name)
    nearest.refresh()
    frequencies = Frequencies(db)
    spent: list[tuple[float, ...]] = []
    for question in questions[:20]:
        embedding, vectors = worked_at(embedder.embed, [question])
        filtering, (allowed, _) = worked_at(passing, db, filters)
        words = query_words(question)
        keywords = worked_at(keyword_search, db, words, CANDIDATES, allowed, frequencies)[0]
        meaning = worked_at(nearest.of, vectors[0], CANDIDATES, allowed)[0]
        spent.append((embedding, keywords, meaning, filtering))
    return "  ".join(f"{statistics.median(stage):8.1f}" for stage in zip(*spent, strict=True))


def keyword_plan(db: Database, words: Words) -> None:
    """BM25 over every passage with any of the words, beside what is done."""
    for kind, (questions, _) in islice(kinds(words).items(), 6):
        before, now, kept, first = [], [], [], []
        frequencies = Frequencies(db)
        for question in questions[:20]:
            asked = query_words(question)
            milliseconds, everything = timed(by_bm25, db, asked, CANDIDATES)
            before.append(milliseconds)
            milliseconds, found = timed(keyword_search, db, asked, CANDIDATES, None, frequencies)
            now.append(milliseconds)
            kept.append(len(set(found) & set(everything[:10])) / max(len(everything[:10]), 1))
            first.append(not everything or everything[0] in found)
        ratio = statistics.median(before) / statistics.median(now)
        print(
            f"keywords, {kind}: BM25 {spread(before)}, shipped {spread(now)} "
            f"({ratio:.1f} times as fast); among the {CANDIDATES} candidates of BM25's best ten "
            f"{statistics.mean(kept):.2f}, its first {statistics.mean(first):.2f}"
        )


def one_change(db: Database, embedder: Embedder, words: Words) -> None:
    """What a conversation pays when a document was added meanwhile."""
    nearest = Nearest(db, embedder.name)
    nearest.refresh()
    known = stored_documents(db, embedder.name)
    kept = [Made(name, lambda: Document("", "")) for name in known]
    added = list(notes(words, SHORT, NOTES, f"added-{len(known)}"))
    milliseconds = timed(
        lambda: list(update(db, RandomVectors(embedder), [*kept, *added], stems=stems_of))
    )[0]
    print(f"a document added to {len(known)}: {milliseconds:.0f} ms without embedding")
    print(f"its vectors read beside the others: {timed(nearest.refresh)[0]:.0f} ms")
    print(f"vocabulary after it: {timed(read_vocabulary, db)[0]:.0f} ms")


def is_part(done: IndexProgress, parts: int) -> bool:
    """Whether a file is the last of one of so many equal parts."""
    return done.number % max(1, done.total // parts) == 0


def resident() -> float:
    """Memory of this process in MB."""
    return float(psutil.Process().memory_info().rss) / 1e6


def timed(do: Callable[..., T], *given: object) -> tuple[float, T]:
    """Milliseconds, and what came of it."""
    began = time.perf_counter()
    result = do(*given)
    return 1000 * (time.perf_counter() - began), result


def worked_at(do: Callable[..., T], *given: object) -> tuple[float, T]:
    """Milliseconds of CPU of all threads, and what came of it."""
    began = time.process_time()
    result = do(*given)
    return 1000 * (time.process_time() - began), result


def spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):6.1f} {ordered[int(0.95 * (len(ordered) - 1))]:6.1f}"


if __name__ == "__main__":
    main()
