"""What memories do to answers, and how fast they come and go.

For each world of tests/evals: all of its questions are asked without and with a hundred memories;
an answer that changes was disturbed. Then the memories are asked for in other words than they were
told in. The index grows to `--passages` for the times of coming and going.

    python -m benchmarks.memory
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from voicecli.config import DialogueConfig, RetrievalConfig, load
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.persons import errand, said_back
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.index import index_content
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record
from voicecli.pipeline.remembered import remember, remove_memory
from voicecli.protocols import Embedder
from voicecli.retrieval.memory_names import is_memory
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher
from voicecli.retrieval.vocabulary import indexed_documents
from voicecli.retrieval.word_counts import word_counts
from voicecli.storage.database import open_database
from voicecli.storage.memories import Memories
from voicecli.turn import Turn
from voicecli.types import TurnRecord
from voicecli.understanding import Meanings, vocabulary_of

WORLDS = Path(__file__).parent.parent / "tests" / "evals" / "worlds"
TODAY = date(2026, 11, 21)

TOLD = """
my flight to Lisbon leaves on Friday at 7:45|When does my flight leave?
the dentist is tomorrow at 9|what time do I have to be at the dentist?
my locker number is 4417|do you remember the number of my locker?
the wifi password at the cabin is blue-heron-42|what was the wifi password?
I parked the car on level 3 next to the lift|where's my car?
Anna's birthday is on 3 May|when is Anna's birthday?
my sister Julia is allergic to peanuts|what is Julia allergic to?
Tom owes me 20 euros|who owes me money?
the spare key is under the flower pot|where did we hide the spare key?
I take two of the white pills in the morning|how many pills should I take?
the plumber comes next Tuesday between 8 and 10|when will the plumber come?
my favourite tea is Assam|which tea do I like best?
my passport expires in March|when do I need a new passport?
the code of the garage is 9921|what's the garage code?
I lent my ladder to Greg|who has my ladder?
my shoe size is 43|what is my shoe size?
the landlord's phone number is 0151 555 0199|what's the phone number of the landlord?
we are meeting the Petersons for dinner on Saturday|when are we seeing the Petersons?
my blood type is A positive|do you know my blood type?
the vet said the cat must not eat fish|what did I tell you about the cat?
my gym membership costs 35 pounds a month|how much does my gym cost?
the Christmas presents are in the attic behind the blue suitcase|where are the Christmas presents?
my old boss is called Marguerite Oyelaran|what was my old boss called?
the boiler was serviced in June|when was the boiler serviced?
the recipe needs 300 grams of flour and four eggs|how much flour does the recipe need?
"""
FILLERS = """
milk in the red bottle is for the neighbours
my aunt Rosalind collects teapots
the bus to the lake is number {n}
seat {n} in the theatre has the best view
the blue folder {n} belongs to the tax office
I want to read the novel number {n} of that series
"""


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--passages", type=int, default=5000)
    arguments.add_argument("--worlds", default="", help="beginnings of names: dev, held")
    asked = arguments.parse_args()
    from voicecli.assembly import open_embedder

    with open_embedder(load().config) as embedder, tempfile.TemporaryDirectory() as folder:
        for world in sorted(path for path in WORLDS.iterdir() if path.is_dir()):
            if world.name.startswith(asked.worlds) and (world / "queries.jsonl").exists():
                disturbance(world, embedder, Path(folder) / world.name)
        coming_and_going(embedder, Path(folder), asked.passages)


def disturbance(world: Path, embedder: Embedder, folder: Path) -> None:
    """How many answers of a world memories change, and how many memories are found."""
    lines = (world / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [str(json.loads(line)["query"]) for line in lines]
    with open_database(folder / "a.db") as db:
        prepare(db)
        list(index_content(db, embedder, world / "content"))
        ask = asker(db, embedder, folder)
        before = [ask(question) for question in questions]
        pairs = [line.split("|") for line in TOLD.strip().splitlines()]
        for text in [*(told for told, _ in pairs), *fillers(100 - len(pairs))]:
            remember(db, embedder, text, "fact", TODAY)
        ask = asker(db, embedder, folder)
        behind = [ask(question) for question in questions]
        changed = [
            (question, one.written, other.written)
            for question, one, other in zip(questions, before, behind, strict=True)
            if one.written != other.written
        ]
        told = [other for other in behind if any(is_memory(p.document) for p in other.passages)]
        found = [(q, ask(q)) for _, q in pairs]
        right = [
            one.written.startswith(("You told me ", "You asked me "))
            and (errand(text) or said_back(text)).split()[0] in one.written
            for (text, _), (_, one) in zip(pairs, found, strict=True)
        ]
    print(
        f"{world.name}: {len(changed)} of {len(questions)} answers changed, {len(told)} come from"
        f" memory; {sum(right)} of {len(pairs)} memories found"
    )
    for question, one, other in changed:
        print(f"    {question}\n      - {one}\n      + {other}")
    for (_, question), (_, one), is_right in zip(pairs, found, right, strict=True):
        if not is_right:
            print(f"    ? {question} {one.written}")


def coming_and_going(embedder: Embedder, folder: Path, passages: int) -> None:
    """Milliseconds for a memory to come into a large index and to leave it."""
    content = folder / "large"
    content.mkdir()
    for number in range(passages // 50):
        rows = "\n\n".join(
            f"Paragraph {number * 50 + row} tells of lantern {row} in street {number}, which the "
            f"council of ward {row * number % 97} bought in {1900 + row} from a firm of glaziers "
            "and has kept lit ever since, whatever the weather was and whoever asked for it."
            for row in range(50)
        )
        (content / f"{number}.md").write_text(rows, encoding="utf-8")
    with open_database(folder / "large.db") as db:
        prepare(db)
        list(index_content(db, embedder, content))
        count = db.execute("SELECT count(*) FROM passages").fetchone()[0]
        came, left = [], []
        for number in range(30):
            text = f"lamp {number} is to be mended by Ole on Friday"
            began = time.perf_counter()
            memory = remember(db, embedder, text, "fact", TODAY)
            came.append(time.perf_counter() - began)
            began = time.perf_counter()
            remove_memory(db, memory.id)
            left.append(time.perf_counter() - began)
        left_over = len(Memories(db).list())
    print(
        f"{count} passages: a memory comes in {statistics.median(came) * 1e3:.0f} ms "
        f"(slowest {max(came) * 1e3:.0f}) and goes in {statistics.median(left) * 1e3:.0f} ms "
        f"(slowest {max(left) * 1e3:.0f}); {left_over} left"
    )


def fillers(count: int) -> Iterator[str]:
    """Memories of no interest."""
    kinds = FILLERS.strip().splitlines()
    for number in range(count):
        yield kinds[number % len(kinds)].format(n=number)


def asker(db: Database, embedder: Embedder, state: Path) -> Callable[[str], TurnRecord]:
    """What answers a question from the index as it is now."""
    mind = Mind(
        Searcher(db, embedder),
        vocabulary_of(indexed_documents(db), word_counts(db)),
        None,
        {},
        RetrievalConfig(),
        DialogueConfig(mode="fast"),
        today=lambda: TODAY,
        meanings=Meanings(embedder, state),
    )

    def ask(question: str) -> TurnRecord:
        events = take_turn(question, mind, Conversation(), Turn())
        record = turn_record(events, {}, spoken=False)
        if record is None:
            raise SystemExit(f"nothing was asked: {question!r}")
        return record

    return ask


if __name__ == "__main__":
    main()
