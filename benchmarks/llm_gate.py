"""How often the gate lets true sentences through and stops wrong ones, by kind of error.

    python benchmarks/llm_gate.py [--content FOLDER …] [--pairs PAIRS.jsonl] [--show]

True sentences stand in the content, or say the same in other words; wrong ones are made of them by
rule, one change each: another number, date, name or unit, a negation more or fewer, an opposite,
another word, the value of another item. PAIRS.jsonl holds sentences that people wrote: passages
with "true" and "false" (kind, sentence) ones.
"""

import argparse
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from num2words import num2words

from voicecli import assembly
from voicecli.config import load
from voicecli.dialogue.gate import Meaning, support
from voicecli.pipeline.index import index_content
from voicecli.retrieval.search import Searcher
from voicecli.retrieval.sentences import split_sentences
from voicecli.retrieval.words import STOP_WORDS
from voicecli.types import Passage

SEED = 7
MONTHS = (
    "January February March April May June July August September October November December"
).split()
UNITS = (("hours", "days"), ("minutes", "hours"), ("days", "weeks"), ("weeks", "months"))
UNITS += (("months", "years"), ("pounds", "euros"), ("percent", "pounds"), ("metres", "kilometres"))
UNITS += (("grams", "kilograms"), ("degrees", "percent"), ("year", "month"), ("km", "metres"))
OPPOSITES = (("allowed", "forbidden"), ("before", "after"), ("inside", "outside"), ("more", "less"))
OPPOSITES += (("first", "last"), ("open", "closed"), ("always", "never"), ("increased", "reduced"))
OPPOSITES += (
    ("must", "need not"),
    ("only", "not only"),
    ("all", "none of the"),
    ("with", "without"),
)
OPPOSITES += (("lowered", "raised"), ("best", "worst"), ("longest", "shortest"), ("free", "paid"))
AUXILIARIES = re.compile(r"\b(is|are|was|were|can|may|must|has|have|does|will|should)\b(?! not)")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to judge: "true…" kinds say what the passage says."""

    kind: str
    sentence: str
    passage: Passage


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--content", type=Path, nargs="*", default=[Path("content")])
    parser.add_argument("--pairs", type=Path, default=Path("tests/evals/gate_pairs.jsonl"))
    parser.add_argument("--show", action="store_true", help="print what was judged wrongly")
    asked = parser.parse_args()
    for folder in asked.content:
        with tempfile.TemporaryDirectory() as place:
            config = load(flags={"paths.database": str(Path(place, "voicecli.db"))}).config
            with (
                assembly.open_store(config) as db,
                assembly.open_engines(config, {"embedding"}) as engines,
            ):
                list(index_content(db, engines.embedder, folder))
                rows = db.execute("SELECT key, type, title, document, locator, text FROM passages")
                passages = [Passage(*row, 1.0) for row in rows]
                meaning = Searcher(db, engines.embedder).vectors
                report(str(folder), list(generated(passages)), passages, meaning, asked.show)
                if folder == asked.content[0] and asked.pairs.is_file():
                    pairs = list(written(asked.pairs))
                    report(str(asked.pairs), pairs, [], meaning, asked.show)


def report(
    name: str, cases: list[Case], passages: list[Passage], meaning: Meaning, show: bool
) -> None:
    """Judge each case with its passage, as if it had been spoken of, among two others."""
    judged, wrong = Counter[str](), Counter[str]()
    for case in cases:
        others = [other for other in passages if other.id != case.passage.id][:2]
        passed = support(case.sentence, [case.passage, *others], meaning, case.passage) is not None
        judged[case.kind] += 1
        if passed != case.kind.startswith("true"):
            wrong[case.kind] += 1
            if show:
                print(f"  {case.kind}: {case.sentence}")
    print(f"\n{name}: {len(cases)} sentences")
    for kind in sorted(judged, key=lambda kind: (not kind.startswith("true"), kind)):
        right = judged[kind] - wrong[kind]
        what = "let through" if kind.startswith("true") else "stopped"
        print(f"{kind:<22} {what:<12} {right:>4} of {judged[kind]:<4} {right / judged[kind]:.3f}")


def written(path: Path) -> Iterator[Case]:
    """The sentences that people wrote."""
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        passage = Passage(
            entry["title"], entry["type"], entry["title"], "pairs", "", entry["text"], 1.0
        )
        yield from (Case("true", sentence, passage) for sentence in entry["true"])
        yield from (Case(kind, sentence, passage) for kind, sentence in entry["false"])


def generated(passages: list[Passage]) -> Iterator[Case]:
    """True sentences of the passages and what one change makes of each."""
    chance = random.Random(SEED)  # noqa: S311  # the same sentences each time
    names = sorted({name for passage in passages for name in inner_names(passage.text)})
    words = sorted({word for passage in passages for word in common_words(passage.text)})
    for passage in passages:
        for sentence in split_sentences(passage.text):
            if len(sentence.split()) < 5 or re.match(r"\w+: ", sentence):
                continue
            yield Case("true: copy", sentence, passage)
            if (respelled := other_spelling(sentence)) != sentence:
                yield Case("true: respelled", respelled, passage)
            yield from wrong_ones(sentence, passage, names, words, chance)


def wrong_ones(
    sentence: str, passage: Passage, names: list[str], words: list[str], chance: random.Random
) -> Iterator[Case]:
    if numbers := re.findall(r"(?<![\w.,:])\d+(?:,\d{3})*(?![\w.,:]*\d)", sentence):
        number = chance.choice(numbers)
        value = int(number.replace(",", ""))
        wrong = str(value + chance.choice((1, 2, 10, 100)))
        yield Case("number", sentence.replace(number, wrong, 1), passage)
        others = set(re.findall(r"(?<![\w.,:])\d{1,4}(?![\w.,:]*\d)", passage.text)) - set(numbers)
        if others:
            swapped = sentence.replace(number, chance.choice(sorted(others)), 1)
            yield Case("number of another", swapped, passage)
    if months := [month for month in MONTHS if re.search(rf"\b{month}\b", sentence)]:
        other = chance.choice([month for month in MONTHS if month not in months])
        yield Case("date", sentence.replace(months[0], other, 1), passage)
    if years := re.findall(r"\b(?:19|20)\d\d\b", sentence):
        yield Case("date", sentence.replace(years[0], str(int(years[0]) + 1), 1), passage)
    if inside := inner_names(sentence):
        strangers = [name for name in names if name.lower() not in passage.text.lower()]
        if strangers:
            name = chance.choice(inside)
            yield Case("name", sentence.replace(name, chance.choice(strangers), 1), passage)
    for pairs, kind in ((UNITS, "unit"), (OPPOSITES, "opposite")):
        for one, other in (*pairs, *((b, a) for a, b in pairs)):
            if re.search(rf"\b{one}\b", sentence):
                yield Case(kind, re.sub(rf"\b{one}\b", other, sentence, count=1), passage)
                break
    if AUXILIARIES.search(sentence) and not re.search(r"\b(?:no|not|never|nobody)\b", sentence):
        yield Case("negation added", AUXILIARIES.sub(r"\1 not", sentence, count=1), passage)
    elif re.search(r"\b(?:not|never) ", sentence):
        yield Case("negation dropped", re.sub(r"\b(?:not|never) ", "", sentence, count=1), passage)
    there = set(common_words(passage.text)) | set(common_words(passage.title))
    if own := common_words(sentence):
        word = chance.choice(own)
        stranger = chance.choice([other for other in words if other not in there])
        yield Case("word", re.sub(rf"\b{word}\b", stranger, sentence, count=1), passage)


def other_spelling(sentence: str) -> str:
    """The same figures in words or signs."""
    spelled = re.sub(r"\b(\d{1,2}) percent\b", r"\1%", sentence)
    spelled = re.sub(r"(?<![\w.,:])(\d[\d,]*) pounds\b", r"£\1", spelled)
    return re.sub(
        r"(?<![\w.,:/£€$@-])([2-9]|1\d|[2-9]\d)(?= [a-z]{4,})",
        lambda match: str(num2words(int(match[1]))),
        spelled,
    )


def inner_names(text: str) -> list[str]:
    """Words with a capital that do not begin a sentence, without months."""
    found = re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", text)
    return [name for name in dict.fromkeys(found) if name not in MONTHS]


def common_words(text: str) -> list[str]:
    """Longer words in small letters: mostly nouns, verbs and adjectives."""
    found = re.findall(r"\b[a-z]{6,}\b", text)
    return [word for word in dict.fromkeys(found) if word not in STOP_WORDS]


if __name__ == "__main__":
    main()
