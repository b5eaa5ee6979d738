"""`voicecli search`: the passages that a question finds, with their sources."""

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.question import read_question
from voicecli.errors import UsageError

if TYPE_CHECKING:
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
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Search your content by words and by meaning."""
    question = read_question(words, "search")
    from voicecli.assembly import open_embedder, open_store
    from voicecli.cli.content import bring_up_to_date
    from voicecli.cli.downloads import offer_download
    from voicecli.retrieval.filters import Filters
    from voicecli.retrieval.search import Searcher
    from voicecli.retrieval.vocabulary import vocabulary
    from voicecli.types import as_json

    config = settings().config
    offer_download(config, {"embedding"})
    with open_store(config) as db, open_embedder(config) as embedder:
        bring_up_to_date(db, embedder, config)
        types = vocabulary(db).types
        if type_ and type_ not in types:
            raise UsageError(
                "unknown-type",
                f"Nothing in your content is of type {type_!r}.",
                f"There are: {', '.join(types) or 'none yet'}.",
            )
        searcher = Searcher(db, embedder, max(config.retrieval.candidates, count))
        found = searcher.search(question, Filters(types=(type_,) if type_ else ()), count)
    if json:
        print_json([as_json(passage) for passage in found.passages])
        return
    if not found.passages:
        note("Nothing found: there is no content yet.")
    for number, passage in enumerate(found.passages, start=1):
        _show(number, passage)


def _show(number: int, passage: "Passage") -> None:
    """A card: title and type, the beginning of the text, the source."""
    text = textwrap.shorten(printable(passage.text), _TEXT_CHARACTERS, placeholder=" …")
    out.print(f"{number}. {printable(passage.title)}", style="bold", markup=False, end="")
    out.print(f"  {printable(passage.type)} · {passage.score:.2f}", style="dim", markup=False)
    for line in textwrap.wrap(text, max(20, min(out.width, 100) - 3)):
        out.print(f"   {line}", markup=False)
    source = printable(f"{passage.document}: {passage.locator}")
    out.print(f"   {source}", style="cyan", markup=False)
