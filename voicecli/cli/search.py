"""`voicecli search`: the passages that a question finds, with their sources."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.question import read_question
from voicecli.errors import UsageError

if TYPE_CHECKING:
    from voicecli.retrieval.filters import Filters
    from voicecli.retrieval.search import SearchResult
    from voicecli.types import Passage

_TEXT_CHARACTERS = 280


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION", help="What to look for; `-` or nothing reads it from stdin."
        ),
    ] = None,
    count: Annotated[int, typer.Option("-n", min=1, max=100, help="How many passages.")] = 5,
    type_: Annotated[
        str | None, typer.Option("--type", help="Only of this type: projects, document, …")
    ] = None,
    as_written: Annotated[
        bool,
        typer.Option("--as-written", help="Only words and meaning: no filters, no names mended."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Search your content by words and by meaning, and by the filters that the question names."""
    question = read_question(words, "search")
    from voicecli.assembly import open_embedder, open_store, read_vocabulary
    from voicecli.cli.content import bring_up_to_date
    from voicecli.cli.downloads import offer_download
    from voicecli.retrieval.filters import Filters
    from voicecli.retrieval.search import Searcher
    from voicecli.understanding import understand

    config = settings().config
    offer_download(config, {"embedding"})
    with open_store(config) as db, open_embedder(config) as embedder:
        bring_up_to_date(db, embedder, config)
        known = read_vocabulary(db)
        if type_ and type_ not in known.types:
            raise UsageError(
                "unknown-type",
                f"Nothing in your content is of type {type_!r}.",
                f"There are: {', '.join(sorted(known.types)) or 'none yet'}.",
            )
        filters = Filters()
        if not as_written:
            slots = understand(question, known, date.today()).slots
            filters = Filters.from_slots(slots)
            question = slots.get("resolved_question", question)
        if type_:
            filters = replace(filters, types=(type_,))
        searcher = Searcher(db, embedder, max(config.retrieval.candidates, count))
        found = searcher.search(question, filters, count)
    if json:
        print_json([_entry(passage, found) for passage in found.passages])
        return
    _tell_filters(filters, found.softened)
    if not found.passages:
        note("Nothing found: there is no content yet.")
    for number, passage in enumerate(found.passages, start=1):
        _show(number, passage)


def _entry(passage: "Passage", found: "SearchResult") -> dict[str, Any]:
    scores = found.scores.get(passage.id)
    return asdict(passage) | {"scores": asdict(scores) if scores else None}


def _tell_filters(filters: "Filters", softened: "Sequence[str]") -> None:
    """Say on stderr what was taken for a filter, and what had to be given up."""
    told = [*filters.types, *filters.technologies, *(f"not {name}" for name in filters.excluded)]
    first, last = filters.year_from, filters.year_to
    if (first, last) != (None, None):
        told.append(str(first) if first == last else f"{first or '…'} to {last or 'today'}")
    if told:
        note(f"Only: {', '.join(told)}.")
    if softened:
        note(f"Nothing is all of that; given up: {', '.join(softened)}.")


def _show(number: int, passage: "Passage") -> None:
    """A card: title and type, the beginning of the text, the source."""
    text = textwrap.shorten(printable(passage.text), _TEXT_CHARACTERS, placeholder=" …")
    out.print(f"{number}. {printable(passage.title)}", style="bold", markup=False, end="")
    out.print(f"  {printable(passage.type)} · {passage.score:.2f}", style="dim", markup=False)
    for line in textwrap.wrap(text, max(20, min(out.width, 100) - 3)):
        out.print(f"   {line}", markup=False)
    out.print(f"   {printable(passage.source)}", style="cyan", markup=False)
