"""How well and how fast questions are understood, before any search.

    python benchmarks/understanding.py [--queries QUERIES.jsonl] [--content FOLDER] [--today DATE]
                                       [--cues-only] [--wrong]

Each line of QUERIES is a labelled question: id, conv and turn (the turns of a conversation stand in
order), query, intent, filters {technologies, years, years_also_ok}, tags. A follow-up's label is
the resolved one. `--cues-only` does without the embedding model, `--wrong` lists what was not
understood. The calibration error is the mean distance between the confidence of ten equal groups
of intents and the share of them that is right.
"""

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from voicecli.assembly import open_embedder
from voicecli.config import load
from voicecli.documents import folder as documents
from voicecli.types import Document, Understanding
from voicecli.understanding import (
    COARSE,
    SOCIAL_INTENTS,
    Meanings,
    Vocabulary,
    understand,
    vocabulary_of,
)

EVALUATION = Path(__file__).parents[2] / "shared" / "eval" / "content"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=Path, default=EVALUATION / "queries.jsonl")
    parser.add_argument("--content", type=Path, help="folder; default: that of the queries")
    parser.add_argument("--today", type=date.fromisoformat, help="default: meta.json, else today")
    parser.add_argument("--cues-only", action="store_true", help="without the embedding model")
    parser.add_argument("--wrong", action="store_true", help="list what was not understood")
    options = parser.parse_args()
    if not options.queries.is_file():
        print(f"There are no labelled questions at {options.queries}; name some with --queries.")
        return 0
    content = options.content or options.queries.parent
    today = options.today or _today(content)
    vocabulary = vocabulary_of(_read(content))
    lines = options.queries.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with ExitStack() as stack:
        meanings = None
        if not options.cues_only:
            meanings = Meanings(stack.enter_context(open_embedder(load().config)))
        understand("something to warm up with", vocabulary, today, None, meanings)
        found, seconds = ask_all(rows, vocabulary, today, meanings)
    report(rows, found, options.wrong)
    milliseconds = sorted(1000 * one for one in seconds)
    p50, p95 = statistics.median(milliseconds), milliseconds[int(len(milliseconds) * 0.95)]
    print(f"{'time for a question':34s}p50 {p50:.2f} ms, p95 {p95:.2f} ms")
    return 0


def ask_all(
    rows: list[dict[str, Any]], vocabulary: Vocabulary, today: date, meanings: Meanings | None
) -> tuple[list[Understanding], list[float]]:
    """Ask the questions in order, each conversation with its own memory."""
    previous: dict[str, Understanding] = {}
    found: list[Understanding] = []
    seconds: list[float] = []
    for row in rows:
        began = time.perf_counter()
        one = understand(row["query"], vocabulary, today, previous.get(row["conv"]), meanings)
        seconds.append(time.perf_counter() - began)
        found.append(one)
        if one.intent not in SOCIAL_INTENTS:
            previous[row["conv"]] = one
    return found, seconds


def report(rows: list[dict[str, Any]], found: list[Understanding], wrong: bool) -> None:
    figures: dict[str, list[bool]] = defaultdict(list)
    by_tag: dict[str, list[bool]] = defaultdict(list)
    for row, one in zip(rows, found, strict=True):
        for name, judge in JUDGES.items():
            if (right := judge(row, one)) is None:
                continue
            figures[name].append(right)
            if name == "intent":
                for tag in row["tags"]:
                    by_tag[tag].append(right)
            if wrong and not right:
                told = (COARSE.get(one.intent, one.intent), one.confidence, dict(one.slots))
                print(f"{name:14s}{row['id']} {row['query']!r}: {row['intent']} {told}")
    for name, results in figures.items():
        print(f"{name:34s}{sum(results) / len(results):.3f}  (n={len(results)})")
    print(f"{'calibration error of the intent':34s}{calibration_error(rows, found):.3f}")
    tags = {tag: f"{sum(r) / len(r):.2f}/{len(r)}" for tag, r in sorted(by_tag.items())}
    print("intent by tag:", ", ".join(f"{tag} {figure}" for tag, figure in tags.items()))


def calibration_error(rows: list[dict[str, Any]], found: list[Understanding]) -> float:
    pairs = sorted(
        (one.confidence, bool(_intent(row, one))) for row, one in zip(rows, found, strict=True)
    )
    size = max(1, len(pairs) // 10)
    groups = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    errors = [
        abs(statistics.mean(sure for sure, _ in group) - statistics.mean(ok for _, ok in group))
        for group in groups
    ]
    return statistics.mean(errors)


Judge = Callable[[Mapping[str, Any], Understanding], bool | None]


def _intent(row: Mapping[str, Any], one: Understanding) -> bool | None:
    return bool(COARSE.get(one.intent, one.intent) == row["intent"])


def _technologies(row: Mapping[str, Any], one: Understanding) -> bool | None:
    wanted = {name.lower() for name in row["filters"]["technologies"]}
    told = {name.lower() for name in one.slots.get("technologies", ())}
    return told == wanted if wanted else None


def _spurious_technology(row: Mapping[str, Any], one: Understanding) -> bool | None:
    if row["filters"]["technologies"] or row["document"]:
        return None
    return not one.slots.get("technologies")


def _years(row: Mapping[str, Any], one: Understanding) -> bool | None:
    wanted = row["filters"]["years"]
    return one.slots.get("years") in [wanted, *row["filters"]["years_also_ok"]] if wanted else None


def _spurious_years(row: Mapping[str, Any], one: Understanding) -> bool | None:
    if row["filters"]["years"] or row["document"]:
        return None
    return not one.slots.get("years")


def _follow_up(row: Mapping[str, Any], one: Understanding) -> bool | None:
    return bool(one.slots.get("follow_up", False) == row["follow_up"]) if row["turn"] > 1 else None


JUDGES: Mapping[str, Judge] = {
    "intent": _intent,
    "technologies": _technologies,
    "no spurious technology": _spurious_technology,
    "years": _years,
    "no spurious years": _spurious_years,
    "follow-up recognised": _follow_up,
}


def _today(content: Path) -> date:
    meta = content / "meta.json"
    if meta.is_file() and (named := json.loads(meta.read_text()).get("today")):
        return date.fromisoformat(named)
    return date.today()


def _read(content: Path) -> list[Document]:
    sources = [one for one in documents.find_sources(content) if one.path.name != "meta.json"]
    return [source.parse(source.load()) for source in sources]


if __name__ == "__main__":
    sys.exit(main())
