"""How much worse spoken questions are answered than the same questions written.

    python benchmarks/spoken_questions.py QUERIES.jsonl --content PATH [--today DATE]
        [--recordings FOLDER] [--say] [--limit N]

Every question goes through Whisper and then the path of `voicecli eval content`. FOLDER has a
`manifest.jsonl` with `file`, `query_id` and `variant` ("clean" and kinds of noise) of each
recording; `--say` has all questions of the set said by the assistant's own voice, too. The figures
stand beside those of the same questions as text. Without recordings and without --say there is
nothing to measure.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from voicecli.assembly import open_recognizer, open_synthesizer
from voicecli.audio.files import read_audio
from voicecli.bench.content import mind_over, predict
from voicecli.bench.labels import Query, read_queries
from voicecli.bench.questions import say
from voicecli.bench.scores import Scores, score
from voicecli.config import Config, load
from voicecli.pipeline.mind import Mind
from voicecli.turn import Turn
from voicecli.types import Samples, Utterance

FIGURES = ("intent", "technology filter", "year filter", "item F1", "document file",
           "document passage", "false refusal", "refused when unanswerable")  # fmt: skip
CLEAN = "clean"

Heard = dict[str, dict[str, str]]
"""By variant, the words that were recognised of each question."""


def main() -> None:
    options = _options()
    if options.queries is None or options.content is None:
        print("There are no labelled questions here: name QUERIES.jsonl and --content PATH.")
        return
    config = load().config
    queries = read_queries(options.queries)[: options.limit]
    heard: Heard = defaultdict(dict)
    with open_recognizer(config) as recognizer:

        def hear(samples: Samples) -> str:
            utterance = Utterance(samples, 0, len(samples), "silence")
            return recognizer.transcribe(utterance, Turn()).text

        if options.recordings:
            _listen(options.recordings, {query.id for query in queries}, hear, heard)
        if options.say:
            heard["own voice"] = _said(config, queries, hear)
    if not heard:
        print("There are no spoken questions here: name --recordings FOLDER, or --say.")
        return
    if options.transcripts:
        options.transcripts.write_text(json.dumps(heard, indent=1, ensure_ascii=False))
    with mind_over(config, [options.content], options.today, lambda progress: None) as mind:
        _show({name: _compare(mind, queries, words) for name, words in heard.items()})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("queries", type=Path, nargs="?")
    parser.add_argument("--content", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--say", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--transcripts", type=Path, help="write what was recognised to this file")
    return parser.parse_args()


def _listen(folder: Path, ids: set[str], hear: Callable[[Samples], str], heard: Heard) -> None:
    """Recognise the recordings of questions; all kinds of noise make one variant."""
    manifest = folder / "manifest.jsonl"
    if not manifest.is_file():
        print(f"There are no recordings in {folder}.")
        return
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if row["query_id"] in ids:
            variant = CLEAN if row["variant"] == CLEAN else "degraded"
            key = row["query_id"]
            while key in heard[variant]:  # the same question, another voice or noise
                key += "'"
            heard[variant][key] = hear(read_audio(folder / row["file"]))


def _said(
    config: Config, queries: Iterable[Query], hear: Callable[[Samples], str]
) -> dict[str, str]:
    with open_synthesizer(config) as synthesizer:
        return {query.id: hear(say(synthesizer, query.text)) for query in queries}


def _compare(mind: Mind, queries: list[Query], words: Mapping[str, str]) -> tuple[Scores, Scores]:
    """The figures of the questions as text and as they were heard."""
    written = list(_chosen(queries, words))
    spoken = [replace(query, text=words[query.id]) for query in written]
    return _score(mind, written), _score(mind, spoken)


def _chosen(queries: list[Query], words: Mapping[str, str]) -> Iterator[Query]:
    known = {query.id: query for query in queries}
    for key in words:
        query = known[key.rstrip("'")]
        yield replace(query, id=key, conversation=query.conversation + key[len(query.id) :])


def _score(mind: Mind, queries: list[Query]) -> Scores:
    return score(queries, {one.id: one for one in predict(mind, queries)})


def _show(compared: Mapping[str, tuple[Scores, Scores]]) -> None:
    for name, (written, spoken) in compared.items():
        table = Table(title=f"questions {name}", title_justify="left", box=None)
        for heading in ("figure", "written", "spoken", "questions"):
            table.add_column(heading, justify="left" if heading == "figure" else "right")
        for figure in FIGURES:
            if figure in written.figures:
                text, voice = written.figures[figure], spoken.figures[figure]
                table.add_row(figure, f"{text.mean:.3f}", f"{voice.mean:.3f}", str(text.count))
        Console().print(table)


if __name__ == "__main__":
    main()
