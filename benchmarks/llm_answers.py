"""What small language models add to answers, and whether any of it is invented.

    python benchmarks/llm_answers.py [--answers N] [--worlds FOLDER …] [--kept RAW] [-o RAW]

Each question is answered by the product up to its instant answer; then every model that is
installed is asked what it adds, in `balanced` and in `detailed`, also where the product would not
ask it. Each sentence goes through the gate, and, before and behind it, through a checker that
shares no code with it (benchmarks/literal.py) and counts figures, dates and names that no passage
holds. Worlds are folders with `content/`, `queries.jsonl` and `today.txt`; the sample content is
always asked.
--kept takes what an earlier run wrote: only what is missing there is asked of a model.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from literal import violations

from voicecli import assembly
from voicecli.config import LlmConfig, load
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.grounded import additions
from voicecli.dialogue.notes import (
    NOTES,
    NOTES_IN_DETAIL,
    choose_notes,
    note_passages,
    worth_asking,
)
from voicecli.dialogue.prompts import compose_addition
from voicecli.llm.llama import LlamaModel
from voicecli.pipeline.index import index_content
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.replies import reply_to, understand_parts
from voicecli.retrieval.search import Searcher
from voicecli.tts.sentences import split_sentences
from voicecli.turn import Turn
from voicecli.types import Message, Passage

SEED = 11
TOKENS = {"balanced": 48, "detailed": 72}
"""Less than the product allows, so that a run ends soon."""
MODELS = {"smollm2-135m-instruct-q4_1": 0.8, "qwen2.5-coder-0.5b-instruct-q4_k_m": 0.2}
"""Installed models, and which share of the answers each writes."""
SAMPLE = (
    "Tell me about Sundial",
    "What is Hedgerow?",
    "What did she do at Tallow and Reed?",
    "Tell me about Kiln Watch",
    "How does Tin Whistle work?",
    "What happens to abandoned bikes?",
    "What did the battery cost?",
    "Can carbon rims be repaired?",
    "How do I become a helper?",
    "When is the workshop open?",
    "What do I do when I lose my company card?",
    "How much do I get for a hotel in London?",
    "Is there a deposit for the pump?",
    "What should I know about electric bicycles?",
    "How do I get my money back after a journey?",
    "Tell me about the paper on weeds",
    "What is Row Row?",
    "May I fly to a customer?",
    "What does the paint cabin cost?",
    "Who answers questions about travel?",
)


@dataclass(slots=True)
class Tally:
    """What was counted for one model in one mode."""

    answers: int = 0
    would_ask: int = 0
    sentences: int = 0
    through: int = 0
    with_addition: int = 0
    bad_before: int = 0
    bad_behind: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)
    by_folder: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--answers", type=int, default=200)
    worlds = sorted(Path("tests/evals/worlds").glob("dev-*"))
    parser.add_argument("--worlds", type=Path, nargs="*", default=worlds)
    parser.add_argument("-o", "--output", type=Path, help="keep what the models wrote")
    parser.add_argument("--kept", type=Path, help="what an earlier run wrote")
    asked = parser.parse_args()
    kept = read_kept(asked.kept) if asked.kept else {}
    tallies: dict[tuple[str, str], Tally] = {}
    questions = list(spread(list(every_question(asked.worlds)), asked.answers))
    output = asked.output.open("w", encoding="utf-8") if asked.output else None
    for folder, today in dict.fromkeys((job["folder"], job["today"]) for job in questions):
        jobs = [job for job in questions if job["folder"] == folder]
        with tempfile.TemporaryDirectory() as place:
            for line in answer_all(folder, today, jobs, kept, Path(place), tallies):
                if output:
                    print(json.dumps(line), file=output, flush=True)
    if output:
        output.close()
    report(tallies)


def every_question(worlds: list[Path]) -> Iterator[dict[str, Any]]:
    """Questions without a conversation before them that the content answers."""
    for text in SAMPLE:
        yield {"folder": "content", "today": "2026-06-01", "question": text}
    for world in worlds:
        today = (world / "today.txt").read_text(encoding="utf-8").strip()
        for line in (world / "queries.jsonl").read_text(encoding="utf-8").splitlines():
            query = json.loads(line)
            if query["answerable"] and query["turn"] == 1 and "social" not in query["tags"]:
                folder = str(world / "content")
                yield {"folder": folder, "today": today, "question": query["query"]}


def spread(questions: list[dict[str, Any]], answers: int) -> Iterator[dict[str, Any]]:
    """Give each model its share, half in each mode, and each folder as many as the others.

    A job comes with how many answers its folder may give: not every question leaves room for a
    model, so more are tried than are counted. What the sample content gives comes on top.
    """
    chance = random.Random(SEED)  # noqa: S311  # the same questions each time
    worlds = max(len({job["folder"] for job in questions}) - 1, 1)
    for model, share in MODELS.items():
        for mode in TOKENS:
            wanted = -(-round(answers * share / len(TOKENS)) // worlds)
            for job in chance.sample(questions, len(questions)):
                yield {**job, "model": model, "mode": mode, "wanted": wanted}


def answer_all(
    folder: str,
    today: str,
    jobs: list[dict[str, Any]],
    kept: dict[tuple[str, ...], dict[str, Any]],
    place: Path,
    tallies: dict[tuple[str, str], Tally],
) -> Iterator[dict[str, Any]]:
    config = load(flags={"paths.database": str(place / "voicecli.db")}).config
    with (
        assembly.open_store(config) as db,
        assembly.open_engines(config, {"embedding"}) as engines,
    ):
        list(index_content(db, engines.embedder, Path(folder)))
        mind = Mind(
            Searcher(db, engines.embedder),
            assembly.read_vocabulary(db),
            None,
            {},
            config.retrieval,
            config.dialogue,
            today=lambda: date.fromisoformat(today),
        )
        for model in MODELS:
            mine = [job for job in jobs if job["model"] == model]
            with open_model(config, model, needed=bool(mine)) as llm:
                for job in mine:
                    tally = tallies.setdefault((model, job["mode"]), Tally())
                    if tally.by_folder[folder] < job["wanted"]:
                        yield from answer_one(job, mind, llm, kept, tally)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked to add to, and the prompt; `would_ask`: whether the product would."""

    question: str
    said: list[str]
    passages: list[Passage]
    used: int
    would_ask: bool
    prompt: list[Message]


def prepare(job: dict[str, Any], mind: Mind) -> Asked | None:
    """Answer a question up to where a model may add; None where it has no room, or no notes."""
    conversation, in_detail = Conversation(), job["mode"] == "detailed"
    mind.mode = job["mode"]
    reply = reply_to(understand_parts(job["question"], mind, conversation), mind, conversation)
    opening = reply.opening
    if opening is None or not opening.leaves_room:
        return None
    most = NOTES_IN_DETAIL if in_detail else NOTES
    notes = choose_notes(reply.question, opening, reply.found, mind.vectors, most)
    if not notes:
        return None
    would_ask = worth_asking(
        reply.understanding, notes, job["model"], in_detail=in_detail, opening=opening
    )
    told = [(note.sentence, note.passage) for note in notes]
    return Asked(
        reply.question,
        list(opening.sentences),
        list(note_passages(opening, notes)),
        len(opening.passages),
        would_ask,
        compose_addition(reply.question, told, conversation, 0),
    )


def answer_one(
    job: dict[str, Any],
    mind: Mind,
    llm: LlamaModel | None,
    kept: dict[tuple[str, ...], dict[str, Any]],
    tally: Tally,
) -> Iterator[dict[str, Any]]:
    """Ask one question of one model and count what comes of it."""
    earlier = kept.get((job["model"], job["mode"], job["folder"], job["question"]))
    asked = again(earlier) if earlier else prepare(job, mind) if llm else None
    if asked is None:
        return
    if earlier:
        text, seconds = earlier["text"], earlier["seconds"]
    else:
        began = time.perf_counter()
        text = "".join(llm.generate(asked.prompt, Turn(), tokens=TOKENS[job["mode"]]))
        seconds = time.perf_counter() - began
    given = [f"{passage.title}. {passage.text}" for passage in asked.passages]
    written = [part for part in split_sentences([text]) if part[-1:] in ".!?"]
    said, through = list(asked.said), []
    for added in additions(
        written,
        asked.question,
        asked.passages,
        said,
        used=asked.used,
        meaning=mind.vectors,
        patience=2 if job["mode"] == "detailed" else 1,
    ):
        said.append(added.text)
        through.append(added.text)
    count(tally, job, given, written, through, seconds)
    tally.would_ask += asked.would_ask
    facts = asdict(replace(asked, prompt=[])) | {"asked": asked.question}
    yield {**facts, **job, "text": text, "seconds": seconds, "through": through}


def again(kept: dict[str, Any]) -> Asked:
    """What was asked in an earlier run."""
    passages = [Passage(**passage) for passage in kept["passages"]]
    return Asked(kept["asked"], kept["said"], passages, kept["used"], kept["would_ask"], [])


def count(
    tally: Tally,
    job: dict[str, Any],
    given: list[str],
    written: list[str],
    through: list[str],
    seconds: float,
) -> None:
    tally.by_folder[job["folder"]] += 1
    tally.answers += 1
    tally.seconds += seconds
    tally.sentences += len(written)
    tally.through += len(through)
    tally.with_addition += bool(through)
    for sentence in written:
        if found := violations(sentence, given):
            tally.bad_before += 1
            if len(tally.examples) < 4:
                tally.examples.append(f"cut: {sentence} ({', '.join(found)})")
    for sentence in through:
        if found := violations(sentence, given):
            tally.bad_behind += 1
            tally.examples.insert(0, f"LET THROUGH: {sentence} ({', '.join(found)})")
        else:
            tally.examples.append(f"said: {job['question']} → {sentence}")


def open_model(config: Any, model: str, *, needed: bool) -> Any:
    """The model as a context manager; None where it is not needed or not installed."""
    from contextlib import nullcontext

    folder = config.models_folder / model
    files = sorted(folder.glob("*.gguf")) if needed else []
    return LlamaModel(files[0], LlmConfig(), threads=2) if files else nullcontext(None)


def read_kept(path: Path) -> dict[tuple[str, ...], dict[str, Any]]:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {(one["model"], one["mode"], one["folder"], one["question"]): one for one in lines}


def report(tallies: dict[tuple[str, str], Tally]) -> None:
    for (model, mode), tally in tallies.items():
        answers = max(tally.answers, 1)
        print(
            f"\n{model}, {mode}: {tally.answers} answers ({tally.would_ask} that the product asks "
            f"for), {tally.seconds / answers:.1f} s each\n"
            f"  sentences written {tally.sentences}, let through {tally.through}; "
            f"answers with an added sentence {tally.with_addition / answers:.2f}\n"
            f"  with an unsupported figure, date or name: {tally.bad_before} before the gate, "
            f"{tally.bad_behind} behind it"
        )
        for example in tally.examples[:12]:
            print("   ", re.sub(r"\s+", " ", example))
    total = sum(tally.answers for tally in tallies.values())
    behind = sum(tally.bad_behind for tally in tallies.values())
    print(f"\n{total} answers, {behind} unsupported figures, dates or names behind the gate")


if __name__ == "__main__":
    main()
