"""`voicecli eval`: how well this program answers, against labelled questions."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from voicecli.cli.console import err, note, out, print_json, settings
from voicecli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voicecli.bench.labels import Query
    from voicecli.bench.scores import Prediction, Score, Scores

app = typer.Typer(help="Measure how well questions are answered.", no_args_is_help=True)

LOWER_IS_BETTER = frozenset({"spurious technologies", "spurious years", "false refusal"})
TAGGED = ("item F1", "document passage", "intent", "refused when unanswerable", "false refusal")
"""The figures that are told for each tag, too."""


@app.callback()
def everything() -> None:
    """Measure how well questions are answered."""


@app.command()
def content(
    queries: Annotated[
        list[Path], typer.Argument(metavar="QUERIES.jsonl", help="Labelled questions.")
    ],
    content: Annotated[
        list[Path],
        typer.Option("--content", metavar="PATH…", help="Files and folders to answer from."),
    ],
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day to take for today: 2025-10-15.")
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Also write a line for each question.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask a labelled set about the given content, apart from your own, and print the figures.

    A line of QUERIES holds at least "id" and "query"; what else it holds is what is scored. Any
    further paths on the command line are content, too.
    """
    from voicecli.bench.labels import read_queries
    from voicecli.bench.scores import score

    file, paths = _told_apart(queries, content)
    day = _day(today)
    asked = read_queries(file)
    if predictions is not None and not predictions.absolute().parent.is_dir():
        raise UsageError("no-folder", f"There is no folder for {predictions}.", "Make it first.")
    found = _answered(asked, paths, day)
    if predictions is not None:
        lines = (json.dumps(one.as_json(), ensure_ascii=False) for one in found)
        predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    scores = score(asked, {one.id: one for one in found})
    seconds = sorted(one.seconds for one in found)
    if as_json:
        print_json(_as_json(scores, seconds))
    else:
        _show(scores, seconds)


def _told_apart(named: "Sequence[Path]", content: "Sequence[Path]") -> tuple[Path, list[Path]]:
    """The file of questions and the content: `--content A B C` leaves B and C to the arguments."""
    files = [path for path in named if path.suffix == ".jsonl"] or list(named[:1])
    if len(files) > 1:
        raise UsageError(
            "several-sets", f"{files[0]} and {files[1]} are both sets of questions.", "Name one."
        )
    paths = [*content, *(path for path in named if path not in files)]
    for path in [*files, *paths]:
        if not path.exists():
            raise UsageError("no-file", f"{path} is not there.")
    return files[0], paths


def _day(written: str | None) -> date:
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError:
        raise UsageError(
            "bad-date", f"{written} is not a date.", "Write it as 2025-10-15."
        ) from None


def _answered(asked: "Sequence[Query]", paths: "Sequence[Path]", day: date) -> "list[Prediction]":
    """Ask everything of the content, which gets an index of its own."""
    from voicecli.bench.content import mind_over, predict
    from voicecli.cli.content_view import tell_progress
    from voicecli.cli.downloads import offer_download

    config = settings().config
    offer_download(config, {"embedding"})
    with mind_over(config, paths, day, tell_progress) as mind, err.status("asking …") as line:
        found = []
        for number, one in enumerate(predict(mind, asked), start=1):
            line.update(f"asking {number}/{len(asked)}")
            found.append(one)
        return found


def _as_json(scores: "Scores", seconds: "Sequence[float]") -> dict[str, Any]:
    from voicecli.bench.figures import spread

    waited = spread(seconds)
    return {
        "figures": _told(scores.figures),
        "tags": {tag: _told(figures) for tag, figures in scores.tags.items()},
        "seconds": {"p50": round(waited.p50, 4), "p95": round(waited.p95, 4)} if waited else {},
    }


def _told(figures: "Mapping[str, Score]") -> dict[str, dict[str, float]]:
    return {
        name: {"mean": round(score.mean, 4), "count": score.count}
        for name, score in figures.items()
    }


def _show(scores: "Scores", seconds: "Sequence[float]") -> None:
    table = _table("figure", "", "questions")
    for name, score in scores.figures.items():
        told = f"{name} (lower is better)" if name in LOWER_IS_BETTER else name
        table.add_row(told, f"{score.mean:.3f}", str(score.count))
    out.print(table, soft_wrap=False)
    out.print()
    by_tag = _table("tag", *TAGGED)
    for tag, figures in scores.tags.items():
        by_tag.add_row(tag, *(_cell(figures.get(name)) for name in TAGGED))
    out.print(by_tag, soft_wrap=False)
    from voicecli.bench.figures import spread

    if waited := spread(seconds):
        note(f"An answer took {1000 * waited.p50:.0f} ms (p50), {1000 * waited.p95:.0f} ms (p95).")


def _cell(score: "Score | None") -> str:
    return f"{score.mean:.2f} ({score.count})" if score else ""


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right")
    return table
