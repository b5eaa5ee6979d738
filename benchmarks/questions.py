"""Answers labelled questions through the whole product, without a language model.

    python benchmarks/questions.py --content FOLDER --queries QUERIES.jsonl -o PREDICTIONS.jsonl

FOLDER holds the content and, optionally, `meta.json` with the day to take for today. A query line
holds `id`, `conv` (its conversation) and `query`. A prediction line holds what was understood, the
items and the document found, the answer, and whether it was refused; the evaluation data's own
script scores them.
"""

import argparse
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from voicecli import assembly
from voicecli.config import load
from voicecli.dialogue.conversation import Conversation
from voicecli.pipeline.answer import take_turn
from voicecli.pipeline.index import index_content
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.record import turn_record, understood
from voicecli.retrieval.search import Searcher
from voicecli.turn import Turn
from voicecli.understanding import COARSE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--content", type=Path, default=Path("none"))
    parser.add_argument("--queries", type=Path, default=Path("none"))
    parser.add_argument("-o", "--output", type=Path, default=Path("predictions.jsonl"))
    asked = parser.parse_args()
    if not (asked.content.is_dir() and asked.queries.is_file()):
        print("no labelled questions here (--content FOLDER --queries FILE)")
        return
    meta = asked.content / "meta.json"
    day = json.loads(meta.read_text())["today"] if meta.is_file() else date.today().isoformat()
    with tempfile.TemporaryDirectory() as folder:
        config = load(flags={"paths.database": str(Path(folder, "voicecli.db"))}).config
        with (
            assembly.open_store(config) as db,
            assembly.open_engines(config, {"embedding"}) as engines,
            asked.output.open("w", encoding="utf-8") as output,
        ):
            list(index_content(db, engines.embedder, asked.content))
            mind = Mind(
                Searcher(db, engines.embedder),
                assembly.read_vocabulary(db),
                None,
                {},
                config.retrieval,
                config.dialogue,
                today=lambda: date.fromisoformat(day),
            )
            conversations: dict[str, Conversation] = {}
            for line in asked.queries.read_text(encoding="utf-8").splitlines():
                query = json.loads(line)
                conversation = conversations.setdefault(query["conv"], Conversation())
                print(json.dumps(predict(mind, query, conversation)), file=output)
    print(f"predictions in {asked.output}")


def predict(mind: Mind, query: dict[str, Any], conversation: Conversation) -> dict[str, Any]:
    events = list(take_turn(query["query"], mind, conversation, Turn()))
    record, understanding = turn_record(events, {}, spoken=False), understood(events)
    if record is None or understanding is None:
        return {"id": query["id"]}
    conversation.remember(record, understanding)
    return {
        "id": query["id"],
        "intent": COARSE.get(understanding.intent, understanding.intent),
        "items": [passage.id for passage in record.passages if passage.type != "document"],
        "technologies": list(understanding.slots.get("technologies", ())),
        "years": understanding.slots.get("years"),
        "file": Path(record.passages[0].document).name if record.passages else None,
        "passage": record.written,
        "refused": record.abstained,
    }


if __name__ == "__main__":
    main()
