"""How well the right passage is found and the unanswerable refused.

    python benchmarks/retrieval.py --content FOLDER --queries QUERIES.jsonl

FOLDER is indexed apart from everything else. A query line holds `query`, `answerable`, and either
`document` ({"file", "passages"}) or `relevant` (record ids) with `filters.types`; later turns of a
conversation and what is not about the content (`intent` off_topic, greeting, general) are left
out, since they are the business of understanding. Without the options only the speed on the sample
content is measured; its figures of quality are kept in tests/evals/test_retrieval_quality.py.

Each question is also asked as if it were the first, once with the vectors of sentences of the
index, once with all of them embedded at the question. Both should choose the same.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from voicecli.assembly import open_embedder
from voicecli.config import load
from voicecli.errors import DocumentError
from voicecli.pipeline.index import index_content
from voicecli.protocols import Embedder
from voicecli.retrieval.filters import Filters
from voicecli.retrieval.grounding import answerable, best_sentences
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher
from voicecli.shipped import shipped
from voicecli.storage.database import open_database
from voicecli.types import Passage

DEPTH = 10
ELSEWHERE = ("off_topic", "greeting", "general")

SAMPLE = (
    "What did the battery cost?",
    "Which projects used Rust?",
    "How long may I borrow the travel pump?",
    "How much do I get for a hotel in London?",
    "Is there a lathe in the workshop?",
)

T = TypeVar("T")
Rank = Callable[[str, Filters], Sequence[Passage]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--content", type=Path, help="folder to index")
    parser.add_argument("--queries", type=Path, help="labelled questions, JSON lines")
    parser.add_argument("--failures", action="store_true", help="name what was not found")
    asked = parser.parse_args()
    labelled = asked.content and asked.content.is_dir() and asked.queries
    with (
        tempfile.TemporaryDirectory() as folder,
        open_embedder(load().config) as embedder,
        open_database(Path(folder) / "index.db") as db,
    ):
        prepare(db)
        searcher = Searcher(db, embedder)
        if not labelled:
            print("no labelled content here (--content FOLDER --queries FILE): speed alone")
            index(db, embedder, shipped("content"))
            latency(SAMPLE, searcher)
            first_questions(SAMPLE, db, embedder)
            return
        index(db, embedder, asked.content)
        queries = [json.loads(line) for line in asked.queries.read_text().splitlines()]
        queries = [q for q in queries if q["turn"] == 1 and q["intent"] not in ELSEWHERE]
        measure(queries, searcher, asked.failures)
        for name, some in (("all", queries), ("about documents", about_documents(queries))):
            print(f"questions: {name}")
            first_questions([query["query"] for query in some], db, embedder)


def index(db: Database, embedder: Embedder, content: Path) -> None:
    began = time.perf_counter()
    passages = sum(entry.passages for entry in index_content(db, embedder, content))
    seconds = time.perf_counter() - began
    print(f"indexed {passages} passages in {seconds:.2f} s ({passages / seconds:.0f}/s), ", end="")
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    size = pages * db.execute("PRAGMA page_size").fetchone()[0]
    print(f"database {size / 1e6:.2f} MB")


def about_documents(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [query for query in queries if query["document"]]


def measure(queries: list[dict[str, Any]], searcher: Searcher, failures: bool) -> None:
    documents = about_documents(queries)
    items = [q for q in queries if q["relevant"] and not q["document"]]
    print(f"{'':30} {'n':>4} {'hit@1':>6} {'hit@3':>6} {'hit@5':>6} {'MRR':>6}")
    for name, rank in rankings(searcher).items():
        report(f"documents, {name}", ranks(documents, rank, typed=False, failures=failures))
    for name, rank in rankings(searcher).items():
        report(f"items, {name}", ranks(items, rank, typed=False, failures=False))
    fused = rankings(searcher)["fused"]
    report("items, fused, type known", ranks(items, fused, typed=True, failures=failures))
    sentences(documents, searcher)
    abstention(queries, searcher, failures)
    latency([query["query"] for query in queries], searcher)


def rankings(searcher: Searcher) -> dict[str, Rank]:
    """The two searches alone, and what is shipped."""
    return {
        "keywords": lambda question, _: searcher.by_keywords(question, DEPTH),
        "vectors": lambda question, _: searcher.by_meaning(question, DEPTH),
        "fused": lambda question, filters: searcher.search(question, filters, DEPTH).passages,
    }


def ranks(queries: list[dict[str, Any]], rank: Rank, *, typed: bool, failures: bool) -> list[int]:
    """The place (from 1) of the first right passage for each query; 0 where it is not found."""
    places = []
    for query in queries:
        filters = Filters(types=tuple(query["filters"]["types"]) if typed else ())
        found = rank(query["query"], filters)
        hits = [place for place, passage in enumerate(found, 1) if is_right(query, passage)]
        places.append(hits[0] if hits else 0)
        if failures and places[-1] != 1 and found:
            print(f"  {places[-1]:2} {query['query']} | first: {found[0].title}")
    return places


def is_right(query: dict[str, Any], passage: Passage) -> bool:
    if not query["document"]:
        return passage.id in query["relevant"]
    in_file = Path(passage.document).name == query["document"]["file"]
    gold = (bare(part) for part in query["document"]["passages"])
    return in_file and any(part in bare(passage.text) for part in gold)


def bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def report(name: str, places: list[int]) -> None:
    count = max(len(places), 1)
    hits = [sum(0 < place <= depth for place in places) / count for depth in (1, 3, 5)]
    mean = sum(1 / place for place in places if place) / count
    print(f"{name:30} {len(places):4} " + " ".join(f"{figure:6.3f}" for figure in (*hits, mean)))


def sentences(queries: list[dict[str, Any]], searcher: Searcher) -> None:
    """How often one of the best two sentences shares most of the words of the marked one."""
    for n in (1, 2):
        right = 0
        for query in queries:
            found = searcher.search(query["query"]).passages
            best = best_sentences(query["query"], found, searcher.vectors, n)
            gold = [set(bare(part).split()) for part in query["document"]["passages"]]
            right += any(
                len(part & set(bare(sentence).split())) >= 0.6 * len(part)
                for sentence, _ in best
                for part in gold
            )
        print(f"best {n} sentence(s) hold the answer: {right / max(len(queries), 1):.3f}")


def abstention(queries: list[dict[str, Any]], searcher: Searcher, failures: bool) -> None:
    refused: dict[bool, list[bool]] = {True: [], False: []}
    for query in queries:
        listed = query["answerable"] and not query["document"] and "fact" not in query["tags"]
        if listed:  # a listing needs no gate
            continue
        types = () if query["document"] else tuple(query["filters"]["types"])
        result = searcher.search(query["query"], Filters(types=types))
        refuses = not answerable(query["query"], result.passages, result.evidence)
        refused[query["answerable"]].append(refuses)
        if failures and refuses == query["answerable"]:
            figures = f"cosine {result.evidence.cosine:.2f} fit {result.evidence.fit:.2f}"
            print(f"  {'refused' if refuses else 'answered'}: {query['query']} | {figures}")
    for is_answerable, name in ((False, "unanswerable refused"), (True, "answerable refused")):
        answers = refused[is_answerable]
        print(f"{name}: {sum(answers) / max(len(answers), 1):.3f} (n={len(answers)})")


def latency(questions: Sequence[str], searcher: Searcher) -> None:
    """Milliseconds of one search when everything is warm."""
    for question in questions:
        searcher.search(question)
    times = [timed(searcher.search, question)[0] for question in questions]
    print(f"search, warm: {spread(times)}")


def first_questions(questions: Sequence[str], db: Database, embedder: Embedder) -> None:
    """Milliseconds of each question as if it were the first, and whether both paths agree."""
    with Database(memory=True) as bare:
        db.conn.backup(bare.conn)
        bare.execute("DELETE FROM sentences")
        bare.conn.commit()
        stored = [ask_first(question, db, embedder) for question in questions]
        embedded = [ask_first(question, bare, embedder) for question in questions]
    for stage, name in enumerate(("search", "choice of sentences")):
        now, before = ([asked.times[stage] for asked in path] for path in (stored, embedded))
        ratio = statistics.median(before) / statistics.median(now)
        print(f"{name}, {len(questions)} first questions: stored {spread(now)}")
        print(f"  all embedded at the question: {spread(before)} ({ratio:.1f} times as long)")
    same = sum(a.chosen == b.chosen for a, b in zip(stored, embedded, strict=True))
    print(f"  the same trust, and sentences in the same order: {same}/{len(questions)}")


@dataclass(frozen=True)
class FirstQuestion:
    """Milliseconds of search and of the choice of sentences; what was chosen."""

    times: tuple[float, float]
    chosen: tuple[bool, list[tuple[str, Passage]]]


def ask_first(question: str, db: Database, embedder: Embedder) -> FirstQuestion:
    searcher = Searcher(db, embedder)
    searcher.by_meaning("vectors of passages are read once")
    search, found = timed(searcher.search, question)
    choice, best = timed(best_sentences, question, found.passages, searcher.vectors, DEPTH)
    return FirstQuestion((search, choice), (found.evidence.answers, best))


def timed(do: Callable[..., T], *given: object) -> tuple[float, T]:
    """Milliseconds, and what came of it."""
    began = time.perf_counter()
    result = do(*given)
    return 1000 * (time.perf_counter() - began), result


def spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    slow = ordered[int(0.95 * (len(ordered) - 1))]
    return f"p50 {statistics.median(ordered):.1f} ms, p95 {slow:.1f} ms"


if __name__ == "__main__":
    try:
        main()
    except DocumentError as error:
        raise SystemExit(str(error)) from None
